"""What trainers see in their workshop: courses, editions, faults, differences, the whole as a file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from sqlalchemy.orm import Session

from access.principal import Principal
from access.roles import Action
from training_modules.content import Course, read_course
from training_modules.editions import reading, store
from training_modules.editions.check import FileFault, faults_of
from training_modules.editions.difference import FileDifference, differences
from training_modules.editions.models import CourseEdition, State
from training_modules.editions.views import CourseLine, EditionWhole
from training_modules.files import KeptFiles
from training_modules.library import CourseLibrary
from vanthu.db import Database
from vanthu.errors import NotFound


class Looking:
    """Every call takes the trainer.

    `four_eyes`: whether somebody publishes who has written nothing of it; None: where there are two trainers.
    """

    def __init__(self, db: Database, library: CourseLibrary, folder: Path, four_eyes: bool | None) -> None:
        self._db = db
        self._library = library
        self._folder = folder
        self._four_eyes = four_eyes

    def courses(self, principal: Principal) -> list[CourseLine]:
        """Every course with its editions, as the folders are now."""
        principal.require(Action.TEACH)
        self._library.refresh()
        damaged = self._library.faults()
        with self._db.session() as session:
            editions = reading.lines(session)
            found = []
            for course_id in sorted(editions.keys() | damaged.keys()):
                rows = editions.get(course_id, [])
                title, module, faults = course_id, None, []
                if course_id in damaged:
                    file = str(damaged[course_id].facts.get("file", "")).removeprefix(f"{course_id}/")
                    faults = [FileFault(file, None, damaged[course_id].say())]
                if rows:
                    newest = self._row(session, rows[0].id)
                    title, module = reading.title_of(course_id, newest.files)
                    if rows[0].state in {State.DRAFT, State.REVIEW}:
                        faults += faults_of(KeptFiles(course_id, newest.files))
                found.append(CourseLine(course_id, title, module, tuple(rows), tuple(faults)))
        return sorted(found, key=lambda each: (each.module or 10_000, each.id))

    def edition(self, edition_id: int, principal: Principal) -> EditionWhole:
        principal.require(Action.TEACH)
        with self._db.session() as session:
            row = self._row(session, edition_id)
            line = next(
                each for each in reading.lines(session, row.course_id)[row.course_id] if each.id == row.id
            )
            wrote = store.editors(session, row)
            asked, mine = self._second_asked(session, principal), principal.account_id in wrote
            return EditionWhole(
                line, row.course_id, row.files, asked and mine, asked and bool(wrote) and not mine
            )

    def check(self, edition_id: int, principal: Principal) -> list[FileFault]:
        whole = self.edition(edition_id, principal)
        return faults_of(KeptFiles(whole.course_id, whole.files))

    def difference(self, edition_id: int, principal: Principal) -> list[FileDifference]:
        """From the edition that was published before this one to this one."""
        principal.require(Action.TEACH)
        with self._db.session() as session:
            row = self._row(session, edition_id)
            before = self._before(session, row)
            return differences(before.files if before else {}, row.files)

    def export(self, edition_id: int, principal: Principal) -> bytes:
        """The course's folder as a ZIP file."""
        whole = self.edition(edition_id, principal)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in sorted(whole.files.items()):
                archive.writestr(zipfile.ZipInfo(f"{whole.course_id}/{name}"), text)
        return packed.getvalue()

    def read(self, edition_id: int, principal: Principal) -> Course:
        """The edition as a course. Raises `CourseDamaged` where it is not sound yet."""
        whole = self.edition(edition_id, principal)
        return read_course(KeptFiles(whole.course_id, whole.files))

    def _row(self, session: Session, edition_id: int) -> CourseEdition:
        row = session.get(CourseEdition, edition_id)
        if row is None:
            raise NotFound
        return row

    def _before(self, session: Session, row: CourseEdition) -> CourseEdition | None:
        """The newest published edition besides this one; of a published one, the one before it."""
        for each in store.published(session, row.course_id):
            if each.id != row.id and (row.open or each.number < row.number):
                return each
        return None

    def _second_needed(self, session: Session, row: CourseEdition, principal: Principal) -> bool:
        wrote = principal.account_id in store.editors(session, row)
        return wrote and self._second_asked(session, principal)

    def _second_asked(self, session: Session, principal: Principal) -> bool:
        if self._four_eyes is not None:
            return self._four_eyes
        return reading.other_trainers(session, principal.account_id) > 0
