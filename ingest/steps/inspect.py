"""Opens the upload for the first time and counts its pages; typesets what has none; looks beneath them."""

from __future__ import annotations

from ingest.errors import UploadGone
from ingest.findings import WHOLE_FILE, marks_item
from ingest.tools import Tools
from ingest.types import JobState

LIMIT_S = 300.0


def run(tools: Tools, job_id: int) -> int:
    """The number of pages."""
    job = tools.jobs.row(job_id)
    if job.upload is None:
        raise UploadGone
    if job.page_count and tools.spool.has(job.upload, marks_item(WHOLE_FILE)):
        return job.page_count  # an earlier attempt has been here
    tools.jobs.move(job_id, JobState.INSPECTING)
    pages = tools.pool.submit("inspect", priority=0, limit_s=LIMIT_S, upload=job.upload).result()
    tools.jobs.set(job_id, page_count=pages)
    return pages
