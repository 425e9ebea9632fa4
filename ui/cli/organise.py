"""`vanthu enrol new|list|names|end|exempt` and `vanthu progress`: who is to learn what, how far they are."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ui.cli import OK, REFUSED
from ui.cli.failure import CommandFailed
from ui.cli.office import Office, open_office
from ui.cli.say import note, put, put_json
from ui.cli.tell import report, rows
from vanthu.i18n import translate

REQUIREMENT = ("id", "course_id", "unit_code", "title", "mandatory", "begins_on", "due_on", "ended_at")
COUNTS = ("enrolled", "finished", "in_progress", "not_begun", "overdue", "exempted")
PERSON = (
    *("enrolment_id", "username", "display_name", "unit_code", "course_id"),
    *("state", "due_on", "completed_at"),
)


def new(chosen: argparse.Namespace) -> int:
    with open_office(chosen.as_user) as office:
        wanted = {
            "course": chosen.course,
            "unit": chosen.unit or office.json("GET", "/me")["unit"]["code"],
            "title": chosen.title,
            "roles": chosen.role or [],
            "new_within_days": chosen.new_within,
            "by_name": chosen.names is not None,
            "mandatory": not chosen.voluntary,
            "begins_on": chosen.begins,
            "due_on": chosen.due,
            "due_days": chosen.due_days,
            "repeat_months": chosen.every,
        }
        listed = _read(chosen.names) if chosen.names is not None else None
        made = office.json("POST", "/training/requirements", send=wanted)
        if listed is None:
            return report(chosen, made, ("id", "course_id", "unit_code", "title", "enrolled"))
        outcome = _named(office, made["id"], listed)
    if chosen.json:
        put_json({**made, "names": outcome})
        return _refused(outcome)
    put(f"{made['id']}\t{outcome['added']}\t{outcome['known']}")
    return _told(outcome)


def requirements(chosen: argparse.Namespace) -> int:
    with open_office(chosen.as_user) as office:
        query = {"ended": "true"} if chosen.ended else None
        found = office.json("GET", "/training/requirements", query=query)
    return rows(chosen, found, REQUIREMENT)


def names(chosen: argparse.Namespace) -> int:
    listed = _read(chosen.file)
    with open_office(chosen.as_user) as office:
        outcome = _named(office, chosen.requirement, listed)
    if chosen.json:
        put_json(outcome)
        return _refused(outcome)
    put(f"{outcome['added']}\t{outcome['known']}")
    return _told(outcome)


def end(chosen: argparse.Namespace) -> int:
    with open_office(chosen.as_user) as office:
        answer = office.json("POST", f"/training/requirements/{chosen.requirement}/end")
    return report(chosen, answer, ("id",))


def exempt(chosen: argparse.Namespace) -> int:
    with open_office(chosen.as_user) as office:
        path = f"/training/enrolments/{chosen.enrolment}/exemption"
        answer = office.json("POST", path, send={"reason": chosen.reason})
    return report(chosen, answer, ("id",))


def progress(chosen: argparse.Namespace) -> int:
    """A unit and those directly below it, one a line; with `--people`, people by name."""
    query = {
        "unit": chosen.unit,
        "requirement": chosen.requirement,
        "course": chosen.course,
        "due_from": chosen.due_from,
        "due_until": chosen.due_until,
    }
    with open_office(chosen.as_user) as office:
        for form in ("xlsx", "csv"):
            if (file := getattr(chosen, form)) is not None:
                asked = {**query, "form": form, "people": "true" if chosen.people else None}
                _write(file, office.call("GET", "/training/progress/table", query=asked).body)
                return report(chosen, {"file": str(file)}, ("file",))
        if chosen.people:
            asked = {**query, "state": chosen.state, "limit": chosen.limit}
            found = office.json("GET", "/training/progress/people", query=asked)
            return rows(chosen, found["people"], PERSON)
        found = office.json("GET", "/training/progress", query=query)
    if chosen.json:
        put_json(found)
        return OK
    for unit in (found["unit"], *found["below"]):
        counts = "\t".join(str(unit["tally"][name]) for name in COUNTS)
        put(f"{unit['code']}\t{unit['name']}\t{counts}")
    return OK


def _named(office: Office, requirement: int, listed: str) -> Any:
    return office.json("POST", f"/training/requirements/{requirement}/names", send={"csv": listed})


def _told(outcome: Any) -> int:
    for row in outcome["broken"]:
        note(translate("Dòng {line}: {problem}").format(line=row["line"], problem=row["problem"]))
    return _refused(outcome)


def _refused(outcome: Any) -> int:
    return REFUSED if outcome["broken"] else OK


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig", "replace")
    except OSError as fault:
        raise _unusable(file) from fault


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as fault:
        raise _unusable(file) from fault


def _unusable(file: Path) -> CommandFailed:
    told = translate("Không đọc hoặc ghi được tệp {file}.").format(file=file)
    return CommandFailed("file_unusable", told, translate("Kiểm tra đường dẫn và quyền của tệp."))
