"""Questions answered by giving each thing on the left its counterpart on the right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from training_modules.items.fields import as_codes, options_of, recoded, untold
from training_modules.items.shuffling import shuffled
from training_modules.items.types import Answer, Criterion, Item, Kind, Options

JOINT = "="


class Matching(Kind):
    """An answer holds one `left=right` per pair given. A target may be right for several, or for none."""

    def read(self, raw: dict[str, Any], file: str, at: str) -> Item:
        options = options_of(raw.get("options"), file, f"{at}: options")
        targets = options_of(raw.get("targets"), file, f"{at}: targets")
        codes = untold(options)
        parts = (pair.partition(JOINT) for pair in as_codes(raw))
        key = tuple(f"{codes.get(left, left)}{joint}{right}" for left, joint, right in parts)
        lefts = recoded(options, codes)
        item = Item(raw["id"], "matching", raw["stem"], lefts, key, raw["explanation"], None)
        return replace(item, targets=targets, source=raw.get("source"))

    def problem(self, item: Item) -> str | None:
        codes = [code for code, _ in (*item.options, *item.targets)]
        if any(JOINT in code for code in codes) or len(item.options) < 2:
            return "câu {item}: cần ít nhất hai vế trái, mã các vế không có dấu ="
        if sorted(_pairs(item.key)) != sorted(code for code, _ in item.options):
            return "câu {item}: đáp án phải ghép mỗi vế trái đúng một lần"
        if not set(_pairs(item.key).values()) <= {code for code, _ in item.targets}:
            return "câu {item}: đáp án ghép với vế phải không có"
        return None

    def allows(self, item: Item, answer: Answer) -> bool:
        pairs = _pairs(answer)
        return (
            len(pairs) == len(answer)
            and set(pairs) <= {code for code, _ in item.options}
            and set(pairs.values()) <= {code for code, _ in item.targets}
        )

    def kept(self, answer: Answer) -> list[str]:
        return sorted(answer)

    def share(self, item: Item, answer: Answer) -> float:
        return len(set(answer) & set(item.key)) / len(item.key)

    def shown(self, item: Item, seed: int) -> Options:
        return shuffled(item.options, seed, item.id)

    def told(self, item: Item, answer: Answer) -> list[str]:
        lefts, rights = dict(item.options), dict(item.targets)
        return [
            f"{lefts.get(left, left).removesuffix('.')}: {rights.get(right, right)}"
            for left, right in _pairs(answer).items()
        ]

    def right(self, item: Item) -> list[str]:
        return sorted(item.key)

    def criteria(self, item: Item, answer: Answer) -> list[Criterion]:
        key, given, rights = _pairs(item.key), _pairs(answer), dict(item.targets)
        found: list[Criterion] = []
        for left, words in item.options:
            values = {
                "left": words,
                "right": rights[key[left]],
                "given": rights.get(given.get(left, ""), ""),
            }
            if given.get(left) == key[left]:
                found.append(Criterion(True, "“{left}” {right}.", values))
            elif left in given:
                found.append(Criterion(False, "“{left}” Đã chọn: {given}. Đúng là: {right}.", values))
            else:
                found.append(Criterion(False, "“{left}” Chưa chọn. Đúng là: {right}.", values))
        return found


def _pairs(answer: Answer) -> dict[str, str]:
    return {left: right for left, _, right in (pair.partition(JOINT) for pair in answer) if right}
