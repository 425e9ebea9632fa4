"""What one does with the files one handed in together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from access.principal import Principal
from access.roles import Action
from ingest.batches.models import BatchRow
from ingest.errors import UploadGone
from ingest.models import JobRow
from ingest.types import JobState
from records.clean import storable
from vanthu.db import LARGEST_ID, Database
from vanthu.errors import NotFound, VanthuError

_LONGEST_NAME = 200
_MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as whoever handed it in sees it."""

    id: int
    name: str
    created_at: datetime
    jobs: int
    states: dict[JobState, int]
    pages: int
    """Pages of the files whose number of pages is known."""
    pages_done: int

    @property
    def working(self) -> int:
        """Files that are worked on, or will be."""
        return sum(count for state, count in self.states.items() if state.worked_on)

    @property
    def paused(self) -> int:
        return self.states.get(JobState.PAUSED, 0)

    @property
    def failed(self) -> int:
        return self.states.get(JobState.FAILED, 0)


class BatchNameInvalid(VanthuError):
    code = "batch_name_invalid"
    message = "Tên đợt số hoá chưa dùng được."
    remedy = "Đặt tên không quá 200 ký tự."


class Batches:
    """One's own batches; another person's is absent."""

    def __init__(
        self,
        db: Database,
        *,
        pause: Callable[[int], bool],
        resume: Callable[[int], bool],
        cancel: Callable[[int], bool],
        retry: Callable[[int, Principal], object],
    ) -> None:
        self._db = db
        self._pause, self._resume, self._cancel = pause, resume, cancel
        self._retry = retry

    def open(self, name: str, principal: Principal) -> int:
        principal.require(Action.DIGITISE)
        name = " ".join(storable(name).split())
        if not name or len(name) > _LONGEST_NAME:
            raise BatchNameInvalid
        row = BatchRow(unit_id=principal.unit_id, account_id=principal.account_id, name=name)
        with self._db.session() as session:
            session.add(row)
            session.flush()
            return row.id

    def require(self, batch_id: int, principal: Principal) -> None:
        """Raise `NotFound` unless it is the person's own."""
        self._row(batch_id, principal)

    def list(self, principal: Principal, *, limit: int = 20) -> list[Batch]:
        """Newest first; those without a file are left out."""
        principal.require(Action.DIGITISE)
        with self._db.session() as session:
            rows = session.scalars(
                select(BatchRow)
                .where(BatchRow.account_id == principal.account_id)
                .where(select(JobRow.id).where(JobRow.batch_id == BatchRow.id).exists())
                .order_by(BatchRow.id.desc())
                .limit(min(limit, _MOST_ROWS))
            ).all()
        return [self._whole(row) for row in rows]

    def get(self, batch_id: int, principal: Principal) -> Batch:
        return self._whole(self._row(batch_id, principal))

    def pause(self, batch_id: int, principal: Principal) -> Batch:
        """Nothing more of it is begun, and no further page read; what was read stays read."""
        return self._each(batch_id, principal, self._pause)

    def resume(self, batch_id: int, principal: Principal) -> Batch:
        return self._each(batch_id, principal, self._resume)

    def cancel(self, batch_id: int, principal: Principal) -> Batch:
        """Files not yet in the library are let go; documents that are stay."""
        return self._each(batch_id, principal, self._cancel)

    def retry(self, batch_id: int, principal: Principal) -> Batch:
        """Try again what failed and may be tried again."""

        def again(job_id: int) -> bool:
            try:
                self._retry(job_id, principal)
            except UploadGone:
                return False  # the file itself was at fault; only another upload helps
            return True

        return self._each(batch_id, principal, again, JobState.FAILED)

    def _each(
        self,
        batch_id: int,
        principal: Principal,
        act: Callable[[int], bool],
        state: JobState | None = None,
    ) -> Batch:
        principal.require(Action.DIGITISE)
        row = self._row(batch_id, principal)
        wanted = JobRow.batch_id == row.id
        if state is not None:
            wanted &= JobRow.state == state.value
        with self._db.session() as session:
            # The last first: none of those before it is begun while others are being held.
            jobs = session.scalars(select(JobRow.id).where(wanted).order_by(JobRow.id.desc())).all()
        for job_id in jobs:
            act(job_id)
        return self._whole(row)

    def _row(self, batch_id: int, principal: Principal) -> BatchRow:
        with self._db.session() as session:
            row = session.get(BatchRow, batch_id) if 0 < batch_id <= LARGEST_ID else None
        if row is None or row.account_id != principal.account_id:
            raise NotFound
        return row

    def _whole(self, row: BatchRow) -> Batch:
        states: Counter[JobState] = Counter()
        pages = done = 0
        with self._db.session() as session:
            for state, count, total, read in session.execute(
                select(JobRow.state, func.count(), func.sum(JobRow.page_count), func.sum(JobRow.page))
                .where(JobRow.batch_id == row.id)
                .group_by(JobRow.state)
            ):
                states[JobState(state)] = count
                pages += int(total or 0)
                done += int(read or 0)
        return Batch(row.id, row.name, row.created_at, states.total(), dict(states), pages, done)
