"""Editions in the database: which there are, how one is added and moved on. Nothing here asks who acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training_modules.editions.models import EDITED, OPEN, CourseEdition, EditionMove, Origin, State
from training_modules.files import digest_of


def add(
    session: Session,
    course_id: str,
    number: int,
    state: State,
    *,
    origin: Origin,
    files: Mapping[str, str],
    account_id: int | None = None,
    note: str = "",
) -> CourseEdition:
    edition = CourseEdition(
        course_id=course_id,
        number=number,
        state=state,
        open=True if state in OPEN else None,
        origin=origin,
        files=dict(files),
        digest=digest_of(files),
        note=note,
        edited_by=account_id,
    )
    session.add(edition)
    session.flush()
    session.add(EditionMove(edition_id=edition.id, state=state, account_id=account_id))
    return edition


def move(session: Session, edition: CourseEdition, state: State, account_id: int | None) -> None:
    edition.state = state
    edition.open = True if state in OPEN else None
    session.add(EditionMove(edition_id=edition.id, state=state, account_id=account_id))
    session.flush()


def note_editor(session: Session, edition: CourseEdition, account_id: int) -> None:
    """Keep in the trail that this person writes on the draft, before `edited_by` names them.

    Of a draft from before the trail told, the last one who wrote is known and kept as well.
    """
    _note(session, edition, [*_writers(session, edition), account_id])


def note_last_editor(session: Session, edition: CourseEdition) -> None:
    """Keep in the trail who wrote on it last, before `edited_by` names nobody."""
    _note(session, edition, _writers(session, edition))


def note_origin(session: Session, edition: CourseEdition, source: CourseEdition) -> None:
    """The draft is a copy of `source`: whoever wrote that has written this too, unless it was reviewed."""
    reviewed = select(EditionMove.id).where(
        EditionMove.edition_id == source.id, EditionMove.state == State.PUBLISHED
    )
    if session.scalar(reviewed.limit(1)) is None:
        _note(session, edition, _writers(session, source))


def editors(session: Session, edition: CourseEdition) -> set[int]:
    """Everybody who has written on it; whoever drafted it, while nobody has."""
    drafted = {edition.edited_by} if edition.edited_by is not None else set()
    return set(_writers(session, edition)) or drafted


def _writers(session: Session, edition: CourseEdition) -> list[int]:
    """Who is known to have written on it, as the trail tells, and who wrote last."""
    moves = session.scalars(
        select(EditionMove).where(EditionMove.edition_id == edition.id).order_by(EditionMove.id)
    ).all()
    last = edition.edited_by if edition.edited_at > moves[0].at else None
    found = [*(each.account_id for each in moves if each.state == EDITED), last]
    return [each for each in dict.fromkeys(found) if each is not None]


def _note(session: Session, edition: CourseEdition, account_ids: Sequence[int]) -> None:
    noted = set(
        session.scalars(
            select(EditionMove.account_id).where(
                EditionMove.edition_id == edition.id, EditionMove.state == EDITED
            )
        )
    )
    for editor in dict.fromkeys(account_ids):
        if editor not in noted:
            session.add(EditionMove(edition_id=edition.id, state=EDITED, account_id=editor))


def newest(session: Session, course_id: str) -> CourseEdition | None:
    """The one of the highest number, whatever became of it."""
    return session.scalars(
        select(CourseEdition)
        .where(CourseEdition.course_id == course_id)
        .order_by(CourseEdition.number.desc())
        .limit(1)
    ).first()


def open_edition(session: Session, course_id: str) -> CourseEdition | None:
    """The draft, or what waits for review; a course has one at most."""
    return session.scalars(
        select(CourseEdition).where(CourseEdition.course_id == course_id, CourseEdition.open.is_(True))
    ).first()


def published(session: Session, course_id: str) -> list[CourseEdition]:
    """What is offered, and the editions before it that people may still be in; newest first."""
    return list(
        session.scalars(
            select(CourseEdition)
            .where(CourseEdition.course_id == course_id, CourseEdition.state == State.PUBLISHED)
            .order_by(CourseEdition.number.desc())
        )
    )


def newest_numbers(session: Session) -> dict[str, int]:
    """The newest published edition of every course that is offered."""
    newest = (
        select(CourseEdition.course_id, func.max(CourseEdition.number))
        .where(CourseEdition.state == State.PUBLISHED)
        .group_by(CourseEdition.course_id)
    )
    return {row[0]: row[1] for row in session.execute(newest)}


def next_number(session: Session, course_id: str) -> int:
    """One more than every edition of the course, drafts included."""
    highest = session.scalar(
        select(func.max(CourseEdition.number)).where(CourseEdition.course_id == course_id)
    )
    return (highest or 0) + 1


def known(session: Session, course_id: str) -> set[str]:
    """The digests of every edition of the course."""
    return set(session.scalars(select(CourseEdition.digest).where(CourseEdition.course_id == course_id)))


def closed(session: Session, course_id: str, number: int) -> CourseEdition | None:
    """An edition that was published, retired since or not: it never changes any more."""
    return session.scalars(
        select(CourseEdition).where(
            CourseEdition.course_id == course_id,
            CourseEdition.number == number,
            CourseEdition.open.is_(None),
        )
    ).first()
