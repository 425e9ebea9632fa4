"""Which questions and lessons rest on which source card, in which wording; kept level with the courses."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from training_modules.anchors.binding import parts_of
from training_modules.anchors.kinds import Verdict
from training_modules.anchors.models import AnchorChange, CoursePart
from training_modules.anchors.settling import retire, settle
from training_modules.content import Course


def follow(session: Session, course: Course) -> None:
    """Note the parts of the edition now on offer. What was stale and is written anew settles by itself."""
    known = {
        (row.source_key, row.digest): row
        for row in session.scalars(select(CoursePart).where(CoursePart.course_id == course.id))
    }
    last = session.scalar(select(func.max(AnchorChange.id))) or 0
    wanted = {(key, part.digest): part for part in parts_of(course) for key in part.sources}
    for place, row in known.items():
        row.current = place in wanted
    session.add_all(
        CoursePart(
            course_id=course.id,
            source_key=key,
            kind=part.kind,
            part_id=part.id,
            digest=part.digest,
            after_change=last,
        )
        for (key, _), part in wanted.items()
        if (key, part.digest) not in known
    )
    session.flush()
    settle_revised(session, course.id, frozenset(course.sources))


def forget(session: Session, offered: frozenset[str]) -> None:
    """Courses that are no longer on offer have no current parts."""
    current = CoursePart.current.is_(True), CoursePart.course_id.not_in(sorted(offered))
    session.execute(update(CoursePart).where(*current).values(current=False))


def settle_revised(session: Session, course_id: str, sources: frozenset[str] | None = None) -> None:
    """Settle the changes since which all that rests on their source was written anew or dropped.

    So are those of cards that are no more among `sources`, where these are told.
    """
    waiting = select(AnchorChange).where(
        AnchorChange.course_id == course_id, AnchorChange.settled_at.is_(None)
    )
    by_source: dict[str, list[AnchorChange]] = defaultdict(list)
    for change in session.scalars(waiting):
        by_source[change.source_key].append(change)
    for source_key, changes in by_source.items():
        of_source = CoursePart.course_id == course_id, CoursePart.source_key == source_key
        parts = session.scalars(select(CoursePart).where(*of_source)).all()
        last = max(change.id for change in changes)
        left = [part for part in parts if part.current and not part.dropped_at and part.after_change < last]
        dealt_with = any(part.after_change >= last or part.dropped_at for part in parts)
        removed = sources is not None and source_key not in sources
        if removed or (dealt_with and not left):
            retire(part for part in parts if not part.current and part.after_change < last)
            settle(session, changes, Verdict.REVISED)
