"""Verifies the trail in the background: a million events take longer than anyone watches a page."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from access.audit_fault import AuditFault
from access.audit_verify import verify
from vanthu.db import Database, now

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CheckState:
    """The verification that runs, or the last one since the program was started."""

    running: bool = False
    started_at: datetime | None = None
    faults: tuple[AuditFault, ...] | None = None
    """None: none was finished yet, or it could not be."""


class AuditCheck:
    """One verification at a time."""

    def __init__(self, db: Database, keys: Callable[[], frozenset[str]]) -> None:
        """`keys` gives the public keys that seals may be signed with."""
        self._db = db
        self._keys = keys
        self._lock = threading.Lock()
        self._state = CheckState()
        self._thread: threading.Thread | None = None

    def state(self) -> CheckState:
        return self._state

    def start(self, done: Callable[[int], None]) -> bool:
        """Begin, unless one runs; `done` is told the number of faults."""
        with self._lock:
            if self._state.running:
                return False
            self._state = CheckState(running=True, started_at=now())
            self._thread = threading.Thread(target=self._run, args=(done,), name="audit-check", daemon=True)
            self._thread.start()
            return True

    def wait(self) -> None:
        """Until the verification that runs has ended."""
        if self._thread is not None:
            self._thread.join()

    def _run(self, done: Callable[[int], None]) -> None:
        faults: tuple[AuditFault, ...] | None = None
        try:
            faults = tuple(verify(self._db, keys=self._keys()))
            done(len(faults))
        except Exception as fault:
            log.error("the trail could not be verified: %s", type(fault).__name__)
        finally:
            self._state = CheckState(started_at=self._state.started_at, faults=faults)
