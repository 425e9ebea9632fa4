"""Secrecy marks in text: MẬT, TỐI MẬT, TUYỆT MẬT where they stand alone, as a stamp does.

Words that merely contain "mật" (bí mật nhà nước, bảo mật, mật độ, mật ong) are no marks: a mark is a line, or
a column of a line, of its own. The stamp as an image is looked for elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from ocr.page import Box, Line, PageText
from ocr.stamps import find_stamps
from records.types import SecrecyLevel
from vanthu.text import fold, nfc

COLUMN_GAP = 0.04
"""Share of the page's width between two words that makes them parts of different columns."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark found: where and which, never the text around it."""

    page: int
    level: SecrecyLevel
    sure: bool = True
    """False: suspected only; a custodian decides."""
    box: Box | None = None
    """On the page as displayed; None where it is not known."""


_LEVELS = {
    "tuyetmat": SecrecyLevel.TOP_SECRET,
    "toimat": SecrecyLevel.SECRET,
    "mat": SecrecyLevel.CONFIDENTIAL,
}
_BEFORE = re.compile(r"(?:(?:muc )?do mat ?[:.–-]|(?:tai lieu|van ban)(?= ))\s*")
_AFTER = re.compile(r"\W+ban so\b.*")

# What recognition makes of MẬT, apart from MẬT itself.
_MAT = {"mat", "mật", "mât", "mạt", "mặt"}

# "… BẢO VỆ BÍ / MẬT": the second half of a word that wrapped.
_FIRST_HALVES = {"bi", "bao", "co", "than", "can"}


def find_marks(pages: Sequence[PageText]) -> list[Mark]:
    """Every stand-alone mark, page by page."""
    return [Mark(page.number, level) for page in pages for level in _levels(page)]


def marks_of_page(page: PageText, image: Image.Image | None) -> list[Mark]:
    """What the page's text and its upright picture show, joined; one mark for what both show.

    A page whose text could not be read is given as an empty `PageText`: its picture is still looked at.
    """
    marks = find_marks([page])
    stamps = find_stamps(image) if image is not None else []
    return marks + [Mark(page.number, SecrecyLevel(s.level), s.sure, s.box) for s in stamps]


def highest(marks: Sequence[Mark]) -> Mark | None:
    """The mark of the highest level, on the first page that has it."""
    order = list(SecrecyLevel)
    return max(marks, key=lambda mark: (order.index(mark.level), -mark.page), default=None)


def _levels(page: PageText) -> Iterator[SecrecyLevel]:
    pieces = [piece for line in page.lines for piece in _pieces(line)]
    for index, piece in enumerate(pieces):
        level = _level(piece)
        above = [word for piece in pieces[max(0, index - 2) : index] for word in fold(piece).split()[-1:]]
        if level is None or (
            level is SecrecyLevel.CONFIDENTIAL and above[-1:] and above[-1] in _FIRST_HALVES
        ):
            continue
        # TUYỆT / MẬT and TỐI / MẬT on two lines of one stamp.
        split = [_LEVELS[word + "mat"] for word in above if word in {"tuyet", "toi"}]
        yield split[-1] if split and level is SecrecyLevel.CONFIDENTIAL else level
    yield from _spread(pieces)


def _spread(pieces: Sequence[str]) -> Iterator[SecrecyLevel]:
    """A mark set one letter, or a few, to a line."""
    run = ""
    for piece in [*pieces, ""]:
        letters = _letters(piece)
        if 0 < len(letters) <= 2 and nfc(piece).isupper():
            run += letters
            continue
        yield from [level for name, level in _LEVELS.items() if name in run][:1]
        run = ""


def _pieces(line: Line) -> Iterator[str]:
    """The line's text, and its columns where wide gaps part it: a stamp beside a letterhead."""
    yield line.text
    columns: list[list[str]] = [[]]
    right: float | None = None
    for word in line.words:
        if right is not None and word.box[0] - right > COLUMN_GAP:
            columns.append([])
        columns[-1].append(word.text)
        right = word.box[2]
    if len(columns) > 1:
        yield from (" ".join(column) for column in columns)


def _level(piece: str) -> SecrecyLevel | None:
    text = _strip(piece)
    folded = _AFTER.sub("", fold(text))
    before = _BEFORE.match(folded)
    said = before is not None and "mat" in before.group()
    mark = _strip(text[before.end() if before else 0 : len(folded)])
    level = _LEVELS.get(_letters(mark))
    if level is None or _joined(mark)[-3:].lower() not in _MAT:
        return None
    # A bare "mật" in small letters is a word of a sentence that wrapped.
    alone_in_capitals = mark.isupper()
    two_words = level is not SecrecyLevel.CONFIDENTIAL and before is None
    return level if said or alone_in_capitals or two_words else None


def _strip(text: str) -> str:
    return re.sub(r"^\W+|\W+$", "", nfc(text))


def _joined(text: str) -> str:
    return re.sub(r"[\W_]+", "", nfc(text))


def _letters(text: str) -> str:
    return fold(_joined(text))
