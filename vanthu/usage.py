"""How much the installation is used: per day and act a count, apart from the audit trail.

No names, no units, no words: these numbers are for planning and may be shown to anyone. What people asked is
never kept here.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from access.audit_actions import Result
from access.installation_models import UsageCountRow
from vanthu.db import Database, now, office_day

FLUSH_EVERY_S = 30.0
"""Counts are kept in memory for so long: an act is not to wait for them."""
COUNTED = frozenset({"sign_in", "search", "ask", "view", "download", "export", "print", "upload", "correct"})
"""Acts of the trail that are counted, under the same name."""
UNANSWERED = "ask_unanswered"


@dataclass(frozen=True, slots=True)
class DayCount:
    day: date
    act: str
    count: int


class Usage:
    """Counts acts; `flush` writes them."""

    def __init__(self, db: Database, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: Counter[tuple[date, str]] = Counter()
        self._flushed_at = time.monotonic()

    def count(self, action: str, result: Result = Result.DONE) -> None:
        """Count an act that was carried out; a question the library did not answer is counted as such too."""
        if action not in COUNTED or result in {Result.DENIED, Result.FAILED}:
            return
        day = office_day(self._clock())
        with self._lock:
            self._waiting[day, str(action)] += 1
            if action == "ask" and result is Result.REFUSED:
                self._waiting[day, UNANSWERED] += 1
            due = time.monotonic() - self._flushed_at > FLUSH_EVERY_S
        if due:
            self.flush()

    def flush(self) -> None:
        """Add what is waiting to the table."""
        with self._lock:
            waiting, self._waiting = self._waiting, Counter()
            self._flushed_at = time.monotonic()
        for (day, act), count in sorted(waiting.items()):
            if not self._add(day, act, count):
                try:
                    with self._db.session() as session:
                        session.add(UsageCountRow(day=day, act=act, count=count))
                except IntegrityError:  # another process wrote the day's first one meanwhile
                    self._add(day, act, count)

    def days(self, count: int = 30) -> list[DayCount]:
        """The last `count` days, newest first."""
        self.flush()
        first = office_day(self._clock()) - timedelta(days=count - 1)
        with self._db.session() as session:
            rows = session.scalars(
                select(UsageCountRow)
                .where(UsageCountRow.day >= first)
                .order_by(UsageCountRow.day.desc(), UsageCountRow.act)
            )
            return [DayCount(row.day, row.act, row.count) for row in rows]

    def _add(self, day: date, act: str, count: int) -> bool:
        with self._db.session() as session:
            found = session.scalar(
                update(UsageCountRow)
                .where(UsageCountRow.day == day, UsageCountRow.act == act)
                .values(count=UsageCountRow.count + count)
                .returning(UsageCountRow.count)
            )
        return found is not None
