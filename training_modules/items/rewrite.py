"""Drills where a recognised text is corrected by the picture of its page, judged by characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from rapidfuzz.distance import Levenshtein

from training_modules.front_matter import typed
from training_modules.items.scan_picture import picture_of
from training_modules.items.types import Answer, Criterion, Item, Kind, Options
from vanthu.text import squeeze

LONGEST_TEXT = 1500
"""Characters of the page: what one corrects in a few minutes, and what the picture holds."""
MOST_TOLD = 12
"""Differences told one by one."""


class Rewrite(Kind):
    """`text` is what the page says, `given` what was recognised, `limit` the errors allowed in a hundred
    characters. Errors of the page itself belong to `text`: they are kept, not corrected."""

    may: ClassVar = {"text": str, "given": str, "limit": float}

    def read(self, raw: dict[str, Any], file: str, at: str) -> Item:
        detail = {
            "text": typed(raw.get("text"), str, file, f"{at}: text").strip(),
            "given": typed(raw.get("given"), str, file, f"{at}: given").strip(),
            "limit": float(typed(raw.get("limit"), float, file, f"{at}: limit")),
        }
        return Item(
            raw["id"], "rewrite", raw["stem"], (), (), raw["explanation"], raw.get("source"), detail=detail
        )

    def problem(self, item: Item) -> str | None:
        if not 0 < len(item.detail["text"]) <= LONGEST_TEXT:
            return "câu {item}: mục text phải có chữ và không dài quá 1.500 ký tự"
        if not 0 <= item.detail["limit"] < 100 * _given_errors(item):
            return "câu {item}: mục given phải có nhiều lỗi hơn limit"
        return None

    def allows(self, item: Item, answer: Answer) -> bool:
        return len(answer) <= 1 and all(len(words) <= _longest(item) for words in answer)

    def kept(self, answer: Answer) -> list[str]:
        return [words for words in answer if words.strip()]

    def share(self, item: Item, answer: Answer) -> float:
        """1 within the limit, otherwise how much of the errors given is gone; no better than given is 0."""
        if not answer:
            return 0.0
        errors = error_rate(answer[0], item.detail["text"])
        if 100 * errors <= item.detail["limit"]:
            return 1.0
        return max(0.0, 1 - errors / _given_errors(item))

    def shown(self, item: Item, seed: int) -> Options:
        return ()

    def told(self, item: Item, answer: Answer) -> list[str]:
        return list(answer)

    def right(self, item: Item) -> list[str]:
        return [item.detail["text"]]

    def sheet(self, item: Item, seed: int) -> dict[str, Any]:
        return {
            "given": item.detail["given"],
            "picture": picture_of(item.detail["text"]),
            "longest": _longest(item),
        }

    def criteria(self, item: Item, answer: Answer) -> list[Criterion]:
        if not answer:
            return []
        errors = 100 * error_rate(answer[0], item.detail["text"])
        values = {
            "errors": _percent(errors),
            "limit": _percent(item.detail["limit"]),
            "given": _percent(100 * _given_errors(item)),
        }
        rate = "Tỷ lệ lỗi ký tự {errors} % (lúc đầu {given} %, cho phép tối đa {limit} %)."
        found = [Criterion(errors <= item.detail["limit"], rate, values)]
        return [*found, *_told(item, answer[0])]


def error_rate(words: str, text: str) -> float:
    """Character error rate: edits to make `words` into `text` for each character of `text`, both composed
    (NFC), with runs of white space as one blank: lines may break elsewhere."""
    mine, theirs = squeeze(words), squeeze(text)
    return Levenshtein.distance(mine, theirs) / max(1, len(theirs))


def _given_errors(item: Item) -> float:
    return error_rate(item.detail["given"], item.detail["text"])


def _longest(item: Item) -> int:
    """Characters an answer may have: twice the page is a slip of pasting, not a correction."""
    return 2 * max(len(item.detail["text"]), len(item.detail["given"]))


@dataclass(frozen=True, slots=True)
class _Place:
    """Words that differ from the page, and which words of the page they stand for."""

    mine: str
    theirs: str
    start: int
    end: int

    def meets(self, other: _Place) -> bool:
        return self.start <= other.end and other.start <= self.end


def _places(words: str, text: str) -> list[_Place]:
    """Where words differ from the page, in its order."""
    mine, theirs = squeeze(words).split(), squeeze(text).split()
    return [
        _Place(
            " ".join(mine[step.src_start : step.src_end]),
            " ".join(theirs[step.dest_start : step.dest_end]),
            step.dest_start,
            step.dest_end - 1,
        )
        for step in Levenshtein.opcodes(mine, theirs)
        if step.tag != "equal"
    ]


def _told(item: Item, words: str) -> list[Criterion]:
    """What still differs from the page, then what was put right."""
    text = item.detail["text"]
    left = _places(words, text)
    told = [_difference(place) for place in left[:MOST_TOLD]]
    if len(left) > MOST_TOLD:
        told.append(Criterion(False, "Còn {count} chỗ khác nữa.", {"count": len(left) - MOST_TOLD}))
    for place in _places(item.detail["given"], text):
        if not any(place.meets(other) for other in left):
            told.append(_put_right(place))
    return told


def _put_right(place: _Place) -> Criterion:
    values = {"mine": place.mine, "theirs": place.theirs}
    if not place.mine:
        return Criterion(True, "Đã bổ sung “{theirs}”.", values)
    if not place.theirs:
        return Criterion(True, "Đã bỏ “{mine}”.", values)
    return Criterion(True, "Đã sửa “{mine}” thành “{theirs}”.", values)


def _difference(place: _Place) -> Criterion:
    values = {"mine": place.mine, "theirs": place.theirs}
    if not place.mine:
        return Criterion(False, "Thiếu “{theirs}” so với ảnh.", values)
    if not place.theirs:
        return Criterion(False, "Thừa “{mine}” so với ảnh.", values)
    return Criterion(False, "Ghi “{mine}”, trên ảnh là “{theirs}”.", values)


def _percent(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
