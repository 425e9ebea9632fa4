"""Which documents of the library a question names by number: visible ones, and no word of others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from access.scope import Scope
from rag.types import Filter, FilterKind
from rag.understand.numbers import Named, read_numbers
from rag.understand.vocabulary import naming
from rag.understand.words import phrase
from records.document_types import by_code, type_name
from records.types import DocumentSummary, Relation, RelationKind
from vanthu.i18n import translate
from vanthu.text import fold


class Directory(Protocol):
    """What is needed of the catalogue here."""

    def numbered(self, number: str, scope: Scope) -> list[DocumentSummary]: ...

    def relations(self, document_id: int, scope: Scope) -> Sequence[Relation]: ...


_ASKS_FATE = re.compile(r"\b(?:thay the|bai bo|huy bo|sua doi|hieu luc|dieu chinh)\b")
_FATE = {RelationKind.REPLACES, RelationKind.REPEALS, RelationKind.AMENDS}
MOST_TOLD_APART = 6
"""Documents of one number that are shown one by one; of more only how many they are."""
_SPLIT = re.compile(r"[-/.]")
_SHORT = (
    (re.compile(r"\bubnd\b"), "uy ban nhan dan"),
    (re.compile(r"\bhdnd\b"), "hoi dong nhan dan"),
    (re.compile(r"\btp\b"), "thanh pho"),
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A number of the question with the visible documents that carry it."""

    named: Named
    documents: tuple[tuple[DocumentSummary, ...], ...]
    """Copies of one document together; more than one entry where the number is of several documents."""

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(copy.id for copies in self.documents for copy in copies)


def resolve_numbers(question: str, directory: Directory, scope: Scope) -> list[Resolved]:
    """Every number that `question` gives, with what carries it."""
    return [
        Resolved(named, _parted(_fitting(named, directory.numbered(named.number, scope), question)))
        for named in read_numbers(question)
    ]


def filters_of(resolved: Resolved) -> list[tuple[Filter, frozenset[int]]]:
    """What is shown of a number, with the documents that each filter stands for."""
    if not resolved.documents:
        if not resolved.named.sure:
            return []
        return [
            (
                Filter(
                    FilterKind.DOCUMENT, _key(_typed(resolved.named)), _label_typed(resolved.named), False
                ),
                frozenset(),
            )
        ]
    several = len(resolved.documents) > 1
    if len(resolved.documents) > MOST_TOLD_APART:
        name = translate("{name}: {count} văn bản").format(
            name=_label_typed(resolved.named), count=len(resolved.documents)
        )
        ids = tuple(sorted(resolved.ids))
        shown_as_one = Filter(FilterKind.DOCUMENT, _key(_typed(resolved.named)), name, documents=ids)
        return [(shown_as_one, resolved.ids)]
    shown = []
    for copies in resolved.documents:
        first = copies[0]
        key = _key(first.reference_number or first.title)
        if several:
            key += f"@{first.issue_date or first.id}"
        ids = tuple(sorted(copy.id for copy in copies))
        name = label(first, whole=several)
        shown.append((Filter(FilterKind.DOCUMENT, key, name, documents=ids), frozenset(ids)))
    return shown


def acting_on(question: str, named: frozenset[int], directory: Directory, scope: Scope) -> set[int]:
    """Visible documents that replaced, amended or repealed a named one, where the question asks of that."""
    if not named or not _ASKS_FATE.search(fold(without_names(question))):
        return set()
    return {
        relation.document_id
        for document_id in sorted(named)
        for relation in directory.relations(document_id, scope)
        if relation.direction == "incoming" and relation.kind in _FATE and relation.document_id
    } - named


def without_names(question: str) -> str:
    """A question without the documents it names; the whole where nothing else is asked."""
    rest = question
    for named in reversed(read_numbers(question)):
        rest = f"{rest[: named.start]} {rest[named.end :]}"
    rest = " ".join(rest.split())
    return rest if len(rest.split()) > 2 else question


def label(document: DocumentSummary, *, whole: bool = False) -> str:
    """ "Nghị quyết số 57-NQ/TW"; with issuer and day where the number is not of one document alone."""
    kind = translate(type_name(document.document_type)) if document.document_type else ""
    name = document.title
    if document.reference_number:
        name = translate("{kind} số {number}").format(
            kind=kind or translate("Văn bản"), number=document.reference_number
        )
    day = document.issue_date.strftime("%d/%m/%Y") if document.issue_date else None
    more = ", ".join(filter(None, (document.issuing_body, day)))
    return f"{name} ({more})" if whole and more else name


def _fitting(named: Named, candidates: Sequence[DocumentSummary], question: str) -> list[DocumentSummary]:
    """Those that agree in all that was said; of several, those that agree best."""
    fits = [(row, _agreement(named, row, question)) for row in candidates]
    best = max((each for _, each in fits if each is not None), default=None)
    return [row for row, each in fits if each is not None and each == best]


def _agreement(named: Named, row: DocumentSummary, question: str) -> tuple[int, ...] | None:
    """How well: by issuer as written there, by the word for the kind; None where something speaks against."""
    kind, bodies, year = _symbols(row.reference_number or "")
    if named.kinds and "*" not in named.kinds and not _kind_fits(named, row, kind):
        return None
    if any(body not in bodies for body in named.bodies if _told(body, bodies)):
        return None
    years = {year, row.issue_date.year if row.issue_date else None} - {None}
    if named.year and years and named.year not in years:
        return None
    if named.day and row.issue_date and named.day != row.issue_date:
        return None
    issuer = fold(row.issuing_body or "")
    by_name = bool(named.issuer) and phrase(" ".join(named.issuer)) == phrase(issuer)[: len(named.issuer)]
    stands_for = naming().issuers.get(named.issuer, frozenset())
    if named.issuer and not by_name and bodies and not (stands_for & set(bodies)):
        return None
    same_kind = bool(named.kind_words) and " ".join(named.kind_words) in _type_names(row)
    return (int(by_name), _whole_issuer(issuer, question), int(same_kind))


def _told(body: str, bodies: Sequence[str]) -> bool:
    """`bct` is a ministry's symbol and what people write for the Politburo, whose own symbol is `tw`."""
    return not (body in {"bct", "bbt"} and "tw" in bodies)


def _kind_fits(named: Named, row: DocumentSummary, kind: str) -> bool:
    if kind in named.kinds:
        return True
    return (not kind and "-" in named.kinds) or (
        bool(named.kind_words) and " ".join(named.kind_words) in _type_names(row)
    )


def _type_names(row: DocumentSummary) -> frozenset[str]:
    kind = by_code().get(row.document_type or "")
    return frozenset(map(fold, kind.titles)) if kind else frozenset()


def _whole_issuer(issuer: str, question: str) -> int:
    """How many words of the issuer's name the question gives, where it gives them all."""
    asked = set(phrase(_written_out(fold(question))))
    name = phrase(_written_out(issuer))
    return len(name) if name and set(name) <= asked else 0


def _written_out(folded: str) -> str:
    for short, whole in _SHORT:
        folded = short.sub(whole, folded)
    return folded


def _symbols(reference_number: str) -> tuple[str, tuple[str, ...], int | None]:
    """Kind symbol, body symbols and year of a number as the catalogue holds it, folded."""
    _, *rest = [part.strip() for part in _SPLIT.split(fold(reference_number))]
    year = None
    if rest and len(rest[0]) == 4 and rest[0].isdigit():
        year, rest = int(rest[0]), rest[1:]
    if rest and rest[0].rstrip("0123456789") in {"qh", "ubtvqh"}:
        return rest[0].rstrip("0123456789"), tuple(rest), year
    if rest and rest[0] in naming().symbols | {"qyd", "qdi"}:
        return rest[0], tuple(rest[1:]), year
    return "", tuple(rest), year


def _parted(found: Sequence[DocumentSummary]) -> tuple[tuple[DocumentSummary, ...], ...]:
    """Copies of one document, in several units or scanned twice, together."""
    groups: dict[tuple[object, ...], list[DocumentSummary]] = {}
    for row in found:
        key = (fold(row.reference_number or ""), row.issue_date, fold(row.issuing_body or ""))
        groups.setdefault(key, []).append(row)
    return tuple(tuple(sorted(copies, key=lambda row: row.id)) for copies in groups.values())


def _typed(named: Named) -> str:
    """The number in one spelling, as far as it was said."""
    kinds = sorted(kind for kind in named.kinds if kind.isalpha())
    parts = [named.number, str(named.year or ""), "|".join(kinds), *named.bodies, " ".join(named.issuer)]
    return "/".join(filter(None, parts))


def _label_typed(named: Named) -> str:
    return " ".join(named.text.split())


def _key(name: str) -> str:
    return f"{FilterKind.DOCUMENT.value}:{name}"
