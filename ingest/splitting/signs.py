"""What a page tells of where documents begin and end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from ingest.cataloguing.heading import read_heading
from ingest.cataloguing.letterhead import Letterhead, read_letterhead
from ingest.cataloguing.number import read_number
from ingest.cataloguing.recipients import RECIPIENTS
from ingest.cataloguing.segments import Segment, columns, from_top
from ingest.cataloguing.signature import read_signature
from ocr.page import PageText
from records.reference import parse_printed

_TOP = 0.25
"""A letterhead's title stands above this share of the page's height."""
_MARGIN = 0.1
"""Page numbers stand within this share of the page's top or bottom."""
_NUMBER_ONLY = re.compile(r"^\W*(\d{1,3})\W*$")
_ANNEX = re.compile(r"^\W*(?:phu luc|phu bieu|bieu(?: so)?|mau(?: so)?|danh (?:sach|muc)|bang)\b")
_WITH = re.compile(r"^(?:ban hanh )?kem theo\b")
_UPPER = 0.5
"""An annex says above this share of its first page what it belongs to."""
_ENDS = frozenset('.:;!?/"”…-')
_FEW_WORDS = 3
_WITH_LINES = 3


class Sign(StrEnum):
    """One thing that speaks for a page as a document's first, or against it."""

    LETTERHEAD = "letterhead"
    NUMBER_LINE = "number_line"
    TITLE = "title"
    HEADING = "heading"
    SIGNED_BEFORE = "signed_before"
    ENDED_BEFORE = "ended_before"
    BLANK_BEFORE = "blank_before"
    NUMBERS_RESTART = "numbers_restart"
    NUMBERS_GO_ON = "numbers_go_on"
    ANNEX = "annex"
    ANNEX_OF_THIS = "annex_of_this"
    ANNEX_OF_OTHER = "annex_of_other"
    TEXT_GOES_ON = "text_goes_on"
    OTHER_SIZE = "other_size"


@dataclass(frozen=True, slots=True)
class PageSigns:
    """Of one page by itself."""

    number: int
    """Its place in the stack, from 1."""
    blank: bool
    head: Letterhead | None
    """None where no letterhead stands at the top."""
    reference: str | None
    """Its own number, if one is printed in its letterhead or heading."""
    has_number_line: bool
    has_title: bool
    is_heading: bool
    annexed_to: str | None
    """The number after "kèm theo" in its upper half; empty where none is legible."""
    is_annex: bool
    printed_number: int | None
    """The page number it bears."""
    signed: bool
    """Whether "Nơi nhận" or a signature stands on it."""
    opens_in_small_letters: bool
    breaks_off: bool
    """Whether its last line ends within a sentence."""
    landscape: bool


def signs_of(page: PageText) -> PageSigns:
    segments = from_top(page)
    words = sum(len(item.words) for item in segments)
    blank = words <= _FEW_WORDS
    head = None if blank else _letterhead(page, segments)
    heading = read_heading(segments) if not blank and head is None else None
    number = read_number(head.number) if head and head.number else None
    own_number = head is not None and head.number is not None
    annexed_to = None if own_number else _annexed_to(segments)
    text = [item for item in segments if not _is_page_number(item)]
    titled = any(_ANNEX.match(item.bare) and _stands_alone(item) for item in text[:3])
    return PageSigns(
        number=page.number,
        blank=blank,
        head=head,
        reference=number.reference if number else heading.reference.reference if heading else None,
        has_number_line=own_number,
        has_title=head is not None and head.title is not None,
        is_heading=heading is not None,
        annexed_to=annexed_to,
        is_annex=annexed_to is not None or (titled and not own_number),
        printed_number=_page_number(segments),
        signed=not blank and _signed(page),
        opens_in_small_letters=bool(text) and _first_letter(text[0]).islower(),
        breaks_off=bool(text) and not _ends(text[-1].text) and len(text[-1].words) > _FEW_WORDS,
        landscape=page.width > page.height,
    )


def _ends(text: str) -> bool:
    """Whether a mark that ends a sentence stands behind the last word."""
    behind = takewhile(lambda char: not char.isalnum(), reversed(text))
    return any(char in _ENDS for char in behind)


def _letterhead(page: PageText, segments: Sequence[Segment]) -> Letterhead | None:
    """The letterhead, where one stands at the top: one farther down is quoted or a form in an annex."""
    head = read_letterhead(page)
    if head.system is None and head.number is None:
        return None
    anchors = [*head.bodies, *([head.number] if head.number else []), *([head.date] if head.date else [])]
    if not anchors:
        anchors = head.head[:1]
    return head if anchors and min(item.middle for item in anchors) < _TOP and segments else None


def _annexed_to(segments: Sequence[Segment]) -> str | None:
    """The number in `(Ban hành kèm theo Quyết định số …)` under an annex's title."""
    upper = [item for item in segments if item.middle < _UPPER]
    for at, item in enumerate(upper):
        if not _WITH.match(item.bare):
            continue
        found = parse_printed(" ".join(each.text for each in upper[at : at + _WITH_LINES]))
        return found[0].reference if found else ""
    return None


def _signed(page: PageText) -> bool:
    pieces = columns(page)
    if any(RECIPIENTS.match(item.folded) for item in pieces):
        return True
    found = read_signature(pieces)
    return found is not None and found.name is not None and bool(found.authority or found.titles)


def _page_number(segments: Sequence[Segment]) -> int | None:
    edges = [item for item in segments if item.middle < _MARGIN or item.middle > 1 - _MARGIN]
    for item in edges:
        if found := _NUMBER_ONLY.match(item.text):
            return int(found[1])
    return None


def _is_page_number(item: Segment) -> bool:
    return (item.middle < _MARGIN or item.middle > 1 - _MARGIN) and bool(_NUMBER_ONLY.match(item.text))


def _stands_alone(item: Segment) -> bool:
    return item.capitals > 0.8 or len(item.words) <= 4


def _first_letter(item: Segment) -> str:
    return next((c for c in item.text if c.isalpha()), "")
