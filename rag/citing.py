"""A source in the citation form of the field: what it is, its number, day and issuer, and where it says so.

Party documents are cited "Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị", documents of the State
without the comma (Decree 30/2020/NĐ-CP, appendix I, on the grounds of a document). The form is that of
Vietnamese official documents whatever language the reader's pages speak.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from records.document_types import type_name

if TYPE_CHECKING:
    from records.types import DocumentSummary

_OF_PARTY = re.compile(r"\d\w*-")
"""The number and the symbol are joined by a hyphen; the State's by a stroke."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document: what is not known, or not there, is None."""

    article: str | None = None
    clause: str | None = None
    point: str | None = None
    page: int | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """`("Điều 5", "khoản 2", "tr. 3")`."""
        named = (("Điều", self.article), ("khoản", self.clause), ("điểm", self.point), ("tr.", self.page))
        return tuple(f"{word} {value}" for word, value in named if value)


NOWHERE = Place()


def cited_form(document: DocumentSummary, place: Place = NOWHERE) -> str:
    """The document, and the place in it; what the catalogue does not know is left out."""
    return ", ".join([_named(document), *place.words])


def _named(document: DocumentSummary) -> str:
    number, issued, issuer = document.reference_number, document.issue_date, document.issuing_body
    kind = type_name(document.document_type) if document.document_type else None
    if not number and not kind:
        return document.title
    name = kind or "Văn bản"
    if number:
        name += f" số {number}"
    if issued:
        name += ("," if number and _OF_PARTY.match(number) else "") + f" ngày {_day(issued)}"
    if issuer:
        name += f" của {issuer}"
    if not number:  # many documents have that type and that day
        name += f" “{document.title}”"
    return name


def _day(issued: date) -> str:
    return f"{issued:%d/%m/%Y}"
