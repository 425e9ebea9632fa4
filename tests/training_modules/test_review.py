"""The daily review: when cards come back, what is asked, and that it tells no key too early."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.principal import Principal
from rag.passages import PassageStore
from records.catalogue import Catalogue
from records.files import FileStore
from tests.training_modules.conftest import COURSE, COURSES
from training_modules.content import read_course
from training_modules.errors import AnswerInvalid
from training_modules.library import CourseLibrary
from training_modules.review.cards import keep_cards
from training_modules.review.errors import CardNotDue
from training_modules.review.memory import LONGEST_DAYS, Memory, after, known
from training_modules.review.service import ReviewService
from training_modules.service import TrainingService
from training_modules.views import AttemptView
from vanthu.db import Database, now
from vanthu.errors import NotFound

Learner = Callable[..., Principal]
House = tuple[TrainingService, ReviewService]
BANK = read_course(COURSES / COURSE).activities[-1].items
KEYS = {item.id: list(item.key) for item in BANK}
TAGS = {item.id: item.tags for item in BANK}
DAY = datetime(2026, 5, 4, 2, tzinfo=UTC)


def test_a_card_known_comes_back_later_each_time() -> None:
    memory = after(None, True, DAY)
    gaps = []
    for _ in range(6):
        gaps.append(memory.due - memory.last)
        memory = after(memory, True, memory.due)
    assert gaps == sorted(gaps)
    assert gaps[0] >= timedelta(days=1)
    assert gaps[-1] <= timedelta(days=LONGEST_DAYS)


def test_a_card_forgotten_comes_back_sooner_than_one_known() -> None:
    memory = after(after(None, True, DAY), True, DAY + timedelta(days=3))
    later = memory.due
    assert after(memory, False, later).due < after(memory, True, later).due


def test_due_means_nine_chances_in_ten_of_knowing_it() -> None:
    memory = after(None, True, DAY)
    memory = after(memory, True, memory.due)
    assert known(memory, memory.due) == pytest.approx(0.9, abs=0.02)


def test_a_clock_set_back_counts_as_no_time_gone_by() -> None:
    memory = after(None, True, DAY)
    back = after(memory, True, DAY - timedelta(days=30))
    assert back.last == memory.last
    assert back.due >= memory.last
    assert known(memory, DAY - timedelta(days=30)) == pytest.approx(1.0)


@given(st.lists(st.tuples(st.booleans(), st.integers(-5, 400)), max_size=20))
def test_whatever_is_answered_a_card_stays_sound(history: list[tuple[bool, int]]) -> None:
    memory: Memory | None = None
    at = DAY
    for right, days in history:
        at += timedelta(days=days)
        memory = after(memory, right, at)
        assert 1 <= memory.difficulty <= 10
        assert memory.stability > 0
        assert timedelta(0) <= memory.due - memory.last <= timedelta(days=LONGEST_DAYS)
        assert 0 <= known(memory, at) <= 1


@dataclass
class Clock:
    at: datetime = DAY

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock(now())


@pytest.fixture
def house(
    database: Database, courses: Path, tmp_path: Path, clock: Clock
) -> tuple[TrainingService, ReviewService]:
    catalogue = Catalogue(database, FileStore(tmp_path / "files"))
    passages = PassageStore(database)
    library = CourseLibrary(database, courses)
    school = TrainingService(database, library, catalogue, passages, [keep_cards])
    return school, ReviewService(database, library.all, catalogue, passages, clock)


def sit(school: TrainingService, who: Principal, wrong: int = 0) -> AttemptView:
    """A quiz handed in, its first `wrong` questions left open."""
    attempt = school.start_attempt(COURSE, "kiem-tra", who)
    for item in attempt.items[wrong:]:
        school.save_answer(attempt.id, item.id, KEYS[item.id], who)
    school.submit(attempt.id, who)
    return attempt


def test_the_questions_of_a_quiz_come_back_the_wrong_ones_first(
    house: House, learner: Learner, clock: Clock
) -> None:
    school, reviews = house
    an = learner("an")
    assert reviews.today(an).kept == 0
    attempt = sit(school, an, wrong=3)
    assert reviews.next_card(an) is None, "nothing is asked again on the day of the quiz"
    assert reviews.today(an).next_day is not None

    clock.at += timedelta(days=1, hours=1)
    card = reviews.next_card(an)
    assert card is not None
    assert card.item.id in {item.id for item in attempt.items[:3]}
    result = reviews.answer(card.id, KEYS[card.item.id], an)
    assert result.correct
    assert result.explanation
    assert reviews.today(an).answered == 1
    with pytest.raises(CardNotDue):
        reviews.answer(card.id, KEYS[card.item.id], an)


def test_a_day_has_no_more_than_its_share(house: House, learner: Learner, clock: Clock) -> None:
    school, reviews = house
    an = learner("an")
    for _ in range(3):
        sit(school, an)
    clock.at += timedelta(days=400)
    today = reviews.today(an)
    assert (today.kept, today.due, today.minutes) == (28, 20, 5)
    answered = 0
    while (card := reviews.next_card(an)) is not None:
        assert card.left == 20 - answered
        reviews.answer(card.id, KEYS[card.item.id], an)
        answered += 1
    assert answered == 20
    assert reviews.today(an).due == 0


def test_a_card_tells_no_key_and_none_of_an_open_attempt_is_asked(
    house: House, learner: Learner, clock: Clock
) -> None:
    school, reviews = house
    an = learner("an")
    for _ in range(3):
        sit(school, an)
    clock.at += timedelta(days=400)
    open_items = {item.id for item in school.start_attempt(COURSE, "kiem-tra", an).items}
    asked = set()
    while (card := reviews.next_card(an)) is not None:
        said = json.dumps(card.as_json(), ensure_ascii=False)
        assert '"key"' not in said
        assert "explanation" not in said
        asked.add(card.item.id)
        reviews.answer(card.id, KEYS[card.item.id], an)
    assert asked
    assert not asked & open_items


def test_weak_subjects_are_those_answered_wrong_and_can_be_practised(
    house: House, learner: Learner, clock: Clock
) -> None:
    school, reviews = house
    an, binh = learner("an"), learner("binh")
    sit(school, an)
    assert reviews.weak_topics(an) == []
    for _ in range(3):
        sit(school, binh, wrong=10)
    weak = reviews.weak_topics(binh)
    assert weak
    assert all(topic.right == 0 for topic in weak)
    assert reviews.next_card(binh, weak[0].name) is None, "not on the day it was answered"
    clock.at += timedelta(days=1)
    card = reviews.next_card(binh, weak[0].name)
    assert card is not None
    assert weak[0].name in TAGS[card.item.id]
    reviews.answer(card.id, KEYS[card.item.id], binh, weak[0].name)
    again = next((topic for topic in reviews.weak_topics(binh) if topic.name == weak[0].name), None)
    assert again is None or again.right == 1
    assert reviews.today(binh).answered == 0, "practice takes nothing of the day's share"


def test_another_persons_card_is_not_there(house: House, learner: Learner, clock: Clock) -> None:
    school, reviews = house
    an, binh = learner("an"), learner("binh")
    sit(school, an)
    clock.at += timedelta(days=30)
    card = reviews.next_card(an)
    assert card is not None
    with pytest.raises(NotFound):
        reviews.answer(card.id, KEYS[card.item.id], binh)
    with pytest.raises(AnswerInvalid):
        reviews.answer(card.id, ["no such option"] * 3, an)
    assert reviews.next_card(an) == card, "a refused answer leaves the card as it was"


def test_a_question_that_left_the_bank_is_asked_no_more(
    house: House, learner: Learner, clock: Clock, database: Database, tmp_path: Path
) -> None:
    an = learner("an")
    for _ in range(3):
        sit(house[0], an)
    course = read_course(COURSES / COURSE)
    quiz = replace(course.activities[-1], items=BANK[1:])
    shorter = replace(course, activities=(*course.activities[:-1], quiz))
    catalogue = Catalogue(database, FileStore(tmp_path / "files"))
    reviews = ReviewService(database, lambda: [shorter], catalogue, PassageStore(database), clock)
    clock.at += timedelta(days=400)
    assert reviews.today(an).kept == len(BANK) - 1
