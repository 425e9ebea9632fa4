"""The document is clean: only now its name, its original and its pages leave the spool."""

from __future__ import annotations

from access.errors import SessionExpired
from access.scope import Scope
from ingest.about import About, read_about
from ingest.errors import UploadGone
from ingest.models import JobRow
from ingest.page_items import image_item, read_pages
from ingest.secrecy import class_of
from ingest.spool import ORIGINAL
from ingest.steps import ENDED
from ingest.tools import Tools
from ingest.types import JobState
from records.errors import DuplicateDocument
from records.types import NewDocument, SecrecyLevel


def run(tools: Tools, job_id: int) -> int:
    """The document's id, or the job ends as a duplicate, or was held or let go meanwhile."""
    job = tools.jobs.row(job_id)
    if job.upload is None:
        raise UploadGone
    about = read_about(tools.spool, job.upload)
    claimed = tools.jobs.claim(
        job_id,
        filename=about.filename,
        media_type=about.media_type,
        sha256=about.sha256,
        size=about.size,
    )
    if not claimed:
        return ENDED
    with tools.spool.reader(job.upload, ORIGINAL) as original:
        tools.files.put(original)
    pages = read_pages(tools.spool, job.upload)
    held = SecrecyLevel(job.secrecy)
    try:
        document_id = tools.catalogue.register(
            NewDocument(
                filename=about.filename,
                unit_id=job.unit_id,
                sha256=about.sha256,
                media_type=about.media_type,
                size=about.size,
                page_count=len(pages.texts) + len(pages.failed),
                created_by=job.account_id,
                secrecy_level=held,
                data_class=class_of(held, sensitive=job.sensitive),
                upload_key=job.upload,
                unread_by_uploader=not _reads(tools, job),
            )
        )
    except DuplicateDocument as same:
        return _duplicate(tools, job, about, same.facts["document_id"])
    tools.grant_uploader(document_id, job.account_id)
    for page in pages.texts:
        tools.catalogue.put_page(document_id, page, _picture(tools, job.upload, page.number))
    for number, code in pages.failed.items():
        tools.catalogue.put_failed_page(document_id, number, code, _picture(tools, job.upload, number))
    tools.compositions.carry(job_id, document_id)
    tools.jobs.set(job_id, document_id=document_id)
    return document_id


def _picture(tools: Tools, upload: str, number: int) -> str | None:
    """The stored picture of a page; a page that failed may have none."""
    if not tools.spool.has(upload, image_item(number)):
        return None
    with tools.spool.reader(upload, image_item(number)) as image:
        return tools.files.put(image).sha256


def _reads(tools: Tools, job: JobRow) -> bool:
    """Whether the uploader, who may hand in for a unit below, reads what this unit holds."""
    try:
        uploader = tools.accounts.principal_by_id(job.account_id, unit_id=job.unit_id)
    except SessionExpired:
        return False
    return job.unit_id in Scope.of(uploader).unit_ids


def _duplicate(tools: Tools, job: JobRow, about: About, existing: int) -> int:
    """The unit has these bytes already.

    Who may see that document is told. To anyone else the job ends as if the document had been stored: a
    message would say that it exists.
    """
    try:
        scope = Scope.of(tools.accounts.principal_by_id(job.account_id, unit_id=job.unit_id))
    except SessionExpired:
        scope = None
    seen = scope and tools.catalogue.find_duplicate(job.unit_id, about.sha256, scope)
    if seen:
        error = DuplicateDocument(document_id=seen)
        tools.jobs.end(job.id, JobState.DUPLICATE, error, document_id=seen, upload=None)
    else:
        tools.jobs.end(job.id, JobState.DONE, document_id=existing, upload=None)
    if job.upload:
        tools.spool.destroy(job.upload)
    return ENDED
