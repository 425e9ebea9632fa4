"""Jobs: what became of an upload."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import APIRouter, Header, Query

from ui import forms
from ui.api.caller import Caller, Id

router = APIRouter(prefix="/jobs", tags=["jobs"])

MAX_WAIT_S = 30.0
MAX_JOBS = 500


@router.get("")
def list_jobs(acts: Caller, limit: Annotated[int, Query(ge=1, le=MAX_JOBS)] = 100) -> list[dict[str, Any]]:
    """The caller's uploads, newest first."""
    return [forms.job(job) for job in acts.jobs(limit=limit)]


@router.get("/wait")
def wait_for_jobs(
    acts: Caller,
    ids: Annotated[list[Id], Query(max_length=MAX_JOBS)],
    timeout: Annotated[float, Query(ge=0, le=MAX_WAIT_S)] = 10.0,
) -> list[dict[str, Any]]:
    """These jobs, at once when all have finished, at the latest after `timeout` seconds."""
    return [forms.job(job) for job in acts.wait(ids, timeout)]


@router.get("/outcomes")
def read_outcomes(acts: Caller, ids: Annotated[list[Id], Query(max_length=MAX_JOBS)]) -> list[dict[str, Any]]:
    """What became of these uploads, in this order: a document, a refusal, or a job still under way."""
    outcomes = []
    for job_id in ids:
        job, whole = acts.outcome(job_id)
        outcomes.append(forms.outcome(forms.job(job), forms.document(whole) if whole else None))
    return outcomes


@router.get("/{job_id}")
def read_job(acts: Caller, job_id: Id) -> dict[str, Any]:
    return forms.job(acts.job(job_id))


@router.post("/{job_id}/retry")
def retry_job(
    acts: Caller, job_id: Id, x_vanthu_password: Annotated[str | None, Header()] = None
) -> dict[str, Any]:
    """Run a failed upload again, from the page that failed; `X-Vanthu-Password` as for an upload."""
    password = unquote(x_vanthu_password) if x_vanthu_password else None
    return forms.job(acts.retry(job_id, password=password))
