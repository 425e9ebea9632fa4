"""The parts of a card against each other: what agrees bears out, what differs is doubted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rapidfuzz.distance import Levenshtein

from ingest.cataloguing import office_checks, places
from ingest.cataloguing.abbreviations import Agreement, agreement
from ingest.cataloguing.bodies import disagrees_with_symbol
from ingest.cataloguing.card import Card
from ingest.cataloguing.issue_date import written_dates
from ingest.cataloguing.joint import JOINT_KINDS
from ingest.cataloguing.mentions import Mention
from ingest.cataloguing.wording import strangers
from ocr.page import PageText
from records.document_types import by_code
from records.reference import is_known_body, key
from records.types import FieldName as F
from records.types import RelationFound
from vanthu.text import fold

_WITH_YEAR = frozenset({"decree", "circular", "joint_circular"})
"""Normative documents carry the year in their number (Law 17/2008/QH12, Art. 7, in force 2009)."""
_SURE_SYMBOL = 0.6
"""A symbol in a word less sure than this is doubted, unless title and issuer both bear it out."""
_YEARS_SINCE = date(2009, 1, 1)
_DISTRICTS_UNTIL = date(2025, 6, 30)
"""Districts were abolished on 01/7/2025: none issues after it."""
_SIGNED_BY_SEVERAL = frozenset({"minutes", "contract", "agreement", "memorandum"})


def check_symbol(card: Card, system: str | None) -> None:
    """Symbol against the printed title, the form and the body that issues."""
    symbol, kind, body = (
        card.value(F.DOCUMENT_SYMBOL),
        card.value(F.DOCUMENT_TYPE),
        card.value(F.ISSUING_BODY),
    )
    if symbol is None:
        return
    parts = [part for part in symbol.replace("/", "-").split("-") if not part.isdigit()]
    symbols = by_code()[kind].symbols if kind else ()
    of_kind = False
    if parts and kind and symbols and kind != "official_letter":
        if parts[0] in symbols or parts[0].startswith("QH"):
            of_kind = True
            card.bear_out(F.DOCUMENT_SYMBOL, F.DOCUMENT_TYPE, F.REFERENCE_NUMBER)
        else:
            card.doubt(F.DOCUMENT_SYMBOL, F.REFERENCE_NUMBER)
    _check_form(card, system, symbol)
    said = Agreement.SILENT
    if body is not None and kind not in JOINT_KINDS:
        said = _check_body(card, symbol, body, parts[-1], kind)
    borne_out = of_kind and said is Agreement.AGREES and (not symbol[:4].isdigit() or _day(card) is not None)
    if card.weakest(F.DOCUMENT_SYMBOL) < _SURE_SYMBOL and not borne_out:
        card.doubt(F.DOCUMENT_SYMBOL, F.REFERENCE_NUMBER)


def _check_body(card: Card, symbol: str, body: str, last: str, kind: str | None) -> Agreement:
    said = agreement(symbol, body, card.value(F.PARENT_BODY))
    if said in {Agreement.DIFFERS, Agreement.NEARLY} or disagrees_with_symbol(body, symbol):
        card.doubt(F.ISSUING_BODY, F.DOCUMENT_SYMBOL, F.REFERENCE_NUMBER)
    elif said is Agreement.SILENT and kind != "official_letter" and not is_known_body(last):
        card.doubt(F.DOCUMENT_SYMBOL, F.REFERENCE_NUMBER)
    elif said is Agreement.AGREES:
        card.bear_out(F.ISSUING_BODY, F.DOCUMENT_SYMBOL, F.REFERENCE_NUMBER)
    return said


def _check_form(card: Card, system: str | None, symbol: str) -> None:
    """The Party puts a stroke before the body, the State a dash; normative documents carry the year."""
    with_year = symbol[:4].isdigit()
    stroke = "/" in symbol and not with_year
    if (system == "state" and stroke) or (system == "party" and not stroke):
        card.doubt(F.DOCUMENT_SYMBOL, F.REFERENCE_NUMBER)
    day = _day(card)
    if card.value(F.DOCUMENT_TYPE) in _WITH_YEAR and not with_year and (day is None or day >= _YEARS_SINCE):
        card.doubt(F.DOCUMENT_SYMBOL, F.REFERENCE_NUMBER)


def check_places(card: Card) -> None:
    """The places of the letterhead against each other and against the closed list of provinces."""
    place = card.value(F.PLACE_OF_ISSUE)
    bodies = {name: places.in_name(card.value(name) or "") for name in (F.ISSUING_BODY, F.PARENT_BODY)}
    named = {F.PLACE_OF_ISSUE: place, **bodies}
    for name, read in named.items():
        if read is None:
            continue
        listed = places.listed(read)
        if places.is_listed(read):
            card.bear_out(name)
        elif listed:
            card.doubt(name)
            card.offer(name, [(card.value(name) or "").replace(read, listed)])
        elif card.scanned(name) and not _elsewhere(read, name, named) and _unsure(card, name, read):
            card.doubt(name)
    _check_names(card, bodies)
    for name, read in bodies.items():
        if not place or not read:
            continue
        if places.spelt(read) == places.spelt(place):
            card.bear_out(F.PLACE_OF_ISSUE, name)
        elif _alike(read, place):
            card.doubt(F.PLACE_OF_ISSUE, name)
        elif places.listed(read) and not places.listed(place):  # a province's bodies sit in the province
            card.doubt(F.PLACE_OF_ISSUE)


def _check_names(card: Card, places_named: Mapping[F, str | None]) -> None:
    """The names of bodies without their places: words that no official text has."""
    for name, read in places_named.items():
        whole = (card.value(name) or "").replace(read or "", "")
        if card.scanned(name) and strangers(whole):
            card.doubt(name)


def _unsure(card: Card, name: F, place: str) -> bool:
    """Whether an unlisted place has a word that no text has, or one that recognition doubts."""
    return bool(strangers(place)) or card.recognition_doubts(name, place)


def _elsewhere(read: str, name: F, named: Mapping[F, str | None]) -> bool:
    """Whether another field of the letterhead has the same place."""
    others = (value for other, value in named.items() if other is not name and value)
    return any(places.spelt(value) == places.spelt(read) for value in others)


def _alike(one: str, other: str) -> bool:
    """Whether two names are one that was misread: nearly the same letters, or one of them cut short."""
    first, second = places.bare(one), places.bare(other)
    cut = len(one.split()) != len(other.split()) and (first.startswith(second) or second.startswith(first))
    return cut or Levenshtein.distance(first, second) <= max(1, len(first) // 8)


def check_date(
    card: Card, relations: Sequence[RelationFound], pages: Sequence[PageText], today: date
) -> None:
    """No document is older than what it rests on, nor issued tomorrow, nor by a body that was no more."""
    day = _day(card)
    if day is None:
        return
    bases = [r.issue_date for r in relations if r.kind.value == "based_on" and r.issue_date]
    opening = " ".join(
        line.text for line in pages[0].lines if line.text.lstrip("- ").startswith(("Căn cứ", "Theo"))
    )
    bases += [found for _, found in written_dates(opening)]
    body = fold(" ".join(filter(None, (card.value(F.ISSUING_BODY), card.value(F.PARENT_BODY)))))
    gone = day > _DISTRICTS_UNTIL and " huyen " in f" {body} "
    if day > today or gone or any(base > day for base in bases):
        card.doubt(F.ISSUE_DATE)
    symbol = card.value(F.DOCUMENT_SYMBOL) or ""
    if symbol[:4].isdigit():
        if int(symbol[:4]) == day.year:
            card.bear_out(F.ISSUE_DATE, F.REFERENCE_NUMBER)
        else:
            card.doubt(F.ISSUE_DATE, F.REFERENCE_NUMBER, F.DOCUMENT_SYMBOL)


def check_mentions(card: Card, mentions: Sequence[Mention]) -> None:
    """Number and date against what the annexes say; what the head does not tell is taken thence."""
    symbol = card.value(F.DOCUMENT_SYMBOL)
    own = [m for m in mentions if symbol and _symbol(m) == symbol]
    if not own:
        return
    mention = own[0]
    reference, number = mention.reference.reference, mention.reference.number
    read = card.value(F.REFERENCE_NUMBER)
    if read is None:
        card.put(F.REFERENCE_NUMBER, reference, mention.where, source="derived", doubtful=True)
        card.put(F.DOCUMENT_NUMBER, number, mention.where, source="derived", doubtful=True)
    elif key(read) == key(reference):
        card.bear_out(F.REFERENCE_NUMBER, F.DOCUMENT_NUMBER)
    else:
        card.doubt(F.REFERENCE_NUMBER, F.DOCUMENT_NUMBER)
        card.offer(F.REFERENCE_NUMBER, [reference])
        card.offer(F.DOCUMENT_NUMBER, [number])
    if mention.day is None:
        return
    day = _day(card)
    if day is None:
        card.put(F.ISSUE_DATE, mention.day.isoformat(), mention.where, source="derived", doubtful=True)
    elif day == mention.day:
        card.bear_out(F.ISSUE_DATE)
    else:
        card.doubt(F.ISSUE_DATE)
        card.offer(F.ISSUE_DATE, [mention.day.isoformat()])


def check_signer(card: Card) -> None:
    """Office against authority and issuer."""
    title, authority = card.value(F.SIGNER_TITLE), card.value(F.SIGNING_AUTHORITY) or ""
    body = card.value(F.ISSUING_BODY)
    if title is None or card.value(F.DOCUMENT_TYPE) in _SIGNED_BY_SEVERAL | JOINT_KINDS:
        return
    deputy = office_checks.under_authority(title, authority)
    if deputy is Agreement.AGREES:
        card.bear_out(F.SIGNER_TITLE, F.SIGNING_AUTHORITY)
    elif deputy is Agreement.DIFFERS:
        card.doubt(F.SIGNER_TITLE, F.SIGNING_AUTHORITY)
    signs = office_checks.of_body(title, body, authority) if body else Agreement.SILENT
    if signs is Agreement.AGREES:
        card.bear_out(F.SIGNER_TITLE, F.ISSUING_BODY)
    elif signs is Agreement.DIFFERS:
        card.doubt(F.SIGNER_TITLE)


def _symbol(mention: Mention) -> str:
    found = mention.reference
    return f"{found.year}/{found.symbol}" if found.year else found.symbol


def _day(card: Card) -> date | None:
    value = card.value(F.ISSUE_DATE)
    return date.fromisoformat(value) if value else None
