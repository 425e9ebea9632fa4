"""Who is let off a course, and who no longer is, told to the record store."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy.orm import Session

from training_modules.enrolment.types import Exemption
from training_modules.errors import CourseDamaged
from training_modules.library import CourseLibrary
from training_modules.statements.store import Statements
from vanthu.errors import NotFound


class ToldExemptions:
    """Of a course that is no longer on offer nothing is told; what was told of it once is still voided."""

    def __init__(self, statements: Statements, library: CourseLibrary) -> None:
        self._statements = statements
        self._library = library

    def granted(self, session: Session, exemption: Exemption) -> None:
        with suppress(NotFound, CourseDamaged):
            course = self._library.get(exemption.course_id, session)
            self._statements.waive(session, exemption.account_id, course, exemption.name)

    def taken_back(self, session: Session, exemption: Exemption) -> None:
        self._statements.void_waiver(
            session, exemption.account_id, exemption.course_id, exemption.name, exemption.at
        )
