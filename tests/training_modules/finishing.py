"""Going through a course as a learner who knows every answer."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from sqlalchemy import select

from access.models import AccountRow, UnitRow
from access.principal import Principal
from records.models import DocumentRow
from training_modules.anchors.models import Anchor
from training_modules.attempts import hand_in, open_attempt
from training_modules.certificates.issuing import Issuing
from training_modules.content import Course
from training_modules.items import kind_of
from training_modules.service import TrainingService
from training_modules.views import ResultView
from vanthu.db import Database


def answer_all(school: TrainingService, course_id: str, activity_id: str, who: Principal) -> ResultView:
    """An attempt with every answer right."""
    attempt = school.start_attempt(course_id, activity_id, who)
    activity = school.library.get(course_id).activity(activity_id)
    assert activity is not None
    items = {item.id: item for item in activity.items}
    for item in attempt.items:
        school.save_answer(attempt.id, item.id, kind_of(items[item.id]).right(items[item.id]), who)
    return school.submit(attempt.id, who)


def finish(school: TrainingService, course_id: str, who: Principal) -> None:
    """Every lesson read, every drill and quiz passed."""
    for activity in school.course(course_id, who).activities:
        if activity.kind == "lesson":
            school.finish_lesson(course_id, activity.id, who)
        else:
            assert answer_all(school, course_id, activity.id, who).passed, activity.id


def certify(database: Database, issuing: Issuing, course: Course, account_id: int) -> None:
    """A certificate of the course for who passed its drill and quiz, without a school around it."""
    with database.session() as session:
        for activity in course.activities:
            if activity.kind != "lesson":
                attempt, _ = open_attempt(session, account_id, course, activity)
                items = {item.id: item for item in activity.items}
                for row in attempt.items:
                    row.answer = kind_of(items[row.version.item_id]).right(items[row.version.item_id])
                session.flush()
                assert hand_in(session, attempt, activity)
        session.flush()
        issuing.issue(session, account_id, course)


def bind(database: Database, course_id: str, key: str, **values: Any) -> int:
    """A document to which the source card is bound."""
    with database.session() as session:
        row = DocumentRow(
            unit_id=session.scalars(select(UnitRow.id)).first(),
            filename=f"{key}.pdf",
            sha256=sha256(key.encode()).hexdigest(),
            media_type="application/pdf",
            size=1,
            page_count=1,
            language="vi",
            secrecy_level="none",
            status="ready",
            created_by=session.scalars(select(AccountRow.id)).first(),
            **values,
        )
        session.add(row)
        session.flush()
        session.add(
            Anchor(
                course_id=course_id,
                source_key=key,
                document_id=row.id,
                text="",
                text_hash="0" * 64,
                document_revision=1,
            )
        )
        return row.id
