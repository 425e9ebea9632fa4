"""Drafts are made and written: files, lessons, questions one by one or from other systems."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from access.principal import Principal
from access.roles import Action
from training_modules.content import Source
from training_modules.editions import bank_text, store, templates
from training_modules.editions.errors import CourseNameInvalid, FileChanged, FileNeeded, PartChanged
from training_modules.editions.looking import Looking
from training_modules.editions.models import CourseEdition, Origin, State
from training_modules.editions.outline import order_of
from training_modules.editions.templates import numbered
from training_modules.editions.views import BroughtQuestions
from training_modules.editions.writing import Alter, change, mark_of, put_file, write_folder
from training_modules.exchange import read_file, write_file
from training_modules.files import MAIN
from training_modules.items import Item
from vanthu.errors import NotFound

COURSE_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,58}[a-z0-9]")
_GRADED = re.compile(r"(?m)^kind: (?:quiz|drill)[ \t]*$")


class Drafting(Looking):
    """What a trainer does to a draft; where another changed the same text meanwhile, `FileChanged`."""

    def create(self, course_id: str, title: str, principal: Principal) -> int:
        """A course that is new here, from a template. Gives its draft."""
        principal.require(Action.TEACH)
        module = 1 + max((course.module for course in self._library.all()), default=0)
        with self._db.session() as session:
            if not COURSE_ID.fullmatch(course_id) or store.known(session, course_id):
                raise CourseNameInvalid(name=course_id[:60])
            files = templates.new_course(course_id, " ".join(title.split())[:200] or course_id, module)
            row = self._add_draft(session, course_id, 1, files, principal)
            store.note_editor(session, row, principal.account_id)
            return row.id

    def draft(self, course_id: str, principal: Principal) -> int:
        """The course's draft; a copy of its newest edition where it has none."""
        principal.require(Action.TEACH)
        self._library.refresh()  # what was changed in the folder is a draft already
        with self._db.session() as session:
            if there := store.open_edition(session, course_id):
                return there.id
            newest = session.scalars(
                select(CourseEdition)
                .where(CourseEdition.course_id == course_id)
                .order_by((CourseEdition.state == State.PUBLISHED).desc(), CourseEdition.number.desc())
            ).first()
            if newest is None:
                raise NotFound
            number = store.next_number(session, course_id)
            files = numbered(newest.files, number)
            row = self._add_draft(session, course_id, number, files, principal)
            store.note_origin(session, row, newest)
            return row.id

    def save(self, edition_id: int, file: str, text: str, principal: Principal, *, seen: str | None) -> None:
        """Keep a file over the text whose `mark_of` is `seen`; `FileChanged` where another stands there."""
        self._change(edition_id, principal, put_file(file, text, seen))

    def remove(self, edition_id: int, file: str, principal: Principal, *, seen: str) -> None:
        """Take a file out of the draft, and out of the course's order where it is a step of it.

        `PartChanged` where its text is no longer the one whose `mark_of` is `seen`.
        """

        def alter(files: dict[str, str]) -> Mapping[str, str]:
            if file == MAIN:
                raise FileNeeded(file=MAIN)
            if file not in files:
                raise NotFound
            if mark_of(files[file]) != seen:
                raise PartChanged
            left = {name: text for name, text in files.items() if name != file}
            listed = file in order_of(files)
            return {**left, MAIN: templates.without_part(files[MAIN], file)} if listed else left

        self._change(edition_id, principal, alter)

    def add_lesson(self, edition_id: int, title: str, principal: Principal) -> str:
        """A lesson after the others. Gives its file."""
        made: list[str] = []

        def alter(files: dict[str, str]) -> Mapping[str, str]:
            code = templates.code_of(title) or "bai-moi"
            number = 1 + sum(1 for name in files if re.match(r"\d+-", name))
            file = f"{number}-{code}.md"
            while file in files:
                number += 1
                file = f"{number}-{code}.md"
            made.append(file)
            graded = [name for name, text in files.items() if _GRADED.search(text)]
            main = templates.with_lesson(files[MAIN], file, graded)
            return {**files, MAIN: main, file: templates.new_lesson(f"{code}-{number}", title, None)}

        self._change(edition_id, principal, alter)
        return made[-1]

    def questions(self, edition_id: int, file: str, principal: Principal) -> list[bank_text.Entry]:
        """Raises `BankUnreadable`."""
        whole = self.edition(edition_id, principal)
        if file not in whole.files:
            raise NotFound
        return bank_text.entries(whole.files[file], file)

    def put_question(
        self,
        edition_id: int,
        file: str,
        values: Mapping[str, Any],
        principal: Principal,
        *,
        replacing: Mapping[str, Any] | None = None,
    ) -> None:
        """Add a question, or put it in the place of `replacing`, which is the question as it was opened."""

        def alter(files: dict[str, str]) -> Mapping[str, str]:
            if file not in files:
                raise NotFound
            if replacing is not None and not _is_unchanged(files[file], file, replacing):
                raise FileChanged(file=file)
            old = str(replacing["id"]) if replacing is not None else None
            return {**files, file: bank_text.put(files[file], file, values, old)}

        self._change(edition_id, principal, alter)

    def take_question(
        self, edition_id: int, file: str, item: Item, source: Source, principal: Principal
    ) -> str:
        """Add a question that was proposed, and the card of what it rests on. Gives the question's id."""
        (values,) = yaml.safe_load(write_file("yaml", [item]).data)["items"]
        taken: list[str] = []

        def alter(files: dict[str, str]) -> Mapping[str, str]:
            if file not in files:
                raise NotFound
            there = {entry.id for entry in bank_text.entries(files[file], file)}
            taken.append(bank_text.free_id(there))
            text = bank_text.put(files[file], file, {**values, "id": taken[-1]})
            return {**files, MAIN: templates.with_source(files[MAIN], source), file: text}

        self._change(edition_id, principal, alter)
        return taken[-1]

    def remove_question(
        self, edition_id: int, file: str, values: Mapping[str, Any], principal: Principal
    ) -> None:
        """Take out the question that was opened as `values`; `PartChanged` where it is another by now."""

        def alter(files: dict[str, str]) -> Mapping[str, str]:
            if file not in files:
                raise NotFound
            if not _is_unchanged(files[file], file, values):
                raise PartChanged
            return {**files, file: bank_text.without(files[file], file, str(values["id"]))}

        self._change(edition_id, principal, alter)

    def bring_questions(
        self, edition_id: int, file: str, form: str, data: bytes, principal: Principal
    ) -> BroughtQuestions:
        """Add the questions of a file; one whose id is taken gets another."""
        principal.require(Action.TEACH)
        brought = read_file(form, data)
        entries = yaml.safe_load(write_file("yaml", brought.items).data)["items"] if brought.items else []
        added: list[str] = []

        def alter(files: dict[str, str]) -> Mapping[str, str]:
            if file not in files:
                raise NotFound
            text = files[file]
            taken = {entry.id for entry in bank_text.entries(text, file)}
            added.clear()
            for entry in entries:
                item_id = str(entry["id"])
                item_id = bank_text.free_id(taken) if item_id in taken else item_id
                text = bank_text.put(text, file, {**entry, "id": item_id})
                taken.add(item_id)
                added.append(item_id)
            return {**files, file: text}

        if entries:
            self._change(edition_id, principal, alter)
        empty = [
            at for at, entry in zip(added, entries, strict=True) if not str(entry["explanation"]).strip()
        ]
        return BroughtQuestions(tuple(added), brought.faults, tuple(empty))

    def _add_draft(
        self, session: Session, course_id: str, number: int, files: Mapping[str, str], principal: Principal
    ) -> CourseEdition:
        row = store.add(
            session,
            course_id,
            number,
            State.DRAFT,
            origin=Origin.SITE,
            files=files,
            account_id=principal.account_id,
        )
        write_folder(self._folder / course_id, None, files)
        return row

    def _change(self, edition_id: int, principal: Principal, alter: Alter) -> None:
        principal.require(Action.TEACH)
        change(self._db, self._folder, edition_id, principal.account_id, alter)


def _is_unchanged(text: str, file: str, opened: Mapping[str, Any]) -> bool:
    """Whether the question is still what it was when it was opened."""
    now = next((each.values for each in bank_text.entries(text, file) if each.id == str(opened["id"])), None)
    return now == opened
