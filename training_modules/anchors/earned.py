"""Certificates that were earned on what has changed since: whom a trainer may want to tell."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from access.models import AccountRow
from access.principal import Principal
from access.rights import path_of
from access.roles import Action
from training_modules.anchors.kinds import Verdict
from training_modules.anchors.models import AnchorChange
from training_modules.certificates.models import CertificateRecord, CertificateRow
from training_modules.certificates.reading import line
from training_modules.certificates.standing import OF_THE_TEXT, standing_of
from training_modules.certificates.views import CertificateLine, Standing
from training_modules.content import Course, Source
from vanthu.db import Database, now, office_day


@dataclass(frozen=True, slots=True)
class EarnedOnOld:
    """A certificate in force, and what of what it rests on has changed since it was issued."""

    certificate: CertificateLine
    sources: tuple[Source, ...]
    """The cards of these, as the edition on offer has them."""


class OldCertificates:
    """Every call takes the trainer, who is told of people of their own unit and the units below it."""

    def __init__(self, db: Database, courses: Callable[[], list[Course]]) -> None:
        self._db = db
        self._courses = courses

    def waiting(self, principal: Principal) -> list[EarnedOnOld]:
        """By course, newest first. A change of which a trainer found that all stays right is none here."""
        principal.require(Action.TEACH)
        today = office_day(now())
        courses = self._courses()
        with self._db.session() as session:
            return [each for course in courses for each in _earned(session, course, principal.unit_id, today)]


def _earned(session: Session, course: Course, unit_id: int, today: date) -> Iterator[EarnedOnOld]:
    changes = _changes(session, course.id)
    if not changes:
        return
    held = (
        select(CertificateRow, CertificateRecord.body, AccountRow.unit_id)
        .join(CertificateRecord, CertificateRecord.certificate_id == CertificateRow.id)
        .join(AccountRow, AccountRow.id == CertificateRow.account_id)
        .where(CertificateRow.course_id == course.id)
        .order_by(CertificateRow.id.desc())
    )
    below: dict[int, bool] = {}
    for row, text, theirs in session.execute(held):
        if theirs not in below:
            below[theirs] = unit_id in path_of(session, theirs, today)
        if not below[theirs]:
            continue
        body = json.loads(text)
        moved = {key for change_id, key in changes if change_id > body["after_change"]}
        keys = [source["key"] for source in body["sources"] if source["key"] in moved]
        if keys and standing_of(session, row, today) is Standing.IN_FORCE:
            named = tuple(course.sources[key] for key in keys if key in course.sources)
            yield EarnedOnOld(line(session, row, today), named)


def _changes(session: Session, course_id: str) -> list[tuple[int, str]]:
    """Changes of texts: id and source card."""
    kept = or_(
        AnchorChange.verdict.is_(None),
        AnchorChange.verdict.not_in([Verdict.UNDONE.value, Verdict.STILL_RIGHT.value]),
    )
    kinds = AnchorChange.kind.in_([kind.value for kind in OF_THE_TEXT])
    found = select(AnchorChange.id, AnchorChange.source_key).where(
        AnchorChange.course_id == course_id, kept, kinds
    )
    return [(change_id, key) for change_id, key in session.execute(found)]
