"""The courses on offer, as their editions keep them, and their sources as found in the library."""

from __future__ import annotations

import logging
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock

from sqlalchemy.orm import Session

from access.scope import Scope
from rag.passages import PassageStore
from records.catalogue import Catalogue
from training_modules.content import Course, Source, read_course
from training_modules.editions import store
from training_modules.editions.folders import Faults, bring
from training_modules.editions.models import Origin
from training_modules.errors import CourseDamaged
from training_modules.files import KeptFiles
from training_modules.views import SourceCard
from vanthu.db import Database
from vanthu.errors import NotFound

log = logging.getLogger(__name__)


class CourseLibrary:
    """Which edition of each course is on offer; every edition is read once.

    What is asked for by learners comes from memory: folders are looked at when this is first used and at
    `refresh`, the database besides at `look`. Who asks inside a transaction passes it on: a second connection
    taken while one is held would let a crowd of learners wait for one another.
    """

    def __init__(self, db: Database, shipped: Path, own: Path | None = None) -> None:
        self._db = db
        self._folders = ((shipped, Origin.SHIPPED), (own, Origin.SITE))
        self._newest: dict[str, int] | None = None
        self._read: dict[tuple[str, int], Course] = {}
        self._faults: Faults = {}
        self._lock = Lock()

    def ready(self) -> None:
        """Look at the folders unless that was done. Called outside any transaction."""
        if self._newest is None:
            with self._lock:
                if self._newest is None:
                    self._bring()

    def refresh(self) -> None:
        """Take in what changed in the folders."""
        with self._lock:
            self._bring()

    def look(self) -> None:
        """See what the database offers, after an edition was moved on."""
        with self._db.session() as session:
            self._newest = store.newest_numbers(session)

    def all(self, session: Session | None = None) -> list[Course]:
        """The newest published edition of every course, by module; an unreadable one hides no other."""
        courses = []
        for course_id in self.numbers():
            try:
                courses.append(self.get(course_id, session))
            except CourseDamaged as error:
                log.error("course %s: %s", course_id, error)
        return sorted(courses, key=lambda course: (course.module, course.id))

    def numbers(self) -> dict[str, int]:
        """The newest published edition of every course on offer."""
        self.ready()
        return self._newest or {}

    def get(self, course_id: str, session: Session | None = None) -> Course:
        """The edition newcomers get. Raises `NotFound` where the course is not on offer."""
        number = self.numbers().get(course_id)
        if number is None:
            raise NotFound
        return self.edition(course_id, number, session)

    def edition(self, course_id: str, number: int, session: Session | None = None) -> Course:
        """An edition that was published, whether it is still on offer or not.

        Raises `NotFound`, and `CourseDamaged` where this program can no longer read its files.
        """
        self.ready()
        found = self._read.get((course_id, number))
        if found is None:
            with self._db.session() if session is None else nullcontext(session) as reading:
                kept = store.closed(reading, course_id, number)
            if kept is None:
                raise NotFound
            found = replace(read_course(KeptFiles(course_id, kept.files)), version=number)
            self._read[course_id, number] = found
        return found

    def named(self, course_id: str, number: int | None, session: Session | None = None) -> Course | None:
        """For its title: what is on offer, else edition `number`; None where neither can be had."""
        with suppress(NotFound, CourseDamaged):
            return self.get(course_id, session)
        with suppress(NotFound, CourseDamaged):
            return self.edition(course_id, number, session) if number is not None else None
        return None

    def faults(self) -> Faults:
        """What is wrong in the folders as they were last looked at, by course."""
        self.ready()
        return dict(self._faults)

    def _bring(self) -> None:
        faults: Faults = {}
        for folder, origin in self._folders:
            faults |= bring(self._db, folder, origin)
        self._faults = faults
        self.look()


def bare_card(source: Source) -> SourceCard:
    """What the course itself says of its source."""
    return SourceCard(
        source.id,
        source.reference_number,
        source.title,
        source.issue_date,
        source.article,
        source.clause,
        source.substance,
        None,
        None,
        None,
    )


def source_card(source: Source, catalogue: Catalogue, passages: PassageStore, scope: Scope) -> SourceCard:
    """The card with the library's document and clause, if exactly one document that may be seen fits."""
    found = catalogue.find_by_reference(source.reference_number, scope) if source.reference_number else []
    same_day = [document for document in found if document.issue_date in (source.issue_date, None)]
    document_id = same_day[0].id if len(same_day) == 1 else None
    passage = None
    if document_id is not None and (source.article or source.clause):
        passage = passages.clause(document_id, source.article, source.clause, scope)
    return replace(
        bare_card(source),
        document_id=document_id,
        passage_id=passage.id if passage else None,
        page=passage.page if passage else None,
    )
