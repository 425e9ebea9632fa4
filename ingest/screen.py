"""Secrecy marks: MẬT, TỐI MẬT, TUYỆT MẬT where they stand as a stamp does, in a page's text or its picture.

Words that merely contain "mật" (bí mật nhà nước, bảo mật, mật độ, mật ong) are no marks, nor is a list of
the levels' names in running text: a mark is a line, or a column of a line, of its own. What is read less
surely is a suspicion, for a custodian to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from PIL import Image

from ocr.layout import around
from ocr.page import Box, Line, PageText, Word
from ocr.stamps import find_stamps
from records.types import SecrecyLevel
from vanthu.text import fold, nfc

COLUMN_GAP = 0.04
"""Share of the page's width between two words that makes them parts of different columns."""
_SET_APART = 0.02
"""The same for a mark among capitals, if the other gaps of the line are at most half as wide."""


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
_ORDER = list(SecrecyLevel)
_BEFORE = re.compile(r"(?:(?:muc )?do ?mat ?[:.–-]|(?:tai lieu|van ban|ho so)(?= ))\s*")
_AFTER = re.compile(r"(?<!\W)\W+(?:ban so|trang|so trang|thoi han)\b.*")
_FOOT = re.compile(r"^(?:trang\W*)?\d{1,4}(?: ?/ ?\d{1,4})?\s+(?=\w)")

# What recognition makes of the letters; the marks on a vowel are what it misses first.
_LIKE_MAT = re.compile(r"^(?:m[aạặ4]t|(?:m|n|iv[il1]|rn|lm|im)[ậâẩẫ][ti1l7jf])$")
_LIKE_TOI = re.compile(r"^[ti1l7f][o0ôốồổộóòõ][i1lj]$")
_LIKE_TUYET = re.compile(r"^[ti1l7f][uưủù][yvỷỳý][eêệếểẹ3][ti1l7jf]$")
_PLAIN_MAT = {"mật", "mât"}
_MARK_WORDS = {"mật", "tối", "tuyệt"}

# "… BẢO VỆ BÍ / MẬT", "… NHÀ NƯỚC ĐỘ / TUYỆT MẬT": the rest of what wrapped.
_FIRST_HALVES = {"bi", "bao", "co", "than", "can", "do", "giai", "va", "hoac", "muc", "loai"}
_SECOND_HALVES = {"do", "khau", "ong", "ma", "nha", "thiet", "vu", "thu", "danh"}
_LIST = re.compile(r"[,;]\s*$|\b(?:va|hoac)$")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line, or a column of one."""

    text: str
    box: Box
    row: int
    """Number of the line."""


def find_marks(pages: Sequence[PageText]) -> list[Mark]:
    """Every mark in the pages' text, page by page; one for one place."""
    result: list[Mark] = []
    for page in pages:
        here: list[Mark] = []
        for mark in (*_marks(page), *_marks(_set_apart(page)), *_as_doubted(page)):
            if not any(other.box and mark.box and _meet(other.box, mark.box) for other in here):
                here.append(mark)
        result += here
    return result


def _set_apart(page: PageText) -> PageText:
    """What was read in seals, stamps, banners and handwriting: a mark may have been taken for one of them."""
    lines = [
        Line(row, _band(region.box, number, count), region.confidence, ())
        for region in page.regions
        if (count := len(rows := region.text.splitlines()))
        for number, row in enumerate(rows)
    ]
    return replace(page, lines=tuple(lines), regions=(), tables=())


def _band(box: Box, number: int, count: int) -> Box:
    """The place of one of `count` rows in the box."""
    high = (box[3] - box[1]) / count
    return box[0], box[1] + number * high, box[2], box[1] + (number + 1) * high


def _as_doubted(page: PageText) -> Iterator[Mark]:
    """Suspicions from readings that were not chosen: statistics may have made another word of a mark."""
    lines = []
    for line in page.lines:
        words = tuple(replace(word, text=_marked(word)) for word in line.words)
        changed = words != line.words
        lines.append(
            replace(line, text=" ".join(word.text for word in words), words=words) if changed else line
        )
    if any(new is not old for new, old in zip(lines, page.lines, strict=True)):
        for mark in _marks(replace(page, lines=tuple(lines))):
            yield replace(mark, sure=False)


def _marked(word: Word) -> str:
    """The word, or the other reading of it that is a word of a mark in capitals."""
    if _strip(word.text).lower() in _MARK_WORDS:
        return word.text
    return next((o for o in word.alternatives if o.isupper() and _strip(o).lower() in _MARK_WORDS), word.text)


def marks_of_page(page: PageText, image: Image.Image | None, tesseract: str = "tesseract") -> list[Mark]:
    """What the page's text and its upright picture show, joined; one mark for what both show.

    A page whose text could not be read is given as an empty `PageText`: its picture is still looked at.
    """
    marks = find_marks([page])
    # A text layer may say anything; only what was read in the picture itself can spare looking at it.
    read = [word for line in page.lines for word in line.words] if page.source == "scan" else []
    for stamp in find_stamps(image, tesseract, read) if image is not None else []:
        if _explained(page, stamp.box):
            continue
        seen = Mark(page.number, SecrecyLevel(stamp.level), stamp.sure, stamp.box)
        same = [mark for mark in marks if mark.box is not None and _meet(mark.box, stamp.box)]
        marks = [mark for mark in marks if mark not in same] + [_joined_marks(same, seen)]
    return marks


def highest(marks: Sequence[Mark]) -> Mark | None:
    """The mark of the highest level, a sure one before a suspected one, on the first page that has it."""
    return max(marks, key=lambda mark: (mark.sure, _ORDER.index(mark.level), -mark.page), default=None)


def _joined_marks(read: Sequence[Mark], seen: Mark) -> Mark:
    """Two ways of looking that agree make a suspicion sure; the higher level counts."""
    if not read:
        return seen
    level = max((mark.level for mark in (*read, seen)), key=_ORDER.index)
    return replace(seen, level=level, sure=True)


def _explained(page: PageText, box: Box) -> bool:
    """Whether what looks like a stamp is a word of a sentence or heading read there: bí mật nhà nước."""
    for line in page.lines:
        for index, word in enumerate(line.words):
            if _letters(word.text) != "mat" or not _covers(box, word.box):
                continue
            before = [one for one in line.words[:index][-2:] if not _covers(box, one.box)]
            after = [one for one in line.words[index + 1 :][:1] if not _covers(box, one.box)]
            near = [one for one in before[-1:] if word.box[0] - one.box[2] < COLUMN_GAP]
            near += [one for one in after if one.box[0] - word.box[2] < _SET_APART]
            if near and (not word.text.isupper() or _bound(line.words[:index], after)):
                return True
    return False


def _covers(box: Box, word: Box) -> bool:
    """Whether the word's middle lies in the box."""
    return box[0] < (word[0] + word[2]) / 2 < box[2] and box[1] < (word[1] + word[3]) / 2 < box[3]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _marks(page: PageText) -> Iterator[Mark]:
    pieces = [piece for row, line in enumerate(page.lines) for piece in _pieces(line, row)]
    named = [_names(piece.text) for piece in pieces]
    for index, piece in enumerate(pieces):
        found = _level(piece.text)
        if found is None:
            continue
        level, sure = found
        above = _above(pieces, index)
        last = fold(above.text).split()[-1:] if above else []
        # TUYỆT / MẬT and TỐI / MẬT on two lines of one stamp.
        split = _first_line(above.text) if above and level is SecrecyLevel.CONFIDENTIAL else None
        if split is not None and above is not None:
            yield Mark(page.number, split, sure, around([above.box, piece.box]))
            continue
        listed = above is not None and not sure and _LIST.search(fold(above.text))
        # Capitals under small letters are no second half: a sentence does not change its size as it wraps.
        wrapped = (
            bool(last)
            and last[0] in _FIRST_HALVES
            and not (piece.text.isupper() and above is not None and not above.text.isupper())
        )
        if listed or wrapped:
            continue
        near = {name for other, names in zip(pieces, named, strict=True) for name in names
                if abs(other.row - piece.row) <= 2}  # fmt: skip
        if len(near) > 1 and not piece.text.isupper():
            continue  # the levels' names, one to a line
        yield Mark(page.number, level, sure and len(near) < 3, piece.box)
    yield from _spread(page.number, pieces)
    yield from _among_words(page)


def _above(pieces: Sequence[_Piece], index: int) -> _Piece | None:
    """The piece over this one: of an earlier line, overlapping it from side to side, and near."""
    piece = pieces[index]
    high = max(piece.box[3] - piece.box[1], 0.008)
    over = [
        other
        for other in pieces[:index]
        if other.row < piece.row
        and other.box[0] < piece.box[2]
        and piece.box[0] < other.box[2]
        and -0.5 * high < piece.box[1] - other.box[3] < 1.5 * high
    ]
    return max(over, key=lambda other: (other.box[3], -(other.box[2] - other.box[0])), default=None)


def _first_line(text: str) -> SecrecyLevel | None:
    word = _joined(_strip(text))
    if not word.isupper():
        return None
    if _LIKE_TUYET.match(word.lower()):
        return SecrecyLevel.TOP_SECRET
    return SecrecyLevel.SECRET if _LIKE_TOI.match(word.lower()) else None


def _names(text: str) -> set[SecrecyLevel]:
    """The levels that a piece names, by itself or as an item of a list."""
    folded = re.sub(r"^\W*(?:\w{1,3}[.)]\s*)?", "", fold(text))
    level = _LEVELS.get(re.sub(r"\W+", "", folded))
    return set() if level is None else {level}


def _spread(number: int, pieces: Sequence[_Piece]) -> Iterator[Mark]:
    """A mark set one letter, or a few, to a line."""
    run: list[_Piece] = []
    for piece in [*pieces, None]:
        if piece is not None and 0 < len(_letters(piece.text)) <= 2 and nfc(piece.text).isupper():
            run.append(piece)
            continue
        letters = "".join(_letters(one.text) for one in run)
        for name, level in _LEVELS.items():
            if name in letters:
                yield Mark(number, level, letters == name, around([one.box for one in run]))
                break
        run = []


def _among_words(page: PageText) -> Iterator[Mark]:
    """Capitals in a line of small letters, or set apart in a line of capitals: a stamp read into the line."""
    for line in page.lines:
        if len(line.words) < 3 or len(_names_in(line.text)) > 1:
            continue
        gaps = [after.box[0] - before.box[2] for before, after in pairwise(line.words)]
        for index, word in enumerate(line.words):
            if _joined(word.text).lower() not in _PLAIN_MAT or not word.text.isupper():
                continue
            start = index - (index > 0 and _first_line(line.words[index - 1].text) is not None)
            before, after = line.words[:start], line.words[index + 1 :]
            if _bound(before, after):
                continue
            level = SecrecyLevel.CONFIDENTIAL if start == index else _first_line(line.words[start].text)
            box = around([one.box for one in line.words[start : index + 1]])
            others = [one for one in (*before, *after) if len(_letters(one.text)) > 1]
            small = sum(not one.text.isupper() for one in others)
            sides = ([gaps[start - 1]] if before else []) + ([gaps[index]] if after else [])
            apart = min(sides) > max(_SET_APART, 2 * median(gaps))
            wide = max(sides) > COLUMN_GAP
            if level and not wide and (small >= max(1, 0.5 * len(others)) or apart):
                yield Mark(page.number, level, False, box)


def _bound(before: Sequence[Word], after: Sequence[Word]) -> bool:
    """Whether the word mật is half of another word, or a word of the sentence: BÍ MẬT, ĐỘ MẬT, MẬT KHẨU."""
    last = _letters(before[-1].text) if before else ""
    following = _letters(after[0].text) if after else ""
    return last in _FIRST_HALVES or following in _SECOND_HALVES


def _names_in(text: str) -> set[str]:
    return set(re.findall(r"tuyet ?mat|toi ?mat|(?<!tuyet )(?<!toi )\bmat\b", fold(text)))


def _pieces(line: Line, row: int) -> Iterator[_Piece]:
    """The line, and its columns where wide gaps part it: a stamp beside a letterhead."""
    yield _Piece(line.text, line.box, row)
    columns: list[list[Word]] = [[]]
    for before, word in pairwise([None, *line.words]):
        if before is not None and word is not None and word.box[0] - before.box[2] > COLUMN_GAP:
            columns.append([])
        if word is not None:
            columns[-1].append(word)
    if len(columns) > 1:
        for column in columns:
            yield _Piece(" ".join(w.text for w in column), around([w.box for w in column]), row)


def _level(piece: str) -> tuple[SecrecyLevel, bool] | None:
    """The level that the piece states, and whether it is read surely."""
    text = _strip(piece)
    folded = fold(text)
    foot = _FOOT.match(folded)
    start = foot.end() if foot else 0
    folded = _AFTER.sub("", folded)
    before = _BEFORE.match(folded, start)
    said = before is not None and "mat" in before.group()
    mark = _strip(text[before.end() if before else start : len(folded)])
    joined = _joined(mark).lower()
    read = _read(joined)
    if read is None:
        return None
    level, plain = read
    if said or mark.isupper():
        return level, said or plain
    # In small letters a bare "mật" is a word of a sentence that wrapped; two words may be one, too.
    alone = level is not SecrecyLevel.CONFIDENTIAL and before is None and mark[:1].isupper()
    return (level, False) if alone else None


def _read(joined: str) -> tuple[SecrecyLevel, bool] | None:
    """The level in letters without gaps, and whether they are what a mark says or only like it."""
    for first, like, level in (
        (5, _LIKE_TUYET, SecrecyLevel.TOP_SECRET),
        (3, _LIKE_TOI, SecrecyLevel.SECRET),
    ):
        if like.match(joined[:first]) and _LIKE_MAT.match(joined[first:]):
            return level, _LEVELS.get(fold(joined)) is level and joined[first:] in {*_PLAIN_MAT, "mat"}
    return (SecrecyLevel.CONFIDENTIAL, joined in _PLAIN_MAT) if _LIKE_MAT.match(joined) else None


def _strip(text: str) -> str:
    return re.sub(r"^[\W_]+|[\W_]+$", "", nfc(text))


def _joined(text: str) -> str:
    return re.sub(r"[\W_]+", "", nfc(text))


def _letters(text: str) -> str:
    return fold(_joined(text))
