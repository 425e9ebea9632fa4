"""What courses rest on and has changed, for those who teach; and how questions do."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.encoders import jsonable_encoder
from pydantic import Field
from starlette.responses import Response

from ui.api.bodies import Body, Words
from ui.api.caller import Caller
from ui.api.downloads import attached

router = APIRouter(prefix="/training", tags=["training"])


class StillRight(Body):
    course_id: Words
    source_key: Words
    changes: Annotated[list[int], Field(max_length=1_000)]
    """The changes that were compared, by id; where there are others by now, nothing is decided."""
    reason: Words


class Dropped(Body):
    course_id: Words
    digest: Words
    """The question in exactly this wording."""
    reason: Words


class TakenBack(Body):
    course_id: Words
    digest: Words


@router.get("/sources")
def list_changed(acts: Caller) -> Any:
    """Sources with undecided changes: old and new words, what rests on them, whether one may decide."""
    return [each.as_json() for each in acts.anchoring.waiting()]


@router.post("/sources/still-right")
def still_right(acts: Caller, told: StillRight) -> Any:
    """What rests on the source stays as it is, and is asked again."""
    acts.anchoring.still_right(told.course_id, told.source_key, told.changes, told.reason)
    return {"source_key": told.source_key}


@router.get("/sources/dropped")
def list_dropped(acts: Caller) -> Any:
    """Questions that trainers dropped, with their reasons."""
    return [each.as_json() for each in acts.anchoring.dropped()]


@router.post("/sources/dropped")
def drop(acts: Caller, told: Dropped) -> Any:
    """A question is asked no more."""
    acts.anchoring.drop(told.course_id, told.digest, told.reason)
    return {"digest": told.digest}


@router.post("/sources/taken-back")
def take_back(acts: Caller, told: TakenBack) -> Any:
    """A dropped question is asked again."""
    acts.anchoring.take_back(told.course_id, told.digest)
    return {"digest": told.digest}


@router.get("/sources/certificates")
def list_certificates(acts: Caller) -> Any:
    """Certificates of one's people that were earned on what has changed since."""
    return jsonable_encoder(acts.anchoring.old_certificates())


@router.get("/sources/certificates/table")
def download_certificates(acts: Caller) -> Response:
    """The same as CSV."""
    return attached(acts.anchoring.old_certificates_table(), "chung-nhan-van-ban-cu.csv", "text/csv")


@router.get("/courses/{course_id}/figures")
def list_figures(acts: Caller, course_id: str, *, first_only: bool = True) -> Any:
    """How the questions of a course do, by Moodle's definitions; of fewer than 5 answers nothing is told."""
    return [each.as_json() for each in acts.anchoring.figures(course_id, first_only=first_only)]
