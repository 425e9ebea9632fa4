"""The trainers' workshop: drafts are written, sent to review, published; courses are retired."""

from __future__ import annotations

from access.principal import Principal
from access.roles import Action
from training_modules.editions import store
from training_modules.editions.arranging import Arranging
from training_modules.editions.check import faults_of
from training_modules.editions.errors import CourseNotSound, SecondTrainerNeeded, WrongMove
from training_modules.editions.models import CourseEdition, Origin, State
from training_modules.editions.templates import numbered
from training_modules.editions.writing import held, write_folder
from training_modules.files import KeptFiles, digest_of
from vanthu.errors import NotFound

LONGEST_NOTE = 2_000


class Workshop(Arranging):
    """The moves of editions: draft, review, published, retired."""

    def send(self, edition_id: int, note: str, principal: Principal) -> None:
        """To review; it has to be sound. `note` says what is different."""
        principal.require(Action.TEACH)
        with held(self._db, edition_id) as (session, row):
            self._require_sound(row, {State.DRAFT})
            row.note = " ".join(note.split())[:LONGEST_NOTE]
            store.move(session, row, State.REVIEW, principal.account_id)

    def take_back(self, edition_id: int, principal: Principal) -> None:
        """From review to draft, to be written on."""
        principal.require(Action.TEACH)
        with held(self._db, edition_id) as (session, row):
            if row.state != State.REVIEW:
                raise WrongMove(number=row.number)
            store.move(session, row, State.DRAFT, principal.account_id)

    def publish(self, edition_id: int, principal: Principal) -> int:
        """Offer it to newcomers; gives its number. People in earlier editions stay where they are."""
        principal.require(Action.TEACH)
        self._library.ready()
        with held(self._db, edition_id) as (session, row):
            self._require_sound(row, {State.REVIEW})
            if self._second_needed(session, row, principal):
                raise SecondTrainerNeeded
            before = self._before(session, row)
            if before is not None and before.number > row.number:  # the program brought one meanwhile
                row.number = store.next_number(session, row.course_id)
            files = numbered(row.files, row.number)
            write_folder(self._folder / row.course_id, row.files, files)
            row.files, row.digest = files, digest_of(files)
            row.origin = Origin.SITE
            store.move(session, row, State.PUBLISHED, principal.account_id)
            number = row.number
        self._library.look()
        return number

    def give_up(self, edition_id: int, principal: Principal) -> None:
        """Put a draft away for good."""
        principal.require(Action.TEACH)
        with held(self._db, edition_id) as (session, row):
            store.move(session, row, State.RETIRED, principal.account_id)

    def retire(self, course_id: str, principal: Principal) -> None:
        """Offer the course to nobody new; who is inside may finish."""
        principal.require(Action.TEACH)
        with self._db.session() as session:
            offered = store.published(session, course_id)
            if not offered:
                raise NotFound
            for row in offered:
                store.move(session, row, State.RETIRED, principal.account_id)
        self._library.look()

    def _require_sound(self, row: CourseEdition, states: set[State]) -> None:
        if row.state not in states:
            raise WrongMove(number=row.number)
        if faults := faults_of(KeptFiles(row.course_id, row.files)):
            raise CourseNotSound(count=len(faults))
