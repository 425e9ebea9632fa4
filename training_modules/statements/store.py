"""Keeping statements: written in the transaction of what they tell, never changed afterwards."""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from training_modules.content import Course
from training_modules.events import AttemptGraded, AttemptStarted, CourseFinished, Event, LessonFinished
from training_modules.statements.forms import Forms, voiding_id
from training_modules.statements.models import LearnerKey, Statement, StatementToSend
from training_modules.statements.vocabulary import VERBS, WAIVED_REASONS
from vanthu.db import Database, now

AT_ONCE = 1_000
"""Statements read from the database in one go for an export."""
EARLY_WITHIN = timedelta(minutes=1)
"""How far apart an exemption and its statement may have been noted, in one transaction."""


class Statements:
    """The school's listener that keeps what happened as xAPI statements."""

    def __init__(self, db: Database, forms: Forms) -> None:
        self._db = db
        self._forms = forms

    def hear(self, session: Session, event: Event) -> None:
        match event:
            case LessonFinished():
                made = self._forms.lesson(event.account_id, event.course, event.activity, now())
            case AttemptStarted():
                made = self._forms.started(event.attempt, event.course, event.activity)
            case AttemptGraded():
                made = self._forms.graded(event.attempt, event.course, event.activity)
            case CourseFinished(first=True):
                made = self._forms.finished(event.account_id, event.course, now())
            case _:
                return  # finished again: the statement of the new pass says so
        _keep(session, made)

    def waive(
        self,
        session: Session,
        account_id: int,
        course: Course,
        exemption: str,
        reason: str = "Administrative",
    ) -> None:
        """Someone is let off a course. What the organiser wrote as the reason is not told."""
        if reason not in WAIVED_REASONS:
            raise ValueError(reason)
        _keep(session, self._forms.waived(account_id, course, now(), reason, exemption))

    def void_waiver(
        self, session: Session, account_id: int, course_id: str, exemption: str, granted_at: datetime
    ) -> None:
        """They are no longer let off: what was told of that is voided, once; nothing where nothing was."""
        told = self._waiver(session, account_id, course_id, exemption, granted_at)
        if told is not None and not is_voided(session, told):
            _keep(session, self._forms.voided(told, now()))

    def _waiver(
        self, session: Session, account_id: int, course_id: str, exemption: str, granted_at: datetime
    ) -> str | None:
        """The statement that told of the exemption. An early release gave it any id: it is known by when."""
        named = self._forms.waiver(account_id, exemption)
        if _kept(session, named):
            return named
        early = select(Statement.statement_id).where(
            Statement.stored_at.between(granted_at - EARLY_WITHIN, granted_at + EARLY_WITHIN),
            Statement.body.contains(self._forms.registration(account_id, course_id)),
            Statement.body.contains(VERBS["waived"]),
        )
        return session.scalars(early.order_by(Statement.id.desc())).first()

    def lines(self, since: datetime | None = None) -> Iterator[str]:
        """Every statement as one line of JSON, in the order they were stored."""
        last = 0
        while True:
            wanted = select(Statement).where(Statement.id > last).order_by(Statement.id).limit(AT_ONCE)
            if since is not None:
                wanted = wanted.where(Statement.stored_at >= since)
            with self._db.session() as session:
                rows = list(session.scalars(wanted))
            for row in rows:
                kept = {**json.loads(row.body), "stored": row.stored_at.isoformat(), "version": "1.0.0"}
                yield json.dumps(kept, ensure_ascii=False)
            if not rows:
                return
            last = rows[-1].id

    def counts(self) -> dict[str, int]:
        """How many are kept, wait to be sent, and were turned down by the record store."""
        waiting = select(func.count()).select_from(StatementToSend)
        with self._db.session() as session:
            return {
                "kept": session.scalar(select(func.count()).select_from(Statement)) or 0,
                "waiting": session.scalar(waiting.where(StatementToSend.refused.is_(None))) or 0,
                "refused": session.scalar(waiting.where(StatementToSend.refused.is_not(None))) or 0,
            }


def is_voided(session: Session, statement_id: str) -> bool:
    """Whether a later statement says that this one no longer holds."""
    return _kept(session, voiding_id(statement_id))


def learner_key(db: Database) -> bytes:
    """The installation's key for the names of learners, made on first use."""
    with contextlib.suppress(IntegrityError), db.session() as session:  # another process made it just now
        if session.get(LearnerKey, 1) is None:
            session.add(LearnerKey(id=1, key=secrets.token_hex(32)))
    with db.session() as session:
        return bytes.fromhex(session.get_one(LearnerKey, 1).key)


def _kept(session: Session, statement_id: str) -> bool:
    found = select(Statement.id).where(Statement.statement_id == statement_id)
    return session.scalars(found).first() is not None


def _keep(session: Session, made: dict[str, Any]) -> None:
    row = Statement(statement_id=made["id"], body=json.dumps(made, ensure_ascii=False))
    session.add(row)
    session.flush()
    session.add(StatementToSend(id=row.id))
