"""Editions of courses, for those who teach."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Response
from fastapi.encoders import jsonable_encoder
from pydantic import Field

from ui.api.bodies import Body
from ui.api.caller import Caller, Id

router = APIRouter(prefix="/training/editions", tags=["training"])


class SentToReview(Body):
    note: Annotated[str, Field(max_length=2_000)] = ""
    """What is different from the edition before."""


@router.get("")
def list_courses(acts: Caller) -> list[dict[str, Any]]:
    """Every course with its editions, and what is wrong in its files."""
    return [jsonable_encoder(asdict(course)) for course in acts.teaching.courses()]


@router.get("/{edition_id}/faults")
def list_faults(acts: Caller, edition_id: Id) -> list[dict[str, Any]]:
    """What keeps an edition from being published, by file and line."""
    return [asdict(fault) for fault in acts.teaching.check(edition_id)]


@router.get("/{edition_id}/files", response_class=Response)
def download_files(acts: Caller, edition_id: Id) -> Response:
    """The course's folder as a ZIP file."""
    return Response(acts.teaching.export(edition_id), media_type="application/zip")


@router.post("/{edition_id}/review", status_code=204)
def send_to_review(acts: Caller, edition_id: Id, sent: SentToReview) -> None:
    acts.teaching.send(edition_id, sent.note)


@router.post("/{edition_id}/publication")
def publish(acts: Caller, edition_id: Id) -> dict[str, int]:
    """Offer what was reviewed to newcomers; its number."""
    return {"number": acts.teaching.publish(edition_id)}
