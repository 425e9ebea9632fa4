"""What trainers see of courses and their editions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access.models import AccountRoleRow, AccountRow
from access.names import LOCAL_USERNAME
from access.roles import MAY, Action
from training_modules.content import read_front
from training_modules.editions.models import CourseEdition, EditionMove
from training_modules.editions.views import EditionLine, MoveLine
from training_modules.errors import CourseDamaged
from training_modules.files import KeptFiles
from training_modules.models import CourseProgress


def lines(session: Session, course_id: str | None = None) -> dict[str, list[EditionLine]]:
    """Editions by course, newest first, without their files."""
    chosen = select(
        CourseEdition.id,
        CourseEdition.course_id,
        CourseEdition.number,
        CourseEdition.state,
        CourseEdition.origin,
        CourseEdition.note,
        CourseEdition.edited_at,
        CourseEdition.edited_by,
    ).order_by(CourseEdition.number.desc())
    if course_id is not None:
        chosen = chosen.where(CourseEdition.course_id == course_id)
    rows = session.execute(chosen).all()
    moves = _moves(session, [row.id for row in rows])
    names = _names(session, {row.edited_by for row in rows})
    inside = _inside(session)
    found: dict[str, list[EditionLine]] = defaultdict(list)
    for row in rows:
        found[row.course_id].append(
            EditionLine(
                row.id,
                row.number,
                row.state,
                row.origin,
                row.note,
                row.edited_at,
                names.get(row.edited_by),
                inside.get((row.course_id, row.number), 0),
                tuple(moves[row.id]),
            )
        )
    return found


def title_of(course_id: str, files: dict[str, str]) -> tuple[str, int | None]:
    """Title and module of an edition that may be damaged."""
    try:
        front, _ = read_front(KeptFiles(course_id, files))
    except CourseDamaged:
        return course_id, None
    return str(front["title"]), int(front["module"])


def other_trainers(session: Session, account_id: int) -> int:
    """How many others could publish; whoever owns the machine is not counted among the trainers."""
    roles = [str(role) for role in MAY[Action.TEACH]]
    others = (
        select(func.count(func.distinct(AccountRow.id)))
        .join(AccountRoleRow, AccountRoleRow.account_id == AccountRow.id)
        .where(
            AccountRoleRow.role.in_(roles),
            AccountRow.disabled_at.is_(None),
            AccountRow.id != account_id,
            AccountRow.username != LOCAL_USERNAME,
        )
    )
    return session.scalar(others) or 0


def _moves(session: Session, ids: list[int]) -> dict[int, list[MoveLine]]:
    rows = session.execute(
        select(EditionMove.edition_id, EditionMove.state, EditionMove.at, AccountRow.display_name)
        .join(AccountRow, AccountRow.id == EditionMove.account_id, isouter=True)
        .where(EditionMove.edition_id.in_(ids))
        .order_by(EditionMove.id)
    )
    found: dict[int, list[MoveLine]] = defaultdict(list)
    for edition_id, state, at, name in rows:
        found[edition_id].append(MoveLine(state, at, name))
    return found


def _names(session: Session, ids: Iterable[int | None]) -> dict[int | None, str]:
    known = [each for each in ids if each is not None]
    rows = session.execute(select(AccountRow.id, AccountRow.display_name).where(AccountRow.id.in_(known)))
    return {row.id: row.display_name for row in rows}


def _inside(session: Session) -> dict[tuple[str, int], int]:
    counted = (
        select(CourseProgress.course_id, CourseProgress.edition, func.count())
        .where(CourseProgress.finished_at.is_(None))
        .group_by(CourseProgress.course_id, CourseProgress.edition)
    )
    return {(row[0], row[1]): row[2] for row in session.execute(counted)}
