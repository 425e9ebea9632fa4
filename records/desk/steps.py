"""Each step of a person with what it changed: written as it is taken, read as the document's history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from access.models import AccountRow
from records.desk.models import DeskChangeRow, DeskStepRow
from records.desk.types import TextStep
from records.models import DocumentRow, FieldHistoryRow, FieldRow
from records.types import FieldName


class StepKind(StrEnum):
    WORD = "word"
    """A word in doubt settled from the queue."""
    EDIT = "edit"
    """Words corrected beside the image."""
    REPLACE = "replace"
    """Found and replaced across the document."""
    FIELD = "field"
    PAGE = "page"
    """A page that could not be read, typed."""


SETTLING = (StepKind.WORD.value, StepKind.FIELD.value, StepKind.PAGE.value)


@dataclass(frozen=True, slots=True)
class Change:
    """One line, page or field before and after."""

    before: dict[str, Any] | None
    after: dict[str, Any] | None
    page: int | None = None
    line: int | None = None
    field: FieldName | None = None


def keep(
    session: Session,
    row: DocumentRow,
    account_id: int,
    kind: StepKind,
    changes: Iterable[Change],
    *,
    before: str,
    after: str,
    words: int,
) -> DeskStepRow:
    """Write a step down; the document's revision is the one that it made."""
    listed = list(changes)
    session.flush()
    step = DeskStepRow(
        document_id=row.id,
        account_id=account_id,
        kind=kind.value,
        page=next((change.page for change in listed if change.page), 0),
        before=before,
        after=after,
        words=words,
        revision=row.revision,
    )
    session.add(step)
    session.flush()
    session.add_all(
        DeskChangeRow(
            step_id=step.id,
            document_id=row.id,
            page=change.page,
            line=change.line,
            field=change.field.value if change.field else None,
            before=change.before,
            after=change.after,
        )
        for change in listed
    )
    return step


def field_columns(row: FieldRow | None) -> dict[str, Any] | None:
    """A field as it stands in its table."""
    if row is None:
        return None
    names = ("value", "confidence", "page", "box", "source", "doubtful", "alternatives", "evidence")
    return {name: getattr(row, name) for name in names}


def changes_of(session: Session, step: DeskStepRow) -> list[DeskChangeRow]:
    """What a step changed, in the order it was done."""
    found = select(DeskChangeRow).where(DeskChangeRow.step_id == step.id).order_by(DeskChangeRow.id)
    return [*session.scalars(found)]


def line_changed_since(session: Session, document_id: int, page: int, line: int, revision: int) -> bool:
    """Whether a step later than `revision` has touched this line, or the whole page."""
    touched = or_(DeskChangeRow.line == line, DeskChangeRow.line.is_(None))
    later = or_(DeskStepRow.revision > revision, DeskStepRow.undone_revision > revision)
    found = (
        select(DeskChangeRow.id)
        .join(DeskStepRow, DeskStepRow.id == DeskChangeRow.step_id)
        .where(DeskChangeRow.document_id == document_id, DeskChangeRow.page == page, touched, later)
        .where(DeskChangeRow.field.is_(None))
        .limit(1)
    )
    return session.scalar(found) is not None


def to_undo(session: Session, document_id: int, account_id: int) -> DeskStepRow | None:
    """The person's latest step in the document that stands."""
    return session.scalar(
        _own(document_id, account_id, undone=False).order_by(DeskStepRow.id.desc()).limit(1)
    )


def to_redo(session: Session, document_id: int, account_id: int) -> DeskStepRow | None:
    """The step the person took back last, unless they have gone on since."""
    standing = to_undo(session, document_id, account_id)
    undone = _own(document_id, account_id, undone=True).where(
        DeskStepRow.id > (standing.id if standing else 0)
    )
    return session.scalar(undone.order_by(DeskStepRow.id).limit(1))


def _own(document_id: int, account_id: int, *, undone: bool) -> Select[DeskStepRow]:
    state = DeskStepRow.undone_at.is_not(None) if undone else DeskStepRow.undone_at.is_(None)
    mine = DeskStepRow.document_id == document_id, DeskStepRow.account_id == account_id
    return select(DeskStepRow).where(*mine, state)


def told(session: Session, step: DeskStepRow, reader: int) -> TextStep:
    """A step as `reader` (an account) is shown it."""
    session.flush()
    name = session.scalar(select(AccountRow.display_name).where(AccountRow.id == step.account_id)) or ""
    return _told(session, step, name, reader)


def history(session: Session, document_id: int, reader: int) -> list[TextStep]:
    """Steps of the text, and every value a person gave a field, newest first."""
    taken = (
        select(DeskStepRow, AccountRow.display_name)
        .join(AccountRow, AccountRow.id == DeskStepRow.account_id)
        .where(DeskStepRow.document_id == document_id, DeskStepRow.kind != StepKind.FIELD.value)
    )
    fields = (
        select(FieldHistoryRow, AccountRow.display_name)
        .join(AccountRow, AccountRow.id == FieldHistoryRow.account_id)
        .where(FieldHistoryRow.document_id == document_id)
    )
    found = [_told(session, step, name, reader) for step, name in session.execute(taken)]
    found += [_field_step(entry, name, reader) for entry, name in session.execute(fields)]
    return sorted(found, key=lambda step: (step.at, abs(step.id)), reverse=True)


def settled_since(session: Session, account_id: int, moment: Any) -> int:
    """Items this person has settled since then, and not taken back."""
    counted = (
        select(func.count())
        .select_from(DeskStepRow)
        .where(
            DeskStepRow.account_id == account_id,
            DeskStepRow.at >= moment,
            DeskStepRow.kind.in_(SETTLING),
            DeskStepRow.undone_at.is_(None),
        )
    )
    return session.scalar(counted) or 0


def _told(session: Session, step: DeskStepRow, name: str, reader: int) -> TextStep:
    field = None
    if step.kind == StepKind.FIELD.value:
        field = FieldName(next(c.field for c in changes_of(session, step) if c.field))
    return TextStep(
        id=step.id,
        document_id=step.document_id,
        page=step.page,
        before=step.before,
        after=step.after,
        words=step.words,
        by=name,
        at=step.at,
        undone=step.undone_at is not None,
        field=field,
        mine=step.account_id == reader,
    )


def _field_step(entry: FieldHistoryRow, name: str, reader: int) -> TextStep:
    """Its number is negative: it is of another table."""
    return TextStep(
        id=-entry.id,
        document_id=entry.document_id,
        page=0,
        before=entry.before or "",
        after=entry.after,
        words=0,
        by=name,
        at=entry.at,
        undone=False,
        field=FieldName(entry.name),
        mine=entry.account_id == reader,
    )
