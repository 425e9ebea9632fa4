"""The courses of a folder, and their sources as found in the library."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from access.scope import Scope
from rag.passages import PassageStore
from records.catalogue import Catalogue
from training_modules.content import Course, Source, read_course
from training_modules.errors import CourseDamaged
from training_modules.views import SourceCard
from vanthu.errors import NotFound

log = logging.getLogger(__name__)

Stamp = frozenset[tuple[str, int, int]]
"""Name, moment of change and size of every file of a course."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the last reading of a course gave."""

    stamp: Stamp
    course: Course | None
    """The last sound state seen by this process: learners go on with it while a trainer mends the files."""
    fault: CourseDamaged | None
    """What is wrong with the files as they are now."""


class CourseLibrary:
    """Reads courses anew when a file of theirs changes, so that a trainer's edit shows at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, Reading] = {}

    def all(self) -> list[Course]:
        """Every course that has a sound state, by module; a damaged one never hides the others."""
        courses = [reading.course for reading in self._readings().values() if reading.course]
        return sorted(courses, key=lambda course: (course.module, course.id))

    def faults(self) -> dict[str, Reading]:
        """The courses whose files are damaged now, by id."""
        return {name: reading for name, reading in self._readings().items() if reading.fault}

    def get(self, course_id: str) -> Course:
        """Raises `NotFound`, or `CourseDamaged` naming the file at fault where no sound state is known."""
        if course_id not in self._names():  # no path is ever made from what a request says
            raise NotFound
        reading = self._reading(course_id)
        if reading.course is None:
            raise reading.fault or NotFound()
        return reading.course

    def _readings(self) -> dict[str, Reading]:
        return {name: self._reading(name) for name in self._names()}

    def _names(self) -> list[str]:
        return sorted(folder.name for folder in self._folder.iterdir() if _is_course(folder))

    def _reading(self, course_id: str) -> Reading:
        folder = self._folder / course_id
        stamp = _stamp(folder)
        known = self._read.get(course_id)
        if known and known.stamp == stamp:
            return known
        try:
            reading = Reading(stamp, read_course(folder), None)
        except CourseDamaged as error:
            log.error("course %s: %s", course_id, error)
            reading = Reading(stamp, known.course if known else None, error)
        self._read[course_id] = reading
        return reading


def _is_course(folder: Path) -> bool:
    return folder.is_dir() and not folder.name.startswith((".", "_"))


def _stamp(folder: Path) -> Stamp:
    found = set()
    for path in folder.iterdir():
        try:
            status = path.stat()
        except FileNotFoundError:
            continue  # an editor's passing file
        found.add((path.name, status.st_mtime_ns, status.st_size))
    return frozenset(found)


def source_card(source: Source, catalogue: Catalogue, passages: PassageStore, scope: Scope) -> SourceCard:
    """The card with the library's document and clause, if exactly one document that may be seen fits."""
    found = catalogue.find_by_reference(source.reference_number, scope) if source.reference_number else []
    same_day = [document for document in found if document.issue_date in (source.issue_date, None)]
    document_id = same_day[0].id if len(same_day) == 1 else None
    passage = None
    if document_id is not None and source.article is not None:
        passage = passages.clause(document_id, source.article, source.clause, scope)
    return SourceCard(
        source.id,
        source.reference_number,
        source.title,
        source.issue_date,
        source.article,
        source.clause,
        source.substance,
        document_id,
        passage.id if passage else None,
        passage.page if passage else None,
    )
