"""Questions answered by putting steps in their order."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from training_modules.items.fields import as_codes, options_of, recoded, rekeyed, untold
from training_modules.items.shuffling import shuffled
from training_modules.items.types import Answer, Item, Kind, Options


class Ordering(Kind):
    def read(self, raw: dict[str, Any], file: str, at: str) -> Item:
        options = options_of(raw.get("options"), file, f"{at}: options")
        codes = untold(options)
        key = rekeyed(as_codes(raw) or codes, codes)
        steps = recoded(options, codes)
        return Item(raw["id"], "ordering", raw["stem"], steps, key, raw["explanation"], raw.get("source"))

    def problem(self, item: Item) -> str | None:
        if len(item.options) < 2 or sorted(item.key) != sorted(code for code, _ in item.options):
            return "câu {item}: thứ tự đúng phải nêu mỗi bước đúng một lần"
        return None

    def allows(self, item: Item, answer: Answer) -> bool:
        return not answer or sorted(answer) == sorted(item.key)

    def kept(self, answer: Answer) -> list[str]:
        return list(answer)

    def share(self, item: Item, answer: Answer) -> float:
        """The share of pairs of steps that stand the right way round."""
        if not answer:
            return 0.0
        place = {code: at for at, code in enumerate(answer)}
        pairs = list(combinations(item.key, 2))
        return sum(place[first] < place[second] for first, second in pairs) / len(pairs)

    def shown(self, item: Item, seed: int) -> Options:
        """Never in the right order, which would answer the question."""
        order = shuffled(item.options, seed, item.id)
        if tuple(code for code, _ in order) == item.key:
            order = order[1:] + order[:1]
        return order

    def told(self, item: Item, answer: Answer) -> list[str]:
        words = dict(item.options)
        return [words.get(code, code) for code in answer]

    def right(self, item: Item) -> list[str]:
        return list(item.key)
