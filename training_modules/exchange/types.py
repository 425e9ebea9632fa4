"""What a file of questions gave, and what could not be taken from it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from training_modules.items import Item, kind_of
from training_modules.items.numeric import LONGEST, figure
from vanthu.errors import VanthuError
from vanthu.i18n import translate


class QuestionFileUnreadable(VanthuError):
    code = "question_file_unreadable"
    message = "Không đọc được tệp câu hỏi này."
    remedy = "Kiểm tra tệp có đúng dạng GIFT, Moodle XML, QTI hoặc YAML; tệp chữ phải lưu với bảng mã UTF-8."
    http_status = 422


@dataclass(frozen=True, slots=True)
class Fault:
    """A question that was left out, and why; the others are taken."""

    line: int
    """Where it begins in the file, from 1."""
    problem: str
    """Said at show time by `say`."""
    values: tuple[tuple[str, Any], ...] = ()
    file: str = ""
    """Which file of a package it stands in."""

    def say(self) -> str:
        return translate(self.problem).format(**dict(self.values))


@dataclass(frozen=True, slots=True)
class Brought:
    items: tuple[Item, ...]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    text: str
    left_out: tuple[str, ...] = ()
    """Ids of questions that the format has no form for."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """Questions as the bytes of a file, whatever its form."""

    data: bytes
    left_out: tuple[str, ...] = ()
    """Ids of questions that the format has no form for."""


class Wrong(Exception):
    """What is wrong with one question while it is read."""

    def __init__(self, problem: str, **values: Any) -> None:
        super().__init__(problem)
        self.problem = problem
        self.values = tuple(values.items())


def plain_figure(words: str) -> Decimal | None:
    """A figure as programs write it, where a dot marks decimals; else as people write it here."""
    try:
        number = Decimal(words.strip())
    except InvalidOperation:
        return figure(words)
    return number if number.is_finite() and abs(number.adjusted()) <= LONGEST else None


def key_of(number: Decimal) -> str:
    """A figure as a bank holds it: with a comma."""
    return format(number.normalize(), "f").replace(".", ",")


def sound(item: Item) -> Item:
    """`item`, or `Wrong` with what a trainer has to mend in it. An explanation may follow later."""
    if problem := kind_of(item).problem(item):
        raise Wrong(problem, item=item.id)
    if not item.stem:
        raise Wrong("câu {item} không có nội dung", item=item.id)
    return item
