"""Certificates as the surfaces use them: one's own, those of one's people, and one by its code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access import throttle
from access.errors import SignInThrottled
from access.models import AccountRow
from access.principal import Principal
from access.rights import path_of
from access.roles import Action
from access.unit_forest import UnitForest
from access.units import UnitService
from records.scope_sql import one_of
from training_modules.certificates import guards
from training_modules.certificates.codes import read
from training_modules.certificates.errors import (
    AlreadyRevoked,
    CertificateUnknown,
    CheckTooOften,
    NotEarned,
    NothingToCorrect,
    ReasonMissing,
)
from training_modules.certificates.issuing import Issuing, holder_of, issuer_name, keep
from training_modules.certificates.models import (
    CertificateRecord,
    CertificateRevocation,
    CertificateRow,
    CertificateSource,
)
from training_modules.certificates.reading import faults, line, whole
from training_modules.certificates.standing import newest, standing_of
from training_modules.certificates.views import Certificate, CertificateLine, Standing
from training_modules.inside import course_of
from training_modules.library import CourseLibrary
from training_modules.models import CourseProgress
from training_modules.progress import states_of
from vanthu.db import Database, hold, now, office_day
from vanthu.errors import NotFound

LEAST_REASON, MOST_REASON = 5, 500
SHOWN_TO_TRAINERS = 200
AT_ONCE = 500
"""Certificates in memory while all are verified."""


@dataclass(frozen=True, slots=True)
class CertificateFault:
    """A certificate that is not as it was issued."""

    certificate_id: int
    kind: str
    """`record`, `row`, `source`, or `guard` with the certificate 0."""
    where: str


class Certificates:
    """Reads and the few changes there can be; `issuing` is the school's listener."""

    def __init__(self, db: Database, library: CourseLibrary, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._clock = clock
        self._library = library
        self.issuing = Issuing(library, clock=clock)

    def mine(self, principal: Principal) -> list[Certificate]:
        """One's own, newest first; those that another corrects are left out."""
        principal.require(Action.LEARN)
        with self._db.session() as session:
            found = [whole(session, row, self._today()) for row in _of(session, principal.account_id)]
        return [each for each in found if each.standing is not Standing.SUPERSEDED]

    def own(self, certificate_id: int, principal: Principal) -> Certificate:
        """One's own by its id; another's does not exist."""
        principal.require(Action.LEARN)
        with self._db.session() as session:
            row = session.get(CertificateRow, certificate_id)
            if row is None or row.account_id != principal.account_id:
                raise NotFound
            return whole(session, row, self._today())

    def claim(self, course_id: str, principal: Principal) -> Certificate:
        """For a course that was finished before there were certificates; raises `NotEarned`.

        Who has had one gets the last, revoked or lapsed as it may be: anew it is earned, not asked for.
        """
        principal.require(Action.LEARN)
        self._library.ready()
        mine = CourseProgress.account_id == principal.account_id, CourseProgress.course_id == course_id
        with self._db.session() as session:
            # two windows come one after the other
            hold(session, CourseProgress.edition, *mine)
            course = course_of(session, self._library, principal.account_id, course_id)
            states = states_of(session, course, principal.account_id).values()
            if any(state != "done" for state in states):
                raise NotEarned
            held = newest(session, principal.account_id, course_id)
            return whole(
                session, held or self.issuing.make(session, principal.account_id, course), self._today()
            )

    def check(self, typed: str) -> Certificate:
        """By its code, for anyone; raises `CertificateUnknown`, the same for every code there is not."""
        code = read(typed)
        with self._db.session() as session:
            wanted = select(CertificateRow).where(CertificateRow.code == (code or ""))
            row = session.scalars(wanted).first()
            if row is None:
                raise CertificateUnknown
            return whole(session, row, self._today())

    def check_from(self, typed: str, address: str | None) -> Certificate:
        """As `check`, for an address that has to wait after many wrong codes; raises `CheckTooOften`.

        Counted before it is looked up, so that a right code is not told from a wrong one meanwhile.
        """
        tried = [(throttle.CERTIFICATE, address or "")]
        try:
            with self._db.session() as session:
                throttle.count(session, self._clock(), tried)
        except SignInThrottled as fault:
            raise CheckTooOften(**fault.facts) from None
        found = self.check(typed)
        with self._db.session() as session:
            throttle.forgive(session, tried)
        return found

    def issuer_name(self) -> str:
        with self._db.session() as session:
            return issuer_name(session)

    def of_my_people(self, principal: Principal, course_id: str | None = None) -> list[CertificateLine]:
        """The newest certificates of people of the trainer's unit and the units below it."""
        principal.require(Action.TEACH)
        forest = UnitForest(UnitService(self._db, clock=self._clock).list())
        theirs = one_of(AccountRow.unit_id, forest.members(principal.unit_id))
        wanted = select(CertificateRow).join(AccountRow).where(theirs)
        if course_id is not None:
            wanted = wanted.where(CertificateRow.course_id == course_id)
        wanted = wanted.order_by(CertificateRow.id.desc()).limit(SHOWN_TO_TRAINERS)
        with self._db.session() as session:
            return [line(session, row, self._today()) for row in session.scalars(wanted)]

    def require_taught(self, certificate_id: int, principal: Principal) -> None:
        """Raise unless it holds still and its holder is of the trainer's people."""
        with self._db.session() as session:
            self._taught(session, certificate_id, principal)

    def revoke(self, certificate_id: int, reason: str, principal: Principal) -> None:
        """For good. Raises `ReasonMissing`, `AlreadyRevoked`, `NotFound` for people of other units."""
        said = " ".join(reason.split())
        if not LEAST_REASON <= len(said) <= MOST_REASON:
            raise ReasonMissing(least=LEAST_REASON, most=MOST_REASON)
        try:
            with self._db.session() as session:
                row = self._taught(session, certificate_id, principal)
                session.add(
                    CertificateRevocation(
                        certificate_id=row.id,
                        revoked_at=self._clock(),
                        revoked_by=principal.account_id,
                        reason=said,
                    )
                )
        except IntegrityError as fault:
            raise AlreadyRevoked from fault

    def correct(self, certificate_id: int, principal: Principal) -> int:
        """A certificate with the holder's name and unit as they are now, in place of this one; its id.

        Everything else stays as it was. Raises `NothingToCorrect`, `AlreadyRevoked`, `NotFound`.
        """
        try:
            with self._db.session() as session:
                row = self._taught(session, certificate_id, principal)
                body = json.loads(session.get_one(CertificateRecord, row.id).body)
                holder = holder_of(session, row.account_id, self._today())
                if all(body["holder"][name] == holder[name] for name in ("name", "unit")):
                    raise NothingToCorrect
                body["holder"] = {**body["holder"], "name": holder["name"], "unit": holder["unit"]}
                sources = _copied(session, row.id, body.pop("sources"))
                new = keep(
                    session,
                    row.account_id,
                    row.course_id,
                    body,
                    sources,
                    at=self._clock(),
                    supersedes=row,
                )
                return new.id
        except IntegrityError as fault:
            raise AlreadyRevoked from fault

    def verify(self) -> list[CertificateFault]:
        """Every certificate whose record, row or sources are not as issued, and guards that are gone."""
        with self._db.session() as session:
            found = [CertificateFault(0, "guard", name) for name in guards.missing(session.connection())]
        last: int | None = 0
        while last is not None:
            with self._db.session() as session:
                last = self._verify_after(session, last, found)
        return found

    def _verify_after(self, session: Session, last: int, found: list[CertificateFault]) -> int | None:
        """The next certificates after number `last`; the number they end with, None where there are none."""
        wanted = select(CertificateRow).where(CertificateRow.id > last).order_by(CertificateRow.id)
        rows = [*session.scalars(wanted.limit(AT_ONCE))]
        ids = [row.id for row in rows]
        records = select(CertificateRecord).where(CertificateRecord.certificate_id.in_(ids))
        kept = {record.certificate_id: record for record in session.scalars(records)}
        sources: dict[int, list[CertificateSource]] = {}
        for source in session.scalars(
            select(CertificateSource).where(CertificateSource.certificate_id.in_(ids))
        ):
            sources.setdefault(source.certificate_id, []).append(source)
        for row in rows:
            kinds = faults(row, kept.get(row.id), sources.get(row.id, []))
            found += [CertificateFault(row.id, kind, str(row.id)) for kind in kinds]
        return ids[-1] if ids else None

    def _taught(self, session: Session, certificate_id: int, principal: Principal) -> CertificateRow:
        """The certificate if it still holds and its holder is of the trainer's unit or below."""
        principal.require(Action.TEACH)
        row = session.get(CertificateRow, certificate_id)
        if row is None:
            raise NotFound
        unit_id = session.get_one(AccountRow, row.account_id).unit_id
        if not self._covers(session, principal, unit_id):
            raise NotFound
        if standing_of(session, row, self._today()) in {Standing.REVOKED, Standing.SUPERSEDED}:
            raise AlreadyRevoked
        return row

    def _covers(self, session: Session, principal: Principal, unit_id: int) -> bool:
        return principal.unit_id in path_of(session, unit_id, self._today())

    def _today(self) -> date:
        return office_day(self._clock())


def _of(session: Session, account_id: int) -> list[CertificateRow]:
    mine: ColumnElement[bool] = CertificateRow.account_id == account_id
    return [*session.scalars(select(CertificateRow).where(mine).order_by(CertificateRow.id.desc()))]


def _copied(
    session: Session, certificate_id: int, told: list[dict[str, Any]]
) -> Iterator[tuple[int | None, str, dict[str, Any]]]:
    """The sources of another certificate; of those that went with their document only the class."""
    wanted = select(CertificateSource).where(CertificateSource.certificate_id == certificate_id)
    rows = {row.position: row for row in session.scalars(wanted)}
    for position, entry in enumerate(told):
        row = rows.get(position)
        card = json.loads(row.body) if row else {"key": entry["key"]}
        card.pop("salt", None)
        yield (row.document_id if row else None), (entry["data_class"] if row else "sensitive"), card
