"""Reads one page in a worker process. A page that cannot be read keeps its number and the reason."""

from __future__ import annotations

from ingest.errors import NoSpaceLeft, StorageBusy, UploadGone
from ingest.page_items import count_pages, failed_item, text_item
from ingest.tools import Tools
from ingest.types import JobState
from ingest.workers import PoolStopped
from vanthu.db import now
from vanthu.errors import VanthuError

ENGINE_CALLS = 4
"""Most calls of the recognition engine for one page, each with its own time limit."""
START_S = 30.0

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
    """`READ` or `FAILED`."""
    upload = _upload(tools, job_id)
    if tools.spool.has(upload, text_item(number)):
        return READ
    if tools.spool.has(upload, failed_item(number)):
        return FAILED
    outcome = READ
    try:
        tools.pool.submit(
            "recognise",
            priority=number,
            limit_s=tools.page_timeout_s * ENGINE_CALLS + START_S,
            upload=upload,
            number=number,
        ).result()
    except (PoolStopped, NoSpaceLeft, StorageBusy, UploadGone):
        raise
    except VanthuError as error:
        tools.spool.put(upload, failed_item(number), error.code.encode())
        outcome = FAILED
    read, failed = count_pages(tools.spool, upload)
    tools.jobs.set(job_id, page=read, failed_pages=failed)
    return outcome


def _upload(tools: Tools, job_id: int) -> str:
    upload = tools.jobs.row(job_id).upload
    if upload is None:
        raise UploadGone
    return upload
