"""Looks for secrecy marks: on a page as text and as a picture, in a file's name and beneath its pages."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image

from ingest.beneath import Drawn, Part, Unseen, Written, parts_beneath
from ingest.findings import WHOLE_FILE, Finding, Kind
from ingest.media import MediaType
from ingest.name_marks import level_in_name
from ingest.screen import find_marks, highest, marks_of_page
from ocr.errors import PdfDamaged
from ocr.page import Line, PageText
from records.types import SecrecyLevel

LONGEST_SHORT = 400
"""Characters up to which a property is read as a name is."""
SMALLEST_SIDE = 40
"""Pixels; a smaller picture cannot hold a readable stamp."""


def look_at_page(
    page: PageText, picture: Image.Image | None, layers: Sequence[PageText], tesseract: str = "tesseract"
) -> list[Finding]:
    """What the text that was read, the picture, and texts hidden under the picture show together."""
    written = {mark.level for mark in find_marks([page, *layers])}
    return [
        Finding(
            Kind.TEXT if mark.level in written else Kind.STAMP, page.number, mark.level, mark.sure, mark.box
        )
        for mark in (*marks_of_page(page, picture, tesseract), *find_marks(layers))
    ]


def nothing_read(number: int) -> PageText:
    """A page of which only the picture is known."""
    return PageText(number, 0, 0, 0, "none", "blank", 0.0)


def look_at_file(
    path: Path,
    kind: MediaType,
    name: str,
    *,
    password: str | None,
    max_pixels: int,
    tesseract: str = "tesseract",
) -> list[Finding]:
    """Doubts that the name and what lies beneath the pages give, each kind and page once."""
    found: dict[tuple[Kind, int], Finding] = {}
    level = level_in_name(name)
    if level is not None:
        found[Kind.NAME, WHOLE_FILE] = Finding(Kind.NAME, WHOLE_FILE, level)
    for finding in _beneath(path, kind, password, max_pixels, tesseract):
        key = finding.kind, finding.page
        order = list(SecrecyLevel)
        if key not in found or order.index(finding.level or order[0]) > order.index(
            found[key].level or order[0]
        ):
            found[key] = finding
    return list(found.values())


def _beneath(
    path: Path, kind: MediaType, password: str | None, max_pixels: int, tesseract: str
) -> Iterator[Finding]:
    try:
        for part in parts_beneath(path, kind, password):
            yield from _look(part, max_pixels, tesseract)
    except PdfDamaged:
        yield Finding(Kind.PART_UNSEEN, WHOLE_FILE)


def _look(part: Part, max_pixels: int, tesseract: str) -> Iterator[Finding]:
    match part:
        case Written():
            if level := _written_level(part):
                yield Finding(Kind.BENEATH, part.page, level)
        case Drawn():
            yield from _look_at_picture(part.data, max_pixels, tesseract)
        case Unseen():
            yield Finding(Kind.PART_UNSEEN, WHOLE_FILE)


def _written_level(part: Written) -> SecrecyLevel | None:
    mark = highest(find_marks([_as_page(part.text)]))
    named = level_in_name(part.text) if part.short and len(part.text) <= LONGEST_SHORT else None
    levels = [level for level in (mark.level if mark else None, named) if level is not None]
    return max(levels, key=list(SecrecyLevel).index, default=None)


def _as_page(text: str) -> PageText:
    lines = tuple(Line(line, (0.0, 0.0, 1.0, 1.0), 1.0, ()) for line in text.splitlines() if line.strip())
    return PageText(WHOLE_FILE, 1, 1, 1, "none", "text_layer", 1.0, lines)


def _look_at_picture(data: bytes, max_pixels: int, tesseract: str) -> Iterator[Finding]:
    try:
        with Image.open(io.BytesIO(data)) as image:
            if min(image.size) < SMALLEST_SIDE:
                return
            if image.width * image.height > max_pixels:
                yield Finding(Kind.PART_UNSEEN, WHOLE_FILE)
                return
            flat = Image.new("RGB", image.size, "white")
            shown = image.convert("RGBA")
            flat.paste(shown, mask=shown)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        yield Finding(Kind.PART_UNSEEN, WHOLE_FILE)
        return
    for mark in marks_of_page(nothing_read(WHOLE_FILE), flat, tesseract):
        yield Finding(Kind.BENEATH, WHOLE_FILE, mark.level)
