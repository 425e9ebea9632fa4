"""Fields of the signature and of "Nơi nhận"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.cataloguing import office_checks
from ingest.cataloguing.alternatives import other_values
from ingest.cataloguing.card import Card
from ingest.cataloguing.joint import JOINT_KINDS
from ingest.cataloguing.names import likelier
from ingest.cataloguing.recipients import read_addressees, read_recipients
from ingest.cataloguing.segments import Segment, columns, together
from ingest.cataloguing.signature import Signature, office_title, read_signature
from ingest.cataloguing.slips import slipped
from ingest.cataloguing.wording import ODD, oddest, strangers
from ocr.page import PageText
from records.types import FieldName

_SIGNED_BY_SEVERAL = frozenset({"minutes", "contract", "agreement", "memorandum"}) | JOINT_KINDS
_LEGIBLE = 0.3
"""An office that is exactly what the authority calls for needs no more than this to be sure."""
_NO_BLANK = re.compile(r"(?<=[^\W\d]),(?=[^\W\d])|(?<=^Lưu):(?=\w)", re.MULTILINE)


def foot_fields(card: Card, pages: Sequence[PageText], system: str | None) -> None:
    """Who signed, as what, for whom, and who receives it; `system`: whose form the document has."""
    pieces = [piece for page in pages for piece in columns(page)]
    signature = read_signature(pieces)
    if signature:
        several = card.value(FieldName.DOCUMENT_TYPE) in _SIGNED_BY_SEVERAL
        _signature(card, signature, several=several, mark="/" if system == "party" else ".")
    recipients = read_recipients(pieces) or read_addressees(pieces)
    if recipients:
        names = _NO_BLANK.sub(r"\g<0> ", "\n".join(recipients.names))
        oddness = max((oddest(name) for name in names.split("\n")), default=0.0)
        unsure = recipients.doubtful
        if pages[0].source == "scan":
            unsure = unsure or slipped(names, pages) or any(c.islower() for w in strangers(names) for c in w)
        where = together(recipients.where)
        card.put(FieldName.RECIPIENTS, names, where, doubtful=unsure or oddness > ODD, oddness=oddness)
        card.offer(FieldName.RECIPIENTS, other_values(names, where))


def _signature(card: Card, signature: Signature, *, several: bool, mark: str) -> None:
    if signature.name:
        name = signature.name
        unsure = several or not signature.name_is_sure
        likely = _as_names_have_it(name.text) if unsure and name.scanned else name.text
        card.put(FieldName.SIGNER_NAME, likely, name, doubtful=unsure)
        card.offer(FieldName.SIGNER_NAME, [name.text, *other_values(name.text, name)])
    if signature.authority:
        place = together(signature.authority)
        text = " ".join(_marked(_spaced(line.text), mark) for line in signature.authority)
        oddness = oddest(re.sub(r"^\S{1,4}\s", "", text))
        unsure = not signature.authority_is_sure or oddness > ODD
        card.put(FieldName.SIGNING_AUTHORITY, text, place, doubtful=unsure, oddness=oddness)
    _title(card, signature, several=several)


def _title(card: Card, signature: Signature, *, several: bool) -> None:
    """The office as read; under KT. it is that one's deputy, whatever the seal has left of it."""
    expected = _expected(signature)
    if signature.titles:
        place = together(signature.titles)
        text = office_title(" ".join(line.text for line in signature.titles))
        oddness = oddest(text)
        called_for = text.casefold() == (_deputy(signature) or "").casefold()
        legible = place.confidence > _LEGIBLE and not signature.several
        sure = signature.title_is_sure or (called_for and legible)
        unsure = several or not sure or oddness > ODD
        card.put(FieldName.SIGNER_TITLE, text, place, doubtful=unsure, oddness=oddness)
    if expected is None or several:
        return
    read = card.value(FieldName.SIGNER_TITLE)
    where: Segment = together(signature.authority)
    if read is None or (card.doubted(FieldName.SIGNER_TITLE) and not _same_office(read, expected)):
        card.put(FieldName.SIGNER_TITLE, expected, where, source="derived", doubtful=True)
        card.offer(FieldName.SIGNER_TITLE, [read] if read else [])


def _spaced(authority: str) -> str:
    """`KT.CHỦ TỊCH` with the blank that the form has."""
    return re.sub(r"^(TM|KT|TL|TUQ|Q)\.\s*(?=\w)", r"\1. ", authority)


def _marked(authority: str, mark: str) -> str:
    """`TM BAN THƯỜNG VỤ` with the stroke of the Party's form or the point of the State's."""
    return re.sub(r"^(T|K)(M|T|L)\s+(?=\w)", r"\1/\2 " if mark == "/" else r"\1\2. ", authority)


def _as_names_have_it(name: str) -> str:
    """`Đĩnh Công Thành` with the marks that the family name has."""
    words = name.split()
    return " ".join(likelier(word, first=at == 0) or word for at, word in enumerate(words))


def _expected(signature: Signature) -> str | None:
    """The office that the authority calls for."""
    text = " ".join(line.text for line in signature.authority)
    office = office_checks.office_of_deputy(text) or office_checks.office_for_all(text)
    return office_title(office) if office else None


def _deputy(signature: Signature) -> str | None:
    office = office_checks.office_of_deputy(" ".join(line.text for line in signature.authority))
    return office_title(office) if office else None


def _same_office(read: str, expected: str) -> bool:
    return read.casefold() == expected.casefold() or read.casefold().startswith(expected.casefold() + " ")
