"""Courses and attempts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.encoders import jsonable_encoder

from ui.api.bodies import Body, Words
from ui.api.caller import Caller, House, Id, Person

router = APIRouter(prefix="/training", tags=["training"])


async def _a_place() -> AsyncIterator[None]:
    yield


# A whole province begins a quiz at one o'clock. Python runs one thread at a time and SQLite one writer: more
# requests at once only make each other slower, and left to themselves all of them finish last, together.
BEGINNING_AND_HANDING_IN = Depends(_a_place, scope="function", max_concurrency=2)
SAVING = Depends(_a_place, scope="function", max_concurrency=4)
"""Places of their own: an answer is saved whatever else is waiting."""


class Answered(Body):
    answer: list[Words]
    """The chosen options."""


@router.get("/courses")
def list_courses(person: Person, services: House) -> Any:
    return jsonable_encoder(services.training.courses(person))


@router.get("/courses/{course_id}")
def read_course(acts: Caller, course_id: str) -> Any:
    """Lessons, drill, quiz and the caller's progress."""
    return jsonable_encoder(acts.course(course_id))


@router.post("/courses/{course_id}/newest-edition")
def go_over(person: Person, services: House, course_id: str) -> Any:
    """Go over to the newest edition; parts that are in both stay done."""
    return jsonable_encoder(services.training.go_over(course_id, person))


@router.get("/courses/{course_id}/lessons/{lesson_id}")
def read_lesson(acts: Caller, course_id: str, lesson_id: str) -> Any:
    return jsonable_encoder(acts.lesson(course_id, lesson_id))


@router.post("/courses/{course_id}/lessons/{lesson_id}/finished")
def finish_lesson(person: Person, services: House, course_id: str, lesson_id: str) -> Any:
    return jsonable_encoder(services.training.finish_lesson(course_id, lesson_id, person))


@router.get("/attempts")
def list_attempts(person: Person, services: House) -> Any:
    """The caller's attempts, newest first."""
    return jsonable_encoder(services.training.attempts(person))


@router.post(
    "/courses/{course_id}/activities/{activity_id}/attempts",
    status_code=201,
    dependencies=[BEGINNING_AND_HANDING_IN],
)
def start_attempt(person: Person, services: House, course_id: str, activity_id: str) -> Any:
    """Draw the items; which answers are right is never part of this."""
    return jsonable_encoder(services.training.start_attempt(course_id, activity_id, person))


@router.put("/attempts/{attempt_id}/answers/{item_id}", dependencies=[SAVING])
def save_answer(
    person: Person, services: House, attempt_id: Id, item_id: str, given: Answered
) -> dict[str, str]:
    services.training.save_answer(attempt_id, item_id, given.answer, person)
    return {"item_id": item_id}


@router.post("/attempts/{attempt_id}/submission", dependencies=[BEGINNING_AND_HANDING_IN])
def submit_attempt(acts: Caller, attempt_id: Id) -> Any:
    """Grade the attempt; it cannot be changed afterwards."""
    return jsonable_encoder(acts.hand_in(attempt_id))


@router.get("/attempts/{attempt_id}/result")
def read_result(acts: Caller, attempt_id: Id) -> Any:
    return jsonable_encoder(acts.attempt_result(attempt_id))
