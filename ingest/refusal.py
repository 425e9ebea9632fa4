"""How an upload is destroyed because it is, or may be, a state secret; whole even if the process dies.

First the row says so and names nothing any more, then the key goes and with it the upload, then the event is
recorded. Whatever was interrupted is carried to its end at the next start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from access.accounts import AccountService
from access.audit import AuditTrail
from access.audit_actions import AuditAction, Result
from access.errors import SessionExpired
from access.principal import Principal
from ingest.errors import QuarantineExpired
from ingest.jobs import JobStore
from ingest.models import JobRow
from ingest.spool import Spool
from ingest.types import JobState
from vanthu.errors import VanthuError


@dataclass(frozen=True, slots=True)
class Refusals:
    jobs: JobStore
    spool: Spool
    accounts: AccountService
    audit: AuditTrail
    forget: Callable[[str], None]
    """Clears the memory of the page workers of an upload."""

    def refuse(self, job_id: int, error: VanthuError) -> None:
        """Destroy the job's upload; `error` says why, its facts are level, page and way at most."""
        if self.jobs.condemn(job_id, error):
            self.finish(self.jobs.row(job_id))

    def finish(self, row: JobRow) -> None:
        """Carry out what `refuse` began. Safe to repeat, though the event may then be there twice."""
        if row.state != JobState.REFUSED.value or row.upload is None:
            return
        self.spool.destroy(row.upload)
        self.forget(row.upload)
        expired = row.code == QuarantineExpired.code
        action = AuditAction.QUARANTINE_EXPIRED if expired else AuditAction.REFUSE_SECRET
        detail = {"job": row.id, "account": row.account_id, **(row.facts or {})}
        self.audit.record(self.person(row.account_id), action, detail=detail, result=Result.REFUSED)
        self.jobs.destroyed(row.id)

    def person(self, account_id: int) -> Principal | None:
        """Whom an event names; None for an account disabled meanwhile, whose number is in the details."""
        try:
            return self.accounts.principal_by_id(account_id)
        except SessionExpired:
            return None
