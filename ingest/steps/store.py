"""The document is clean: only now its original and its pages go into the file store and the catalogue."""

from __future__ import annotations

from access.errors import SessionExpired
from access.scope import Scope
from ingest.errors import UploadGone
from ingest.models import JobRow
from ingest.page_items import image_item, read_pages
from ingest.spool import ORIGINAL
from ingest.steps import ENDED
from ingest.tools import Tools
from ingest.types import JobState
from records.errors import DuplicateDocument
from records.types import NewDocument, SecrecyLevel


def run(tools: Tools, job_id: int) -> int:
    """The document's id, or the job ends as a duplicate."""
    job = tools.jobs.row(job_id)
    if job.upload is None:
        raise UploadGone
    tools.jobs.move(job_id, JobState.CATALOGUING)
    with tools.spool.reader(job.upload, ORIGINAL) as original:
        stored = tools.files.put(original)
    pages = read_pages(tools.spool, job.upload)
    try:
        document_id = tools.catalogue.register(
            NewDocument(
                filename=job.filename,
                unit_id=job.unit_id,
                sha256=stored.sha256,
                media_type=job.media_type or "",
                size=stored.size,
                page_count=len(pages.texts) + len(pages.failed),
                created_by=job.account_id,
                secrecy_level=SecrecyLevel(job.secrecy),
                upload_key=job.upload,
            )
        )
    except DuplicateDocument as same:
        return _duplicate(tools, job, same.facts["document_id"])
    for page in pages.texts:
        with tools.spool.reader(job.upload, image_item(page.number)) as image:
            picture = tools.files.put(image)
        tools.catalogue.put_page(document_id, page, picture.sha256)
    for number, code in pages.failed.items():
        tools.catalogue.put_failed_page(document_id, number, code)
    tools.jobs.set(job_id, document_id=document_id)
    return document_id


def _duplicate(tools: Tools, job: JobRow, existing: int) -> int:
    """The same file came in meanwhile by another way."""
    upload = job.upload
    try:
        scope = Scope.of(tools.accounts.principal_by_id(job.account_id))
    except SessionExpired:
        scope = None
    seen = scope and job.sha256 and tools.catalogue.find_duplicate(job.unit_id, job.sha256, scope)
    error = DuplicateDocument(document_id=existing if seen else "-")
    tools.jobs.end(job.id, JobState.DUPLICATE, error, document_id=existing if seen else None, upload=None)
    if upload:
        tools.spool.destroy(upload)
    return ENDED
