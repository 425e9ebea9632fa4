"""Makes a certificate inside the transaction that finished the course."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access.models import AccountRow, UnitRow
from access.rights import principal_of
from access.units import LOCAL_CODE
from records.models import DocumentRow
from training_modules.anchors.models import AnchorChange
from training_modules.anchors.state import bound_sources
from training_modules.certificates import record
from training_modules.certificates.codes import new_code
from training_modules.certificates.models import (
    CertificateRecord,
    CertificateRow,
    CertificateSource,
)
from training_modules.certificates.standing import changed_since, newest, standing_of
from training_modules.certificates.views import Standing
from training_modules.content import Course
from training_modules.events import CourseFinished, Event
from training_modules.library import CourseLibrary
from training_modules.models import Attempt, CourseProgress
from vanthu.db import now, office_day


class Issuing:
    """A listener of the school: whoever finishes a course gets a certificate, unless one holds already."""

    def __init__(self, library: CourseLibrary, *, clock: Callable[[], datetime] = now) -> None:
        self._library = library
        self._clock = clock

    def __call__(self, session: Session, event: Event) -> None:
        if isinstance(event, CourseFinished):
            session.flush()  # takes the row of this person's progress: two windows come one after the other
            self.issue(session, event.account_id, event.course)

    def issue(self, session: Session, account_id: int, course: Course) -> CertificateRow | None:
        """A new certificate; None where one of this edition is in force and its texts have not changed."""
        last = newest(session, account_id, course.id)
        if last is not None and self._still_good(session, last, course, office_day(self._clock())):
            return None
        return self.make(session, account_id, course)

    def make(self, session: Session, account_id: int, course: Course) -> CertificateRow:
        """A new certificate, whatever there is."""
        at = self._clock()
        body = self._body(session, account_id, course, at)
        return keep(session, account_id, course.id, body, self._sources(session, course), at=at)

    def _still_good(self, session: Session, row: CertificateRow, course: Course, on: date) -> bool:
        holds = standing_of(session, row, on) is Standing.IN_FORCE and row.edition == course.version
        return holds and not changed_since(session, row, undecided_only=True)

    def _body(self, session: Session, account_id: int, course: Course, at: datetime) -> dict[str, Any]:
        day = office_day(at)
        until = _later(day, course.valid_months) if course.valid_months else None
        return {
            "holder": holder_of(session, account_id, day),
            "issuer": issuer_name(session),
            "course": {
                "id": course.id,
                "title": course.title,
                "title_en": course.title_en,
                "edition": course.version,
            },
            "scores": [*_scores(session, account_id, course)],
            "programme": [self._finished(session, account_id, each) for each in course.requires],
            "valid_until": until.isoformat() if until else None,
            "after_change": session.scalar(select(func.max(AnchorChange.id))) or 0,
        }

    def _finished(self, session: Session, account_id: int, course_id: str) -> dict[str, Any]:
        row = newest(session, account_id, course_id)
        progress = session.get(CourseProgress, (account_id, course_id))
        moment = progress.finished_at if progress else None
        course = self._library.named(course_id, progress.edition if progress else None, session)
        return {
            "course_id": course_id,
            "title": course.title if course else course_id,
            "title_en": course.title_en if course else course_id,
            "number": number_of(row) if row else None,
            "finished_on": office_day(moment).isoformat() if moment else None,
        }

    def _sources(self, session: Session, course: Course) -> Iterator[tuple[int | None, str, dict[str, Any]]]:
        """Document, class of data and card of each text the course rests on."""
        bound = bound_sources(session, course.id)
        wanted = [place.document_id for place in bound.values()]
        found = select(DocumentRow.id, DocumentRow.data_class).where(DocumentRow.id.in_(wanted))
        classes = {document_id: data_class for document_id, data_class in session.execute(found)}  # noqa: C416
        for key, source in course.sources.items():
            place = bound.get(key)
            card = {
                "key": key,
                "reference_number": source.reference_number,
                "title": source.title,
                "issue_date": source.issue_date.isoformat() if source.issue_date else None,
                "article": source.article,
                "clause": source.clause,
                "text_sha256": place.text_hash if place else None,
            }
            document_id = place.document_id if place else None
            yield document_id, classes.get(document_id or 0, "ordinary"), card


def keep(
    session: Session,
    account_id: int,
    course_id: str,
    body: dict[str, Any],
    sources: Iterator[tuple[int | None, str, dict[str, Any]]],
    *,
    at: datetime,
    supersedes: CertificateRow | None = None,
) -> CertificateRow:
    """Write the certificate with its record, for good."""
    until = body["valid_until"]
    row = CertificateRow(
        account_id=account_id,
        course_id=course_id,
        edition=body["course"]["edition"],
        code=new_code(),
        issued_at=at,
        valid_until=date.fromisoformat(until) if until else None,
        supersedes_id=supersedes.id if supersedes else None,
    )
    session.add(row)
    session.flush()
    seals = []
    for position, (document_id, data_class, card) in enumerate(sources):
        told = record.canonical({**card, "salt": record.new_salt()})
        session.add(
            CertificateSource(certificate_id=row.id, position=position, document_id=document_id, body=told)
        )
        seals.append({"data_class": data_class, "key": card["key"], "seal": record.seal(told, document_id)})
    whole = {
        **body,
        "form": record.FORM,
        "number": number_of(row),
        "issued_at": at.isoformat(timespec="seconds"),
        "issued_on": office_day(at).isoformat(),
        "supersedes": number_of(supersedes) if supersedes else None,
        "sources": seals,
    }
    text = record.canonical(whole)
    session.add(CertificateRecord(certificate_id=row.id, body=text, sha256=record.sha256(text)))
    session.flush()
    return row


def number_of(row: CertificateRow) -> str:
    """As printed: `000012/2026`."""
    return f"{row.id:06d}/{office_day(row.issued_at).year}"


def issuer_name(session: Session) -> str:
    """The unit above all others issues."""
    return session.scalar(select(UnitRow.name).where(UnitRow.code == LOCAL_CODE)) or ""


def holder_of(session: Session, account_id: int, on: date) -> dict[str, str]:
    """Name and unit as they are on that day, and the hashed identity that a badge carries."""
    account = session.get_one(AccountRow, account_id)
    salt = record.new_salt()
    return {
        "name": account.display_name,
        "unit": principal_of(session, account, on).unit_name,
        "identity_hash": record.identity_hash(account.username, salt),
        "identity_salt": salt,
    }


def _scores(session: Session, account_id: int, course: Course) -> Iterator[dict[str, Any]]:
    """Of every drill and quiz the last attempt that passed."""
    for activity in course.activities:
        if activity.kind == "lesson":
            continue
        passed = select(Attempt).where(
            Attempt.account_id == account_id,
            Attempt.course_id == course.id,
            Attempt.activity_id == activity.id,
            Attempt.passed.is_(True),
        )
        attempt = session.scalars(passed.order_by(Attempt.id.desc()).limit(1)).first()
        if attempt is not None:
            yield {
                "kind": activity.kind,
                "title": activity.title,
                "correct": attempt.correct or 0,
                "total": len(attempt.items),
                "needed": attempt.pass_correct or activity.pass_correct,
            }


def _later(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
