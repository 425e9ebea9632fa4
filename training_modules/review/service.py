"""The daily review and practice of weak subjects, for one person at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.principal import Principal
from access.roles import Action
from access.scope import Scope
from rag.passages import PassageStore
from records.catalogue import Catalogue
from training_modules.anchors.state import stale_items
from training_modules.attempts import being_examined, frozen_version
from training_modules.content import Course, Source
from training_modules.errors import AnswerInvalid
from training_modules.grading import is_correct
from training_modules.items import Item, kind_of
from training_modules.library import source_card
from training_modules.review.cards import answered, memory_of, take
from training_modules.review.errors import CardNotDue
from training_modules.review.memory import known
from training_modules.review.models import ReviewAnswer, ReviewCard
from training_modules.review.views import CardResult, CardView, Today, Topic
from training_modules.showing import item_view
from training_modules.views import SourceCard
from vanthu.db import Database, now, office_day, office_midnight

A_DAY = 20
"""Cards of one day, the most forgotten first: about five minutes."""
SECONDS_EACH = 15
PRACTISED = 10
"""Cards of one practice."""
WEAK_BELOW = 0.8
"""Share of right answers below which a subject is weak."""
FEWEST = 3
"""Cards from which on a subject is judged."""

CoursesNow = Callable[[], Sequence[Course]]


@dataclass(frozen=True, slots=True)
class _Askable:
    """A card with the question as the course asks it now."""

    card: ReviewCard
    course: Course
    item: Item


class ReviewService:
    """Cards come of graded quizzes only, so that no answer tells what was not told before.

    A question in an attempt not yet handed in is held back, and so is one whose source has changed.
    """

    def __init__(
        self,
        db: Database,
        courses: CoursesNow,
        catalogue: Catalogue,
        passages: PassageStore,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._db = db
        self._courses = courses
        self._catalogue = catalogue
        self._passages = passages
        self._clock = clock

    def today(self, principal: Principal) -> Today:
        principal.require(Action.LEARN)
        at = self._clock()
        courses = self._courses()
        with self._db.session() as session:
            askable = list(_askable(session, courses, principal))
            done = _answered_today(session, principal, at)
            due = min(_room(done), sum(each.card.due <= at for each in askable))
            later = [each.card.due for each in askable if each.card.due > at]
            next_day = office_day(min(later)) if later and not due else None
            return Today(due, -(-due * SECONDS_EACH // 60), done, len(askable), next_day)

    def next_card(self, principal: Principal, topic: str | None = None) -> CardView | None:
        """The card one is likeliest to have forgotten: of those due, or of a subject to practise."""
        principal.require(Action.LEARN)
        courses = self._courses()
        with self._db.session() as session:
            asked = self._asked(session, courses, principal, topic)
            return _view(asked[0], len(asked)) if asked else None

    def answer(
        self, card_id: int, answer: list[str], principal: Principal, topic: str | None = None
    ) -> CardResult:
        """Grade it and put it off. Raises `CardNotDue`, `AnswerInvalid`, or `NotFound` for another's card."""
        principal.require(Action.LEARN)
        try:
            return self._answer(card_id, answer, principal, topic)
        except IntegrityError:  # on PostgreSQL others froze the same new wording in this moment: take theirs
            return self._answer(card_id, answer, principal, topic)

    def _answer(self, card_id: int, answer: list[str], principal: Principal, topic: str | None) -> CardResult:
        at, courses = self._clock(), self._courses()
        with self._db.session() as session:
            card = take(session, card_id, principal.account_id)
            asked = self._asked(session, courses, principal, topic)
            each = next((each for each in asked if each.card.id == card_id), None)
            if each is None:
                raise CardNotDue
            kind = kind_of(each.item)
            if not kind.allows(each.item, answer):
                raise AnswerInvalid
            given = kind.kept(answer)
            view = _view(each, len(asked))
            right = is_correct(each.item, given)
            version = frozen_version(session, each.course.id, each.item)
            answered(session, card, version, right=right, practice=topic is not None, at=at)
        source = each.course.sources.get(each.item.source or "")
        return CardResult(
            view,
            right,
            tuple(kind.told(each.item, given)),
            tuple(kind.told(each.item, kind.right(each.item))),
            each.item.explanation,
            self._card_of(source, principal) if source else None,
            office_day(card.due),
        )

    def _card_of(self, source: Source, principal: Principal) -> SourceCard:
        return source_card(source, self._catalogue, self._passages, Scope.of(principal))

    def weak_topics(self, principal: Principal) -> list[Topic]:
        """Subjects in which answers were often wrong, the weakest first."""
        principal.require(Action.LEARN)
        today = office_midnight(self._clock())
        found: dict[str, list[ReviewCard]] = defaultdict(list)
        courses = self._courses()
        with self._db.session() as session:
            for each in _askable(session, courses, principal):
                for tag in each.item.tags:
                    found[tag].append(each.card)
        topics = [
            Topic(name, len(of), sum(card.right for card in of), sum(card.last < today for card in of))
            for name, of in found.items()
        ]
        weak = [t for t in topics if t.cards >= FEWEST and t.right < WEAK_BELOW * t.cards]
        return sorted(weak, key=lambda topic: (topic.right / topic.cards, topic.name))

    def _asked(
        self, session: Session, courses: Sequence[Course], principal: Principal, topic: str | None
    ) -> list[_Askable]:
        """What may be asked now, the most forgotten first."""
        at = self._clock()
        done = _answered_today(session, principal, at)
        every = _askable(session, courses, principal)
        if topic is None:
            chosen, most = [each for each in every if each.card.due <= at], _room(done)
        else:
            today = office_midnight(at)
            chosen = [each for each in every if topic in each.item.tags and each.card.last < today]
            most = PRACTISED
        chosen.sort(key=lambda each: (known(memory_of(each.card), at), each.card.id))
        return chosen[:most]


def _askable(session: Session, courses: Sequence[Course], principal: Principal) -> Iterator[_Askable]:
    by_id = {course.id: course for course in courses}
    items = {course.id: _questions(course) for course in courses}
    stale = {course_id: stale_items(session, course_id) for course_id in by_id}
    held = being_examined(session, principal.account_id)
    mine = select(ReviewCard).where(
        ReviewCard.account_id == principal.account_id, ReviewCard.course_id.in_(by_id)
    )
    for card in session.scalars(mine):
        item = items[card.course_id].get(card.item_id)
        if item is None or item.id in stale[card.course_id] or (card.course_id, item.id) in held:
            continue
        yield _Askable(card, by_id[card.course_id], item)


def _questions(course: Course) -> dict[str, Item]:
    return {
        item.id: item for activity in course.activities if activity.kind == "quiz" for item in activity.items
    }


def _room(done: int) -> int:
    return max(0, A_DAY - done)


def _answered_today(session: Session, principal: Principal, at: datetime) -> int:
    answers = select(func.count(ReviewAnswer.id)).where(
        ReviewAnswer.account_id == principal.account_id,
        ReviewAnswer.practice.is_(False),
        ReviewAnswer.at >= office_midnight(at),
        ReviewAnswer.at <= at + timedelta(days=1),  # given under a clock since set back: not today's
    )
    return session.scalar(answers) or 0


def _view(each: _Askable, left: int) -> CardView:
    item = item_view(each.item, seed=each.card.answers)
    return CardView(each.card.id, each.course.id, each.course.title, item, left)
