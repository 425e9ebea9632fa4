"""What courses rest on and has changed, for those who teach; and how questions do."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.encoders import jsonable_encoder
from pydantic import Field
from starlette.responses import Response

from training_modules.anchors.views import Compared
from ui.api.bodies import Body, Words
from ui.api.caller import Caller
from ui.api.downloads import attached

router = APIRouter(prefix="/training", tags=["training"])


class SourceSeen(Body):
    course_id: Words
    source_key: Words
    changes: Annotated[list[int], Field(max_length=1_000)]
    """The changes that were compared, by id; where there are others by now, nothing is decided."""

    def compared(self) -> Compared:
        return Compared(self.course_id, self.source_key, frozenset(self.changes))


class Judged(SourceSeen):
    also: Annotated[list[SourceSeen], Field(max_length=1_000, default_factory=list)]
    """Sources of other courses that show the same clause with the same changes: one decision for all."""
    reason: Words

    def all_compared(self) -> list[Compared]:
        return [self.compared(), *(each.compared() for each in self.also)]


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
def still_right(acts: Caller, told: Judged) -> Any:
    """What rests on the source stays as it is, and is asked again."""
    acts.anchoring.still_right(told.all_compared(), told.reason)
    return {"source_key": told.source_key, "sources": 1 + len(told.also)}


@router.post("/sources/drop-resting")
def drop_resting(acts: Caller, told: Judged) -> Any:
    """Every question that rests on the source is asked no more; how many they were."""
    return {"questions": acts.anchoring.drop_resting(told.all_compared(), told.reason)}


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
