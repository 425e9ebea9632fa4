"""Weighs what the looking has found, before anything is stored or indexed."""

from __future__ import annotations

from ingest.errors import NoPageRead, SecretFound, UploadGone, error_of
from ingest.findings import Finding, Kind, read_findings
from ingest.models import JobRow
from ingest.page_items import read_pages
from ingest.secrecy import Outcome, Verdict, judge
from ingest.steps import ENDED
from ingest.tools import Tools
from ingest.types import JobState
from records.types import SecrecyLevel

CLEAN = 0


def run(tools: Tools, job_id: int) -> int:
    """`CLEAN`, or the job ends: refused, in quarantine, or not one page could be read."""
    tools.jobs.move(job_id, JobState.SCREENING)
    job = _job(tools, job_id)
    pages = read_pages(tools.spool, job.upload or "")
    unread = [Finding(Kind.PAGE_UNREAD, number) for number in pages.failed]
    verdict = _judged(tools, job, unread)
    if verdict.outcome is Outcome.REFUSE:
        _refuse(tools, job_id, verdict)
        return ENDED
    tools.jobs.set(
        job_id,
        page=len(pages.texts) + len(pages.failed),
        failed_pages=len(pages.failed),
        secrecy=verdict.held.value,
    )
    if not pages.texts:
        raise _why_nothing_was_read(pages.failed)
    if verdict.outcome is Outcome.DOUBT and verdict.finding is not None:
        tools.quarantine.hold(job_id, verdict.finding)
        return ENDED
    return CLEAN


def refused(tools: Tools, job_id: int) -> bool:
    """Refuse the job if what has been found so far is enough for that."""
    verdict = _judged(tools, _job(tools, job_id), [])
    if verdict.outcome is not Outcome.REFUSE:
        return False
    _refuse(tools, job_id, verdict)
    return True


def _judged(tools: Tools, job: JobRow, unread: list[Finding]) -> Verdict:
    return judge(
        SecrecyLevel(job.secrecy),
        [*read_findings(tools.spool, job.upload or ""), *unread],
        independent_lan=tools.independent_lan(),
        doubts_settled=tools.quarantine.is_released(job.id),
    )


def _refuse(tools: Tools, job_id: int, verdict: Verdict) -> None:
    found = verdict.finding
    page, way = (found.page, found.kind.value) if found else (0, "declared")
    tools.refusals.refuse(job_id, SecretFound(level=verdict.held.value, page=page, way=way))


def _job(tools: Tools, job_id: int) -> JobRow:
    job = tools.jobs.row(job_id)
    if job.upload is None:
        raise UploadGone
    return job


def _why_nothing_was_read(failed: dict[int, str]) -> Exception:
    """One reason for all pages is the document's reason: a missing engine, say."""
    reasons = set(failed.values())
    if len(reasons) == 1:
        error = error_of(reasons.pop(), {})
        if "{" not in error.message:
            return error
    return NoPageRead(pages=len(failed))
