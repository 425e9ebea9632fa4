"""What only the local operator may take out of the school, over the Unix socket: packages, statements."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import APIRouter

from access.audit_actions import AuditAction
from access.audit_read import span
from training_modules.scorm.package import Edition, left_out, scorm_package
from ui.api.bodies import Body
from ui.api.caller import House, Operator
from ui.api.operator import TargetUnwritable
from vanthu.whole_file import written_whole

router = APIRouter(prefix="/operator", tags=["operator"])


class PackageTarget(Body):
    """Which course, in which form, into which file of this machine."""

    course: str
    file: Path
    form: Edition = "scorm2004"
    quiz: bool = True


class StatementsTarget(Body):
    file: Path
    since: date | None = None
    """A day in Viet Nam."""


@router.post("/course-package")
def package(acts: Operator, services: House, target: PackageTarget) -> dict[str, Any]:
    """Write the newest published edition as a SCORM package."""
    course = services.course_library.get(target.course)
    acts.operated(AuditAction.COURSE_EXPORT, {"number": course.version})
    data = scorm_package(course, target.form, with_quiz=target.quiz)
    try:
        with written_whole(target.file) as sink:
            sink.write(data)
    except OSError as fault:
        raise TargetUnwritable(file=target.file.name) from fault
    lacks = [asdict(each) for each in left_out(course, with_quiz=target.quiz)]
    return {"file": str(target.file), "left_out": lacks}


@router.get("/statements")
def count_statements(_acts: Operator, services: House) -> dict[str, int]:
    return services.statements.counts()


@router.post("/statements/export")
def export_statements(acts: Operator, services: House, target: StatementsTarget) -> dict[str, Any]:
    """Write the statements, one a line, into a file that must not be there yet. Nobody is named in them."""
    since, _ = span(target.since, None)
    acts.operated(AuditAction.STATEMENTS_EXPORT)
    count = 0
    try:
        with target.file.open("x", encoding="utf-8", newline="\n") as stream:
            target.file.chmod(0o600)
            for count, line in enumerate(services.statements.lines(since), 1):  # noqa: B007
                stream.write(f"{line}\n")
    except OSError as fault:
        raise TargetUnwritable(file=target.file.name) from fault
    return {"file": str(target.file), "statements": count}
