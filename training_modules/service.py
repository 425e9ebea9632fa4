"""The school as the surfaces use it: courses, lessons, attempts, results, for one person at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.principal import Principal
from access.roles import Action
from access.scope import Scope
from rag.passages import PassageStore
from records.catalogue import Catalogue
from training_modules.attempts import hand_in, item_of, needed, open_attempt, own_attempt, save_answer
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
from training_modules.grading import is_correct, is_leak
from training_modules.items import Item, kind_of
from training_modules.library import CourseLibrary, source_card
from training_modules.models import Attempt, LessonDone
from training_modules.progress import note_progress, states_of
from training_modules.showing import item_view
from training_modules.views import (
    ActivityState,
    ActivityView,
    AttemptSummary,
    AttemptView,
    CourseCard,
    CourseFault,
    CourseView,
    CriterionResult,
    ItemResult,
    LessonView,
    ResultView,
    SourceCard,
)
from vanthu.db import Database
from vanthu.errors import NotFound


class TrainingService:
    """Every call takes the learner; nobody sees another's attempts."""

    def __init__(
        self,
        db: Database,
        courses_folder: Path,
        catalogue: Catalogue,
        passages: PassageStore,
        listeners: Sequence[Listener] = (),
    ) -> None:
        self._db = db
        self.library = CourseLibrary(courses_folder)
        self._catalogue = catalogue
        self._passages = passages
        self._listeners = listeners

    def courses(self, principal: Principal) -> list[CourseCard]:
        principal.require(Action.LEARN)
        with self._db.session() as session:
            return [
                _card(course, states_of(session, course, principal.account_id))
                for course in self.library.all()
            ]

    def faults(self, principal: Principal) -> list[CourseFault]:
        """The courses whose files are damaged, for those who can mend them."""
        principal.require(Action.TEACH)
        return [
            CourseFault(course_id, reading.fault.say(), still_offered=reading.course is not None)
            for course_id, reading in self.library.faults().items()
            if reading.fault
        ]

    def course(self, course_id: str, principal: Principal) -> CourseView:
        principal.require(Action.LEARN)
        course = self._course(course_id, principal)
        with self._db.session() as session:
            states = states_of(session, course, principal.account_id)
        activities = tuple(
            ActivityView(a.id, a.kind, a.title, a.minutes, states[a.id], "" if a.kind == "lesson" else a.body)
            for a in course.activities
        )
        sources = tuple(self._source(course, key, principal) for key in course.sources)
        return CourseView(_card(course, states), course.audience, course.body, activities, sources)

    def lesson(self, course_id: str, lesson_id: str, principal: Principal) -> LessonView:
        principal.require(Action.LEARN)
        course, lesson = self._activity(course_id, lesson_id, {"lesson"}, principal)
        with self._db.session() as session:
            done = states_of(session, course, principal.account_id)[lesson_id] == "done"
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
            _following(course, lesson_id),
            tuple(self._source(course, key, principal) for key in lesson.sources),
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
            return _card(course, states_of(session, course, principal.account_id))

    def start_attempt(self, course_id: str, activity_id: str, principal: Principal) -> AttemptView:
        """The open attempt, resumed, or a new one. No key is in it."""
        principal.require(Action.LEARN)
        course, activity = self._activity(course_id, activity_id, {"drill", "quiz"}, principal)

        def start() -> AttemptView:
            with self._db.session() as session:
                attempt, begun = open_attempt(session, principal.account_id, course, activity)
                if begun:
                    note_progress(session, course, principal.account_id)
                    self._tell(session, AttemptStarted(attempt, course, activity))
                return _attempt_view(attempt, activity)

        for _ in activity.items:
            # Another window started it in this very moment, or others froze an item first: take theirs.
            with contextlib.suppress(IntegrityError):
                return start()
        return start()

    def save_answer(self, attempt_id: int, item_id: str, answer: list[str], principal: Principal) -> None:
        """Raises `AttemptClosed`, `AnswerInvalid`, or `NotFound` for another's attempt."""
        principal.require(Action.LEARN)
        with self._db.session() as session:
            save_answer(session, own_attempt(session, attempt_id, principal.account_id), item_id, answer)

    def submit(self, attempt_id: int, principal: Principal) -> ResultView:
        principal.require(Action.LEARN)
        with self._db.session() as session:
            attempt = own_attempt(session, attempt_id, principal.account_id)
            course, activity = self._activity(
                attempt.course_id, attempt.activity_id, {"drill", "quiz"}, principal
            )
            if hand_in(session, attempt, activity):
                self._graded(session, attempt, course, activity)
        return self.result(attempt_id, principal)

    def _graded(self, session: Session, attempt: Attempt, course: Course, activity: Activity) -> None:
        session.flush()
        self._tell(session, AttemptGraded(attempt, course, activity))
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
        with self._db.session() as session:
            attempt = own_attempt(session, attempt_id, principal.account_id)
            if attempt.submitted_at is None:
                raise NotFound
            course, activity = self._activity(
                attempt.course_id, attempt.activity_id, {"drill", "quiz"}, principal
            )
            finished = _card(course, states_of(session, course, principal.account_id)).finished
            return ResultView(
                attempt.id,
                course.id,
                course.title,
                activity.id,
                activity.kind,
                activity.title,
                bool(attempt.passed),
                attempt.correct or 0,
                len(attempt.items),
                needed(attempt, activity),
                attempt.leaks or 0,
                attempt.submitted_at,
                tuple(
                    self._item_result(
                        item_of(row.version),
                        row.answer or [],
                        seed=attempt.seed,
                        course=course,
                        activity=activity,
                        principal=principal,
                    )
                    for row in attempt.items
                ),
                _following(course, activity.id),
                finished,
            )

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

    def _course(self, course_id: str, principal: Principal) -> Course:
        """The course; where its files are damaged, only who can mend them is told which and why."""
        try:
            return self.library.get(course_id)
        except CourseDamaged as error:
            if principal.may(Action.TEACH):
                raise
            raise CourseBeingEdited from error

    def _activity(
        self, course_id: str, activity_id: str, kinds: set[str], principal: Principal
    ) -> tuple[Course, Activity]:
        course = self._course(course_id, principal)
        activity = course.activity(activity_id)
        if activity is None or activity.kind not in kinds:
            raise NotFound
        return course, activity

    def _source(self, course: Course, key: str, principal: Principal) -> SourceCard:
        return source_card(course.sources[key], self._catalogue, self._passages, Scope.of(principal))

    def _item_result(
        self,
        item: Item,
        answer: list[str],
        *,
        seed: int,
        course: Course,
        activity: Activity,
        principal: Principal,
    ) -> ItemResult:
        known = item.source is not None and item.source in course.sources
        return ItemResult(
            item_view(item, seed, activity),
            tuple(answer),
            tuple(kind_of(item).right(item)),
            tuple(kind_of(item).told(item, answer)),
            tuple(kind_of(item).told(item, kind_of(item).right(item))),
            is_correct(item, answer),
            is_leak(item, answer, activity),
            item.explanation,
            self._source(course, item.source, principal) if known and item.source else None,
            tuple(CriterionResult(each.met, each.say()) for each in kind_of(item).criteria(item, answer)),
        )


def _card(course: Course, states: dict[str, ActivityState]) -> CourseCard:
    left = [activity.id for activity in course.activities if states[activity.id] != "done"]
    return CourseCard(
        course.id,
        course.module,
        course.title,
        course.title_en,
        course.summary,
        course.summary_en,
        course.minutes,
        len(course.activities) - len(left),
        len(course.activities),
        left[0] if left else None,
        not left,
    )


def _following(course: Course, activity_id: str) -> str | None:
    ids = [activity.id for activity in course.activities]
    at = ids.index(activity_id) + 1
    return ids[at] if at < len(ids) else None


def _attempt_view(attempt: Attempt, activity: Activity) -> AttemptView:
    return AttemptView(
        attempt.id,
        attempt.course_id,
        activity.id,
        activity.kind,
        activity.title,
        activity.body,
        tuple(item_view(item_of(row.version), attempt.seed, activity) for row in attempt.items),
        {row.version.item_id: row.answer for row in attempt.items if row.answer is not None},
        needed(attempt, activity),
        attempt.started_at,
        attempt.submitted_at is not None,
    )
