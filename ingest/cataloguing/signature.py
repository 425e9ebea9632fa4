"""The foot of the document: who signed, in which capacity, and who receives it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.cataloguing.segments import Segment, from_top
from ocr.page import PageText, Word
from vanthu.text import fold

_RECIPIENTS = re.compile(r"^\W*noi nhan\b")
_AUTHORITY = re.compile(
    r"^\W*(?:(?:t\s?/\s?m|k\s?/\s?t|t\s?/\s?l)\b[\s./,\-–—_]*"
    r"|(?:t\s?[.,]?\s?m|k\s?[.,]?\s?t|t\s?[.,]?\s?l|tuq|q)\s?[./,]+[\s\-–—_]*)(?=[a-z])"
)
_TITLE = re.compile(
    r"^(?:pho |quyen )?(?:chu tich|thu tuong|bo truong|thu truong|giam doc|chanh|bi thu|truong|thuong truc"
    r"|cuc truong|vu truong|hieu truong|tong|vien truong|tham muu|chu nhiem|uy vien|thong doc|thu ky"
    r"|doi truong|to truong|pho|chi huy|chanh an|kiem toan|trung tuong|thuong tuong|dai tuong|thieu tuong)\b"
)
_NAME_WORD = re.compile(r"^[A-ZĐÀ-ỸƠƯĂÂÊÔ][a-zđà-ỹơưăâêô]*\.?$")
_SURNAMES = frozenset((Path(__file__).with_name("surnames.txt")).read_text("utf-8").split())
"""Family names, folded: a signer's name begins with one."""
_BULLET = re.compile(r"^\s*[-~–—_•+*]+\s*")
_COLUMN_GAP = 0.045
_SPECKS = "-–—_.,:;~=<>*'\"`|/\\^"
"""What strokes of a signature and edges of a seal are read as, glued to a word."""
_RIGHT_HALF = 0.45
_SURE = 0.85
_SURE_TITLE = 0.6
_MIDDLE_NAMES = frozenset({"van", "quang", "thi", "duc"})
"""Family names of few and middle names of many: alone in front they tell of a lost family name."""
_NEXT_LINE = 2.2
"""Title lines follow each other within this many line heights."""
_BLOCK_HEIGHT = 0.25
"""Share of a page that a signature takes, stamp and name included."""


@dataclass(frozen=True, slots=True)
class Signature:
    authority: tuple[Segment, ...]
    """`TM. CHÍNH PHỦ`, `KT. THỦ TƯỚNG`, `T/M BỘ CHÍNH TRỊ`."""
    titles: tuple[Segment, ...]
    """`PHÓ THỦ TƯỚNG`."""
    name: Segment | None

    @property
    def title_is_sure(self) -> bool:
        """Whether the title is read with certainty; who signs for another (KT.) is a deputy."""
        deputy = any(re.match(r"\W*k\s?[./,]?\s?t\b", line.folded) for line in self.authority)
        if deputy and not any(re.match(r"(?:pho|thu|quyen)\b", line.bare) for line in self.titles):
            return False
        if not self.authority and any(line.scanned for line in self.titles):
            return False
        return all(not line.scanned or line.confidence >= _SURE_TITLE for line in self.titles)

    @property
    def name_is_sure(self) -> bool:
        """Whether the name is read with certainty and begins with a family name proper."""
        if self.name is None:
            return False
        sure = not self.name.scanned or self.name.confidence >= _SURE
        return sure and fold(self.name.words[0].text) not in _MIDDLE_NAMES


@dataclass(frozen=True, slots=True)
class Recipients:
    names: tuple[str, ...]
    where: tuple[Segment, ...]


def columns(page: PageText) -> list[Segment]:
    """The page's lines cut where wide gaps part two columns."""
    pieces: list[Segment] = []
    for item in from_top(page):
        run: list[Word] = []
        for word in item.words:
            if run and word.box[0] - run[-1].box[2] > _COLUMN_GAP:
                pieces.append(Segment(tuple(run), item.page, item.scanned))
                run = []
            run.append(word)
        pieces.append(Segment(tuple(run), item.page, item.scanned))
    return pieces


def read_signature(pieces: Sequence[Segment]) -> Signature | None:
    """The last block of authority, title and name; None if nothing of it was read."""
    authority: list[Segment] = []
    titles: list[Segment] = []
    name: Segment | None = None
    for item in _block(pieces):
        last = (titles or authority or [item])[-1]
        near = item.middle - last.middle < _NEXT_LINE * max(last.height, item.height)
        title = _title_in(item)
        if _AUTHORITY.match(item.folded) and item.capitals > 0.7 and not titles:
            authority.append(item)
        elif title and near:
            titles.append(title)
        elif _only_name(item):
            name = _only_name(item)
            break
    if not authority and name is None:
        return None  # a heading that looks like a title: nobody signs there
    return Signature(tuple(authority), tuple(titles), name)


def _block(pieces: Sequence[Segment]) -> list[Segment]:
    """What stands beside "Nơi nhận"; without it what follows the last authority or signing title."""
    beside = next((item for item in reversed(pieces) if _RECIPIENTS.match(item.folded)), None)
    if beside is not None:
        block = [item for item in pieces if item.page == beside.page and item.box[0] > _RIGHT_HALF]
        block = [item for item in block if -0.03 < item.middle - beside.middle < _BLOCK_HEIGHT]
        if block:
            return block
    starts = [i for i, item in enumerate(pieces) if _AUTHORITY.match(item.folded) and item.capitals > 0.7]
    starts = starts or [i for i, item in enumerate(pieces) if _apart(item) and _title_in(item)]
    if not starts:
        return []
    run = _last_run(starts, pieces)
    first = min([index for index in run if pieces[index].box[0] > _RIGHT_HALF] or run)
    return [item for item in pieces[first : first + 60] if _under(item, pieces[first])]


def _title_in(item: Segment) -> Segment | None:
    """The signing title on a line, specks before it left out."""
    for start in range(len(item.words)):
        rest = item.part(start)
        if rest and rest.capitals > 0.8 and ":" not in rest.text and _TITLE.match(rest.bare):
            return rest
    return None


def _under(item: Segment, first: Segment) -> bool:
    """Below the block's first line, on its page, in its column."""
    if item.page != first.page or item.middle - first.middle > _BLOCK_HEIGHT:
        return False
    if _RECIPIENTS.match(item.folded) or (_BULLET.match(item.text) and item.box[0] < _RIGHT_HALF):
        return False
    return item.box[0] > first.box[0] - 0.12 and item.box[0] < first.box[2] + 0.05


def _last_run(indices: Sequence[int], pieces: Sequence[Segment]) -> list[int]:
    """The last group of lines that stand near each other on one page."""
    run = [indices[-1]]
    for index in reversed(indices[:-1]):
        near = pieces[index].page == pieces[run[-1]].page
        if not near or pieces[run[-1]].middle - pieces[index].middle > 0.08:
            break
        run.append(index)
    return run


def _apart(item: Segment) -> bool:
    """A signing title stands in the right half, or alone on its line in a one-column text."""
    return item.box[0] > 0.4 or len(item.words) <= 5


def _only_name(item: Segment) -> Segment | None:
    """The words of a person's name; titles such as `GS.` and specks around it left out."""
    words = [replace(w, text=w.text.strip(_SPECKS)) for w in item.words if re.search(r"\w", w.text)]
    while words and not (_NAME_WORD.match(words[0].text) and fold(words[0].text) in _SURNAMES):
        words = words[1:]
    run: list[Word] = []
    for word in words:
        if not _NAME_WORD.match(word.text):
            break
        run.append(word)
    if not 2 <= len(run) <= 5 or len(run) < len(words) - 1:
        return None
    return Segment(tuple(run), item.page, item.scanned)


_OFFICES = (
    "Thủ tướng", "Chủ tịch", "Bộ trưởng", "Thứ trưởng", "Giám đốc", "Chánh Văn phòng", "Bí thư",
    "Thường trực", "Trưởng ban", "Thống đốc", "Cục trưởng", "Vụ trưởng", "Hiệu trưởng", "Viện trưởng",
    "Chủ nhiệm", "Ủy viên", "Uỷ viên",
    "Tổng Bí thư", "Tổng Thanh tra", "Chánh án", "Trưởng phòng", "Chi cục trưởng",
)  # fmt: skip


def office_title(printed: str) -> str:
    """An office in capitals as it is written in text: `PHÓ THỦ TƯỚNG` to `Phó Thủ tướng`."""
    text = " ".join(printed.split()).strip(_SPECKS + " ")
    if not text.isupper():
        return text
    text = text.lower()
    for office in _OFFICES:
        text = re.sub(rf"\b{office.lower()}\b", office, text)
    return text[:1].upper() + text[1:]


def read_recipients(pieces: Sequence[Segment]) -> Recipients | None:
    """The bulleted list under "Nơi nhận", ended by its "Lưu" line."""
    start = next((i for i in reversed(range(len(pieces))) if _RECIPIENTS.match(pieces[i].folded)), None)
    if start is None:
        return None
    head = pieces[start]
    names: list[str] = []
    where: list[Segment] = [head]
    last = head
    for item in pieces[start + 1 :]:
        if item.page != head.page or item.box[0] > head.box[0] + 0.2:
            continue
        if (item.box[1] - last.box[3]) > 3 * max(head.height, 1e-6):
            break
        bullet = _BULLET.match(item.text)
        text = _BULLET.sub("", item.text).strip(" ;,.|")
        if bullet and text:
            names.append(text)
        elif names and text:
            names[-1] += " " + text
        else:
            continue
        where.append(item)
        last = item
        if fold(text).startswith("luu"):
            break
    return Recipients(tuple(names), tuple(where)) if names else None


def read_addressees(pieces: Sequence[Segment]) -> Recipients | None:
    """What follows "Kính gửi" of a letter: one line, or a bulleted list."""
    start = next((i for i, item in enumerate(pieces) if item.bare.startswith("kinh gui")), None)
    if start is None:
        return None
    where = [pieces[start]]
    first = re.sub(r"^\W*\w+\s+\w+\s*:?\s*", "", pieces[start].text).strip(" ;,.:")
    names = [first] if first else []
    for item in pieces[start + 1 : start + 15]:
        if not _BULLET.match(item.text):
            break
        names.append(_BULLET.sub("", item.text).strip(" ;,."))
        where.append(item)
    return Recipients(tuple(name for name in names if name), tuple(where)) if names else None
