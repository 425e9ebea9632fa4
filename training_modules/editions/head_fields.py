"""What a form shows of the head of a course's file, and what of it is written back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from training_modules.content import MOST_MINUTES, MOST_MONTHS

COURSE: Final = "course"
WORDS = ("title", "title_en", "summary", "summary_en", "audience", "bank")
NUMBERS = ("minutes", "module", "draw", "pass_correct")
OPTIONAL_NUMBERS = ("valid_months", "time_limit", "attempts_a_day")
"""Absent stands for 0: without end, without limit."""
LISTS = ("requires", "sources")
SWITCHES = ("one_leak_fails",)
_PART = ("title", "title_en", "minutes")
_TRIED = ("time_limit", "attempts_a_day")
FIELDS: dict[str, tuple[str, ...]] = {
    COURSE: (
        *("title", "title_en", "summary", "summary_en", "audience", "minutes", "module"),
        *("requires", "valid_months"),
    ),
    "lesson": (*_PART, "sources"),
    "drill": (*_PART, "pass_correct", *_TRIED, "one_leak_fails"),
    "quiz": (*_PART, "bank", "draw", "pass_correct", *_TRIED),
}
"""What the form of each kind of file shows; the rest of a head it leaves alone."""
LABELS: dict[str, str] = {
    "title": "Tên",
    "title_en": "Tên tiếng Anh",
    "summary": "Tóm tắt",
    "summary_en": "Tóm tắt tiếng Anh",
    "audience": "Dành cho ai",
    "minutes": "Thời lượng (phút)",
    "module": "Học phần số",
    "requires": "Học xong khoá nào trước",
    "valid_months": "Chứng nhận có giá trị (tháng)",
    "sources": "Các căn cứ",
    "bank": "Ngân hàng câu hỏi",
    "draw": "Số câu rút mỗi lượt",
    "pass_correct": "Số câu đúng để đạt",
    "time_limit": "Thời gian làm bài (phút)",
    "attempts_a_day": "Số lượt mỗi ngày",
    "one_leak_fails": "Một câu làm lộ thông tin là không đạt",
}
LONGEST_TITLE = 200
LONGEST_SUMMARY = 1_000


@dataclass(frozen=True, slots=True)
class HeadFault:
    """One field of a form and what is wrong with it, a message id."""

    name: str
    words: str
    facts: dict[str, Any] = field(default_factory=dict)


def shown(kind: str, head: Mapping[str, Any]) -> dict[str, Any]:
    """What the form begins with; None for a number that is none."""
    return {name: _shown(name, head.get(name)) for name in FIELDS[kind]}


def _shown(name: str, value: Any) -> Any:
    if name in SWITCHES:
        return value is True
    if name in LISTS:
        return [str(each) for each in value] if isinstance(value, list) else []
    if name in WORDS:
        return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    number = value if type(value) is int else None
    return (number or 0) if name in OPTIONAL_NUMBERS else number


def to_write(kind: str, head: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """The entries that the form changed; None for one that shall go."""
    before = shown(kind, head)
    return {
        name: _written(kind, name, told[name])
        for name in FIELDS[kind]
        if name in told and told[name] != before[name]
    }


def _written(kind: str, name: str, value: Any) -> Any:
    may_lack = name not in WORDS or (name == "title_en" and kind != COURSE)
    if may_lack and name not in NUMBERS and not value:
        return None
    return list(value) if name in LISTS else value


def faults(kind: str, told: Mapping[str, Any], asked_from: int | None) -> list[HeadFault]:
    """What is wrong with what was filled in. `asked_from`: how many questions there are; None if unknown."""
    found = []
    for name in FIELDS[kind]:
        value = told.get(name)
        may_lack = name == "title_en" and kind != COURSE
        if name in WORDS and not may_lack and not str(value or "").strip():
            found.append(HeadFault(name, "chưa điền."))
        if name in NUMBERS and (type(value) is not int or value < 1):
            found.append(HeadFault(name, "phải là một số từ 1 trở lên."))
        elif name in ("minutes", "time_limit") and type(value) is int and value > MOST_MINUTES:
            found.append(HeadFault(name, "nhiều nhất {most} phút.", {"most": MOST_MINUTES}))
        elif name == "valid_months" and type(value) is int and value > MOST_MONTHS:
            found.append(HeadFault(name, "nhiều nhất {most} tháng.", {"most": MOST_MONTHS}))
        if name in OPTIONAL_NUMBERS and (type(value) is not int or value < 0):
            found.append(HeadFault(name, "phải là một số, từ 0 trở lên."))
    return found or _counts(kind, told, asked_from)


def _counts(kind: str, told: Mapping[str, Any], asked_from: int | None) -> list[HeadFault]:
    if kind not in {"drill", "quiz"}:
        return []
    asked: int | None = told["draw"] if kind == "quiz" else asked_from
    if asked is None:
        return []
    if asked_from is not None and asked > asked_from:
        return [HeadFault("draw", "ngân hàng chỉ có {count} câu.", {"count": asked_from})]
    if told["pass_correct"] > asked:
        words = "mỗi lượt chỉ hỏi {count} câu, không thể cần đúng nhiều hơn."
        return [HeadFault("pass_correct", words, {"count": asked})]
    return []
