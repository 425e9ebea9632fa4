"""Uploads that wait for a custodian, because they may be secret."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from ui import forms
from ui.api.caller import Caller, Id

router = APIRouter(prefix="/quarantine", tags=["quarantine"])

UNSTORED = {"cache-control": "no-store"}


@router.get("")
def list_waiting(acts: Caller) -> list[dict[str, Any]]:
    """What waits for the caller's decision, the most urgent first."""
    return [forms.waiting(each) for each in acts.quarantine.list()]


@router.get("/{job_id}/doubts/{number}", response_class=Response)
def read_doubt(acts: Caller, job_id: Id, number: Annotated[int, Path(ge=0, le=100_000)]) -> Response:
    """The place of one doubt (from 0) on its page, as WebP; never cached."""
    return Response(acts.quarantine.crop(job_id, number), media_type="image/webp", headers=UNSTORED)


@router.post("/{job_id}/release", status_code=204)
def release(acts: Caller, job_id: Id) -> None:
    """Not secret: work on it goes on."""
    acts.quarantine.release(job_id)


@router.post("/{job_id}/destroy", status_code=204)
def destroy(acts: Caller, job_id: Id) -> None:
    """Secret: nothing of it stays."""
    acts.quarantine.destroy(job_id)
