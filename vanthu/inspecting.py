"""What one does about the quality of digitising: lots, checks, figures; recorded."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from access.audit_actions import AuditAction
from access.roles import Action
from records.desk.figures import measured
from records.quality.figures import error_figures
from records.types import FieldName
from records.work_figures import work_figures
from vanthu.db import OFFICE_TIME, now, office_day
from vanthu.errors import NotFound

if TYPE_CHECKING:
    from access.principal import Principal
    from records.desk.figures import Measured
    from records.quality.types import Check, ErrorFigures, Finding, Lot
    from records.work_figures import WorkFigures
    from vanthu.edge import SecondCheck
    from vanthu.recording import Recorder
    from vanthu.services import Services


_BEFORE_ALL = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Figures:
    """A unit's digitising over some days: the work done, the errors found in V2 and V3, the readings."""

    first: date
    last: date
    work: WorkFigures
    errors: ErrorFigures
    readings: Measured
    """How the words that a person looked at, or corrected, had been read."""


class Inspecting:
    """The acts of one person. Another unit's lots are `NotFound`."""

    def __init__(
        self,
        services: Services,
        principal: Principal,
        log: Recorder,
        second: SecondCheck,
    ) -> None:
        self._services = services
        self._principal = principal
        self._log = log
        self._second = second

    def lots(self) -> list[Lot]:
        return self._services.quality.lots(self._principal)

    def lot(self, lot_id: int) -> Lot:
        with self._log.asking(AuditAction.QUALITY_LOT, None, {"lot": lot_id}):
            return self._services.quality.lot(lot_id, self._principal)

    def waiting(self) -> list[int]:
        """Documents in no lot yet; for custodians."""
        return self._services.quality.waiting(self._principal)

    def open(self, name: str, document_ids: Sequence[int], *, sample_rate: float, limit: float) -> int:
        with self._log.asking(AuditAction.QUALITY_LOT):
            self._principal.require(Action.KEEP)
        with self._log.changing(AuditAction.QUALITY_LOT, None, {"documents": len(document_ids)}):
            return self._services.quality.open(
                name, document_ids, self._principal, sample_rate=sample_rate, limit=limit
            )

    def take(self, lot_id: int) -> Check | None:
        """The next document to check, None when nothing waits for this person."""
        with self._log.asking(AuditAction.QUALITY_CHECK, None, {"lot": lot_id}):
            check = self._services.quality.take(lot_id, self._principal)
        if check is not None:
            self._log.record(AuditAction.QUALITY_CHECK, check.document_id, {"lot": lot_id})
        return check

    def record(self, check_id: int, finding: Finding) -> Lot:
        """Finish the check and put right what was wrong, both or neither."""
        detail = {"check": check_id, "errors": len(finding.corrections) + len(finding.faults)}
        with self._log.asking(AuditAction.QUALITY_CHECK, None, detail):
            check = self._services.quality.taken(check_id, self._principal)
            if self._second.refused([check.document_id]):
                raise NotFound
        names = list(FieldName)
        with ExitStack() as recorded:
            recorded.enter_context(self._log.changing(AuditAction.QUALITY_CHECK, check.document_id, detail))
            for name in finding.corrections:
                field = {"field": names.index(name)}
                recorded.enter_context(self._log.changing(AuditAction.CORRECT, check.document_id, field))
            lot = self._services.quality.record(check_id, finding, self._principal)
        self._services.following.poke()
        return lot

    def figures(self, first: date, last: date) -> Figures:
        """From `first` to `last`, both included, as far as days have been; for custodians."""
        first, last = max(first, _BEFORE_ALL), min(last, office_day(now()))
        days = {"from_day": first.isoformat(), "until_day": last.isoformat()}
        with self._log.asking(AuditAction.FIGURES, None, days):
            self._principal.require(Action.KEEP)
        self._log.record(AuditAction.FIGURES, None, days)
        since = datetime.combine(first, time.min, OFFICE_TIME)
        until = datetime.combine(last, time.min, OFFICE_TIME) + timedelta(days=1)
        db = self._services.db
        return Figures(
            first,
            last,
            work_figures(db, self._principal, first, last),
            error_figures(db, self._principal, since, until),
            measured(db, self._principal, since, until),
        )
