"""Opens the upload for the first time and counts its pages; typesets what has none."""

from __future__ import annotations

from ingest.errors import UploadGone
from ingest.tools import Tools
from ingest.types import JobState

LIMIT_S = 300.0


def run(tools: Tools, job_id: int) -> int:
    """The number of pages."""
    job = tools.jobs.row(job_id)
    if job.upload is None or job.media_type is None:
        raise UploadGone
    tools.jobs.move(job_id, JobState.INSPECTING)
    task = tools.pool.submit(
        "inspect", priority=0, limit_s=LIMIT_S, upload=job.upload, media_type=job.media_type
    )
    pages = task.result()
    tools.jobs.set(job_id, page_count=pages)
    return pages
