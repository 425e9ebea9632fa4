"""Drills where the clause in force on a day is found: which clause, and in which version of it."""

from __future__ import annotations

from typing import Any, ClassVar

from training_modules.items.fields import as_codes, options_of
from training_modules.items.types import Answer, Criterion, Item, Kind, Options

JOINT = "="
PARTS = ("clause", "version")


class Version(Kind):
    """`options` are the clauses, `targets` the texts they may be taken from, the key one of each:
    `[k2, qd31]`. An answer holds `clause=k2` and `version=qd31`, each as soon as it is given."""

    may: ClassVar = {}

    def read(self, raw: dict[str, Any], file: str, at: str) -> Item:
        return Item(
            raw["id"],
            "version",
            raw["stem"],
            options_of(raw.get("options"), file, f"{at}: options"),
            as_codes(raw),
            raw["explanation"],
            raw.get("source"),
            targets=options_of(raw.get("targets"), file, f"{at}: targets"),
        )

    def problem(self, item: Item) -> str | None:
        codes = [{code for code, _ in group} for group in (item.options, item.targets)]
        if any(len(group) < 2 for group in codes):
            return "câu {item}: cần ít nhất hai điều khoản và hai văn bản để chọn"
        if len(item.key) != 2 or any(code not in group for code, group in zip(item.key, codes, strict=True)):
            return "câu {item}: đáp án phải gồm một điều khoản và một văn bản"
        return None

    def allows(self, item: Item, answer: Answer) -> bool:
        given = _parts(answer)
        return (
            len(given) == len(answer)
            and set(given) <= set(PARTS)
            and given.get("clause", item.key[0]) in {code for code, _ in item.options}
            and given.get("version", item.key[1]) in {code for code, _ in item.targets}
        )

    def kept(self, answer: Answer) -> list[str]:
        return sorted(answer)

    def share(self, item: Item, answer: Answer) -> float:
        """Half for the clause, half for its version."""
        given = _parts(answer)
        return sum(given.get(part) == right for part, right in zip(PARTS, item.key, strict=True)) / len(PARTS)

    def shown(self, item: Item, seed: int) -> Options:
        return item.options

    def told(self, item: Item, answer: Answer) -> list[str]:
        given, words = _parts(answer), (dict(item.options), dict(item.targets))
        return [of[given[part]] for part, of in zip(PARTS, words, strict=True) if given.get(part) in of]

    def right(self, item: Item) -> list[str]:
        return [f"{part}{JOINT}{code}" for part, code in zip(PARTS, item.key, strict=True)]

    def criteria(self, item: Item, answer: Answer) -> list[Criterion]:
        given = _parts(answer)
        clause, version = item.key
        values = {"clause": dict(item.options)[clause], "version": dict(item.targets)[version]}
        return [
            Criterion(given.get("clause") == clause, "Điều khoản phải tìm: {clause}.", values),
            Criterion(given.get("version") == version, "Nội dung áp dụng vào ngày đó: {version}.", values),
        ]


def _parts(answer: Answer) -> dict[str, str]:
    return {part: code for part, _, code in (each.partition(JOINT) for each in answer)}
