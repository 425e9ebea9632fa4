"""The courses of a folder, and their sources as found in the library."""

from __future__ import annotations

import logging
from pathlib import Path

from access.scope import Scope
from records.catalogue import Catalogue
from training_modules.content import Course, Source, read_course
from training_modules.errors import CourseDamaged
from training_modules.views import SourceCard
from vanthu.errors import NotFound

log = logging.getLogger(__name__)


class CourseLibrary:
    """Reads courses anew when a file of theirs changes, so that a trainer's edit shows at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._cache: dict[str, tuple[int, Course]] = {}

    def all(self) -> list[Course]:
        """Every sound course, by module; a damaged one is logged and left out, the others go on."""
        courses = []
        for folder in self._folder.iterdir():
            if (folder / "course.md").is_file():
                try:
                    courses.append(self.get(folder.name))
                except CourseDamaged as error:
                    log.error("course %s: %s", folder.name, error)
        return sorted(courses, key=lambda course: (course.module, course.id))

    def get(self, course_id: str) -> Course:
        """Raises `NotFound`, or `CourseDamaged` naming the file at fault."""
        folder = self._folder / course_id
        if folder.parent != self._folder or not (folder / "course.md").is_file():
            raise NotFound
        stamp = max(path.stat().st_mtime_ns for path in folder.iterdir())
        known = self._cache.get(course_id)
        if known and known[0] == stamp:
            return known[1]
        course = read_course(folder)
        self._cache[course_id] = (stamp, course)
        return course


def source_card(source: Source, catalogue: Catalogue, scope: Scope) -> SourceCard:
    """The card with the library's document it binds to, if exactly one that may be seen has the number."""
    found = catalogue.find_by_reference(source.reference_number, scope) if source.reference_number else []
    same_day = [document for document in found if document.issue_date in (source.issue_date, None)]
    return SourceCard(
        source.id,
        source.reference_number,
        source.title,
        source.issue_date,
        source.article,
        source.clause,
        source.substance,
        same_day[0].id if len(same_day) == 1 else None,
    )
