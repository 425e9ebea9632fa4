"""Opening and settling changes, and moving a binding to the words that hold now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from rag.system_clauses import ClauseText
from training_modules.anchors.binding import Card, text_hash
from training_modules.anchors.kinds import ChangeKind, Verdict
from training_modules.anchors.models import Anchor, AnchorChange, CoursePart, SourceState
from vanthu.db import now

UNCOMPARED = -1
"""In place of a revision: the document has still to be compared with the binding."""


def bind(session: Session, card: Card, document: tuple[int, int], clause: ClauseText | None) -> Anchor:
    """Bind the card to a document (id, revision) and its clause; what was bound before is over."""
    unbind(session, card.id)
    document_id, revision = document
    place = clause.place if clause else None
    text = clause.text if clause else ""
    anchor = Anchor(
        course_id=card.course_id,
        source_key=card.source_key,
        document_id=document_id,
        document_revision=revision,
        article=place.article if place else None,
        clause=place.clause if place else None,
        point=place.point if place else None,
        page=clause.page if clause else None,
        text=text,
        text_hash=text_hash(text),
    )
    session.add(anchor)
    _note_bound(session, card.id, bound=True)
    session.flush()
    return anchor


def unbind(session: Session, source: tuple[str, str]) -> None:
    """End the binding; the card is bound anew when a document fits."""
    for anchor in session.scalars(held(source)):
        anchor.until = now()
    _note_bound(session, source, bound=False)


def held(source: tuple[str, str]) -> Select[Anchor]:
    """The binding that holds."""
    course_id, source_key = source
    return select(Anchor).where(
        Anchor.course_id == course_id, Anchor.source_key == source_key, Anchor.until.is_(None)
    )


def settle(
    session: Session,
    changes: Sequence[AnchorChange],
    verdict: Verdict,
    *,
    by: int | None = None,
    reason: str = "",
) -> None:
    """Close open changes. Where what was bound is no more, the words that were compared are bound instead."""
    moment = now()
    for change in changes:
        change.settled_at, change.settled_by = moment, by
        change.verdict, change.reason = verdict.value, reason
        source = change.course_id, change.source_key
        if verdict is Verdict.UNDONE:
            continue
        if change.kind == ChangeKind.TEXT:
            _bind_words(session, change)
        elif change.kind in {ChangeKind.WITHDRAWN, ChangeKind.GONE}:
            unbind(session, source)


def _bind_words(session: Session, change: AnchorChange) -> None:
    """Bind to the new words as they were shown, not as they are by now: later ones are a change again."""
    for old in session.scalars(held((change.course_id, change.source_key))).all():
        old.until = now()
        session.add(
            Anchor(
                course_id=old.course_id,
                source_key=old.source_key,
                document_id=change.document_id or old.document_id,
                document_revision=UNCOMPARED,
                article=old.article,
                clause=old.clause,
                point=old.point,
                page=old.page,
                text=change.new_text or "",
                text_hash=change.cause,
            )
        )


def retire(parts: Iterable[CoursePart]) -> None:
    """Take wordings out of draws for good."""
    for part in parts:
        part.dropped_at = part.dropped_at or now()


def _note_bound(session: Session, source: tuple[str, str], *, bound: bool) -> None:
    state = session.get(SourceState, source)
    if state is None:
        state = SourceState(course_id=source[0], source_key=source[1])
        session.add(state)
    state.bound = bound
