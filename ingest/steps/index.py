"""Makes the document findable; from here on people can work with it."""

from __future__ import annotations

from ingest.tools import Tools
from ingest.types import JobState
from records.types import DocumentStatus


def run(tools: Tools, job_id: int, document_id: int) -> int:
    tools.jobs.move(job_id, JobState.INDEXING)
    tools.indexer.index(document_id)
    tools.catalogue.set_status(document_id, DocumentStatus.READY)
    return document_id
