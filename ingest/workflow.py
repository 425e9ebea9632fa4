"""The durable workflow: one per document, one step per page, resumed after any end of the process.

DBOS keeps the arguments and results of steps: they are ids and numbers, never names, text or bytes. Steps are
free to be repeated; what has been read lies in the spool, so a repeated page step finds its result there.
"""

from __future__ import annotations

import asyncio
import errno
import logging
from collections.abc import Callable
from functools import wraps

from dbos import DBOS, StepOptions
from sqlalchemy.exc import OperationalError

from ingest.about import only_about
from ingest.errors import DocxDamaged, FileInFile, JobBroken, NoSpaceLeft, StorageBusy, UnpacksTooLarge
from ingest.steps import ENDED, archive, catalogue, finish, index, inspect, recognise, screen, store
from ingest.tools import Tools
from ingest.types import JobState
from ingest.workers import PoolStopped
from ocr.errors import ImageDamaged, ImageTooLarge, PdfDamaged, TooManyPages
from vanthu.errors import VanthuError

QUEUE = "documents"
NAME = "ingest"
PAGES_IN_FLIGHT = 16
"""Page steps of one document that wait or run at once; workers take low page numbers first."""

HOPELESS = (
    *(DocxDamaged, FileInFile, UnpacksTooLarge),
    *(ImageDamaged, ImageTooLarge, PdfDamaged, TooManyPages),
)
"""What is wrong with the file itself: only another upload helps."""

log = logging.getLogger(__name__)

_tools: list[Tools] = []

Step = Callable[..., int]


def use(tools: Tools | None) -> None:
    """What the steps of this process work with; None when the service stops."""
    _tools[:] = [tools] if tools else []


@DBOS.workflow(name=NAME)
async def ingest(job_id: int) -> int:
    """Bring one upload into the library; the document's id, or `ENDED`."""
    pages = await _step(inspect.run, job_id)
    if pages == ENDED or await _step(recognise.begin, job_id) == ENDED:
        return ENDED
    if not await _pages(job_id, pages) or await _step(screen.run, job_id) == ENDED:
        return ENDED
    document_id = await _step(store.run, job_id)
    if document_id == ENDED:
        return ENDED
    for step in (catalogue.run, index.run, archive.run):
        if await _step(step, job_id, document_id) == ENDED:
            return ENDED
    return document_id if await _step(finish.run, job_id) != ENDED else ENDED


async def _pages(job_id: int, pages: int) -> bool:
    """Read every page, several at a time; whether the job goes on.

    Steps begin strictly in page order, which is what lets DBOS find each one's result again.
    """
    waiting: set[asyncio.Task[int]] = set()
    ended = False
    for number in range(1, pages + 1):
        waiting.add(asyncio.create_task(_step(recognise.run, job_id, number)))
        if len(waiting) >= PAGES_IN_FLIGHT:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            ended = any(task.result() == ENDED for task in done)
            if ended:
                break
    results = await asyncio.gather(*waiting)
    return not ended and ENDED not in results


async def _step(run: Step, *numbers: int) -> int:
    options = StepOptions(
        name=f"{run.__module__.rsplit('.', 1)[-1]}.{run.__name__}",
        retries_allowed=True,
        should_retry=lambda fault: isinstance(fault, StorageBusy),
        max_attempts=6,
        interval_seconds=1.0,
        backoff_rate=2.0,
    )
    return await DBOS.run_step_async(options, _guarded(run), *numbers)


def _guarded(run: Step) -> Step:
    """What goes wrong is written on the job's row; nothing of it reaches the durable store."""

    @wraps(run)
    def guarded(job_id: int, *numbers: int) -> int:
        if not _tools:
            raise PoolStopped
        tools = _tools[0]
        try:
            return run(tools, job_id, *numbers)
        except (PoolStopped, StorageBusy):
            raise
        except OperationalError:
            raise StorageBusy from None
        except Exception as fault:
            return _end(tools, job_id, fault)

    return guarded


def _end(tools: Tools, job_id: int, fault: Exception) -> int:
    if isinstance(fault, OSError) and fault.errno in {errno.ENOSPC, errno.EDQUOT}:
        error: VanthuError = NoSpaceLeft()
    elif isinstance(fault, VanthuError):
        error = fault
    else:
        # The type only: the message may quote the document.
        log.error("job %s: %s", job_id, type(fault).__name__)
        error = JobBroken()
    try:
        tools.jobs.fail(job_id, error)
        if isinstance(error, HOPELESS):
            _let_go(tools, job_id)
    except OperationalError:
        raise StorageBusy from None
    return ENDED


def _let_go(tools: Tools, job_id: int) -> None:
    """A file that no second try can read does not wait for one; its name stays, sealed, for the uploader."""
    row = tools.jobs.row(job_id)
    if row.state == JobState.FAILED.value and row.upload is not None:
        tools.jobs.set(job_id, upload=only_about(tools.spool, row.upload))
        tools.spool.destroy(row.upload)
        tools.pool.forget(row.upload)
