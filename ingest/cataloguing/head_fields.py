"""Fields of the letterhead, of the title and of a published text's heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.cataloguing.alternatives import other_values, variants
from ingest.cataloguing.bodies import BodyRead, known_names, read_bodies
from ingest.cataloguing.card import Card
from ingest.cataloguing.heading import Heading, place_of
from ingest.cataloguing.issue_date import read_date
from ingest.cataloguing.joint import JOINT_KINDS, joint_body
from ingest.cataloguing.letterhead import Letterhead
from ingest.cataloguing.number import NumberRead, read_by_one, read_number
from ingest.cataloguing.pen import figures, handwriting_at
from ingest.cataloguing.segments import Segment, together
from ingest.cataloguing.slips import slipped
from ingest.cataloguing.title import Subject, Title, subject_of_letter, subject_under, title_of
from ingest.cataloguing.wording import ODD, oddest, strangers
from ocr.page import PageText
from records.document_types import by_code
from records.types import FieldName

_NAMES_OUTVOTED = 3
"""Names in capitals are read more surely than running text: they yield to a clear majority only."""
_CENTRAL_COMMITTEE = "Ban Chấp hành Trung ương"
_ROMAN_AMISS = re.compile(r"\b[IVXHTl1|]{2,6}\b")
"""Roman numbers: recognition loses strokes of them, and no other word tells."""


def head_fields(card: Card, head: Letterhead, written: Sequence[PageText]) -> None:
    """What the head of the first page says."""
    first = written[0]
    title = title_of(head.title) if head.title else None
    number = _number_fields(card, head, title, first)
    subject = _subject(head, title)
    _type_field(card, head, title, number, subject)
    _body_fields(card, head, subject, number)
    _date_fields(card, head, number, first)
    _slips(card, written)
    if subject and subject.text:
        _subject_field(card, subject, written)


def _subject_field(card: Card, subject: Subject, pages: Sequence[PageText]) -> None:
    scanned = pages[0].source == "scan"
    oddness = oddest(subject.text)
    roman = scanned and any(
        _ROMAN_AMISS.search(word.text) and word.engine != "both" for word in subject.place.words
    )
    unsure = scanned and (slipped(subject.text, pages) or roman or bool(strangers(subject.text)))
    doubtful = unsure or subject.ran_on or oddness > ODD
    card.put(FieldName.SUBJECT, subject.text, subject.place, doubtful=doubtful, oddness=oddness)
    card.offer(FieldName.SUBJECT, other_values(subject.text, subject.place))


def _slips(card: Card, pages: Sequence[PageText]) -> None:
    """Names that the rest of a scanned document spells otherwise are flagged."""
    if pages[0].source != "scan":
        return
    for name in (FieldName.ISSUING_BODY, FieldName.PARENT_BODY, FieldName.PLACE_OF_ISSUE):
        value = card.value(name)
        if value and slipped(value, pages, outvoted=_NAMES_OUTVOTED):
            card.doubt(name)


def _number_fields(card: Card, head: Letterhead, title: Title | None, page: PageText) -> NumberRead | None:
    if head.number is None:
        return None
    read = read_number(head.number)
    others = [other for line in variants(head.number) if (other := read_number(line))]
    kinds = title.kind.symbols if title else ()
    if read and kinds and not _of_kind(read, kinds):  # of two readings the one that the title bears out
        better = {o.symbol: o for o in others if _of_kind(o, kinds) and o.number == read.number}
        if len(better) == 1:
            others, read = [read, *others], next(iter(better.values()))
    if read is None and len({other.symbol for other in others}) == 1:  # what was read is no number at all
        read = replace(others[0], number=None, doubtful_symbol=True)
    if read is None:
        return None
    pen = handwriting_at(head.number.box, page)
    doubt_number, doubt_symbol = read.doubtful_number or pen is not None, read.doubtful_symbol
    by_hand = doubt_number and page.source == "scan"
    source = "handwritten" if by_hand else "printed"
    number = read.number or (figures(pen, head.number.text) if pen else None)
    if number:
        doubt_number = doubt_number or read_by_one(head.number, number)
        card.put(FieldName.DOCUMENT_NUMBER, number, read.place, doubtful=doubt_number, source=source)
        card.offer(FieldName.DOCUMENT_NUMBER, (o.number for o in others if o.number))
    if read.symbol:
        symbol = f"{read.year}/{read.symbol}" if read.year else read.symbol
        card.put(FieldName.DOCUMENT_SYMBOL, symbol, read.place, doubtful=doubt_symbol)
        reference = read.with_number(number) if number else None
        if reference:
            unsure = doubt_number or doubt_symbol
            card.put(FieldName.REFERENCE_NUMBER, reference, read.place, doubtful=unsure, source=source)
            card.offer(FieldName.REFERENCE_NUMBER, (o.reference for o in others if o.reference))
    return read


def _of_kind(read: NumberRead, symbols: Sequence[str]) -> bool:
    return read.symbol is not None and re.split(r"[-/]", read.symbol)[0] in symbols


def heading_fields(card: Card, heading: Heading) -> None:
    """A published text's heading: derived, and so doubtful throughout."""
    found, place = heading.reference, heading.place
    symbol = f"{found.year}/{found.symbol}" if found.year else found.symbol
    _derived(card, FieldName.REFERENCE_NUMBER, found.reference, place)
    _derived(card, FieldName.DOCUMENT_NUMBER, found.number, place)
    _derived(card, FieldName.DOCUMENT_SYMBOL, symbol, place)
    _derived(card, FieldName.DOCUMENT_TYPE, heading.kind.code, place)
    sentence = place_of(heading)
    if heading.body:
        _derived(card, FieldName.ISSUING_BODY, heading.body, sentence)
    if heading.day:
        _derived(card, FieldName.ISSUE_DATE, heading.day.isoformat(), sentence)
    if heading.subject:
        _derived(card, FieldName.SUBJECT, heading.subject, sentence)


def _derived(card: Card, name: FieldName, value: str, where: Segment) -> None:
    card.put(name, value, where, source="derived", doubtful=True)


def _subject(head: Letterhead, title: Title | None) -> Subject | None:
    if head.title and title:
        printed = [item.bare for item in head.bodies]
        bodies = known_names() | {" ".join(printed[start:]) for start in range(len(printed))}
        return subject_under(head.title, head.rest, bodies)
    return subject_of_letter([*head.head, *head.rest])


def _type_field(
    card: Card, head: Letterhead, title: Title | None, number: NumberRead | None, subject: Subject | None
) -> None:
    """The printed title decides; the symbol is a second witness, and alone only where it is unambiguous."""
    symbol = number.symbol.replace("/", "-").split("-")[0] if number and number.symbol else None
    if title and head.title:
        agrees = symbol is not None and (symbol in title.kind.symbols or symbol.startswith("QH"))
        at_odds = symbol is not None and not agrees and any(symbol in k.symbols for k in by_code().values())
        doubtful = at_odds or not (title.exact or agrees)
        card.put(FieldName.DOCUMENT_TYPE, title.kind.code, head.title, doubtful=doubtful)
        return
    kinds = [k for k in by_code().values() if symbol and symbol in k.symbols]
    if len(kinds) == 1 and number:
        letter = kinds[0].code == "official_letter"
        card.put(FieldName.DOCUMENT_TYPE, kinds[0].code, number.place, source="derived", doubtful=not letter)
    elif number and number.symbol and not kinds and subject:
        card.put(FieldName.DOCUMENT_TYPE, "official_letter", subject.place, source="derived")


def _body_fields(card: Card, head: Letterhead, subject: Subject | None, number: NumberRead | None) -> None:
    if card.value(FieldName.DOCUMENT_TYPE) in JOINT_KINDS:
        joint = joint_body(head.bodies, number.symbol if number else None)
        if joint:
            _put_body(card, FieldName.ISSUING_BODY, joint)
            return
    bodies = read_bodies(head.bodies)
    if not bodies:
        return
    issuer, parent = bodies[-1], bodies[-2] if len(bodies) > 1 else None
    _put_body(card, FieldName.ISSUING_BODY, issuer)
    if parent:
        _put_body(card, FieldName.PARENT_BODY, parent)
        if issuer.doubtful:  # where one ends and the other begins may be misread
            card.doubt(FieldName.PARENT_BODY)
    if card.value(FieldName.DOCUMENT_TYPE) in JOINT_KINDS:  # one body alone issues nothing jointly
        card.doubt(FieldName.ISSUING_BODY, FieldName.PARENT_BODY)
    if subject and subject.of_body and issuer.name == _CENTRAL_COMMITTEE:
        decided = read_bodies([_without_of(subject.of_body)])
        if decided and decided[-1].name != issuer.name:
            _put_body(card, FieldName.PARENT_BODY, issuer)
            _put_body(card, FieldName.ISSUING_BODY, decided[-1])


def _without_of(line: Segment) -> Segment:
    """`BỘ CHÍNH TRỊ` of `CỦA BỘ CHÍNH TRỊ`."""
    return line.part(1) or line


def _put_body(card: Card, name: FieldName, body: BodyRead) -> None:
    place = together(body.place)
    oddness = oddest(body.name)
    card.put(name, body.name, place, doubtful=body.doubtful or oddness > ODD, oddness=oddness)
    card.offer(name, other_values(body.name.upper(), place))


def _date_fields(card: Card, head: Letterhead, number: NumberRead | None, page: PageText) -> None:
    read = read_date(head.date) if head.date else None
    if read is None or head.date is None:
        return
    if read.place_name:
        card.put(FieldName.PLACE_OF_ISSUE, read.place_name, read.where)
    by_pen = handwriting_at(head.date.box, page) is not None
    if by_pen:  # who wrote the date in wrote the number, too, however surely it was read
        card.doubt(FieldName.DOCUMENT_NUMBER, FieldName.REFERENCE_NUMBER)
    if read.value:
        by_hand = read.handwritten or by_pen
        other_year = number is not None and number.year not in {None, read.value.year}
        card.put(
            FieldName.ISSUE_DATE,
            read.value.isoformat(),
            read.where,
            doubtful=read.doubtful or other_year or by_hand,
            source="handwritten" if by_hand else "printed",
        )
        others = (found for line in variants(head.date) if (found := read_date(line)))
        card.offer(FieldName.ISSUE_DATE, (o.value.isoformat() for o in others if o.value))
