"""What leaves the catalogue for a reader who is not to see personal data: texts and pictures covered."""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image, ImageDraw

from access.scope import Scope
from ocr.page import Box, Line, PageText, Word
from records import rows
from records.models import DocumentRow
from records.personal_data import COVER, mask, masked_places
from records.types import DataClass, Document, DocumentSummary, FieldName, FieldValue

_OPEN_FIELDS = frozenset(FieldName) - {FieldName.SUBJECT, FieldName.RECIPIENTS, FieldName.ISSUING_BODY}
"""Numbers, dates and the signer of a document are its own, whatever they look like."""
_MARGIN = 0.004
"""How far a covering rectangle reaches over the word on each side, as a share of the page."""
_QUALITY = 85
_INK = (27, 36, 38)


def hides(scope: Scope, data_class: DataClass | str) -> bool:
    """Whether personal data in a document of this class is covered for this reader."""
    return not scope.unmasked and DataClass(data_class).needs_grant


def seen(row: DocumentRow, scope: Scope) -> DocumentSummary:
    """A row of the catalogue as this reader sees it."""
    shown = rows.summary(row)
    return summary(shown) if hides(scope, shown.data_class) else shown


def summary(shown: DocumentSummary) -> DocumentSummary:
    subject = mask(shown.subject) if shown.subject else shown.subject
    return replace(shown, subject=subject, filename=mask(shown.filename))


def document(shown: Document) -> Document:
    """Without the searchable PDF too: its text layer and pictures are as printed."""
    fields = {name: _field(value) for name, value in shown.fields.items()}
    return replace(shown, summary=summary(shown.summary), fields=fields, has_archive=False, masked=True)


def page(read: PageText) -> PageText:
    """The page with its lines and words covered; what is labelled on one line may stand on the next.

    Other readings go altogether, and what was made of handwriting and stamps: nobody can say what they tell.
    """
    bare = tuple(map(_without_alternatives, _covered_lines(read)))
    return replace(read, lines=bare, regions=tuple(replace(region, text="") for region in read.regions))


def _without_alternatives(line: Line) -> Line:
    if not any(word.alternatives for word in line.words):
        return line
    return replace(line, words=tuple(replace(word, alternatives=()) for word in line.words))


def _covered_lines(read: PageText) -> tuple[Line, ...]:
    """The lines themselves where nothing in them is covered."""
    covered = masked_places(read.text)
    lines, start = [], 0
    for line in read.lines:
        end = start + len(line.text)
        lines.append(_line(line, covered[start:end]) if any(covered[start:end]) else line)
        start = end + 1
    return tuple(lines)


def picture(image: bytes, read: PageText | None) -> bytes:
    """The page's picture with solid rectangles over personal data, drawn before it leaves this machine.

    A page whose text is not known is covered whole: nobody can say what stands on it.
    """
    opened = Image.open(io.BytesIO(image))
    form = opened.format or "WEBP"
    drawn = opened.convert("RGB")
    pen = ImageDraw.Draw(drawn)
    for left, top, right, bottom in [(0.0, 0.0, 1.0, 1.0)] if read is None else _covered_boxes(read):
        width, height = drawn.size
        pen.rectangle(
            (
                (left - _MARGIN) * width,
                (top - _MARGIN) * height,
                (right + _MARGIN) * width,
                (bottom + _MARGIN) * height,
            ),
            fill=_INK,
        )
    written = io.BytesIO()
    drawn.save(written, form, quality=_QUALITY)
    return written.getvalue()


def _covered_boxes(read: PageText) -> list[Box]:
    """Of every word that is covered even in part; of the whole line where its words are not known."""
    boxes: list[Box] = []
    for line, hidden in zip(read.lines, _covered_lines(read), strict=True):
        if line is hidden:
            continue
        words = [
            word.box
            for word, covered in zip(line.words, hidden.words, strict=True)
            if word.text != covered.text
        ]
        boxes.extend(words or [line.box])
    boxes.extend(region.box for region in read.regions if mask(region.text) != region.text)
    return boxes


def _field(value: FieldValue) -> FieldValue:
    shown = replace(value, evidence=mask(value.evidence))
    if value.name in _OPEN_FIELDS:
        return shown
    return replace(
        shown, value=mask(value.value), alternatives=tuple(mask(other) for other in value.alternatives)
    )


def _line(line: Line, covered: list[bool]) -> Line:
    text = "".join(COVER if hide else sign for sign, hide in zip(line.text, covered, strict=True))
    words: list[Word] = []
    reached = 0
    for word in line.words:
        at = line.text.find(word.text, reached)
        if at < 0:  # words and line do not agree: better a word too many than one too few
            words.append(replace(word, text=COVER * len(word.text)))
            continue
        reached = at + len(word.text)
        words.append(replace(word, text=text[at:reached]))
    return replace(line, text=text, words=tuple(words))
