"""Relations to other documents, from the words around each reference number.

Only what this document itself does counts as amending, replacing or repealing. Text inside quotation
marks is the content of an amendment; a negation does nothing; a passive ("được sửa đổi bởi …") tells of
two other documents: all these are kept as mere references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.cataloguing.issue_date import written_dates
from ingest.cataloguing.running_text import RunningText
from ocr.page import PageText
from records.reference import ReferenceFound, key, parse_printed
from records.types import RelationFound, RelationKind
from vanthu.text import fold

_KIND_NOUN = (
    r"(?:bo luat|luat|phap lenh|nghi dinh|nghi quyet|quyet dinh|quy dinh|quy che|thong tu|chi thi|ket luan|ke hoach|"
    r"chuong trinh|huong dan|thong bao|de an|lenh|van ban|to trinh|bao cao|cong van)"
)
_CLAUSE_END = re.compile(
    r"[;:]\s+|\.\s+(?=[A-ZĐÀ-Ỹ\d“\"-])|\n(?=\s*(?:-\s*)?(?:Căn cứ|Theo|Xét|Thực hiện|Điều \d))"
)
_BASED = re.compile(r"^\W*can cu\b")
_CONTINUES_BASIS = re.compile(rf"^\W*(?:va\s+)?{_KIND_NOUN}\b")
_PASSIVE = re.compile(
    r"(?:(?:da )?duoc|bi)\s+(?:sua doi|bo sung|thay the|bai bo|dinh chinh|hop nhat|ban hanh|quy dinh chi tiet|huong dan)"
    r"[^;.]{0,120}?\b(?:boi|theo|tai|bang|cua)?\b"
)
_NEGATED = re.compile(r"\b(?:khong|chua)\s+(?:\w+\s+){0,2}?(?:thay the|bai bo|sua doi|lam thay doi)\b")
_IMPLEMENTS = re.compile(r"\b(?:trien khai(?: thuc hien)?|to chuc thuc hien|thuc hien|thi hanh|cu the hoa)\b")
_STARTS_IMPLEMENTING = re.compile(r"^\W*(?:trien khai |to chuc )?thuc hien\b")
_GUIDES = re.compile(r"\b(?:quy dinh chi tiet|huong dan(?: thi hanh| thuc hien)?)\b")
_AMENDS = re.compile(r"\b(?:sua doi,? bo sung|sua doi|bo sung)\b")
_REPLACES = re.compile(r"\bthay the\b(?!\s+(?:cum tu|tu|bang))")
_REPEALS = re.compile(r"\bbai bo\b|\bhuy bo\b")
_LAPSES = re.compile(r"^.{0,200}?\bhet hieu luc\b.{0,60}?\bngay\b.{0,60}?\bnay\b")
_SELF = re.compile(
    r"\b(?:nghi quyet|quyet dinh|quy dinh|quy che|nghi dinh|thong tu|chi thi|ket luan|huong dan|ke hoach|luat|van ban)"
    r" nay\b"
)
_ITEM = (
    r"(?:(?:điểm|khoản|điều|mục|chương|phụ lục|phần)\s+)?(?:\d{1,3}[a-zđ]?(?:\.\d+)*|[IVXLC]{1,6}|[a-zđ])\b"
)
_PROVISION = re.compile(
    rf"(?:điểm|khoản|điều|mục|chương|phụ lục|phần)\s+(?:\d{{1,3}}[a-zđ]?(?:\.\d+)*|[IVXLC]{{1,6}}|[a-zđ])\b"
    rf"(?:(?:\s*,\s*(?:và\s+)?|\s+và\s+|\s+){_ITEM})*",
    re.IGNORECASE,
)
_DATE_WITHIN = 45
_EVIDENCE_CHARS = 300


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    start: int
    folded: str
    basis: bool
    """Whether it belongs to the list of legal bases."""


def read_relations(pages: Sequence[PageText], *, own: str | None, subject: str | None) -> list[RelationFound]:
    """Every document named, with what this document does to it; the strongest relation where several are named."""
    running = RunningText(pages)
    found: dict[tuple[str, str | None], RelationFound] = {}
    own_key = key(own) if own else None
    subject_key = fold(subject) if subject else None
    quoted = _quoted(running.text)
    for clause in _clauses(running.text):
        for reference in parse_printed(clause.text):
            if key(reference.reference) == own_key:
                continue
            start = clause.start + reference.start
            inside = any(a <= start < b for a, b in quoted)
            kind, scope = _relation(clause, reference, inside, _in_subject(clause, subject_key))
            line, page = running.at(start)
            relation = RelationFound(
                kind=kind,
                reference_number=reference.reference,
                issue_date=next(
                    (d for at, d in written_dates(clause.text[reference.end :]) if at <= _DATE_WITHIN), None
                ),
                scope=scope,
                evidence=_shortened(clause.text, reference.start),
                page=page,
                box=line.box,
                confidence=round(min(1.0, line.confidence), 3),
            )
            _keep(found, relation)
    return list(found.values())


_STRENGTH = [
    RelationKind.REPLACES,
    RelationKind.REPEALS,
    RelationKind.AMENDS,
    RelationKind.GUIDES,
    RelationKind.IMPLEMENTS,
    RelationKind.BASED_ON,
    RelationKind.REFERS_TO,
]


def _keep(found: dict[tuple[str, str | None], RelationFound], new: RelationFound) -> None:
    """One relation per target and part; the stronger kind wins, the first evidence stays."""
    target = key(new.reference_number)
    same = next(
        (k for k in found if k[0] == target and (k[1] == new.scope or None in {k[1], new.scope})), None
    )
    if same is None:
        found[(target, new.scope)] = new
    elif _STRENGTH.index(new.kind) < _STRENGTH.index(found[same].kind):
        del found[same]
        found[(target, new.scope)] = new


def _quoted(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"“[^”]{0,4000}”", text)]


def _clauses(text: str) -> Iterator[_Clause]:
    start, basis = 0, False
    ends = [m.end() for m in _CLAUSE_END.finditer(text)]
    for end in [*ends, len(text)]:
        piece = text[start:end]
        folded = fold(piece)
        basis = bool(_BASED.match(folded)) or (basis and bool(_CONTINUES_BASIS.match(folded)))
        if piece.strip():
            yield _Clause(piece, start, folded, basis)
        start = end


def _in_subject(clause: _Clause, subject: str | None) -> bool:
    """Whether the clause is the document's own subject line, where the document says what it does."""
    return subject is not None and " ".join(clause.folded.split()).find(" ".join(subject.split())[:60]) >= 0


def _relation(
    clause: _Clause, reference: ReferenceFound, quoted: bool, is_subject: bool
) -> tuple[RelationKind, str | None]:
    before = " ".join(clause.folded[: reference.start].split())
    after = " ".join(clause.folded[reference.end :].split())
    refers = (RelationKind.REFERS_TO, None)
    if quoted and not is_subject:
        return refers
    if _PASSIVE.search(before) or _NEGATED.search(before):
        return refers
    if clause.basis:
        return (RelationKind.BASED_ON, None) if _first_named(clause, reference) else refers
    last_verb, verb_at = _last_verb(before)
    scope = _scope(" ".join(clause.text[: reference.start].split())[verb_at:])
    acts = is_subject or _SELF.search(before) is not None or _opens_with_act(before)
    if last_verb is RelationKind.REPEALS or (_LAPSES.match(after) and last_verb is None):
        return RelationKind.REPEALS, scope
    if last_verb is RelationKind.REPLACES and (acts or "thay the cho" in before):
        return RelationKind.REPLACES, scope
    if last_verb is RelationKind.AMENDS and acts:
        return RelationKind.AMENDS, scope
    if last_verb is RelationKind.GUIDES and acts:
        return RelationKind.GUIDES, scope
    if last_verb is RelationKind.IMPLEMENTS and (is_subject or _STARTS_IMPLEMENTING.match(before)):
        return RelationKind.IMPLEMENTS, None
    return refers


def _first_named(clause: _Clause, reference: ReferenceFound) -> bool:
    """In one basis only the document it names first is the basis; what that one guides or amends is not."""
    between = " ".join(clause.folded[: reference.start].split())
    return (
        not _GUIDES.search(between)
        and not _AMENDS.search(between)
        and not parse_printed(clause.text[: reference.start])
    )


_VERBS = {
    RelationKind.REPEALS: _REPEALS,
    RelationKind.REPLACES: _REPLACES,
    RelationKind.AMENDS: _AMENDS,
    RelationKind.GUIDES: _GUIDES,
    RelationKind.IMPLEMENTS: _IMPLEMENTS,
}


def _last_verb(before: str) -> tuple[RelationKind | None, int]:
    """The verb that stands nearest before the reference; of overlapping ones the longer ("hướng dẫn thực hiện")."""
    best: tuple[int, int, RelationKind] | None = None
    for kind, pattern in _VERBS.items():
        for match in pattern.finditer(before):
            if best is None or match.start() > best[1] or (match.start() < best[1] <= match.end()):
                best = (match.start(), match.end(), kind)
    return (best[2], best[0]) if best else (None, 0)


def _opens_with_act(before: str) -> bool:
    """`Điều 1. Sửa đổi, bổ sung …`, `2. Bãi bỏ …`, `Sửa đổi …` in a heading."""
    return bool(
        re.match(
            r"^\W*(?:(?:chuong|dieu|khoan|phan|muc)?\s*[\divxlc]{0,5}[.):a-z]{0,2}\s*)?(?:ban hanh .{0,80})?"
            r"(?:sua doi|bo sung|thay the|bai bo|huong dan|quy dinh chi tiet|chi tiet)\b",
            before,
        )
    )


def _scope(before: str) -> str | None:
    """The part concerned, as printed right before the document is named."""
    found = list(_PROVISION.finditer(before))
    return before[found[0].start() : found[-1].end()].strip(" ,") if found else None


def _shortened(text: str, at: int) -> str:
    flat = " ".join(text.split())
    if len(flat) <= _EVIDENCE_CHARS:
        return flat
    start = max(0, min(at - _EVIDENCE_CHARS // 2, len(flat) - _EVIDENCE_CHARS))
    return flat[start : start + _EVIDENCE_CHARS].strip()
