"""Who is to learn what and how far they are, for organisers; one's own duties, for each learner."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from fastapi.encoders import jsonable_encoder
from pydantic import Field

from access.roles import Role
from training_modules.enrolment.types import NewRequirement, State, Wanted
from ui.api.bodies import Body, Words
from ui.api.caller import Caller, House, Id, Person
from ui.api.downloads import attached
from vanthu.db import LARGEST_ID, now, office_day

router = APIRouter(prefix="/training", tags=["training"])

Days = Annotated[int, Field(ge=1, le=3660)]
Unit = Annotated[str, Query(max_length=64)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Requiring(Body):
    course: Words
    unit: Annotated[str, Field(max_length=64)]
    """Code of the unit whose people, with those of the units below it, are to learn."""
    title: Annotated[str, Field(max_length=200)] = ""
    roles: list[Role] = Field(default_factory=list)
    """Only who holds one of these; everyone who may learn where it is empty."""
    new_within_days: Days | None = None
    by_name: bool = False
    """Only those on lists sent to `/requirements/{id}/names`."""
    mandatory: bool = True
    begins_on: date | None = None
    due_on: date | None = None
    due_days: Days | None = None
    repeat_months: Annotated[int, Field(ge=1, le=120)] | None = None


class Names(Body):
    csv: Annotated[str, Field(max_length=900_000)]
    """A column `username`, a name a line."""


class Reason(Body):
    reason: Words


class Reminded(Body):
    enrolments: Annotated[
        list[Annotated[int, Field(gt=0, le=LARGEST_ID)]], Field(min_length=1, max_length=5_000)
    ]


def _wanted(
    requirement: Annotated[int | None, Query(gt=0, le=LARGEST_ID)] = None,
    course: Annotated[str | None, Query(max_length=100)] = None,
    due_from: date | None = None,
    due_until: date | None = None,
) -> Wanted:
    return Wanted(requirement, course, due_from, due_until)


Chosen = Annotated[Wanted, Depends(_wanted)]


@router.get("/duties")
def read_duties(person: Person, services: House) -> Any:
    """What the caller is to learn, overdue first, and the reminders they have not seen."""
    return jsonable_encoder(
        {"duties": services.duties.of(person), "notices": services.duties.notices(person)}
    )


@router.post("/notices/{notice_id}/seen")
def see_notice(person: Person, services: House, notice_id: Id) -> dict[str, int]:
    services.duties.see(notice_id, person)
    return {"id": notice_id}


@router.get("/requirements")
def list_requirements(acts: Caller, *, ended: bool = False) -> Any:
    """Those that reach the people of the caller's unit and the units below it, newest first."""
    return jsonable_encoder(acts.organising.requirements(ended=ended))


@router.post("/requirements", status_code=201)
def make_requirement(acts: Caller, new: Requiring) -> Any:
    """A new requirement; whom it is for is enrolled at once."""
    made, enrolled = acts.organising.make(
        NewRequirement(
            new.course,
            new.unit,
            new.title,
            tuple(new.roles),
            new.new_within_days,
            new.by_name,
            new.mandatory,
            new.begins_on,
            new.due_on,
            new.due_days,
            new.repeat_months,
        )
    )
    return {**jsonable_encoder(made), "enrolled": enrolled}


@router.get("/requirements/{requirement_id}")
def read_requirement(acts: Caller, requirement_id: Id) -> Any:
    return jsonable_encoder(acts.organising.requirement(requirement_id))


@router.post("/requirements/{requirement_id}/end")
def end_requirement(acts: Caller, requirement_id: Id) -> dict[str, int]:
    """It binds nobody any longer; what was done under it stays."""
    acts.organising.end(requirement_id)
    return {"id": requirement_id}


@router.post("/requirements/{requirement_id}/names")
def name_people(acts: Caller, requirement_id: Id, names: Names) -> Any:
    """Enrol those on a list; lines that cannot be taken are told, a repeat changes nothing."""
    outcome = acts.organising.name(requirement_id, names.csv.encode())
    broken = [{"line": row.line, "problem": row.say()} for row in outcome.broken]
    return {"added": outcome.added, "known": outcome.known, "broken": broken}


@router.get("/progress")
def read_progress(acts: Caller, wanted: Chosen, unit: Unit | None = None) -> Any:
    """Counts of a unit (the caller's own if none is named) and of the units directly below it."""
    return jsonable_encoder(acts.organising.report(unit, wanted))


@router.get("/progress/people")
def read_people(
    acts: Caller,
    wanted: Chosen,
    *,
    unit: Unit | None = None,
    state: State | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Any:
    """People by name, of a unit and those below it, the most pressing first."""
    people, count = acts.organising.people(unit, wanted, state=state, limit=limit, offset=offset)
    return jsonable_encoder({"people": people, "count": count})


@router.get("/progress/table")
def export_progress(
    acts: Caller,
    wanted: Chosen,
    unit: Unit | None = None,
    form: Literal["xlsx", "csv"] = "xlsx",
    *,
    people: bool = False,
) -> Response:
    """The tree of units with its counts, and with `people` everyone by name."""
    if form == "xlsx":
        content, kind = acts.organising.xlsx(unit, wanted, people=people), XLSX
    else:
        content, kind = acts.organising.csv(unit, wanted, people=people), "text/csv"
    by = "nguoi" if people else "don-vi"
    name = f"tien-do-hoc-theo-{by}_{acts.organising.reach.unit(unit).code}_{office_day(now())}.{form}"
    return attached(content, name, kind)


@router.post("/reminders")
def remind(acts: Caller, asked: Reminded) -> dict[str, int]:
    """Remind those of these who are still to finish, once a day each."""
    return {"reminded": acts.organising.remind(asked.enrolments)}


@router.post("/enrolments/{enrolment_id}/exemption")
def exempt(acts: Caller, enrolment_id: Id, why: Reason) -> dict[str, int]:
    acts.organising.exempt(enrolment_id, why.reason)
    return {"id": enrolment_id}


@router.delete("/enrolments/{enrolment_id}/exemption")
def require_again(acts: Caller, enrolment_id: Id) -> dict[str, int]:
    acts.organising.require_again(enrolment_id)
    return {"id": enrolment_id}


@router.delete("/enrolments/{enrolment_id}")
def unname(acts: Caller, enrolment_id: Id) -> dict[str, int]:
    """Take someone off the list of names of a requirement."""
    acts.organising.unname(enrolment_id)
    return {"id": enrolment_id}
