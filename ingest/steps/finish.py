"""The end of the way: the spool's copy is no longer needed."""

from __future__ import annotations

from ingest.tools import Tools
from ingest.types import JobState


def run(tools: Tools, job_id: int) -> int:
    upload = tools.jobs.row(job_id).upload
    tools.jobs.end(job_id, JobState.DONE, upload=None)
    tools.compositions.settle(job_id, tools.indexer.remove)
    if upload:
        tools.spool.destroy(upload)
    return job_id
