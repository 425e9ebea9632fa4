"""The foot of the document: who signed, and in which capacity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from ingest.cataloguing import names
from ingest.cataloguing.bodies import listed_names
from ingest.cataloguing.recipients import BULLET, RECIPIENTS
from ingest.cataloguing.segments import Segment
from ingest.cataloguing.slips import misspelt
from ocr.page import Word
from vanthu.text import fold

_AUTHORITY = re.compile(
    r"^[\W_]*(?:(?:t\s?/\s?m|k\s?/\s?t|t\s?/\s?l)\b[\s./,\-–—_]*"
    r"|t\s?m\s*(?=(?:ban|tinh|thanh|dang|chi|uy|chinh|bo|hoi)\b)"
    r"|(?:kt|tl)\s+(?=(?:chanh|chu tich|truong|giam|bo truong|thu tuong|bi thu|cuc|vu|tong|vien|hieu|chi)\b)"
    r"|(?:t\s?[.,]?\s?m|k\s?[.,]?\s?t|t\s?[.,]?\s?l|tuq|q)\s?[./,]+[\s\-–—_]*)(?=[a-z])"
)
_UNMARKED = re.compile(r"^\W*[A-Z]\s?[A-Z]\b(?![./,])")
"""`TM BAN THƯỜNG VỤ`, `KT CHÁNH VĂN PHÒNG`: stroke or point was not read."""
_TITLE = re.compile(
    r"^(?:pho |quyen )?(?:chu tich|thu tuong|bo truong|thu truong|giam doc|chanh|bi thu|truong|thuong truc"
    r"|cuc truong|vu truong|hieu truong|tong|vien truong|tham muu|chu nhiem|uy vien|thong doc|thu ky"
    r"|doi truong|to truong|pho|chi huy|chanh an|kiem toan|trung tuong|thuong tuong|dai tuong|thieu tuong)\b"
)
_NAME_WORD = re.compile(r"^[A-ZĐÀ-ỸƠƯĂÂÊÔ][a-zđà-ỹơưăâêô]*\.?$")
_SURNAMES = frozenset((Path(__file__).with_name("surnames.txt")).read_text("utf-8").split())
"""Family names, folded: a signer's name begins with one."""
_SPECKS = "-–—_.,:;~=<>*'\"`|/\\^“”‘’®«»¬"
"""What strokes of a signature and edges of a seal are read as, glued to a word."""
_SPECKS_AROUND = re.compile(r"^(?:_|[^\w(])+|(?<!_)(?<![^\w.)])(?:_|[^\w.)])+$")
_RIGHT_HALF = 0.45
_SURE = 0.85
_SURE_TITLE = 0.6
_HALF_TITLES = frozenset({"thuong truc", "pho", "tong", "truong", "chanh", "uy vien", "quyen"})
"""What is never a whole title: the rest of it was not read."""
_CENTRED = 0.012
"""Share of the page's width that the middles of a signature's lines may differ by: whole titles of the sample
library stay under .007, where `PHÓ` was lost it is .023 and more."""
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
    title_cut: bool = False
    """Whether letters stood before the title on its line: the rest of it, or of the capacity (`KT.`)."""
    several: bool = False
    """Whether another name stands beside: two signed, and which title is whose is not certain."""
    name_cut: bool = False
    """Whether only the end of the name could be read."""

    @property
    def authority_is_sure(self) -> bool:
        """Whether the authority is read with certainty, and no line between it and the title is lost."""
        if not any(line.scanned for line in self.authority):
            return True
        text = " ".join(line.bare for line in self.authority)
        for_whole_body = re.match(r"tm ", text) and "kt " not in text
        deputy = bool(self.titles) and self.titles[0].bare.startswith("pho ")
        unmarked = any(_UNMARKED.match(line.text) for line in self.authority)
        if unmarked or not self.titles or self.title_cut or (for_whole_body and deputy):
            return False
        stray = any(len(w.text) == 1 for line in self.authority for w in line.words[1:])
        return not stray and all(
            line.confidence >= _SURE_TITLE and not misspelt(line.text) for line in self.authority
        )

    @property
    def title_is_sure(self) -> bool:
        """Whether the title is read with certainty and whole; who signs for another (KT.) is a deputy."""
        deputy = any(re.match(r"[\W_]*k\s?[./,]?\s?t\b", line.folded) for line in self.authority)
        if deputy and not any(re.match(r"(?:pho|thu|quyen)\b", line.bare) for line in self.titles):
            return False
        if self.several or " ".join(line.bare for line in self.titles) in _HALF_TITLES:
            return False
        if not any(line.scanned for line in self.titles):
            return True
        if not self.authority or _off_centre(self.authority[-1], self.titles[0]):
            return False
        return all(line.confidence >= _SURE_TITLE and not misspelt(line.text) for line in self.titles)

    @property
    def name_is_sure(self) -> bool:
        """Whether the name is read with certainty, whole and of words that names have."""
        if self.name is None or self.several or self.name_cut:
            return False
        return not self.name.scanned or (self.name.confidence >= _SURE and names.is_likely(self.name.text))


def _off_centre(above: Segment, below: Segment) -> bool:
    """Whether a title is not centred under what stands over it: its first word may be lost under the seal."""
    return abs((above.box[0] + above.box[2]) - (below.box[0] + below.box[2])) / 2 > _CENTRED


def read_signature(pieces: Sequence[Segment]) -> Signature | None:
    """The first block beside "Nơi nhận" that bears a name, else the first; None if nothing was read."""
    found = [read for block in _blocks(pieces) if (read := _read_block(block, pieces)) is not None]
    return next((read for read in found if read.name), found[0] if found else None)


def _read_block(block: Sequence[Segment], pieces: Sequence[Segment]) -> Signature | None:
    authority: list[Segment] = []
    titles: list[Segment] = []
    name: Segment | None = None
    cut = False
    for item in (part for piece in block for part in _parts(piece)):
        last = (titles or authority or [item])[-1]
        near = item.middle - last.middle < _NEXT_LINE * max(last.height, item.height)
        title = _title_in(item)
        if _AUTHORITY.match(item.folded) and item.capitals > 0.7 and not titles:
            authority.append(without_specks(item))
        elif title and near:
            titles.append(without_specks(title))
            before = item.words[: len(item.words) - len(title.words)]
            cut = cut or any(c.isalpha() for word in before for c in word.text)
        elif _only_name(item):
            name = _only_name(item)
            break
    if not authority and name is None:
        return None  # a heading that looks like a title: nobody signs there
    cut_name = name is None
    if name is None:
        name = next((found for item in reversed(block) if (found := _end_of_name(item))), None)
    beside = _names_beside(name, pieces) if name else []
    if name and beside:  # the chair of a meeting signs at the right, its secretary at the left
        name = max([name, *beside], key=lambda other: other.box[0])
        titles = [line for line in titles if line.box[0] < name.box[2] and name.box[0] < line.box[2]]
    return Signature(tuple(authority), tuple(titles), name, cut, bool(beside), name is not None and cut_name)


def _names_beside(name: Segment, pieces: Sequence[Segment]) -> list[Segment]:
    """Other names on the row of `name`."""
    row = [item for item in pieces if item.page == name.page and item.words[0] not in name.words]
    row = [item for item in row if abs(item.middle - name.middle) < name.height]
    return [other for item in row if (other := _only_name(item)) and other.box[:1] != name.box[:1]]


def _parts(item: Segment) -> list[Segment]:
    """A block set on one line (`K/T TRƯỞNG BAN PHÓ TRƯỞNG BAN Phạm Tất Thắng`) cut into its lines."""
    if not _AUTHORITY.match(item.folded) or len(item.words) < 4:
        return [item]
    cuts: list[int] = []
    for index in range(2, len(item.words)):
        word, rest = item.words[index], item.part(index)
        opens = word.text.startswith("(") or _AUTHORITY.match(fold(word.text) + " x")
        deputy = rest is not None and re.match(r"(?:pho|quyen|thu) \w", rest.bare) and word.text.isupper()
        begins_name = word.text[1:].islower() and not item.words[index - 1].text[1:].islower()
        if opens or deputy or begins_name:
            cuts.append(index)
    parts = [item.part(start, end) for start, end in pairwise([0, *cuts, len(item.words)])]
    return [part for part in parts if part and not part.text.startswith("(")]


def without_specks(item: Segment) -> Segment:
    """Words without the specks that strokes and seals leave around them; words of specks alone go."""
    words = [replace(w, text=_SPECKS_AROUND.sub("", w.text)) for w in item.words]
    words = [word for word in words if re.search(r"[^\W_]", word.text)]
    return Segment(tuple(words) or item.words, item.page, item.scanned)


def _blocks(pieces: Sequence[Segment]) -> list[list[Segment]]:
    """What stands beside each "Nơi nhận"; without any what follows the last authority or signing title."""
    found = []
    for beside in (item for item in pieces if RECIPIENTS.match(item.folded)):
        block = [item for item in pieces if item.page == beside.page and _at_right(item, beside)]
        found.append([item for item in block if -0.03 < item.middle - beside.middle < _BLOCK_HEIGHT])
    if any(found):
        return [block for block in found if block]
    starts = [i for i, item in enumerate(pieces) if _AUTHORITY.match(item.folded) and _shouts(item)]
    starts = starts or [i for i, item in enumerate(pieces) if _apart(item) and _title_in(item)]
    if not starts:
        return []
    run = _last_run(starts, pieces)
    first = min([index for index in run if pieces[index].box[0] > _RIGHT_HALF] or run)
    return [[item for item in pieces[first : first + 60] if _under(item, pieces[first])]]


def _shouts(item: Segment) -> bool:
    """Whether its first words are in capitals."""
    opening = item.part(0, 3)
    return opening is not None and opening.capitals > 0.7


def _at_right(item: Segment, beside: Segment) -> bool:
    """In the right half, or drawn across from it behind a gap."""
    across = item.box[0] > beside.box[2] + 0.1 and item.box[0] + item.box[2] > 1.0
    return item.box[0] > _RIGHT_HALF or (across and item.box[0] > 0.4)


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
    if RECIPIENTS.match(item.folded) or (BULLET.match(item.text) and item.box[0] < _RIGHT_HALF):
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


def _end_of_name(item: Segment) -> Segment | None:
    """Middle and given name at the end of a line whose beginning the signature has made unreadable."""
    words = [replace(w, text=w.text.strip(_SPECKS)) for w in item.words if re.search(r"\w", w.text)]
    run: list[Word] = []
    for word in reversed(words):
        if not _NAME_WORD.match(word.text) or not names.is_word(word.text):
            break
        run.insert(0, word)
    if not 2 <= len(run) <= 4 or len(words) - len(run) > 1:
        return None
    return Segment(tuple(run), item.page, item.scanned)


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
    for name in (*_OFFICES, *listed_names()):
        text = re.sub(rf"\b{re.escape(name.lower())}\b", name, text)
    return text[:1].upper() + text[1:]
