"""Reminders: each is given once, as a row; the learner sees it on their page, the organiser in a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import String, exists, insert, literal, select, update
from sqlalchemy.orm import Session

from access.models import AccountRow
from training_modules.enrolment.models import BEGUN, EnrolmentRow, ReminderRow, RequirementRow
from training_modules.enrolment.types import Notice
from vanthu.db import UtcDateTime, office_day

WEEK, DAY, OVERDUE, ASKED = "week", "day", "overdue", "asked"
_LONG_AGO = date(1900, 1, 1)


def give(session: Session, at: datetime) -> int:
    """The reminders that are due now: seven days before the due day, one day before it, and after it.

    Where two are due at once, only the more pressing one is given. How many were given.
    """
    today = office_day(at)
    spans = {
        WEEK: (today + timedelta(days=2), today + timedelta(days=7)),
        DAY: (today, today + timedelta(days=1)),
        OVERDUE: (_LONG_AGO, today - timedelta(days=1)),
    }
    return sum(_given(session, occasion, *span, at=at) for occasion, span in spans.items())


def _given(session: Session, occasion: str, first: date, last: date, *, at: datetime) -> int:
    known = exists().where(ReminderRow.enrolment_id == EnrolmentRow.id, ReminderRow.occasion == occasion)
    due = (
        select(EnrolmentRow.id, literal(occasion, String), literal(at, UtcDateTime))
        .join(RequirementRow, RequirementRow.id == EnrolmentRow.requirement_id)
        .join(AccountRow, AccountRow.id == EnrolmentRow.account_id)
        .where(EnrolmentRow.standing <= BEGUN, EnrolmentRow.due_on.between(first, last))
        .where(RequirementRow.ended_at.is_(None), AccountRow.disabled_at.is_(None), ~known)
    )
    columns = ["enrolment_id", "occasion", "given_at"]
    done: Any = session.execute(insert(ReminderRow).from_select(columns, due))
    return max(0, int(done.rowcount))


def ask(session: Session, enrolment_ids: Sequence[int], at: datetime) -> int:
    """Remind these now, at an organiser's wish; once a day each. How many were reminded."""
    occasion = f"{ASKED}:{office_day(at).isoformat()}"
    known = set(
        session.scalars(
            select(ReminderRow.enrolment_id).where(
                ReminderRow.enrolment_id.in_(enrolment_ids), ReminderRow.occasion == occasion
            )
        )
    )
    new = [each for each in dict.fromkeys(enrolment_ids) if each not in known]
    session.add_all(ReminderRow(enrolment_id=each, occasion=occasion, given_at=at) for each in new)
    return len(new)


def unseen(session: Session, account_id: int) -> list[Notice]:
    """The newest reminder of each enrolment that is still to be finished, unless it was seen."""
    rows = session.execute(
        select(ReminderRow, EnrolmentRow, RequirementRow)
        .join(EnrolmentRow, EnrolmentRow.id == ReminderRow.enrolment_id)
        .join(RequirementRow, RequirementRow.id == EnrolmentRow.requirement_id)
        .where(EnrolmentRow.account_id == account_id, EnrolmentRow.standing <= BEGUN)
        .where(RequirementRow.ended_at.is_(None))
        .order_by(ReminderRow.given_at, ReminderRow.id)
    )
    newest = {enrolment.id: (reminder, enrolment, about) for reminder, enrolment, about in rows}
    return [
        Notice(reminder.id, about.title, about.course_id, reminder.occasion.split(":")[0], enrolment.due_on)
        for reminder, enrolment, about in newest.values()
        if reminder.seen_at is None
    ]


def see(session: Session, reminder_id: int, account_id: int, at: datetime) -> bool:
    """Note this reminder, and those before it, as seen by the person they are for; whether there is one."""
    own = (
        select(ReminderRow.enrolment_id)
        .join(EnrolmentRow, EnrolmentRow.id == ReminderRow.enrolment_id)
        .where(ReminderRow.id == reminder_id, EnrolmentRow.account_id == account_id)
    )
    enrolment_id = session.scalar(own)
    if enrolment_id is None:
        return False
    session.execute(
        update(ReminderRow)
        .where(ReminderRow.enrolment_id == enrolment_id, ReminderRow.seen_at.is_(None))
        .values(seen_at=at)
    )
    return True
