"""The catalogue card read from a document's own pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.cataloguing.bodies import BodyRead, disagrees_with_symbol, known_names, read_bodies
from ingest.cataloguing.card import Card
from ingest.cataloguing.heading import Heading, place_of, read_heading
from ingest.cataloguing.issue_date import read_date, written_dates
from ingest.cataloguing.language import language_of
from ingest.cataloguing.letterhead import Letterhead, read_letterhead
from ingest.cataloguing.marks import urgency_of
from ingest.cataloguing.number import NumberRead, read_number
from ingest.cataloguing.recipients import read_addressees, read_recipients
from ingest.cataloguing.relations import read_relations
from ingest.cataloguing.segments import Segment, columns, from_top, together
from ingest.cataloguing.signature import office_title, read_signature
from ingest.cataloguing.slips import slipped
from ingest.cataloguing.title import Subject, Title, subject_of_letter, subject_under, title_of
from ingest.screen import find_marks, highest
from ocr.page import PageText
from records.document_types import by_code
from records.types import FieldName, FieldValue, RelationFound

_NEEDED = (
    FieldName.REFERENCE_NUMBER,
    FieldName.DOCUMENT_TYPE,
    FieldName.ISSUING_BODY,
    FieldName.ISSUE_DATE,
    FieldName.SUBJECT,
)
_UNSURE_WORD = 0.8
"""A subject with a word less sure than this is flagged (measured: docs/decisions/0001-recognition.md)."""
_SIGNED_BY_SEVERAL = frozenset({"minutes", "contract", "agreement", "memorandum", "joint_circular"})
_NAMES_OUTVOTED = 3
"""Names in capitals are read more surely than running text: they yield to a clear majority only."""
_CENTRAL_COMMITTEE = "Ban Chấp hành Trung ương"


@dataclass(frozen=True, slots=True)
class CatalogueReading:
    fields: list[FieldValue]
    relations: list[RelationFound]
    needs_review: bool
    """Something a catalogue card needs is missing or doubtful."""
    language: str
    """`vi` or `en` by the text; `und` where there is too little."""


def read_fields(pages: Sequence[PageText]) -> CatalogueReading:
    """All fields that can be read, each with its place; what cannot be read is left out, never guessed."""
    card = Card()
    written = [page for page in pages if page.lines]
    if not written:
        return CatalogueReading([], [], needs_review=True, language="und")
    first = written[0]
    head = read_letterhead(first)
    heading = read_heading(from_top(first)) if head.system is None and head.number is None else None
    if heading:
        _heading_fields(card, heading)
    else:
        _head_fields(card, head, written)
    _foot_fields(card, written)
    if head.system is None and heading is None:  # no national or Party title: perhaps no document's beginning
        card.doubt_all()
    _mark_fields(card, head, written)
    relations = read_relations(
        written, own=card.value(FieldName.REFERENCE_NUMBER), subject=card.value(FieldName.SUBJECT)
    )
    _date_against_bases(card, relations, written)
    missing = any(card.value(name) is None for name in _NEEDED)
    doubtful = any(entry.doubtful for entry in card.fields())
    return CatalogueReading(card.fields(), relations, missing or doubtful, language_of(written))


def _head_fields(card: Card, head: Letterhead, written: Sequence[PageText]) -> None:
    """What the head of the first page says."""
    first = written[0]
    number = read_number(head.number) if head.number else None
    _number_fields(card, number)
    title = title_of(head.title) if head.title else None
    subject = _subject(head, title)
    _type_field(card, head, title, number, subject)
    _body_fields(card, head, subject, number)
    _date_fields(card, head, number)
    _slips(card, written)
    if subject and subject.text:
        scanned = first.source == "scan"
        unsure = scanned and (subject.place.confidence < _UNSURE_WORD or slipped(subject.text, written))
        card.put(
            FieldName.SUBJECT, subject.text, subject.place, ceiling=0.95, doubtful=unsure or subject.ran_on
        )


def _slips(card: Card, pages: Sequence[PageText]) -> None:
    """Names that the rest of a scanned document spells otherwise are flagged."""
    if pages[0].source != "scan":
        return
    for name in (FieldName.ISSUING_BODY, FieldName.PARENT_BODY, FieldName.PLACE_OF_ISSUE):
        value = card.value(name)
        if value and slipped(value, pages, outvoted=_NAMES_OUTVOTED):
            card.doubt(name)


def _number_fields(card: Card, read: NumberRead | None) -> None:
    if read is None:
        return
    doubt_number, doubt_symbol = read.doubtful_number, read.doubtful_symbol
    pen = "handwritten" if doubt_number else "printed"
    if read.number:
        card.put(FieldName.DOCUMENT_NUMBER, read.number, read.place, doubtful=doubt_number, source=pen)
    if read.symbol:
        symbol = f"{read.year}/{read.symbol}" if read.year else read.symbol
        card.put(FieldName.DOCUMENT_SYMBOL, symbol, read.place, doubtful=doubt_symbol)
    if read.reference:
        card.put(
            FieldName.REFERENCE_NUMBER,
            read.reference,
            read.place,
            doubtful=doubt_number or doubt_symbol,
            source=pen,
        )


def _heading_fields(card: Card, heading: Heading) -> None:
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
        card.put(
            FieldName.DOCUMENT_TYPE,
            title.kind.code,
            head.title,
            doubtful=at_odds or not (title.exact or agrees),
        )
        return
    kinds = [k for k in by_code().values() if symbol and symbol in k.symbols]
    if len(kinds) == 1 and number:
        card.put(
            FieldName.DOCUMENT_TYPE,
            kinds[0].code,
            number.place,
            source="derived",
            doubtful=kinds[0].code != "official_letter",
        )
    elif number and number.symbol and not kinds and subject:
        card.put(FieldName.DOCUMENT_TYPE, "official_letter", subject.place, source="derived", ceiling=0.9)


def _body_fields(card: Card, head: Letterhead, subject: Subject | None, number: NumberRead | None) -> None:
    bodies = read_bodies(head.bodies)
    if not bodies:
        return
    issuer, parent = bodies[-1], bodies[-2] if len(bodies) > 1 else None
    _put_body(card, FieldName.ISSUING_BODY, issuer)
    if parent:
        _put_body(card, FieldName.PARENT_BODY, parent)
    if subject and subject.of_body and issuer.name == _CENTRAL_COMMITTEE:
        decided = read_bodies([_without_of(subject.of_body)])
        if decided and decided[-1].name != issuer.name:
            _put_body(card, FieldName.PARENT_BODY, issuer)
            _put_body(card, FieldName.ISSUING_BODY, decided[-1])
    if number and number.symbol and disagrees_with_symbol(issuer.name, number.symbol):
        card.doubt(FieldName.ISSUING_BODY)
        card.doubt(FieldName.DOCUMENT_SYMBOL)


def _without_of(line: Segment) -> Segment:
    """`BỘ CHÍNH TRỊ` of `CỦA BỘ CHÍNH TRỊ`."""
    return line.part(1) or line


def _put_body(card: Card, name: FieldName, body: BodyRead) -> None:
    place = together(body.place)
    card.put(name, body.name, place, doubtful=body.doubtful or (place.scanned and place.confidence < 0.6))


def _date_fields(card: Card, head: Letterhead, number: NumberRead | None) -> None:
    read = read_date(head.date) if head.date else None
    if read is None:
        return
    if read.place_name:
        card.put(FieldName.PLACE_OF_ISSUE, read.place_name, read.where)
    if read.value:
        other_year = number is not None and number.year not in {None, read.value.year}
        source = "handwritten" if read.handwritten else "printed"
        card.put(
            FieldName.ISSUE_DATE,
            read.value.isoformat(),
            read.where,
            doubtful=read.doubtful or other_year,
            source=source,
        )


def _date_against_bases(card: Card, relations: Sequence[RelationFound], pages: Sequence[PageText]) -> None:
    """No document rests on one issued after it: such a date was misread."""
    issued = card.value(FieldName.ISSUE_DATE)
    if issued is None:
        return
    bases = [r.issue_date for r in relations if r.kind.value == "based_on" and r.issue_date]
    opening = " ".join(
        line.text for line in pages[0].lines if line.text.lstrip("- ").startswith(("Căn cứ", "Theo"))
    )
    bases += [day for _, day in written_dates(opening)]
    if any(day.isoformat() > issued for day in bases):
        card.doubt(FieldName.ISSUE_DATE)


def _foot_fields(card: Card, pages: Sequence[PageText]) -> None:
    pieces = [piece for page in pages for piece in columns(page)]
    signature = read_signature(pieces)
    several = card.value(FieldName.DOCUMENT_TYPE) in _SIGNED_BY_SEVERAL
    if signature and signature.name:
        unsure = several or not signature.name_is_sure
        card.put(FieldName.SIGNER_NAME, signature.name.text, signature.name, doubtful=unsure)
    if signature and signature.titles:
        place = together(signature.titles)
        text = office_title(" ".join(line.text for line in signature.titles))
        card.put(FieldName.SIGNER_TITLE, text, place, doubtful=several or not signature.title_is_sure)
    if signature and signature.authority:
        place = together(signature.authority)
        text = " ".join(line.text for line in signature.authority)
        card.put(FieldName.SIGNING_AUTHORITY, text, place, doubtful=not signature.authority_is_sure)
    recipients = read_recipients(pieces) or read_addressees(pieces)
    if recipients:
        names = "\n".join(recipients.names)
        card.put(
            FieldName.RECIPIENTS,
            names,
            together(recipients.where),
            ceiling=0.9,
            doubtful=recipients.doubtful or (pages[0].source == "scan" and slipped(names, pages)),
        )


def _mark_fields(card: Card, head: Letterhead, pages: Sequence[PageText]) -> None:
    secrecy = highest(find_marks(pages))
    if secrecy:
        card.put_without_box(FieldName.SECRECY_LEVEL, secrecy.level.value, secrecy.page)
    urgency = urgency_of(head.head)
    if urgency:
        card.put(FieldName.URGENCY_LEVEL, urgency[0], urgency[1])
