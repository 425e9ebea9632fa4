"""The school as the surfaces use it: courses, lessons, attempts, results, for one person at a time."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.principal import Principal
from access.roles import Action
from access.scope import Scope
from rag.passages import PassageStore
from records.catalogue import Catalogue
from training_modules.anchors.binding import lesson_digest
from training_modules.anchors.state import stale_sources, stale_wordings
from training_modules.attempts import being_examined, hand_in, open_attempt, own_attempt, save_answer
from training_modules.before_this import require_open, unfinished
from training_modules.cards import attempt_view, card, following
from training_modules.content import Activity, Course
from training_modules.errors import CourseBeingEdited, CourseDamaged
from training_modules.events import (
    AttemptGraded,
    AttemptStarted,
    CourseFinished,
    Event,
    LessonFinished,
    Listener,
)
from training_modules.inside import begin, course_of, courses_of, go_over
from training_modules.library import CourseLibrary, source_card
from training_modules.models import Attempt, LessonDone
from training_modules.progress import note_progress, states_of
from training_modules.results import placed, result_view, without_keys
from training_modules.time_limits import GRACE
from training_modules.views import (
    ActivityView,
    AttemptSummary,
    AttemptView,
    CourseCard,
    CourseFault,
    CourseView,
    LessonView,
    ResultView,
    SourceCard,
)
from vanthu.db import Database, now
from vanthu.errors import NotFound

log = logging.getLogger(__name__)


class TrainingService:
    """Every call takes the learner; nobody sees another's attempts."""

    def __init__(
        self,
        db: Database,
        library: CourseLibrary,
        catalogue: Catalogue,
        passages: PassageStore,
        listeners: Sequence[Listener] = (),
    ) -> None:
        self._db = db
        self.library = library
        self._catalogue = catalogue
        self._passages = passages
        self._listeners = listeners

    def courses(self, principal: Principal) -> list[CourseCard]:
        principal.require(Action.LEARN)
        self.library.ready()
        with self._db.session() as session:
            return [
                self._card(session, course, principal)
                for course in courses_of(session, self.library, principal.account_id)
            ]

    def faults(self, principal: Principal) -> list[CourseFault]:
        """The courses whose files are damaged, for those who can mend them."""
        principal.require(Action.TEACH)
        return [
            CourseFault(course_id, fault.say(), still_offered=course_id in self.library.numbers())
            for course_id, fault in self.library.faults().items()
        ]

    def course(self, course_id: str, principal: Principal) -> CourseView:
        principal.require(Action.LEARN)
        course = self._course(course_id, principal)
        self._close_overdue(Attempt.account_id == principal.account_id)
        with self._db.session() as session:
            states = states_of(session, course, principal.account_id)
            shown = self._card(session, course, principal)
        activities = tuple(
            ActivityView(
                a.id,
                a.kind,
                a.title,
                a.minutes,
                states[a.id],
                "" if a.kind == "lesson" else a.body,
                a.time_limit,
                a.attempts_a_day,
                a.title_en,
            )
            for a in course.activities
        )
        sources = tuple(self._source(course, key, principal) for key in course.sources)
        return CourseView(shown, course.audience, course.body, activities, sources)

    def lesson(self, course_id: str, lesson_id: str, principal: Principal) -> LessonView:
        """The lesson. Opening one is beginning the course: no later edition changes it under the reader."""
        principal.require(Action.LEARN)
        course, lesson = self._activity(course_id, lesson_id, {"lesson"}, principal)
        begin(self._db, course, principal.account_id)
        with self._db.session() as session:
            done = states_of(session, course, principal.account_id)[lesson_id] == "done"
            changed = lesson_digest(lesson) in stale_wordings(session, course.id)
            moved = stale_sources(session, course.id) if changed else frozenset()
        ids = [activity.id for activity in course.activities]
        at = ids.index(lesson_id)
        return LessonView(
            course_id,
            course.title,
            lesson_id,
            lesson.title,
            lesson.minutes,
            lesson.body,
            at + 1,
            len(ids),
            done,
            ids[at - 1] if at else None,
            following(course, lesson_id),
            tuple(
                replace(self._source(course, key, principal), changed=key in moved) for key in lesson.sources
            ),
            changed,
            lesson.figures,
            lesson.title_en,
            course.title_en,
        )

    def finish_lesson(self, course_id: str, lesson_id: str, principal: Principal) -> CourseCard:
        """Note the lesson as finished; the first time stays. Gives the course's progress."""
        principal.require(Action.LEARN)
        course, lesson = self._activity(course_id, lesson_id, {"lesson"}, principal)
        key = (principal.account_id, course_id, lesson_id)
        try:
            with self._db.session() as session:
                if session.get(LessonDone, key) is None:
                    session.add(LessonDone(account_id=key[0], course_id=key[1], activity_id=key[2]))
                    session.flush()
                    self._tell(session, LessonFinished(principal.account_id, course, lesson))
                    if note_progress(session, course, principal.account_id):
                        finished = CourseFinished(principal.account_id, course, first=True, attempt=None)
                        self._tell(session, finished)
        except IntegrityError:
            pass  # another window noted it in this very moment
        with self._db.session() as session:
            return self._card(session, course, principal)

    def go_over(self, course_id: str, principal: Principal) -> CourseCard:
        """Go over to the newest edition; parts of the same id stay done."""
        principal.require(Action.LEARN)
        self.library.ready()
        with self._db.session() as session:
            course = go_over(session, self.library, principal.account_id, course_id)
            if note_progress(session, course, principal.account_id):
                self._tell(session, CourseFinished(principal.account_id, course, first=True, attempt=None))
            return self._card(session, course, principal)

    def start_attempt(self, course_id: str, activity_id: str, principal: Principal) -> AttemptView:
        """The open attempt, resumed, or a new one. No key is in it."""
        principal.require(Action.LEARN)
        course, activity = self._activity(course_id, activity_id, {"drill", "quiz"}, principal, anew=True)

        def start() -> AttemptView:
            self._close_overdue(Attempt.account_id == principal.account_id)
            with self._db.session() as session:
                attempt, begun = open_attempt(session, principal.account_id, course, activity)
                if begun:
                    note_progress(session, course, principal.account_id)
                    self._tell(session, AttemptStarted(attempt, course, activity))
                return attempt_view(attempt, activity if begun else self._of(session, attempt)[1])

        for _ in activity.items:
            # Another window started it in this very moment, or others froze an item first: take theirs.
            with contextlib.suppress(IntegrityError):
                return start()
        return start()

    def save_answer(self, attempt_id: int, item_id: str, answer: list[str], principal: Principal) -> None:
        """Raises `AttemptClosed` (also where its time has run out), `AnswerInvalid`, or `NotFound` for
        another's attempt."""
        principal.require(Action.LEARN)
        with self._db.session() as session:
            save_answer(session, own_attempt(session, attempt_id, principal.account_id), item_id, answer)

    def close_overdue(self) -> int:
        """Grade every attempt whose time has run out with what has been saved; how many.

        One that cannot be graded now, its course being unreadable say, waits until it can, and holds up no
        other.
        """
        self.library.ready()
        return self._close_overdue(true())

    def _close_overdue(self, whose: ColumnElement[bool]) -> int:
        open_ones = select(Attempt.id).where(whose, Attempt.open.is_(True), Attempt.deadline < now() - GRACE)
        with self._db.session() as session:
            ids = list(session.scalars(open_ones))
        closed = 0
        for attempt_id in ids:
            try:
                with self._db.session() as session:
                    self._hand_in(session, session.get_one(Attempt, attempt_id))
            except Exception as fault:
                log.warning("attempt %d cannot be graded now: %s", attempt_id, type(fault).__name__)
            else:
                closed += 1
        return closed

    def _hand_in(self, session: Session, attempt: Attempt) -> None:
        course, activity = self._of(session, attempt)
        if hand_in(session, attempt, activity):
            self._graded(session, attempt, course, activity)

    def submit(self, attempt_id: int, principal: Principal) -> ResultView:
        principal.require(Action.LEARN)
        self.library.ready()
        with self._db.session() as session:
            self._hand_in(session, own_attempt(session, attempt_id, principal.account_id))
        return self.result(attempt_id, principal)

    def _graded(self, session: Session, attempt: Attempt, course: Course, activity: Activity) -> None:
        session.flush()
        self._tell(session, AttemptGraded(attempt, course, activity))
        course = course_of(session, self.library, attempt.account_id, attempt.course_id)
        first = note_progress(session, course, attempt.account_id)
        again = activity.kind == "quiz" and bool(attempt.passed)
        states = states_of(session, course, attempt.account_id).values()
        if first or (again and all(state == "done" for state in states)):
            self._tell(session, CourseFinished(attempt.account_id, course, first, attempt))

    def _tell(self, session: Session, event: Event) -> None:
        for listener in self._listeners:
            listener(session, event)

    def result(self, attempt_id: int, principal: Principal) -> ResultView:
        """The graded attempt with keys and explanations; `NotFound` until it is handed in."""
        principal.require(Action.LEARN)
        self.library.ready()
        self._close_overdue(Attempt.id == attempt_id)
        with self._db.session() as session:
            attempt = own_attempt(session, attempt_id, principal.account_id)
            if attempt.submitted_at is None:
                raise NotFound
            course, activity = self._of(session, attempt)
            mine = course_of(session, self.library, principal.account_id, course.id)
            finished = self._card(session, mine, principal).finished
            whole = result_view(attempt, course, activity, finished=finished)
            shown = without_keys(whole, being_examined(session, principal.account_id))
        return placed(shown, lambda key: self._source(course, key, principal))

    def attempts(self, principal: Principal) -> list[AttemptSummary]:
        """This person's attempts, newest first."""
        principal.require(Action.LEARN)
        mine = select(Attempt).where(Attempt.account_id == principal.account_id).order_by(Attempt.id.desc())
        with self._db.session() as session:
            return [
                AttemptSummary(
                    a.id,
                    a.course_id,
                    a.activity_id,
                    a.started_at,
                    a.submitted_at,
                    a.correct,
                    len(a.items),
                    a.passed,
                )
                for a in session.scalars(mine)
            ]

    def _card(self, session: Session, course: Course, principal: Principal) -> CourseCard:
        states = states_of(session, course, principal.account_id)
        waits_for = unfinished(session, self.library, course, principal.account_id)
        return card(
            course, states, self.library.numbers().get(course.id), tuple(each.id for each in waits_for)
        )

    def _course(self, course_id: str, principal: Principal, *, anew: bool = False) -> Course:
        """The course as this person has it; where it cannot be read, only a trainer is told which and why."""
        self.library.ready()
        try:
            with self._db.session() as session:
                return course_of(session, self.library, principal.account_id, course_id, anew=anew)
        except CourseDamaged as error:
            if principal.may(Action.TEACH):
                raise
            raise CourseBeingEdited from error

    def _activity(
        self, course_id: str, activity_id: str, kinds: set[str], principal: Principal, *, anew: bool = False
    ) -> tuple[Course, Activity]:
        course = self._course(course_id, principal, anew=anew)
        activity = course.activity(activity_id)
        if activity is None and anew:  # the newest edition has no such part: theirs may
            course = self._course(course_id, principal)
            activity = course.activity(activity_id)
        if activity is None or activity.kind not in kinds:
            raise NotFound
        with self._db.session() as session:
            require_open(session, self.library, course, principal.account_id)
        return course, activity

    def _of(self, session: Session, attempt: Attempt) -> tuple[Course, Activity]:
        """The edition an attempt was begun in; of attempts older than editions, the one its learner is in."""
        try:
            course = self.library.edition(attempt.course_id, attempt.course_version, session)
        except NotFound:
            course = course_of(session, self.library, attempt.account_id, attempt.course_id)
        activity = course.activity(attempt.activity_id)
        if activity is None:
            raise NotFound
        return course, activity

    def _source(self, course: Course, key: str, principal: Principal) -> SourceCard:
        return source_card(course.sources[key], self._catalogue, self._passages, Scope.of(principal))
