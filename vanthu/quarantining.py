"""What a custodian does about uploads that wait because they may be secret; denials are recorded here.

What was shown and decided is recorded by the quarantine itself, also where the process dies meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from access.audit_actions import AuditAction
from access.roles import Action

if TYPE_CHECKING:
    from access.principal import Principal
    from ingest.quarantine import Waiting
    from vanthu.recording import Recorder
    from vanthu.services import Services


class Quarantining:
    """The acts of one custodian. What waits for another unit's custodian is `NotFound`."""

    def __init__(self, services: Services, principal: Principal, log: Recorder) -> None:
        self._services = services
        self._principal = principal
        self._log = log

    def list(self) -> list[Waiting]:
        """What waits for this custodian, the most urgent first."""
        with self._log.asking(AuditAction.QUARANTINE_VIEW):
            self._principal.require(Action.KEEP)
        return self._services.quarantine.list(self._principal)

    def crop(self, job_id: int, number: int = 0) -> bytes:
        """The place of doubt `number`, counted from 0, as a WebP picture."""
        with self._log.asking(AuditAction.QUARANTINE_VIEW, None, {"job": job_id}):
            return self._services.quarantine.crop(job_id, self._principal, number)

    def release(self, job_id: int) -> None:
        """Not secret: the pipeline goes on."""
        with self._log.asking(AuditAction.QUARANTINE_RELEASE, None, {"job": job_id}):
            self._services.quarantine.release(job_id, self._principal)

    def destroy(self, job_id: int) -> None:
        """Secret: nothing of it stays."""
        with self._log.asking(AuditAction.QUARANTINE_DESTROY, None, {"job": job_id}):
            self._services.quarantine.destroy(job_id, self._principal)
