"""Relations to other documents, from the words around each reference number.

Only what this document itself does counts as amending, replacing or repealing. Text inside quotation
marks is the content of an amendment; a negation does nothing; a passive ("được sửa đổi bởi …") tells of
two other documents; "Sửa đổi Nghị định số …" in a plan is a task. All these stay mere references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.cataloguing import phrases
from ingest.cataloguing.issue_date import written_dates
from ingest.cataloguing.running_text import RunningText, quoted_spans
from ocr.page import PageText
from records.reference import ReferenceFound, key, parse_printed
from records.types import RelationFound, RelationKind
from vanthu.text import fold

_CLAUSE_END = re.compile(r"[;:]\s+|(?<![\s(]\d)(?<!\d\d)(?<![ \n][a-zđIVX])\.\s+(?=[A-ZĐÀ-Ỹ“\"-])|\n")
_ITEM = (
    r"(?:(?:điểm|khoản|điều|mục|chương|phụ lục|phần)\s+)?(?:\d{1,3}[a-zđ]?(?:\.\d+)*|[IVXLC]{1,6}|[a-zđ])\b"
)
_PROVISION = re.compile(
    r"(?:điểm|khoản|điều|mục|chương|phụ lục|phần)\s+(?:\d{1,3}[a-zđ]?(?:\.\d+)*|[IVXLC]{1,6}|[a-zđ])\b"
    rf"(?:(?:\s*,\s*(?:và\s+)?|\s+và\s+|\s+){_ITEM})*",
    re.IGNORECASE,
)
_DATE_WITHIN = 45
"""A date this many characters after the number is the date of that document."""
_EVIDENCE_CHARS = 300
_SUBJECT_CHARS = 60
_STRENGTH = [
    RelationKind.REPLACES,
    RelationKind.REPEALS,
    RelationKind.AMENDS,
    RelationKind.GUIDES,
    RelationKind.IMPLEMENTS,
    RelationKind.BASED_ON,
    RelationKind.REFERS_TO,
]


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    start: int
    folded: str
    list_of: RelationKind | None
    """`BASED_ON` or `IMPLEMENTS` within a list of documents opened by "Căn cứ" or "Thực hiện"."""
    is_subject: bool
    """Whether it holds the document's own subject line, where the document says what it does."""


def read_relations(pages: Sequence[PageText], *, own: str | None, subject: str | None) -> list[RelationFound]:
    """Every document named, each with the strongest thing this document does to it."""
    running = RunningText(pages)
    found: dict[tuple[str, str | None], RelationFound] = {}
    own_key = key(own) if own else None
    about = " ".join(fold(subject).split()) if subject else ""
    amending = bool(phrases.AMENDING_SUBJECT.search(about))
    quoted = quoted_spans(running.text)
    for clause in _clauses(running.text, about[:_SUBJECT_CHARS]):
        for reference in parse_printed(clause.text):
            if key(reference.reference) == own_key:
                continue
            start = clause.start + reference.start
            kind: RelationKind = RelationKind.REFERS_TO
            scope: str | None = None
            if clause.is_subject or not any(a <= start < b for a, b in quoted):
                kind, scope = _relation(clause, reference, amending=amending)
            dates = written_dates(clause.text[reference.end :])
            line, page = running.at(start)
            relation = RelationFound(
                kind=kind,
                reference_number=reference.reference,
                issue_date=next((day for at, day in dates if at <= _DATE_WITHIN), None),
                scope=scope,
                evidence=_shortened(clause.text, reference.start),
                page=page,
                box=line.box,
                confidence=round(min(1.0, line.confidence), 3),
            )
            _keep(found, relation)
    return list(found.values())


def _keep(found: dict[tuple[str, str | None], RelationFound], new: RelationFound) -> None:
    """One relation per target and part; the stronger kind wins, the first evidence stays."""
    target = key(new.reference_number)
    same = next(
        (k for k in found if k[0] == target and (k[1] == new.scope or None in {k[1], new.scope})), None
    )
    if same is None:
        found[target, new.scope] = new
    elif _STRENGTH.index(new.kind) < _STRENGTH.index(found[same].kind):
        del found[same]
        found[target, new.scope] = new


def _clauses(text: str, about: str) -> Iterator[_Clause]:
    start = 0
    list_of: RelationKind | None = None
    for end in [*(match.end() for match in _CLAUSE_END.finditer(text)), len(text)]:
        piece = text[start:end]
        if not piece.strip():
            start = end
            continue
        folded = fold(piece)
        if phrases.OPENS_BASIS.match(folded):
            list_of = RelationKind.BASED_ON
        elif phrases.OPENS_IMPLEMENTING.match(folded):
            list_of = RelationKind.IMPLEMENTS
        elif not phrases.CONTINUES_LIST.match(folded):
            list_of = None
        is_subject = bool(about) and about in " ".join(folded.split())
        yield _Clause(piece, start, folded, list_of, is_subject)
        start = end


def _relation(
    clause: _Clause, reference: ReferenceFound, *, amending: bool
) -> tuple[RelationKind, str | None]:
    before = " ".join(clause.folded[: reference.start].split())
    after = " ".join(clause.folded[reference.end :].split())
    verb, verb_at = phrases.last_verb(before)
    kind = RelationKind.REFERS_TO
    if phrases.PASSIVE.search(before) or phrases.NEGATED.search(before):
        pass
    elif clause.list_of is RelationKind.BASED_ON:
        kind = RelationKind.BASED_ON if _first_named(clause, reference) else kind
    elif verb is None and phrases.LAPSES_AFTER.match(after):
        kind = RelationKind.REPEALS
    elif verb is RelationKind.IMPLEMENTS or (verb is None and clause.list_of is RelationKind.IMPLEMENTS):
        implementing = clause.list_of is RelationKind.IMPLEMENTS or (
            clause.is_subject and bool(phrases.CONTINUES_LIST.match(phrases.after_verb(before, verb_at)))
        )
        reviewed = clause.is_subject and phrases.REVIEWED.search(before[:verb_at])
        kind = RelationKind.IMPLEMENTS if implementing and not reviewed else kind
    elif verb is not None and (
        _acts(clause, before, verb, amending=amending) or _adjusts(before, after, verb, verb_at)
    ):
        kind = verb
    if kind in {RelationKind.AMENDS, RelationKind.REPEALS, RelationKind.REPLACES, RelationKind.GUIDES}:
        return kind, _scope(" ".join(clause.text[: reference.start].split())[verb_at:])
    return kind, None


def _acts(clause: _Clause, before: str, verb: RelationKind, *, amending: bool) -> bool:
    """Whether it is this document that amends, replaces, repeals or guides here."""
    if clause.is_subject or phrases.SELF.search(before) or phrases.ACT_HEADING.match(before):
        return True
    if verb is RelationKind.REPEALS and phrases.OPENS_REPEAL.match(before):
        return True
    return amending and bool(phrases.ACT_ITEM.match(before))


def _adjusts(before: str, after: str, verb: RelationKind, verb_at: int) -> bool:
    """`… điều chỉnh một số nội dung tại Công văn số 1520/STC-HCSN … như sau:` by its issuer."""
    adjusting = verb is RelationKind.AMENDS and before.startswith("dieu chinh", verb_at)
    asked = phrases.ASKED.search(before[max(0, verb_at - 80) : verb_at])
    return adjusting and not asked and bool(phrases.AS_FOLLOWS.match(after))


def _first_named(clause: _Clause, reference: ReferenceFound) -> bool:
    """Of one basis the document named first is the basis; what that one guides or amends is not."""
    between = clause.folded[: reference.start]
    guiding = any(phrases.VERBS[kind].search(between) for kind in (RelationKind.GUIDES, RelationKind.AMENDS))
    return not guiding and not parse_printed(clause.text[: reference.start])


def _scope(before: str) -> str | None:
    """The parts concerned, as printed between the verb and the document named."""
    found = list(_PROVISION.finditer(before))
    return before[found[0].start() : found[-1].end()].strip(" ,") if found else None


def _shortened(text: str, at: int) -> str:
    flat = " ".join(text.split())
    if len(flat) <= _EVIDENCE_CHARS:
        return flat
    start = max(0, min(at - _EVIDENCE_CHARS // 2, len(flat) - _EVIDENCE_CHARS))
    return flat[start : start + _EVIDENCE_CHARS].strip()
