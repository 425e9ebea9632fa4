"""Sending statements to a record store (xAPI 1.0.3, Communication 2.1): in batches, in order, until taken.

A statement leaves the queue only when the store has confirmed it. Sending one twice is the same as sending it
once: the store knows it by its id.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass

import httpx
from sqlalchemy import delete, select, update

from training_modules.statements.models import Statement, StatementToSend
from training_modules.statements.vocabulary import VERSION
from vanthu.db import Database
from vanthu.errors import VanthuError

log = logging.getLogger(__name__)

BATCH = 50
OK, NO_CONTENT, CONFLICT = 200, 204, 409
_FAULTY = frozenset({400, 413, 422})
"""What a store answers about the statements themselves; anything else is about the store, and passes."""
FIRST_PAUSE_S = 30.0
LONGEST_PAUSE_S = 3_600.0


class StoreUnavailable(Exception):
    """The record store did not take a batch for a reason that may pass."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    id: int
    statement_id: str
    body: str


class Sender:
    """`url` is the store's xAPI address, to which `/statements` is added."""

    def __init__(self, db: Database, client: httpx.Client, url: str, key: str, secret: str) -> None:
        self._db = db
        self._client = client
        self._url = f"{url.rstrip('/')}/statements"
        self._auth = httpx.BasicAuth(key, secret)
        self._pause = FIRST_PAUSE_S

    def send(self) -> int:
        """Everything that waits; how many the store took. Raises `StoreUnavailable`."""
        taken = 0
        while batch := self._waiting():
            taken += self._give(batch)
        return taken

    def round(self) -> float:
        """One round of the background work: send what waits, and how long to rest before the next, seconds.

        The rest doubles after each failure, up to an hour.
        """
        try:
            taken = self.send()
        except StoreUnavailable as fault:
            log.warning("the record store took no statements: %s", fault)
            self._pause = min(self._pause * 2, LONGEST_PAUSE_S)
        else:
            self._pause = FIRST_PAUSE_S
            if taken:
                log.info("statements sent to the record store: %d", taken)
        return self._pause

    def _waiting(self) -> list[_Waiting]:
        wanted = (
            select(Statement.id, Statement.statement_id, Statement.body)
            .join(StatementToSend, StatementToSend.id == Statement.id)
            .where(StatementToSend.refused.is_(None))
            .order_by(Statement.id)
            .limit(BATCH)
        )
        with self._db.session() as session:
            return [_Waiting(*row) for row in session.execute(wanted)]

    def _give(self, batch: Sequence[_Waiting]) -> int:
        """Post a batch. One faulty statement, or one the store has already, may spoil a whole post or be left
        out of what the store confirms: then halves are tried, down to the one."""
        if not batch:
            return 0
        status, named = self._post(batch)
        if status == CONFLICT and len(batch) == 1:  # it is there under this id
            named = {batch[0].statement_id}
        taken = [each for each in batch if each.statement_id in named]
        left = [each for each in batch if each.statement_id not in named]
        self._sent(taken)
        if left and len(batch) > 1:
            half = (len(left) + 1) // 2
            return len(taken) + self._give(left[:half]) + self._give(left[half:])
        if left:
            self._set_aside(left[0], status)
        return len(taken)

    def _set_aside(self, one: _Waiting, status: int) -> None:
        if status not in _FAULTY:
            raise StoreUnavailable(f"status {status} without a word on what was taken")
        log.error("the record store refused statement %s with status %d", one.statement_id, status)
        with self._db.session() as session:
            row = StatementToSend.id == one.id
            session.execute(update(StatementToSend).where(row).values(refused=status))

    def _post(self, batch: Sequence[_Waiting]) -> tuple[int, set[str]]:
        """The status, and the ids the store says it has; a status that is not about the statements raises."""
        body = "[" + ",".join(each.body for each in batch) + "]"
        headers = {"X-Experience-API-Version": VERSION, "Content-Type": "application/json"}
        try:
            answer = self._client.post(self._url, content=body.encode(), headers=headers, auth=self._auth)
        except (httpx.HTTPError, VanthuError, OSError) as fault:
            raise StoreUnavailable(type(fault).__name__) from fault
        status = answer.status_code
        if status == NO_CONTENT:  # nothing was new
            return status, {each.statement_id for each in batch}
        if status == CONFLICT or status in _FAULTY:
            return status, set()
        if status != OK:
            raise StoreUnavailable(f"status {status}")
        return status, _named(answer)

    def _sent(self, batch: Sequence[_Waiting]) -> None:
        with self._db.session() as session:
            session.execute(
                delete(StatementToSend).where(StatementToSend.id.in_([each.id for each in batch]))
            )


def _named(answer: httpx.Response) -> set[str]:
    """The ids a store says it took; one that is no record store answers something else."""
    try:
        named = json.loads(answer.content)
    except ValueError:
        named = None
    if not isinstance(named, list):
        raise StoreUnavailable("an answer that is no record store's")
    return {str(each).lower() for each in named}
