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
CONFLICT = 409
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
        """Post a batch. One faulty statement, or one the store has already, spoils a whole post: then halves
        are tried, down to the one, so that it alone is set aside."""
        status = self._post(batch)
        if status < 300:
            self._sent(batch)
            return len(batch)
        if len(batch) > 1:
            half = len(batch) // 2
            return self._give(batch[:half]) + self._give(batch[half:])
        if status == CONFLICT:  # it is there under this id
            self._sent(batch)
            return 1
        log.error("the record store refused statement %s with status %d", batch[0].statement_id, status)
        with self._db.session() as session:
            row = StatementToSend.id == batch[0].id
            session.execute(update(StatementToSend).where(row).values(refused=status))
        return 0

    def _post(self, batch: Sequence[_Waiting]) -> int:
        """The status: taken, or about the statements themselves."""
        body = "[" + ",".join(each.body for each in batch) + "]"
        headers = {"X-Experience-API-Version": VERSION, "Content-Type": "application/json"}
        try:
            answer = self._client.post(self._url, content=body.encode(), headers=headers, auth=self._auth)
        except (httpx.HTTPError, VanthuError, OSError) as fault:
            raise StoreUnavailable(type(fault).__name__) from fault
        status = answer.status_code
        if not (200 <= status < 300 or status == CONFLICT or status in _FAULTY):
            raise StoreUnavailable(f"status {status}")
        if status == 200 and not _confirms(answer, batch):
            raise StoreUnavailable("an answer that names other statements")
        return status

    def _sent(self, batch: Sequence[_Waiting]) -> None:
        with self._db.session() as session:
            session.execute(
                delete(StatementToSend).where(StatementToSend.id.in_([each.id for each in batch]))
            )


def _confirms(answer: httpx.Response, batch: Sequence[_Waiting]) -> bool:
    """A store answers with the ids it took; one that is no record store answers something else."""
    try:
        named = json.loads(answer.content)
    except ValueError:
        return False
    return isinstance(named, list) and {str(each).lower() for each in named} >= {
        each.statement_id for each in batch
    }
