"""Kind of document and its subject (trích yếu), from what is printed under the head."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import Levenshtein

from ingest.cataloguing.paragraphs import Margins
from ingest.cataloguing.segments import Segment, together
from records.document_types import DocumentType, document_types
from vanthu.text import fold

_STOP = re.compile(
    r"^\W*(?:can cu|thuc hien (?:nghi|quyet|chi|ket|ke|thong|quy|chuong|cong|huong|luat)|kinh gui"
    r"|theo de nghi|xet |dieu 1\b|phan (?:thu|i\b)|chuong i\b|i\s?[.-]|1\s?[.-]|noi nhan|tren co so"
    r"|quyet (?:dinh|nghi)\W*$|nham |de |sau khi |hom nay|nhan dip|khan\b|hoa toc|thuong khan)"
)
_MAY_OPEN = re.compile(r"^\W*(?:thuc hien|nham|de |sau khi)")
"""A subject may itself begin so."""
_UNDERLINE = re.compile(r"^[\W_]*$")
_ABOUT = re.compile(r"\b(?:v/v|ve viec|v/ v)\b")
_ISSUER_LINE = re.compile(
    r"^(?:chinh phu|thu tuong|chu tich|bo truong|uy ban|hoi dong|quoc hoi|ban (?:chap hanh|thuong vu|bi thu)"
    r"|giam doc|thong doc|tong (?:kiem|thanh)|bo chinh tri|tinh uy|thanh uy|dang uy|truong ban)"
)
_OF_BODY = re.compile(r"^cua (?:bo|ban|uy|hoi|tinh|thanh|dang|quoc|chinh|thu)")
_WIDE_GAP = 0.9
"""A gap of this many line heights ends the subject, once it has begun."""
_MAX_LINES = 12
_SENTENCE_END = re.compile(r"[^\W\d_]{2}[.;]\s+[A-ZĐÀ-Ỹ]|:$")


@dataclass(frozen=True, slots=True)
class Title:
    kind: DocumentType
    exact: bool
    """Whether it was read as printed, apart from marks and stray specks."""


@cache
def _titles() -> dict[str, DocumentType]:
    return {fold(title): kind for kind in document_types() for title in kind.titles}


def title_of(item: Segment) -> Title | None:
    """The kind a line names when it stands alone in capitals as a title."""
    words = [w for w in item.words if len(re.sub(r"[\W\d_]", "", w.text)) > 1]
    if not words or len(words) > 7:
        return None
    solid = Segment(tuple(words), item.page, item.scanned)
    if solid.capitals < 0.75 or ":" in item.text[-2:]:
        return None
    bare = solid.bare
    exact = _titles().get(bare)
    if exact:
        return Title(exact, True)
    near = next((kind for title, kind in _titles().items() if _resembles(bare, title)), None)
    return Title(near, False) if near and item.scanned else None


def _resembles(bare: str, title: str) -> bool:
    """One or two slips away, or with specks of a seal before it."""
    if len(title) < 7:
        return False
    behind_specks = bare.endswith(" " + title) and len(bare) - len(title) <= 8
    return behind_specks or Levenshtein.distance(bare, title) <= (2 if len(title) > 10 else 1)


@dataclass(frozen=True, slots=True)
class Subject:
    text: str
    lines: tuple[Segment, ...]
    of_body: Segment | None = None
    """`CỦA BỘ CHÍNH TRỊ` under a Party title: the body that decided."""
    ran_on: bool = False
    """Whether no end of it was seen, or a sentence ends within: text may have been taken for subject."""

    @property
    def place(self) -> Segment:
        return together(self.lines)


def subject_under(title: Segment, rest: Sequence[Segment], bodies: Collection[str]) -> Subject | None:
    """The lines under the title up to the line, gap or formula that ends the subject.

    `bodies` are folded names that may stand alone under the subject as the issuer of what follows.
    """
    taken: list[Segment] = []
    of_body: Segment | None = None
    last = title
    usual = 0.0
    margins = Margins.of([title, *rest])
    for index, item in enumerate(rest[: _MAX_LINES + 3]):
        if _UNDERLINE.match(item.text):
            if taken:
                break
            continue
        if not taken and of_body is None and item.capitals > 0.8 and _OF_BODY.match(item.bare):
            of_body, last = item, item
            continue
        gap = (item.box[1] - last.box[3]) / max(last.height, 1e-6)
        wider = len(taken) > 1 and gap > 0.6 and gap > 2 * usual
        if taken and (gap > _WIDE_GAP or wider or item.bare in bodies):
            break
        following = rest[index + 1] if index + 1 < len(rest) else None
        if _ends(item, taken) or (taken and margins.new_paragraph(taken[-1], item, following)):
            break
        if len(taken) == _MAX_LINES:
            return Subject(_joined(taken), tuple(taken), of_body, ran_on=True)
        usual = gap
        taken.append(item)
        last = item
    if not taken and of_body is None:
        return None
    text = _joined(taken)
    return Subject(text, tuple(taken or [of_body or title]), of_body, ran_on=bool(_SENTENCE_END.search(text)))


def _ends(item: Segment, taken: Sequence[Segment]) -> bool:
    begins = next((c for c in item.text if c.isalnum()), "")
    if _STOP.match(item.folded) and (item.capitals < 0.9 or not taken) and not begins.islower():
        return bool(taken) or not _MAY_OPEN.match(item.folded)
    if taken and _ISSUER_LINE.match(item.bare) and item.capitals > 0.9:
        # "CHÍNH PHỦ" alone after a subject in small letters; a subject in capitals may name a body itself.
        return taken[-1].capitals < 0.8 or item.middle - taken[-1].middle > 1.7 * item.height
    return bool(taken) and taken[-1].capitals > 0.9 and item.capitals < 0.5


def subject_of_letter(segments: Sequence[Segment]) -> Subject | None:
    """`V/v …` or `về việc …` under the number of a letter, in the left half, up to a gap or the address."""
    for index, item in enumerate(segments):
        found = _ABOUT.search(item.folded)
        if not found or found.start() > 12 or item.bare.startswith("can cu"):
            continue
        taken = [item]
        for following in segments[index + 1 : index + 8]:
            beside = following.box[0] > item.box[2]
            gap = (following.box[1] - taken[-1].box[3]) / max(item.height, 1e-6)
            if beside:
                continue
            shouting = following.capitals > 0.9 and item.capitals < 0.6  # a stamp below
            if (
                shouting
                or gap > _WIDE_GAP
                or _STOP.match(following.folded)
                or _UNDERLINE.match(following.text)
            ):
                break
            taken.append(following)
        text = re.sub(r"^.{0,12}?\b[vV]\s?/\s?v\b[.:]?\s*", "", _joined(taken))
        return Subject(text, tuple(taken))
    return None


def _joined(lines: Sequence[Segment]) -> str:
    """One line of text; a subject wholly in capitals keeps them (its true case is not known)."""
    text = " ".join(line.text for line in lines)
    return re.sub(r"\s+", " ", text).strip(" *_-–—")
