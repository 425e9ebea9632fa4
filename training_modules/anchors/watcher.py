"""Keeps bindings level with the library and notes what happens to what they are bound to.

What is stale follows from how library, bindings and decisions stand, not from the order in which documents
came: whatever was missed is found at the next look, and a look that finds nothing new changes nothing.
It acts for no person; what is shown of its findings is read again by the reader's Scope.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from rag.system_clauses import ClauseText, clauses, findable
from rag.understand.places import Place
from records.system_acting import Held, footprint, held
from training_modules.anchors import doings, parts
from training_modules.anchors.binding import Card, cards_of, meant, text_hash
from training_modules.anchors.kinds import ChangeKind, Verdict
from training_modules.anchors.models import Anchor, AnchorChange, SourceState
from training_modules.anchors.settling import bind, settle
from training_modules.content import Course
from vanthu.db import Database, now, office_day

Source = tuple[str, str]


class Watcher:
    """One at a time in an installation: the server's own thread."""

    def __init__(
        self,
        db: Database,
        courses: Callable[[], list[Course]],
        today: Callable[[], date] = lambda: office_day(now()),
    ) -> None:
        self._db = db
        self._courses = courses
        self._today = today
        self._editions: dict[str, int] = {}
        self._seen: object = None
        self._watched: frozenset[int] = frozenset()
        """Every document that bears a number courses name, or that acts on one."""

    def look(self) -> bool:
        """Compare where something may have changed since the last look; whether anything was compared."""
        courses = self._courses()
        editions = {course.id: course.version for course in courses}
        with self._db.session() as session:
            if editions == self._editions and self._footprint(session) == self._seen:
                return False
        self.compare(courses)
        return True

    def compare(self, courses: Sequence[Course] | None = None) -> None:
        """Compare everything."""
        courses = self._courses() if courses is None else courses
        with self._db.session() as session:
            # The footprint first: what changes meanwhile is looked at again, never missed.
            seen, watched = self._footprint(session), self._watched
        for course in courses:
            if self._editions.get(course.id) != course.version:
                with self._db.session() as session:
                    parts.follow(session, course)
        with self._db.session() as session:
            parts.forget(session, frozenset(course.id for course in courses))
            self._watched = _Look(session, courses, self._today()).run()
        # A footprint of other documents says nothing of these.
        self._seen = seen if watched == self._watched else None
        self._editions = {course.id: course.version for course in courses}

    def _footprint(self, session: Session) -> object:
        waiting = select(AnchorChange.id).where(AnchorChange.settled_at.is_(None))
        decisions = tuple(session.scalars(waiting.order_by(AnchorChange.id)))
        return self._today(), decisions, footprint(session, self._watched)


class _Look:
    """One comparison of everything, in one transaction."""

    def __init__(self, session: Session, courses: Sequence[Course], on: date) -> None:
        self._session = session
        self._courses = {course.id for course in courses}
        self._cards = cards = [card for course in courses for card in cards_of(course)]
        self._on = on
        self._held: dict[str, list[Held]] = held(session, {card.reference_key for card in cards})
        self._anchors: dict[Source, Anchor] = {
            (row.course_id, row.source_key): row
            for row in session.scalars(select(Anchor).where(Anchor.until.is_(None)))
        }
        states = session.execute(select(SourceState.course_id, SourceState.source_key, SourceState.bound))
        self._bound = {(course_id, key): bound for course_id, key, bound in states}
        self._open: dict[Source, list[AnchorChange]] = defaultdict(list)
        for row in session.scalars(select(AnchorChange).where(AnchorChange.settled_at.is_(None))):
            self._open[row.course_id, row.source_key].append(row)

    def run(self) -> frozenset[int]:
        """The documents that the next look has to watch."""
        means = {card.id: self._means(card) for card in self._cards}
        words = self._words(means)
        for card in self._cards:
            anchor, document = self._anchors.get(card.id), means[card.id]
            if anchor is not None and not _places_agree(anchor, card):
                anchor = None  # an edition names another place: bound anew, decisions still wait
            if anchor is None:
                self._bind(card, document, words)
            elif document is None:
                self._happened(card, anchor, ChangeKind.WITHDRAWN)
            elif document.indexed and (document.id, document.revision) != (
                anchor.document_id,
                anchor.document_revision,
            ):
                self._compare(card, anchor, document, words.get((document.id, _place(anchor))))
            elif document.id == anchor.document_id:
                self._over(card, ChangeKind.WITHDRAWN)
        self._end_removed()
        acting = doings.follow(self._session, self._cards, self._anchors, self._open, self._on)
        bearing = frozenset(each.id for documents in self._held.values() for each in documents)
        return acting | bearing | frozenset(each.document_id for each in self._anchors.values())

    def _end_removed(self) -> None:
        """Cards that an edition no longer has are bound to nothing."""
        named = {card.id for card in self._cards}
        for source, anchor in self._anchors.items():
            if source not in named and source[0] in self._courses:
                anchor.until = now()

    def _means(self, card: Card) -> Held | None:
        anchor = self._anchors.get(card.id)
        return meant(card, self._held.get(card.reference_key, []), anchor.document_id if anchor else None)

    def _words(self, means: dict[Source, Held | None]) -> dict[tuple[int, Place], ClauseText]:
        """The clauses that have to be read, in as few statements as there are kinds of reading."""
        new, again = set(), set()
        for card in self._cards:
            document, anchor = means[card.id], self._anchors.get(card.id)
            if document is None or not document.indexed or not findable(card.place):
                continue
            if anchor is None or not _places_agree(anchor, card):
                new.add((document.id, card.place))
            elif (document.id, document.revision) != (anchor.document_id, anchor.document_revision):
                again.add((document.id, _place(anchor)))
        return clauses(self._session, new, exact=False) | clauses(self._session, again, exact=True)

    def _bind(self, card: Card, document: Held | None, words: dict[tuple[int, Place], ClauseText]) -> None:
        if self._bound.get(card.id) and card.id not in self._anchors:
            self._happened(card, None, ChangeKind.GONE)
            return
        if document is None or not document.indexed:
            return
        clause = words.get((document.id, card.place))
        if clause is None and findable(card.place):
            return  # the document is there, the clause was not found in it
        self._anchors[card.id] = bind(self._session, card, (document.id, document.revision), clause)

    def _compare(self, card: Card, anchor: Anchor, document: Held, clause: ClauseText | None) -> None:
        if findable(_place(anchor)) and clause is None:
            self._happened(card, anchor, ChangeKind.WITHDRAWN)
            return
        self._over(card, ChangeKind.WITHDRAWN)
        found = text_hash(clause.text) if clause else anchor.text_hash
        if found == anchor.text_hash:
            self._over(card, ChangeKind.TEXT)
            anchor.document_id, anchor.document_revision = document.id, document.revision
            return
        if document.id == anchor.document_id:
            anchor.document_revision = document.revision
        self._happened(
            card,
            anchor,
            ChangeKind.TEXT,
            document_id=document.id,
            cause=found,
            text=clause.text if clause else None,
        )

    def _happened(
        self,
        card: Card,
        anchor: Anchor | None,
        kind: ChangeKind,
        *,
        document_id: int | None = None,
        cause: str = "",
        text: str | None = None,
    ) -> None:
        """Open a change unless it is open; a text changed again is another change."""
        same = [row for row in self._open[card.id] if row.kind == kind]
        if any(row.cause == cause for row in same):
            return
        self._over(card, kind)
        row = AnchorChange(
            course_id=card.course_id,
            source_key=card.source_key,
            anchor_id=anchor.id if anchor else None,
            kind=kind.value,
            document_id=document_id,
            cause=cause,
            new_text=text,
        )
        self._session.add(row)
        self._open[card.id].append(row)

    def _over(self, card: Card, kind: ChangeKind) -> None:
        over = [row for row in self._open[card.id] if row.kind == kind]
        settle(self._session, over, Verdict.UNDONE)
        self._open[card.id] = [row for row in self._open[card.id] if row not in over]


def _place(anchor: Anchor) -> Place:
    return Place(anchor.article, anchor.clause, anchor.point)


def _places_agree(anchor: Anchor, card: Card) -> bool:
    """Whether the binding is of the place the card names; one to an article may be of a clause of it that
    was not told apart."""
    asked = card.place
    whole = anchor.clause is None and (asked.article is not None or not findable(asked))
    return anchor.article == asked.article and (whole or anchor.clause == asked.clause)
