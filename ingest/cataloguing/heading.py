"""Texts without a letterhead, as published: a heading `Kết luận số 69-KL/TW`, then a sentence for the rest.

`Kết luận số 69-KL/TW ngày 11/01/2024 của Bộ Chính trị về …`. What is read so is derived, never certain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from ingest.cataloguing.issue_date import written_dates
from ingest.cataloguing.paragraphs import Margins
from ingest.cataloguing.segments import Segment, together
from records.document_types import DocumentType, document_types
from records.reference import ReferenceFound, parse_printed
from vanthu.text import fold, nfc

_FIRST_LINES = 4
"""A heading stands among this many lines from the top."""
_MAX_LINES = 14
_OF = re.compile(r"\bcủa\s+(?P<body>.{3,120}?)\s*(?=,?\s+(?:về|ban hành|quy định|sửa đổi|thực hiện|$)|$)")
_ABOUT = re.compile(r"\b(?:về|ban hành|quy định|sửa đổi)\b")


@dataclass(frozen=True, slots=True)
class Heading:
    kind: DocumentType
    reference: ReferenceFound
    place: Segment
    day: date | None = None
    body: str | None = None
    subject: str | None = None
    lines: tuple[Segment, ...] = ()
    """The sentence that names date, issuer and subject."""


def read_heading(segments: Sequence[Segment]) -> Heading | None:
    """The heading of a page without letterhead; None where it begins otherwise."""
    top = list(segments[:_FIRST_LINES])
    at = next((i for i, item in enumerate(top) if _named(item.text)), None)
    if at is None:
        return None
    named = _named(top[at].text)
    if named is None:
        return None
    kind, reference = named
    for start in range(at, min(at + 3, len(segments))):
        lines = _paragraph(segments, start)
        text = " ".join(" ".join(line.text for line in lines).split())
        again = _named(text)
        if again and again[1].reference == reference.reference and len(text) > again[1].end + 12:
            return _with_sentence(kind, reference, top[at], lines, nfc(text)[again[1].end :])
    alone = len(top[at].text) <= reference.end + 2
    return Heading(kind, reference, top[at]) if alone else None


def _with_sentence(
    kind: DocumentType, reference: ReferenceFound, place: Segment, lines: Sequence[Segment], rest: str
) -> Heading:
    about = _ABOUT.search(rest)
    before = rest[: about.start()] if about else rest
    dates = written_dates(before)
    of = _OF.search(before.rstrip(" ,"))
    subject = rest[about.start() :].strip(" .;*") if about else None
    return Heading(
        kind,
        reference,
        place,
        dates[0][1] if dates else None,
        of["body"].strip(" ,") if of else None,
        subject,
        tuple(lines),
    )


def _named(text: str) -> tuple[DocumentType, ReferenceFound] | None:
    """Kind and number where the text begins `<kind> số <number>`; no comma, no verb before it."""
    begins = _begins().match(fold(text))
    if not begins:
        return None
    found = [reference for reference in parse_printed(text) if reference.start == begins.end()]
    return (_kinds()[begins["kind"]], found[0]) if found else None


@cache
def _begins() -> re.Pattern[str]:
    kinds = "|".join(re.escape(kind) for kind in sorted(_kinds(), key=len, reverse=True))
    return re.compile(rf"[\W_]*(?P<kind>{kinds})\s+so\s*:?\s*(?=\d)")


@cache
def _kinds() -> dict[str, DocumentType]:
    return {fold(title): kind for kind in document_types() for title in kind.titles}


def _paragraph(segments: Sequence[Segment], start: int) -> list[Segment]:
    """The lines from `start` to the end of their paragraph."""
    margins = Margins.of(segments)
    lines = [segments[start]]
    for index in range(start + 1, min(start + _MAX_LINES, len(segments))):
        item = segments[index]
        following = segments[index + 1] if index + 1 < len(segments) else None
        gap = (item.box[1] - lines[-1].box[3]) / max(item.height, 1e-6)
        if gap > 0.9 or not re.search(r"\w", item.text) or margins.new_paragraph(lines[-1], item, following):
            break
        lines.append(item)
    return lines


def place_of(heading: Heading) -> Segment:
    """Where date, issuer and subject were read."""
    return together(heading.lines) if heading.lines else heading.place
