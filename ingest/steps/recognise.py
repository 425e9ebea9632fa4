"""Reads and looks at one page in a worker process. A page that cannot be read keeps number and reason.

A page with a sure mark ends the job at once: no further page is read, and what was read is destroyed.
"""

from __future__ import annotations

from ingest.errors import NoSpaceLeft, StorageBusy, UploadGone
from ingest.page_items import count_pages, failed_item, has_read, text_item
from ingest.page_work import SURE
from ingest.steps import ENDED
from ingest.steps.screen import refused
from ingest.tools import Tools
from ingest.types import JobState
from ingest.workers import PoolStopped
from vanthu.db import now
from vanthu.errors import VanthuError

ENGINE_CALLS = 4
"""Most calls of the recognition engine for one page, each with its own time limit."""
START_S = 30.0
LOOK_S = 90.0

READ, FAILED = 0, 1


def begin(tools: Tools, job_id: int) -> int:
    """Show that reading has begun; pages read by an earlier attempt are not read again."""
    read, failed = count_pages(tools.spool, _upload(tools, job_id))
    tools.jobs.set(
        job_id,
        state=JobState.RECOGNISING.value,
        page=read,
        pages_before=read,
        failed_pages=failed,
        recognising_at=now(),
    )
    return read


def run(tools: Tools, job_id: int, number: int) -> int:
    """`READ` or `FAILED`; or the job ends, refused."""
    upload = _upload(tools, job_id)
    if has_read(tools.spool, upload, number):
        return READ
    if tools.spool.has(upload, failed_item(number)):
        return FAILED
    outcome, seen = READ, 0
    limit_s = tools.page_timeout_s * ENGINE_CALLS + START_S
    try:
        seen = _ask(tools, "recognise", upload, number, limit_s)
    except (PoolStopped, NoSpaceLeft, StorageBusy, UploadGone):
        raise
    except VanthuError as error:
        seen = _look(tools, upload, number)
        tools.spool.remove(upload, text_item(number))
        tools.spool.put(upload, failed_item(number), error.code.encode())
        outcome = FAILED
    if seen == SURE and refused(tools, job_id):
        return ENDED
    read, failed = count_pages(tools.spool, upload)
    tools.jobs.set(job_id, page=read, failed_pages=failed)
    return outcome


def _look(tools: Tools, upload: str, number: int) -> int:
    """Its picture is looked at all the same, where it can be."""
    try:
        return _ask(tools, "look", upload, number, LOOK_S)
    except (PoolStopped, NoSpaceLeft, StorageBusy, UploadGone):
        raise
    except VanthuError:
        return 0


def _ask(tools: Tools, task: str, upload: str, number: int, limit_s: float) -> int:
    future = tools.pool.submit(task, priority=number, limit_s=limit_s, upload=upload, number=number)
    return future.result()


def _upload(tools: Tools, job_id: int) -> str:
    upload = tools.jobs.row(job_id).upload
    if upload is None:
        raise UploadGone
    return upload
