"""The watched folder of this installation: handed in as acts of the person whose folder it is."""

from __future__ import annotations

import logging
import threading
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

from access.audit_actions import Channel
from access.roles import Action
from ingest.types import JobState
from ingest.watching import Outcome, Watcher
from vanthu.db import now, office_day
from vanthu.errors import NotFound, VanthuError
from vanthu.i18n import translate

if TYPE_CHECKING:
    from vanthu.acts import Acts
    from vanthu.services import Services

EVERY_S = 2.0
NAME = "Thư mục quét, ngày {day}"
# Quarantine holds what may be secret encrypted: no readable copy may lie in the scanner's folder meanwhile.
_TAKEN_IN = frozenset({JobState.DONE, JobState.DUPLICATE, JobState.REFUSED, JobState.QUARANTINED})
_NOT_READ = frozenset({JobState.FAILED, JobState.CANCELLED})

log = logging.getLogger(__name__)


def keep_watching(services: Services, ending: threading.Event) -> None:
    """Look into the watched folder, where one is set, until told to end."""
    folder = services.settings.watch_folder
    if folder is None:
        return
    watcher = Watcher(folder, ScannersWay(services), settle_s=services.settings.watch_settle_s)
    while not ending.wait(EVERY_S):
        try:
            watcher.look()
        except Exception as fault:
            # The type only: the message may hold a file's name.
            log.error("watched folder: %s", type(fault).__name__)


class ScannersWay:
    """How files of the watched folder come in: as acts of the person whose folder it is."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._batches: dict[tuple[int, date], int] = {}

    def hand_in(self, username: str, stream: BinaryIO, filename: str, *, sensitive: bool) -> int:
        acts = self._acts(username)
        return acts.submit(stream, filename, sensitive=sensitive, batch_id=self._batch(acts)).id

    def outcome(self, username: str, job_id: int) -> Outcome:
        try:
            state = self._services.ingest.job(job_id, self._acts(username).principal).state
        except NotFound:
            return Outcome.NOT_READ  # another's, or of a data folder before this one
        if state in _TAKEN_IN:
            return Outcome.TAKEN_IN
        return Outcome.NOT_READ if state in _NOT_READ else Outcome.OPEN

    def _acts(self, username: str) -> Acts:
        try:
            person = self._services.accounts.principal(username)
            person.require(Action.DIGITISE)
        except VanthuError as error:
            raise LookupError from error
        return self._services.acting(person, channel=Channel.SYSTEM)

    def _batch(self, acts: Acts) -> int:
        """What one person's scanner leaves in a day is one batch."""
        day = office_day(now())
        key = (acts.principal.account_id, day)
        if key not in self._batches:
            self._batches[key] = acts.batching.open(translate(NAME).format(day=f"{day:%d/%m/%Y}"))
        return self._batches[key]
