"""What a course is made of, as a trainer knows it: parts by title, in the order they are learned."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from training_modules.editions import bank_text
from training_modules.editions.errors import BankUnreadable, HeadUnreadable
from training_modules.editions.head_fields import COURSE
from training_modules.editions.head_text import head_of
from training_modules.files import MAIN

Kind = Literal["course", "lesson", "drill", "quiz", "bank", "figure", "other", "missing"]
STEPS: tuple[Kind, ...] = ("lesson", "drill", "quiz")
BANKS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class PartLine:
    """One file of a course."""

    file: str
    kind: Kind
    title: str
    """Its file's name where its head cannot be read."""
    place: int | None
    """Which step of the course it is, from 1; None where it is none."""
    minutes: int | None = None
    questions: int | None = None
    """Of a bank, how many it holds."""


def order_of(files: Mapping[str, str]) -> list[str]:
    """The files of the course's steps as `course.md` names them, each once; none where it cannot be read."""
    names = lenient_head(files, MAIN).get("activities")
    listed = names if isinstance(names, list) else []
    return list(dict.fromkeys(name for name in listed if isinstance(name, str) and name != MAIN))


def outline(files: Mapping[str, str]) -> list[PartLine]:
    """The course itself, its steps in order, then what they use; a step whose file is gone is `missing`."""
    order = order_of(files)
    rest = sorted(name for name in files if name != MAIN and name not in order)
    steps = [_line(files, name, place) for place, name in enumerate(order, 1)]
    others = sorted((_line(files, name, None) for name in rest), key=lambda each: _RANK[each.kind])
    return [_line(files, MAIN, None), *steps, *others]


_RANK: dict[Kind, int] = {"lesson": 0, "drill": 0, "quiz": 0, "bank": 1, "figure": 2}
_RANK |= {"other": 3, "course": 3, "missing": 3}


def _line(files: Mapping[str, str], file: str, place: int | None) -> PartLine:
    if file not in files:
        return PartLine(file, "missing", file, place)
    if file.endswith(BANKS):
        return PartLine(file, "bank", file, place, questions=question_count(files, file))
    if file.endswith(".svg"):
        return PartLine(file, "figure", file, place)
    head = lenient_head(files, file)
    title = head.get("title")
    minutes = head.get("minutes")
    told = str(title) if isinstance(title, str | int | float) and str(title).strip() else file
    return PartLine(file, kind_of(files, file), told, place, minutes if type(minutes) is int else None)


def kind_of(files: Mapping[str, str], file: str) -> Kind:
    """Which form the file's head has; `other` where it says nothing known."""
    if file == MAIN:
        return COURSE
    said = lenient_head(files, file).get("kind")
    return next((kind for kind in STEPS if kind == said), "other")


def lenient_head(files: Mapping[str, str], file: str) -> dict[str, Any]:
    with contextlib.suppress(HeadUnreadable):
        return head_of(files.get(file, ""), file)
    return {}


def question_count(files: Mapping[str, str], file: str) -> int | None:
    """How many questions a bank holds; None where it cannot be read."""
    return _count(files[file]) if file in files else None


@lru_cache(maxsize=16)
def _count(text: str) -> int | None:
    with contextlib.suppress(BankUnreadable):
        return len(bank_text.entries(text, ""))
    return None


def asked_from(files: Mapping[str, str], file: str, bank: str) -> int | None:
    """How many questions a quiz may draw from, or a drill has."""
    if kind_of(files, file) == "quiz":
        return question_count(files, bank)
    head = lenient_head(files, file)
    listed = head.get("items") if head.get("items") is not None else head.get("snippets")
    return len(listed) if isinstance(listed, list) else None
