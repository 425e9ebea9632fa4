"""What is open in a document, and what settling it is worth: pure rules over its pages and fields."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from ocr.page import Box, Line, PageText, Word
from records.desk.types import ItemKind
from records.types import FieldName, FieldValue

RULES = 1
"""Raise it when items would be made otherwise: those of documents in the library are then made anew."""

NEEDED = (
    FieldName.REFERENCE_NUMBER,
    FieldName.DOCUMENT_TYPE,
    FieldName.ISSUING_BODY,
    FieldName.ISSUE_DATE,
    FieldName.SUBJECT,
)
"""What a catalogue card cannot do without: open where a document in doubt lacks it."""
_NOT_HERE = FieldName.SECRECY_LEVEL
"""Decided by procedure, never at the desk."""
_ENDS_SENTENCE = (".", ":", ";", "!", "?", "…")


class Value(IntEnum):
    """What settling an item is worth; lower comes first."""

    KEY_FIELD = 0
    FIELD = 1
    PAGE = 2
    WORD_OF_FIELD = 3
    FIGURE = 4
    """A number, a date, an amount, a symbol: nobody guesses it from the words around."""
    NAME = 5
    WORD = 6


@dataclass(frozen=True, slots=True)
class Open:
    """One item to be, by what identifies and orders it."""

    id: str
    kind: ItemKind
    value: Value
    confidence: float
    shape: int
    page: int | None = None
    line: int | None = None
    word: int | None = None
    field: FieldName | None = None


def of_fields(
    document_id: int, fields: Sequence[FieldValue], *, lacking: Iterable[FieldName] = ()
) -> Iterator[Open]:
    """Fields in doubt, and those that are `lacking`."""
    for field in fields:
        if field.doubtful and field.name is not _NOT_HERE:
            shape = _shape(field.value, field.alternatives, field.box)
            yield _field(document_id, field.name, field.confidence, shape, field.page)
    for name in lacking:
        yield _field(document_id, name, 0.0, _shape("", (), None), None)


def of_page(document_id: int, page: PageText, fields: Sequence[FieldValue]) -> Iterator[Open]:
    """Words in doubt of one page."""
    places = [field.box for field in fields if field.page == page.number and field.box is not None]
    for i, line in enumerate(page.lines):
        for j, word in enumerate(line.words):
            if word.doubtful:
                yield Open(
                    f"{ItemKind.WORD}:{document_id}:{page.number}:{i}:{j}",
                    ItemKind.WORD,
                    _value(line, j, places),
                    word.confidence,
                    _shape(word.text, word.alternatives, word.box),
                    page.number,
                    i,
                    j,
                )


def of_failed(document_id: int, number: int) -> Open:
    """A page that could not be read."""
    key = f"{ItemKind.PAGE}:{document_id}:{number}"
    return Open(key, ItemKind.PAGE, Value.PAGE, 0.0, 0, number)


def _field(document_id: int, name: FieldName, confidence: float, shape: int, page: int | None) -> Open:
    value = Value.KEY_FIELD if name in NEEDED else Value.FIELD
    key = f"{ItemKind.FIELD}:{document_id}:{name}"
    return Open(key, ItemKind.FIELD, value, confidence, shape, page, field=name)


def _value(line: Line, at: int, places: Sequence[Box]) -> Value:
    word = line.words[at]
    if any(_stands_in(word.box, place) for place in places):
        return Value.WORD_OF_FIELD
    if any(char.isdigit() for char in word.text):
        return Value.FIGURE
    return Value.NAME if _is_name(line.words, at) else Value.WORD


def _is_name(words: Sequence[Word], at: int) -> bool:
    """A capital where no sentence begins, and not in a line of capitals."""
    text = words[at].text.lstrip("“\"'(")
    if not text[:1].isupper() or at == 0 or words[at - 1].text.endswith(_ENDS_SENTENCE):
        return False
    return not all(word.text.isupper() for word in words if any(c.isalpha() for c in word.text))


def _stands_in(box: Box, place: Box) -> bool:
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return place[0] <= across <= place[2] and place[1] <= down <= place[3]


def _shape(reading: str, alternatives: Sequence[str], box: Box | None) -> int:
    return zlib.crc32(repr((reading, tuple(alternatives), box)).encode())
