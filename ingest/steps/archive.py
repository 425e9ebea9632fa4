"""Makes the searchable PDF. The document is in the library already: a failure here is noted, no more."""

from __future__ import annotations

import logging

from ingest.archiving import ArchiveMaker
from ingest.errors import ArchiveNotMade, NoSpaceLeft, UploadGone
from ingest.tools import Tools
from ingest.types import JobState
from vanthu.errors import VanthuError

MADE, NOT_MADE = 1, 0

log = logging.getLogger(__name__)


def run(tools: Tools, job_id: int, document_id: int) -> int:
    """`MADE` or `NOT_MADE`."""
    job = tools.jobs.row(job_id)
    if job.upload is None:
        raise UploadGone
    tools.jobs.move(job_id, JobState.ARCHIVING)
    try:
        ArchiveMaker(tools).make(job.upload, document_id)
    except NoSpaceLeft:
        raise
    except VanthuError as error:
        log.warning("no searchable PDF for document %s: %s", document_id, error.code)
        tools.jobs.note(job_id, ArchiveNotMade())
        return NOT_MADE
    return MADE
