"""What waits for a trainer because its source has changed, and what they decide about it.

Watching acts for no person; what is shown here is read again by the trainer's Scope. Who may not see a
document that it turns on is told that something changed, and cannot decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from access.principal import Principal
from access.roles import Action
from access.scope import Scope
from records import masking
from records.catalogue import Catalogue
from records.personal_data import mask
from records.types import DocumentSummary
from training_modules.anchors.binding import parts_of
from training_modules.anchors.errors import ChangedMeanwhile, NotToBeSeen, Unexplained
from training_modules.anchors.kinds import ChangeKind, Verdict
from training_modules.anchors.models import Anchor, AnchorChange, CoursePart
from training_modules.anchors.parts import settle_revised
from training_modules.anchors.settling import settle
from training_modules.anchors.views import (
    ChangedSource,
    Compared,
    DroppedQuestion,
    Happening,
    Resting,
    hidden,
)
from training_modules.content import Course
from vanthu.db import Database, now
from vanthu.errors import NotFound

SHOWN = 50
"""Questions and lessons listed for one source; of more only their number is told."""
AT_ONCE = 500
_NO_DOCUMENT = {ChangeKind.WITHDRAWN.value, ChangeKind.GONE.value}
_OF_ITSELF = {ChangeKind.TEXT.value, *_NO_DOCUMENT}


class ChangedSources:
    """Every call takes the trainer."""

    def __init__(self, db: Database, courses: Callable[[], list[Course]], catalogue: Catalogue) -> None:
        self._db = db
        self._courses = courses
        self._catalogue = catalogue

    def waiting(self, principal: Principal) -> list[ChangedSource]:
        """Sources with open changes, by course, the longest waiting first."""
        principal.require(Action.TEACH)
        courses = {course.id: course for course in self._courses()}
        with self._db.session() as session:
            found = _open(session, courses)
            anchors = _anchors(session, [change for each in found.values() for change in each])
        sight = self._sight(anchors, found.values(), Scope.of(principal))
        with self._db.session() as session:
            return [
                _shown(session, courses[source[0]], source[1], changes, sight)
                for source, changes in found.items()
                if source[1] in courses[source[0]].sources
            ]

    def still_right(self, compared: Sequence[Compared], reason: str, principal: Principal) -> None:
        """What rests on the sources stays as it is: on one, or on all that show the same clause.

        Raises `ChangedMeanwhile` where there are other changes by now, `NotToBeSeen` where one may not see
        them; then nothing is decided.
        """
        with self._judging(compared, reason, principal) as (session, found):
            for changes in found.values():
                settle(session, changes, Verdict.STILL_RIGHT, by=principal.account_id, reason=reason.strip())

    def drop_resting(self, compared: Sequence[Compared], reason: str, principal: Principal) -> int:
        """Take every question that rests on the sources out of draws; how many. Raises like `still_right`."""
        with self._judging(compared, reason, principal) as (session, found):
            dropped = 0
            for course_id, source_key in found:
                resting = _current(course_id, source_key).where(
                    CoursePart.kind == "item", CoursePart.dropped_at.is_(None)
                )
                for part in session.scalars(resting):
                    _drop(part, reason, principal)
                    dropped += 1
                session.flush()
                settle_revised(session, course_id)
            return dropped

    @contextmanager
    def _judging(
        self, compared: Sequence[Compared], reason: str, principal: Principal
    ) -> Iterator[tuple[Session, dict[tuple[str, str], list[AnchorChange]]]]:
        """The open changes of sources about which one decision is made, in one transaction."""
        principal.require(Action.TEACH)
        if not reason.strip():
            raise Unexplained
        seen = {each.source: each.seen for each in compared}
        sources = [each for each in self.waiting(principal) if (each.course_id, each.source_key) in seen]
        if not sources or len(sources) != len(seen):
            raise NotFound
        if not all(each.decidable for each in sources):
            raise NotToBeSeen
        if len({each.judged for each in sources}) > 1:  # no longer the same clause with the same words
            raise ChangedMeanwhile
        with self._db.session() as session:
            waiting = _open(session, {course_id for course_id, _ in seen})
            found = {source: waiting.get(source, []) for source in seen}
            if any({change.id for change in found[source]} != seen[source] for source in seen):
                raise ChangedMeanwhile
            yield session, found

    def drop(self, course_id: str, digest: str, reason: str, principal: Principal) -> None:
        """Take a question in this wording out of draws, whatever becomes of its source."""
        principal.require(Action.TEACH)
        if not reason.strip():
            raise Unexplained
        with self._db.session() as session:
            for part in _parts(session, course_id, digest):
                _drop(part, reason, principal)
            session.flush()
            settle_revised(session, course_id)

    def take_back(self, course_id: str, digest: str, principal: Principal) -> None:
        """A dropped question is drawn again as its source allows."""
        principal.require(Action.TEACH)
        with self._db.session() as session:
            for part in _parts(session, course_id, digest):
                part.dropped_at = part.dropped_by = None
                part.drop_reason = ""

    def dropped(self, principal: Principal) -> list[DroppedQuestion]:
        """Questions of editions on offer that a trainer has dropped, by course."""
        principal.require(Action.TEACH)
        with self._db.session() as session:
            gone = select(CoursePart).where(CoursePart.current.is_(True), CoursePart.dropped_by.is_not(None))
            rows = {(row.course_id, row.digest): row for row in session.scalars(gone)}
        return [
            DroppedQuestion(course.id, course.title, part.digest, _title(course, part.id), row.drop_reason)
            for course in (self._courses() if rows else ())
            for part in parts_of(course)
            if (row := rows.get((course.id, part.digest))) is not None
        ]

    def _sight(
        self, anchors: Mapping[int, Anchor], found: Iterable[Sequence[AnchorChange]], scope: Scope
    ) -> Sight:
        ids = {change.document_id for each in found for change in each}
        ids |= {each.document_id for each in anchors.values()}
        wanted = sorted(each for each in ids if each is not None)
        seen: dict[int, DocumentSummary] = {}
        for start in range(0, len(wanted), AT_ONCE):
            seen |= self._catalogue.summaries(wanted[start : start + AT_ONCE], scope)
        return Sight(scope, anchors, seen)


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person may see of the documents that changes turn on."""

    scope: Scope
    anchors: Mapping[int, Anchor]
    seen: Mapping[int, DocumentSummary]

    def anchor(self, change: AnchorChange) -> Anchor | None:
        return self.anchors.get(change.anchor_id) if change.anchor_id is not None else None

    def document(self, change: AnchorChange) -> DocumentSummary | None:
        """The document whose words the change tells."""
        anchor = self.anchor(change)
        document_id = change.document_id or (anchor.document_id if anchor else None)
        return self.seen.get(document_id) if document_id is not None else None

    def covered(self, text: str, document: DocumentSummary) -> str:
        """The words as this person sees them: personal data in sensitive documents covered, unless needed."""
        return mask(text) if masking.hides(self.scope, document.data_class) else text

    def happening(self, change: AnchorChange) -> Happening:
        by = self.document(change)
        other = None if change.kind in _OF_ITSELF else by
        told = Happening(
            change.id,
            change.kind,
            other.id if other else None,
            (other.reference_number or other.title) if other else "",
            self.covered(change.words, other) if other else "",
            change.holds_from,
            change.seen_at,
        )
        return told if by is not None or change.kind in _NO_DOCUMENT else hidden(told)


def _shown(
    session: Session, course: Course, source_key: str, changes: Sequence[AnchorChange], sight: Sight
) -> ChangedSource:
    source = course.sources[source_key]
    anchor = next((each for change in reversed(changes) if (each := sight.anchor(change))), None)
    own = sight.seen.get(anchor.document_id) if anchor else None
    newest = next((each for each in reversed(changes) if each.new_text and sight.document(each)), None)
    by = sight.document(newest) if newest else None
    happenings = tuple(sight.happening(change) for change in changes)
    resting = _resting(session, course, source_key)
    return ChangedSource(
        course.id,
        course.title,
        source_key,
        source.title,
        source.reference_number,
        source.issue_date,
        source.article,
        source.clause,
        source.point,
        own.id if own else None,
        sight.covered(anchor.text, own) if anchor and own else None,
        sight.covered(newest.new_text or "", by) if newest and by else None,
        happenings,
        tuple(resting[:SHOWN]),
        sum(each.kind == "item" for each in resting),
        sum(each.kind == "lesson" for each in resting),
        all(each.kind != "hidden" for each in happenings),
    )


def _open(session: Session, courses: Iterable[str]) -> dict[tuple[str, str], list[AnchorChange]]:
    waiting = select(AnchorChange).where(
        AnchorChange.settled_at.is_(None), AnchorChange.course_id.in_(sorted(courses))
    )
    found: dict[tuple[str, str], list[AnchorChange]] = defaultdict(list)
    for change in session.scalars(waiting.order_by(AnchorChange.course_id, AnchorChange.id)):
        found[change.course_id, change.source_key].append(change)
    return found


def _anchors(session: Session, changes: Iterable[AnchorChange]) -> dict[int, Anchor]:
    ids = sorted({change.anchor_id for change in changes if change.anchor_id is not None})
    found: dict[int, Anchor] = {}
    for start in range(0, len(ids), AT_ONCE):
        for anchor in session.scalars(select(Anchor).where(Anchor.id.in_(ids[start : start + AT_ONCE]))):
            found[anchor.id] = anchor
    return found


def _resting(session: Session, course: Course, source_key: str) -> list[Resting]:
    rows = session.scalars(_current(course.id, source_key).order_by(CoursePart.kind.desc(), CoursePart.id))
    titles = _titles(course)
    return [
        Resting(row.kind, row.part_id, row.digest, titles.get(row.digest, ""), row.dropped_at is not None)
        for row in rows
    ]


def _current(course_id: str, source_key: str) -> Select[CoursePart]:
    """What rests on the source in the edition on offer."""
    return select(CoursePart).where(
        CoursePart.course_id == course_id,
        CoursePart.source_key == source_key,
        CoursePart.current.is_(True),
    )


def _drop(part: CoursePart, reason: str, principal: Principal) -> None:
    part.dropped_at = part.dropped_at or now()
    part.dropped_by, part.drop_reason = principal.account_id, reason.strip()


def _titles(course: Course) -> dict[str, str]:
    """What questions ask and lessons are called, by digest."""
    names = {activity.id: activity.title for activity in course.activities}
    names |= {item.id: item.stem for activity in course.activities for item in activity.items}
    return {part.digest: names[part.id] for part in parts_of(course)}


def _title(course: Course, item_id: str) -> str:
    return next(i.stem for a in course.activities for i in a.items if i.id == item_id)


def _parts(session: Session, course_id: str, digest: str) -> list[CoursePart]:
    of_course = CoursePart.course_id == course_id, CoursePart.digest == digest, CoursePart.kind == "item"
    found = [*session.scalars(select(CoursePart).where(*of_course))]
    if not found:
        raise NotFound
    return found
