"""Looks for secrecy marks on all pages, before anything is stored or indexed."""

from __future__ import annotations

from access.errors import SessionExpired
from access.principal import Principal
from ingest.errors import NoPageRead, SecretFound, UploadGone, error_of
from ingest.page_items import read_pages
from ingest.screen import find_marks, highest
from ingest.steps import ENDED
from ingest.tools import Tools
from ingest.types import JobState

CLEAN = 0


def run(tools: Tools, job_id: int) -> int:
    """`CLEAN`, or the job ends: refused, or not one page could be read."""
    job = tools.jobs.row(job_id)
    if job.upload is None:
        raise UploadGone
    tools.jobs.move(job_id, JobState.SCREENING)
    pages = read_pages(tools.spool, job.upload)
    mark = highest(find_marks(pages.texts))
    if mark is None:
        tools.jobs.set(job_id, page=len(pages.texts) + len(pages.failed), failed_pages=len(pages.failed))
        if pages.texts:
            return CLEAN
        raise _why_nothing_was_read(pages.failed)
    # The key first: from here on nothing can bring the document back, whatever happens next.
    tools.spool.destroy(job.upload)
    tools.audit.record(
        _uploader(tools, job.account_id),
        "refuse_secret",
        detail={"job": job_id, "account": job.account_id, "level": mark.level.value, "page": mark.page},
    )
    tools.jobs.blank(job_id, SecretFound(page=mark.page))
    return ENDED


def _uploader(tools: Tools, account_id: int) -> Principal | None:
    try:
        return tools.accounts.principal_by_id(account_id)
    except SessionExpired:
        return None


def _why_nothing_was_read(failed: dict[int, str]) -> Exception:
    """One reason for all pages is the document's reason: a missing engine, say."""
    reasons = set(failed.values())
    if len(reasons) == 1:
        error = error_of(reasons.pop(), {})
        if "{" not in error.message:
            return error
    return NoPageRead(pages=len(failed))
