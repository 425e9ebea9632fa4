"""What one does with the files one handed in together; recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from access.audit_actions import AuditAction
from access.roles import Action

if TYPE_CHECKING:
    from collections.abc import Callable

    from access.principal import Principal
    from ingest.batches.service import Batch
    from vanthu.recording import Recorder
    from vanthu.services import Services


class Batching:
    """The acts of one person. Another person's batch is `NotFound`."""

    def __init__(self, services: Services, principal: Principal, log: Recorder) -> None:
        self._services = services
        self._principal = principal
        self._log = log

    def open(self, name: str) -> int:
        with self._log.asking(AuditAction.BATCH):
            self._principal.require(Action.DIGITISE)
        with self._log.changing(AuditAction.BATCH, None, {"change": "open"}):
            return self._services.ingest.batches.open(name, self._principal)

    def list(self) -> list[Batch]:
        """One's own, newest first."""
        return self._services.ingest.batches.list(self._principal)

    def get(self, batch_id: int) -> Batch:
        with self._log.asking(AuditAction.BATCH, None, {"batch": batch_id}):
            return self._services.ingest.batches.get(batch_id, self._principal)

    def pause(self, batch_id: int) -> Batch:
        return self._do(batch_id, "pause", self._services.ingest.batches.pause)

    def resume(self, batch_id: int) -> Batch:
        return self._do(batch_id, "resume", self._services.ingest.batches.resume)

    def cancel(self, batch_id: int) -> Batch:
        return self._do(batch_id, "cancel", self._services.ingest.batches.cancel)

    def retry(self, batch_id: int) -> Batch:
        return self._do(batch_id, "retry", self._services.ingest.batches.retry)

    def _do(self, batch_id: int, change: str, act: Callable[[int, Principal], Batch]) -> Batch:
        detail = {"batch": batch_id, "change": change}
        with self._log.asking(AuditAction.BATCH, None, detail):
            self._principal.require(Action.DIGITISE)
            self._services.ingest.batches.require(batch_id, self._principal)
        with self._log.changing(AuditAction.BATCH, None, detail):
            return act(batch_id, self._principal)
