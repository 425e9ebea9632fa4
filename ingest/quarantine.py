"""Uploads of which it is doubtful whether they are secret: they wait sealed, for a custodian, for a time.

Another than the uploader decides. Not secret: the pipeline goes on from where it was. Secret, or nobody
decided in time: destroyed as a refusal is. A decision is written first and then carried out, so that one made
just before the process dies is carried out at the next start.
"""

from __future__ import annotations

import builtins
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PIL import Image
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from access.audit import AuditTrail
from access.audit_actions import AuditAction
from access.keepers import keeping_unit
from access.models import AccountRow, UnitRow
from access.names import LOCAL_USERNAME
from access.principal import Principal
from access.rights import path_of
from access.roles import Action
from ingest.about import name_of
from ingest.errors import (
    DecisionByAnother,
    FoundSecret,
    InQuarantine,
    InQuarantineUnkept,
    QuarantineExpired,
    UploadGone,
)
from ingest.findings import Finding, Kind, read_findings
from ingest.jobs import JobStore
from ingest.models import JobRow, QuarantineRow
from ingest.page_items import failed_pages, image_item
from ingest.refusal import Refusals
from ingest.spool import Spool
from ingest.types import JobState
from ocr.page import Box
from records.types import SecrecyLevel
from vanthu.db import Database, now, office_day
from vanthu.errors import NotFound

RELEASED, DESTROYED, EXPIRED = "released", "destroyed", "expired"
_MARGIN = 0.06
"""Share of the page's width and height that is shown around the suspected mark."""
_QUALITY = 80


@dataclass(frozen=True, slots=True)
class Waiting:
    """One upload in quarantine, as its custodian sees it."""

    job_id: int
    uploader: str
    unit_code: str
    unit_name: str
    uploaded_at: datetime
    expires_at: datetime
    page_count: int | None
    doubts: tuple[Finding, ...]
    """What was suspected, page by page."""
    filename: str | None
    """Only where the name itself is what the doubt rests on."""
    own: bool
    """Uploaded by the custodian, so for another to decide."""


class Quarantine:
    """Holds, shows and decides. What waits for another unit's custodian is `NotFound`."""

    def __init__(
        self,
        db: Database,
        *,
        jobs: JobStore,
        spool: Spool,
        audit: AuditTrail,
        refusals: Refusals,
        lasts: timedelta,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._db = db
        self._jobs = jobs
        self._spool = spool
        self._audit = audit
        self._refusals = refusals
        self._lasts = lasts
        self._clock = clock
        self.go_on: Callable[[int], object] = lambda _job_id: None
        """Begins work on a released job, where this process works on jobs."""

    def hold(self, job_id: int, finding: Finding) -> None:
        """Let the upload wait. Safe to repeat."""
        job = self._jobs.row(job_id)
        with self._db.session() as session:
            row = session.get(QuarantineRow, job_id)
            if row is None:
                row = QuarantineRow(
                    job_id=job_id, unit_id=job.unit_id, expires_at=self._clock() + self._lasts
                )
                session.add(row)
            row.reason, row.level = finding.kind.value, finding.level and finding.level.value
            row.page, row.box = finding.page, list(finding.box) if finding.box else None
            unkept = self._keeping_unit(session, job.unit_id, job.account_id) is None
            until = row.expires_at
        error = InQuarantineUnkept if unkept else InQuarantine
        note = error(kind=finding.kind.value, page=finding.page, until=until.isoformat())
        self._audit.record(None, AuditAction.QUARANTINE, detail=_detail(job_id, job.account_id, finding))
        self._jobs.end(job_id, JobState.QUARANTINED, note)

    def is_released(self, job_id: int) -> bool:
        """Whether a custodian has looked and said that it is no secret."""
        with self._db.session() as session:
            row = session.get(QuarantineRow, job_id)
            return row is not None and row.decision == RELEASED

    def list(self, principal: Principal) -> builtins.list[Waiting]:
        """What waits for this custodian, the most urgent first."""
        principal.require(Action.KEEP)
        with self._db.session() as session:
            rows = session.execute(
                select(QuarantineRow, JobRow, AccountRow, UnitRow)
                .join(JobRow, JobRow.id == QuarantineRow.job_id)
                .join(AccountRow, AccountRow.id == JobRow.account_id)
                .join(UnitRow, UnitRow.id == QuarantineRow.unit_id)
                .where(QuarantineRow.decision.is_(None), JobRow.state == JobState.QUARANTINED.value)
                .where(QuarantineRow.expires_at > self._clock())
                .order_by(QuarantineRow.expires_at, QuarantineRow.job_id)
            ).all()
            mine = [row for row in rows if self._keeps(session, row[1], principal)]
        return [self._waiting(*row, principal) for row in mine]

    def crop(self, job_id: int, principal: Principal, number: int = 0) -> bytes:
        """Where doubt `number` of the upload stands on its page, as WebP; the whole page if it is not known.

        Unsealed in memory only. Recorded.
        """
        row = self._of(job_id, principal)
        doubts = self._doubts(row.upload)
        if row.upload is None or not 0 <= number < len(doubts):
            raise NotFound
        finding = doubts[number]
        try:
            picture = self._spool.get(row.upload, image_item(max(1, finding.page)))
        except UploadGone:
            raise NotFound from None
        self._audit.record(
            principal, AuditAction.QUARANTINE_VIEW, detail=_detail(job_id, row.account_id, finding)
        )
        return _cropped(picture, finding.box)

    def release(self, job_id: int, principal: Principal) -> None:
        """Not secret: the pipeline goes on."""
        self._decide(job_id, principal, RELEASED)

    def destroy(self, job_id: int, principal: Principal) -> None:
        """Secret: nothing of it stays."""
        self._decide(job_id, principal, DESTROYED)

    def tidy(self, interrupted_before: datetime) -> None:
        """Destroy what nobody decided in time; carry out decisions of before that moment that were not."""
        with self._db.session() as session:
            session.execute(
                update(QuarantineRow)
                .where(QuarantineRow.decision.is_(None), QuarantineRow.expires_at <= self._clock())
                .where(
                    QuarantineRow.job_id.in_(
                        select(JobRow.id).where(JobRow.state == JobState.QUARANTINED.value)
                    )
                )
                .values(decision=EXPIRED, decided_at=self._clock())
                .execution_options(synchronize_session=False)
            )
            decided = session.scalars(
                select(QuarantineRow.job_id)
                .join(JobRow, JobRow.id == QuarantineRow.job_id)
                .where(
                    or_(QuarantineRow.decided_at < interrupted_before, QuarantineRow.decision == EXPIRED),
                    JobRow.state == JobState.QUARANTINED.value,
                )
            ).all()
        for job_id in decided:
            self._carry_out(job_id)

    def _decide(self, job_id: int, principal: Principal, decision: str) -> None:
        row = self._of(job_id, principal)
        if row.account_id == principal.account_id:
            raise DecisionByAnother
        with self._db.session() as session:
            decided = session.execute(
                update(QuarantineRow)
                .where(QuarantineRow.job_id == job_id, QuarantineRow.decision.is_(None))
                .where(QuarantineRow.expires_at > self._clock())
                .values(decision=decision, decided_by=principal.account_id, decided_at=self._clock())
                .returning(QuarantineRow.job_id)
            ).scalar()
        if decided is None:
            raise NotFound  # another custodian, or the time limit, was first
        self._carry_out(job_id)

    def _carry_out(self, job_id: int) -> None:
        """What follows from the decision on the row. Safe to repeat."""
        with self._db.session() as session:
            row = session.get_one(QuarantineRow, job_id)
        level = row.level or SecrecyLevel.NONE.value
        if row.decision == EXPIRED:
            self._refusals.refuse(job_id, QuarantineExpired(level=level, page=row.page, way=row.reason))
            return
        decided_by = self._refusals.person(row.decided_by) if row.decided_by else None
        detail = {
            "job": job_id,
            "account": row.decided_by,
            "level": level,
            "page": row.page,
            "way": row.reason,
        }
        if row.decision == DESTROYED:
            self._audit.record(decided_by, AuditAction.QUARANTINE_DESTROY, detail=detail)
            self._refusals.refuse(job_id, FoundSecret(level=level, page=row.page, way=row.reason))
            return
        self._audit.record(decided_by, AuditAction.QUARANTINE_RELEASE, detail=detail)
        self._jobs.set(job_id, state=JobState.QUEUED.value, code=None, facts=None)
        self.go_on(job_id)

    def _of(self, job_id: int, principal: Principal) -> JobRow:
        """The job, if it waits for this custodian."""
        principal.require(Action.KEEP)
        with self._db.session() as session:
            row, job = session.get(QuarantineRow, job_id), session.get(JobRow, job_id)
            waits = (
                row is not None
                and row.decision is None
                and row.expires_at > self._clock()
                and job is not None
                and job.state == JobState.QUARANTINED.value
            )
            if not waits or job is None or not self._keeps(session, job, principal):
                raise NotFound
            return job

    def _keeps(self, session: Session, job: JobRow, principal: Principal) -> bool:
        unit = self._keeping_unit(session, job.unit_id, job.account_id)
        if unit is None or job.account_id == principal.account_id:
            # The uploader who is a custodian sees that it waits, and for whom.
            return principal.unit_id in path_of(session, job.unit_id, self._today())
        return principal.unit_id == unit

    def _keeping_unit(self, session: Session, unit_id: int, uploader: int) -> int | None:
        operator = session.scalar(select(AccountRow.id).where(AccountRow.username == LOCAL_USERNAME))
        return keeping_unit(session, unit_id, self._today(), beside=uploader, operator=operator)

    def _waiting(
        self, row: QuarantineRow, job: JobRow, account: AccountRow, unit: UnitRow, principal: Principal
    ) -> Waiting:
        return Waiting(
            job_id=job.id,
            uploader=account.display_name,
            unit_code=unit.code,
            unit_name=unit.name,
            uploaded_at=job.created_at,
            expires_at=row.expires_at,
            page_count=job.page_count,
            doubts=tuple(self._doubts(job.upload)),
            filename=name_of(self._spool, job.upload) if row.reason == Kind.NAME.value else None,
            own=job.account_id == principal.account_id,
        )

    def _doubts(self, upload: str | None) -> builtins.list[Finding]:
        if upload is None:
            return []
        found = [finding for finding in read_findings(self._spool, upload) if not finding.sure]
        return found + [Finding(Kind.PAGE_UNREAD, number) for number in failed_pages(self._spool, upload)]

    def _today(self) -> date:
        return office_day(self._clock())


def _detail(job_id: int, account_id: int, finding: Finding) -> dict[str, int | str]:
    level = finding.level or SecrecyLevel.NONE
    return {
        "job": job_id,
        "account": account_id,
        "page": finding.page,
        "way": finding.kind.value,
        "level": level.value,
    }


def _cropped(picture: bytes, box: Box | None) -> bytes:
    if box is None:
        return picture
    with Image.open(io.BytesIO(picture)) as page:
        left, top, right, bottom = box
        across, down = page.size
        area = (
            int(max(0.0, left - _MARGIN) * across),
            int(max(0.0, top - _MARGIN) * down),
            int(min(1.0, right + _MARGIN) * across),
            int(min(1.0, bottom + _MARGIN) * down),
        )
        out = io.BytesIO()
        page.crop(area).save(out, "WEBP", quality=_QUALITY)
    return out.getvalue()
