"""Questions answered by choosing: one option, several, or true and false."""

from __future__ import annotations

from typing import Any

from training_modules.items.fields import as_codes, options_of, recoded, rekeyed, untold
from training_modules.items.shuffling import shuffled
from training_modules.items.types import Answer, Item, ItemKind, Kind, Options

TRUE_FALSE: Options = (("true", "Đúng"), ("false", "Sai"))


class Choice(Kind):
    """`many`: every right option and no other has to be chosen."""

    def __init__(self, kind: ItemKind, *, many: bool = False) -> None:
        self._kind = kind
        self._many = many

    def read(self, raw: dict[str, Any], file: str, at: str) -> Item:
        options = options_of(raw.get("options"), file, f"{at}: options")
        codes = untold(options)
        options, key = recoded(options, codes), rekeyed(as_codes(raw), codes)
        return Item(raw["id"], self._kind, raw["stem"], options, key, raw["explanation"], raw.get("source"))

    def problem(self, item: Item) -> str | None:
        names = {name for name, _ in item.options}
        if not item.key or not set(item.key) <= names or len(set(item.key)) != len(item.key):
            return "câu {item} không có đáp án hợp lệ"
        if not self._many and len(item.key) != 1:
            return "câu {item} phải có đúng một đáp án"
        return None

    def allows(self, item: Item, answer: Answer) -> bool:
        return set(answer) <= {name for name, _ in item.options} and (self._many or len(answer) <= 1)

    def kept(self, answer: Answer) -> list[str]:
        return sorted(set(answer))

    def share(self, item: Item, answer: Answer) -> float:
        """All or nothing where one is chosen; of several, what is right less what is wrong."""
        chosen, key = set(answer), set(item.key)
        if not self._many:
            return float(chosen == key)
        return max(0.0, (len(chosen & key) - len(chosen - key)) / len(key))

    def shown(self, item: Item, seed: int) -> Options:
        return shuffled(item.options, seed, item.id)

    def told(self, item: Item, answer: Answer) -> list[str]:
        words = dict(item.options)
        return [words.get(code, code) for code in answer]

    def right(self, item: Item) -> list[str]:
        return sorted(item.key)


class TrueFalse(Choice):
    def __init__(self) -> None:
        super().__init__("true_false")

    def read(self, raw: dict[str, Any], file: str, at: str) -> Item:
        key = tuple("true" if value is True else "false" for value in raw.get("key") or ())
        return Item(
            raw["id"], "true_false", raw["stem"], TRUE_FALSE, key, raw["explanation"], raw.get("source")
        )

    def shown(self, item: Item, seed: int) -> Options:
        return item.options
