"""The catalogue card read from a document's own pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ingest.cataloguing import cross_checks
from ingest.cataloguing.card import Card
from ingest.cataloguing.foot_fields import foot_fields
from ingest.cataloguing.head_fields import head_fields, heading_fields
from ingest.cataloguing.heading import read_heading
from ingest.cataloguing.language import language_of
from ingest.cataloguing.letterhead import Letterhead, read_letterhead
from ingest.cataloguing.marks import urgency_of
from ingest.cataloguing.mentions import own_mentions
from ingest.cataloguing.probability import Signs
from ingest.cataloguing.relations import read_relations
from ingest.cataloguing.segments import from_top
from ingest.screen import find_marks, highest
from ocr.page import PageText
from records.types import FieldName, FieldValue, RelationFound
from vanthu.db import now, office_day

_NEEDED = (
    FieldName.REFERENCE_NUMBER,
    FieldName.DOCUMENT_TYPE,
    FieldName.ISSUING_BODY,
    FieldName.ISSUE_DATE,
    FieldName.SUBJECT,
)


@dataclass(frozen=True, slots=True)
class CatalogueReading:
    fields: list[FieldValue]
    relations: list[RelationFound]
    needs_review: bool
    """Something a catalogue card needs is missing or doubtful."""
    language: str
    """`vi` or `en` by the text; `und` where there is too little."""
    signs: Mapping[FieldName, Signs] = field(default_factory=dict)
    """What each field's probability was worked out from; for calibration."""


def read_fields(pages: Sequence[PageText], *, today: date | None = None) -> CatalogueReading:
    """All fields that can be read, each with its place; what cannot be read is left out, never guessed.

    No document is issued after `today` (in Viet Nam now, unless given).
    """
    card = Card()
    written = [page for page in pages if page.lines]
    if not written:
        return CatalogueReading([], [], needs_review=True, language="und")
    first = written[0]
    head = read_letterhead(first)
    heading = read_heading(from_top(first)) if head.system is None and head.number is None else None
    if heading:
        heading_fields(card, heading)
    else:
        head_fields(card, head, written)
    foot_fields(card, written, head.system)
    cross_checks.check_mentions(card, list(own_mentions(written)))
    if head.system is None and heading is None:  # no national or Party title: perhaps no document's beginning
        card.doubt_all()
    _mark_fields(card, head, written)
    relations = read_relations(
        written, own=card.value(FieldName.REFERENCE_NUMBER), subject=card.value(FieldName.SUBJECT)
    )
    cross_checks.check_symbol(card, head.system)
    cross_checks.check_places(card)
    cross_checks.check_date(card, relations, written, today or office_day(now()))
    cross_checks.check_signer(card)
    fields = card.fields()
    missing = any(card.value(name) is None for name in _NEEDED)
    doubtful = any(entry.doubtful for entry in fields)
    return CatalogueReading(fields, relations, missing or doubtful, language_of(written), card.signs())


def _mark_fields(card: Card, head: Letterhead, pages: Sequence[PageText]) -> None:
    secrecy = highest(find_marks(pages))
    if secrecy:
        card.put_without_box(FieldName.SECRECY_LEVEL, secrecy.level.value, secrecy.page)
    urgency = urgency_of(head.head)
    if urgency:
        card.put(FieldName.URGENCY_LEVEL, urgency[0], urgency[1])
