"""Makes the searchable PDF. The document is in the library already: a failure here is noted, no more."""

from __future__ import annotations

import logging

from ingest.errors import ArchiveNotMade, NoSpaceLeft, UploadGone
from ingest.page_items import SEARCHABLE
from ingest.tools import Tools
from ingest.types import JobState
from vanthu.errors import VanthuError

LIMIT_S = 120.0
LIMIT_PER_PAGE_S = 2.0

MADE, NOT_MADE = 1, 0

log = logging.getLogger(__name__)


def run(tools: Tools, job_id: int, document_id: int) -> int:
    """`MADE` or `NOT_MADE`."""
    job = tools.jobs.row(job_id)
    if job.upload is None:
        raise UploadGone
    tools.jobs.move(job_id, JobState.ARCHIVING)
    try:
        if not tools.spool.has(job.upload, SEARCHABLE):
            limit_s = LIMIT_S + LIMIT_PER_PAGE_S * (job.page_count or 0)
            tools.pool.submit("archive", priority=0, limit_s=limit_s, upload=job.upload).result()
        with tools.spool.reader(job.upload, SEARCHABLE) as searchable:
            tools.catalogue.set_archive(document_id, tools.files.put(searchable).sha256)
    except NoSpaceLeft:
        raise
    except VanthuError as error:
        log.warning("no searchable PDF for document %s: %s", document_id, error.code)
        tools.jobs.note(job_id, ArchiveNotMade())
        return NOT_MADE
    return MADE
