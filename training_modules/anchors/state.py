"""What of a course is stale: its parts whose source has changed since they were written."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from training_modules.anchors.models import Anchor, AnchorChange, CoursePart


@dataclass(frozen=True, slots=True)
class Bound:
    """What a source card is bound to now."""

    document_id: int
    text_hash: str


def stale_items(session: Session, course_id: str) -> frozenset[str]:
    """Ids of the questions that, as the newest edition has them, must not be asked now."""
    current = CoursePart.kind == "item", CoursePart.current.is_(True)
    parts = select(CoursePart.part_id).where(_stale(course_id), *current)
    return frozenset(session.scalars(parts))


def stale_sources(session: Session, course_id: str) -> frozenset[str]:
    """Keys of the source cards whose clause has changed and about which nobody has decided yet."""
    changed = select(AnchorChange.source_key).where(
        AnchorChange.course_id == course_id, AnchorChange.settled_at.is_(None)
    )
    return frozenset(session.scalars(changed.distinct()))


def stale_wordings(session: Session, course_id: str) -> frozenset[str]:
    """Digests of questions and lessons, of whatever edition, that rest on what has changed."""
    return frozenset(session.scalars(select(CoursePart.digest).where(_stale(course_id))))


def bound_sources(session: Session, course_id: str) -> dict[str, Bound]:
    """What the course's source cards are bound to now, by key; cards without a place are not there."""
    held = select(Anchor.source_key, Anchor.document_id, Anchor.text_hash).where(
        Anchor.course_id == course_id, Anchor.until.is_(None)
    )
    return {key: Bound(document_id, text_hash) for key, document_id, text_hash in session.execute(held)}


def _stale(course_id: str) -> ColumnElement[bool]:
    """Dropped, or written before the last open change of what it rests on."""
    last = (
        select(func.max(AnchorChange.id))
        .where(
            AnchorChange.course_id == CoursePart.course_id,
            AnchorChange.source_key == CoursePart.source_key,
            AnchorChange.settled_at.is_(None),
        )
        .correlate(CoursePart)
        .scalar_subquery()
    )
    later = or_(CoursePart.dropped_at.is_not(None), CoursePart.after_change < last)
    return (CoursePart.course_id == course_id) & later
