"""What of a course is stale: its parts whose source has changed since they were written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from training_modules.anchors.models import Anchor, AnchorChange, CoursePart


@dataclass(frozen=True, slots=True)
class Bound:
    """What a source card is bound to now."""

    document_id: int
    text_hash: str


def stale_items(session: Session, course_id: str) -> frozenset[str]:
    """Ids of the questions that, as the newest edition has them, must not be asked now."""
    rows = _stale(session, course_id, CoursePart.kind == "item", CoursePart.current.is_(True))
    return frozenset(row.part_id for row in rows)


def stale_sources(session: Session, course_id: str) -> frozenset[str]:
    """Keys of the source cards whose clause has changed and about which nobody has decided yet."""
    return frozenset(_last_changes(session, course_id))


def stale_wordings(session: Session, course_id: str) -> frozenset[str]:
    """Digests of questions and lessons, of whatever edition, that rest on what has changed."""
    return frozenset(row.digest for row in _stale(session, course_id))


def bound_sources(session: Session, course_id: str) -> dict[str, Bound]:
    """What the course's source cards are bound to now, by key; cards without a place are not there."""
    held = select(Anchor.source_key, Anchor.document_id, Anchor.text_hash).where(
        Anchor.course_id == course_id, Anchor.until.is_(None)
    )
    return {key: Bound(document_id, text_hash) for key, document_id, text_hash in session.execute(held)}


def _last_changes(session: Session, course_id: str) -> dict[str, int]:
    """The last open change of each source card that has one."""
    waiting = (
        select(AnchorChange.source_key, func.max(AnchorChange.id))
        .where(AnchorChange.course_id == course_id, AnchorChange.settled_at.is_(None))
        .group_by(AnchorChange.source_key)
    )
    return {key: last for key, last in session.execute(waiting)}  # noqa: C416 - rows are no tuples to mypy


def _stale(
    session: Session, course_id: str, *narrowed: ColumnElement[bool]
) -> Iterator[Row[str, str, str, int]]:
    """Parts that were dropped, or written before the last open change of what they rest on.

    Read at every start of a quiz: where nothing has changed, two look-ups in indexes.
    """
    of_course = select(CoursePart.part_id, CoursePart.digest, CoursePart.source_key, CoursePart.after_change)
    of_course = of_course.where(CoursePart.course_id == course_id, *narrowed)
    yield from session.execute(of_course.where(CoursePart.dropped_at.is_not(None)))
    last = _last_changes(session, course_id)
    if last:
        for row in session.execute(of_course.where(CoursePart.source_key.in_(sorted(last)))):
            if row.after_change < last[row.source_key]:
                yield row
