"""Passages of documents, kept in the database and read inside a Scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from access.scope import Scope
from ocr.page import Box
from rag.models import PassageRow
from rag.sections import of_section
from rag.types import PageBox, Segment
from records import masking
from records.models import DocumentRow
from records.personal_data import mask
from records.scope_sql import one_of, visible
from vanthu.db import Database
from vanthu.errors import NotFound

NARROWED_FROM = 500
"""So many grants cost more in a statement than a statement that finds out which of them matter."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stored segment."""

    id: int
    document_id: int
    ordinal: int
    """From 0, in reading order within the document."""
    heading: tuple[str, ...]
    article: str | None
    clause: str | None
    point: str | None
    page: int
    text: str
    spans: tuple[tuple[int, int, int, Box], ...]
    """`(start, end, page, box)` per printed line, offsets into `text`."""

    @property
    def heading_path(self) -> str:
        return " › ".join(self.heading)

    @property
    def boxes(self) -> tuple[PageBox, ...]:
        """The lines of the whole passage."""
        return tuple(PageBox(page, box) for _, _, page, box in self.spans)

    def boxes_of(self, start: int, end: int) -> tuple[PageBox, ...]:
        """The lines that `text[start:end]` touches."""
        return tuple(PageBox(page, box) for a, b, page, box in self.spans if a < end and start < b)


class PassageStore:
    """Reads take a Scope; writes are for the indexer."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, ids: Sequence[int], scope: Scope) -> list[Passage]:
        """The visible ones of `ids`, in the order asked."""
        with self._db.session() as session:
            if len(scope.granted_ids) > NARROWED_FROM:
                documents = select(PassageRow.document_id).where(PassageRow.id.in_(ids))
                scope = scope.among(session.scalars(documents))
            rows = session.scalars(_visible(scope).where(PassageRow.id.in_(ids)))
            found = {passage.id: passage for passage in _shown(session, rows, scope)}
        return [found[i] for i in ids if i in found]

    def unseen(self, ids: Sequence[int], scope: Scope) -> tuple[set[int], Scope]:
        """Those of `ids` that the Scope does not hold, with every other passage of their documents: what an
        index that lags behind a change of class or unit still finds. And the Scope as far as `ids` go.
        """
        with self._db.session() as session:
            rows = select(PassageRow.id, PassageRow.document_id).where(one_of(PassageRow.id, ids))
            document_of = {passage_id: document_id for passage_id, document_id in session.execute(rows)}  # noqa: C416
            documents = set(document_of.values())
            scope = scope.among(documents)
            held = visible(scope), one_of(DocumentRow.id, documents)
            hidden = documents.difference(session.scalars(select(DocumentRow.id).where(*held)))
            if not hidden:
                return set(ids) - document_of.keys(), scope
            theirs = session.scalars(select(PassageRow.id).where(PassageRow.document_id.in_(hidden)))
            return {*theirs} | (set(ids) - document_of.keys()), scope

    def neighbours(self, passage_id: int, scope: Scope) -> list[Passage]:
        """The passage with the one before and the one after it in the document."""
        with self._db.session() as session:
            row, scope = _one(session, passage_id, scope)
            if row is None:
                raise NotFound
            near = session.scalars(
                _visible(scope)
                .where(
                    PassageRow.document_id == row.document_id,
                    PassageRow.ordinal.between(row.ordinal - 1, row.ordinal + 1),
                )
                .order_by(PassageRow.ordinal)
            )
            return _shown(session, near, scope)

    def following(self, passage_id: int, scope: Scope, limit: int) -> list[Passage]:
        """Up to `limit` passages after this one, in reading order, while they are of its article."""
        with self._db.session() as session:
            row, scope = _one(session, passage_id, scope)
            if row is None:
                return []
            after = session.scalars(
                _visible(scope)
                .where(
                    PassageRow.document_id == row.document_id,
                    PassageRow.ordinal.between(row.ordinal + 1, row.ordinal + limit),
                )
                .order_by(PassageRow.ordinal)
            )
            article = row.article
            return _shown(session, takewhile(lambda one: one.article == article, after), scope)

    def beside(self, passage_id: int, scope: Scope) -> list[Passage]:
        """The passages under the same heading as this one, itself among them, in reading order."""
        with self._db.session() as session:
            row, scope = _one(session, passage_id, scope)
            if row is None:
                return []
            others = session.scalars(
                _visible(scope)
                .where(PassageRow.document_id == row.document_id, PassageRow.article == row.article)
                .order_by(PassageRow.ordinal)
            )
            return _shown(session, [one for one in others if one.heading == row.heading], scope)

    def of_document(self, document_id: int, scope: Scope) -> list[Passage]:
        """All passages of a visible document, in reading order; none for one that is not visible."""
        with self._db.session() as session:
            rows = session.scalars(
                _visible(scope.among([document_id]))
                .where(PassageRow.document_id == document_id)
                .order_by(PassageRow.ordinal)
            )
            return _shown(session, rows, scope)

    def headings(self, document_ids: Sequence[int], scope: Scope) -> dict[int, list[str]]:
        """What the articles of these documents are headed, as far as they are visible; in reading order."""
        with self._db.session() as session:
            first = (
                _visible(scope.among(document_ids))
                .where(PassageRow.document_id.in_(document_ids), PassageRow.article.is_not(None))
                .with_only_columns(func.min(PassageRow.id))
                .group_by(PassageRow.document_id, PassageRow.article)
            )
            rows = session.scalars(
                select(PassageRow).where(PassageRow.id.in_(first)).order_by(PassageRow.ordinal)
            )
            found: dict[int, list[str]] = {}
            for passage in _shown(session, rows, scope):
                if passage.heading:
                    found.setdefault(passage.document_id, []).append(passage.heading[-1])
            return found

    def clause(
        self, document_id: int, article: str | None, clause: str | None, scope: Scope
    ) -> Passage | None:
        """Where a visible document has this clause, else where its article begins.

        Without an article the clause names its section as well: "1 mục II".
        """
        of_article = (
            _visible(scope.among([document_id]))
            .where(PassageRow.document_id == document_id, PassageRow.article == article)
            .order_by(PassageRow.ordinal)
        )
        with self._db.session() as session:
            found: list[PassageRow] = []
            if article is None:
                found = of_section(session.scalars(of_article).all(), clause)
            elif clause is not None:
                found = [*session.scalars(of_article.where(PassageRow.clause == clause).limit(1))]
            if article is not None and not found:
                found = [*session.scalars(of_article.limit(1))]
            return _shown(session, found[:1], scope)[0] if found else None

    def at(
        self, document_ids: Iterable[int], article: str, clause: str | None, scope: Scope, limit: int
    ) -> list[Passage]:
        """The passages of an article, or of one clause of it, in these visible documents, in reading order.

        Of a clause that is not told apart from its article, the article.
        """
        documents = sorted(set(document_ids))
        of_article = (
            _visible(scope.among(documents))
            .where(PassageRow.document_id.in_(documents), PassageRow.article == article)
            .order_by(PassageRow.document_id, PassageRow.ordinal)
            .limit(limit)
        )
        with self._db.session() as session:
            rows = [*session.scalars(of_article.where(PassageRow.clause == clause))] if clause else []
            return _shown(session, rows or session.scalars(of_article), scope)

    def replace(self, document_id: int, segments: Sequence[Segment], hashes: Sequence[str]) -> list[int]:
        """Make `segments` the document's passages; one whose indexed text (`hashes`) stays keeps its id."""
        with self._db.session() as session:
            known: dict[str, list[PassageRow]] = {}
            for row in session.scalars(_of(document_id).order_by(PassageRow.ordinal)):
                known.setdefault(row.text_hash, []).append(row)
            rows: list[PassageRow] = []
            for segment, text_hash in zip(segments, hashes, strict=True):
                same = known.get(text_hash)
                row = same.pop(0) if same else PassageRow(document_id=document_id, text_hash=text_hash)
                _fill(row, segment)
                rows.append(row)
            for gone in [row for rest in known.values() for row in rest]:
                session.delete(gone)
            session.add_all(rows)
            session.flush()
            return [row.id for row in rows]

    def remove(self, document_id: int) -> None:
        with self._db.session() as session:
            session.execute(delete(PassageRow).where(PassageRow.document_id == document_id))

    def ids_by_document(self) -> dict[int, set[int]]:
        """Every passage's id, for checking the index; acts for no person."""
        found: dict[int, set[int]] = {}
        with self._db.session() as session:
            for document_id, passage_id in session.execute(select(PassageRow.document_id, PassageRow.id)):
                found.setdefault(document_id, set()).add(passage_id)
        return found

    def hashes(self) -> set[str]:
        """Names of the vectors in use."""
        with self._db.session() as session:
            return {*session.scalars(select(PassageRow.text_hash))}


def _one(session: Session, passage_id: int, scope: Scope) -> tuple[PassageRow | None, Scope]:
    """The passage if it may be seen, and the Scope as far as its document goes."""
    document_id = session.scalar(select(PassageRow.document_id).where(PassageRow.id == passage_id))
    scope = scope.among(() if document_id is None else (document_id,))
    return session.scalar(_visible(scope).where(PassageRow.id == passage_id)), scope


def _visible(scope: Scope) -> Select[PassageRow]:
    return select(PassageRow).join(DocumentRow).where(visible(scope))


def _of(document_id: int) -> Select[PassageRow]:
    return select(PassageRow).where(PassageRow.document_id == document_id)


def _fill(row: PassageRow, segment: Segment) -> None:
    row.ordinal = segment.ordinal
    row.heading = [*segment.heading]
    row.article, row.clause, row.point = segment.article, segment.clause, segment.point
    row.page, row.text = segment.page, segment.text
    row.spans = [[start, end, page, *box] for start, end, page, box in segment.spans]


def _shown(session: Session, rows: Iterable[PassageRow], scope: Scope) -> list[Passage]:
    """The passages as this reader sees them: personal data in sensitive documents covered, unless needed.

    Those are read under a grant only, so that who has none costs no question to the database.
    """
    found = [_passage(row) for row in rows]
    granted = set() if scope.unmasked else {passage.document_id for passage in found} & scope.granted_ids
    if not granted:
        return found
    classes = select(DocumentRow.id, DocumentRow.data_class).where(DocumentRow.id.in_(sorted(granted)))
    covered = {row.id for row in session.execute(classes) if masking.hides(scope, row.data_class)}
    return [_covered(passage) if passage.document_id in covered else passage for passage in found]


def _covered(passage: Passage) -> Passage:
    return replace(passage, text=mask(passage.text), heading=tuple(map(mask, passage.heading)))


def _passage(row: PassageRow) -> Passage:
    return Passage(
        id=row.id,
        document_id=row.document_id,
        ordinal=row.ordinal,
        heading=tuple(row.heading),
        article=row.article,
        clause=row.clause,
        point=row.point,
        page=row.page,
        text=row.text,
        spans=tuple((span[0], span[1], span[2], tuple(span[3:])) for span in row.spans),
    )
