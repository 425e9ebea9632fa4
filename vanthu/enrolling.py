"""The rules of who is to learn what, applied again by themselves; and the reminders that are due."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from access.audit_actions import AuditAction
from vanthu.db import now, office_day

if TYPE_CHECKING:
    from vanthu.services import Services

log = logging.getLogger(__name__)

CHANGES = frozenset(
    {
        *("account_add", "account_change", "account_enable", "account_import"),
        *("unit_move", "unit_merge", "unit_abolish", "unit_keep"),
    }
)
"""Acts after which a rule may be for other people than before."""
LOOKS_EVERY_S = 600.0
QUIET_S = 2.0
"""Changes that follow each other so closely are followed together ..."""
AT_LATEST_S = 60.0
"""... but are not waited for longer than this."""
REST = 20.0
"""Times as long as applying took, it then rests: with very many people it never takes more than a twentieth
of a processor."""


class Enrolling:
    """One thread keeps; any thread may `poke` it."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._poked = threading.Event()

    def poke(self) -> None:
        """Accounts or units were changed."""
        self._poked.set()

    def run(self) -> None:
        """Apply every rule now and give the reminders that are due; recorded where that changed anything."""
        applied, reminded = self._services.enrolments.upkeep.run()
        told = {
            "enrolled": applied.enrolled + applied.returned,
            "withdrawn": applied.withdrawn,
            "renewed": applied.renewed,
            "reminded": reminded,
        }
        if any(told.values()):
            self._services.audit.record(None, AuditAction.ENROL_APPLIED, detail=told)

    def keep(self, ending: threading.Event) -> None:
        """At the start, once a day from then on, and soon after a change, until told to end."""
        done = None
        while not ending.is_set():
            began = time.monotonic()
            try:
                if self._poked.is_set() or office_day(now()) != done:
                    self._poked.clear()
                    self.run()
                    done = office_day(now())
            except Exception as fault:
                log.error("requirements could not be applied: %s", type(fault).__name__)
            if ending.wait(REST * (time.monotonic() - began)):
                return
            self._wait()

    def _wait(self) -> None:
        """Until something was changed and whoever changes pauses, or for `LOOKS_EVERY_S`."""
        if not self._poked.wait(LOOKS_EVERY_S):
            return
        until = time.monotonic() + AT_LATEST_S
        while self._poked.is_set() and time.monotonic() < until:
            self._poked.clear()
            self._poked.wait(QUIET_S)
        self._poked.set()


def keep_enrolled(services: Services, ending: threading.Event) -> None:
    services.enrolling.keep(ending)
