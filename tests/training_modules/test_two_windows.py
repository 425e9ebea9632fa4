"""One person, two browsers, one attempt: what was graded is what stays saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select

from access.principal import Principal
from rag.passages import PassageStore
from records.catalogue import Catalogue
from records.files import FileStore
from tests.training_modules.conftest import COURSE, COURSES, school_of
from tests.training_modules.finishing import answer_all
from training_modules import progress
from training_modules.content import read_course
from training_modules.errors import AttemptClosed
from training_modules.library import CourseLibrary
from training_modules.models import CourseProgress
from training_modules.review import service as review_service
from training_modules.review.cards import keep_cards
from training_modules.review.errors import CardNotDue
from training_modules.review.models import ReviewAnswer, ReviewCard
from training_modules.review.service import ReviewService
from training_modules.service import TrainingService
from training_modules.views import ActivityState
from vanthu.db import Database, now

Learner = Callable[..., Principal]
BANK = read_course(COURSES / COURSE).activities[-1].items
ROUNDS = 4


@pytest.mark.parametrize("activity", ["kiem-tra", "luyen-tap"])
def test_saving_while_handing_in_never_leaves_a_grade_that_the_answers_do_not_give(
    school: TrainingService, learner: Learner, activity: str
) -> None:
    an = learner("an")
    for _ in range(ROUNDS):
        attempt = school.start_attempt(COURSE, activity, an)

        def save(n: int, attempt=attempt) -> None:
            item = attempt.items[n]
            with suppress(AttemptClosed):
                school.save_answer(attempt.id, item.id, [item.options[n % len(item.options)][0]], an)

        with ThreadPoolExecutor(4) as threads:
            before = list(threads.map(save, range(5)))
            saving = [threads.submit(save, n) for n in range(5, 10)]
            handing = [threads.submit(school.submit, attempt.id, an) for _ in range(2)]
        assert len(before) == 5
        assert [each.result() for each in saving] == [None] * 5
        first, second = (each.result() for each in handing)
        stored = school.result(attempt.id, an)
        assert first == second == stored
        assert stored.correct == sum(set(item.answer) == set(item.key) for item in stored.items)
        assert stored.leaks == sum(item.leaked for item in stored.items)


def test_a_lesson_finished_twice_at_once_is_finished(school: TrainingService, learner: Learner) -> None:
    an = learner("an")
    with ThreadPoolExecutor(4) as threads:
        cards = list(threads.map(lambda _: school.finish_lesson(COURSE, "bon-nhom", an), range(4)))
    assert {card.done for card in cards} == {1}


def test_attempts_begun_at_once_are_one(school: TrainingService, learner: Learner) -> None:
    an = learner("an")
    with ThreadPoolExecutor(4) as threads:
        begun = list(threads.map(lambda _: school.start_attempt(COURSE, "kiem-tra", an).id, range(4)))
    assert len({*begun}) == 1


@pytest.mark.databases
def test_the_last_two_lessons_finished_at_once_finish_the_course(
    database: Database, courses: Path, tmp_path: Path, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither window sees what the other has not kept yet: still one of them is the last."""
    school = school_of(database, courses, tmp_path)
    an = learner("an")
    lessons = [each.id for each in read_course(courses / COURSE).activities if each.kind == "lesson"]
    *rest, first, second = lessons
    for lesson in rest:
        school.finish_lesson(COURSE, lesson, an)
    answer_all(school, COURSE, "luyen-tap", an)
    answer_all(school, COURSE, "kiem-tra", an)
    count, others = progress.states_of, list[Thread]()

    def slowly(*given: Any) -> dict[str, ActivityState]:
        states = count(*given)
        if not others:
            others.append(Thread(target=school.finish_lesson, args=(COURSE, second, an)))
            others[0].start()
            others[0].join(1)  # as far as it gets while what was counted here is not kept
        return states

    monkeypatch.setattr(progress, "states_of", slowly)
    school.finish_lesson(COURSE, first, an)
    others[0].join()
    with database.session() as session:
        row = session.get_one(CourseProgress, (an.account_id, COURSE))
        assert (row.done, row.finished_at is not None) == (row.total, True)


@pytest.mark.databases
def test_of_two_answers_to_one_review_card_exactly_one_counts(
    database: Database, courses: Path, tmp_path: Path, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other window answers while what the first one read is not kept yet."""
    an = learner("an")
    library, catalogue = CourseLibrary(database, courses), Catalogue(database, FileStore(tmp_path / "files"))
    passages = PassageStore(database)
    school = TrainingService(database, library, catalogue, passages, [keep_cards])
    answer_all(school, COURSE, "kiem-tra", an)
    later = now() + timedelta(days=2)
    reviews = ReviewService(database, library.all, catalogue, passages, lambda: later)
    card = reviews.next_card(an)
    assert card is not None
    key = next(item.key for item in BANK if item.id == card.item.id)
    grade, others, told = review_service.is_correct, list[Thread](), list[str]()

    def answer(given: Sequence[str]) -> None:
        try:
            reviews.answer(card.id, list(given), an)
            told.append("counts")
        except CardNotDue:
            told.append("too late")

    def slowly(*given: Any) -> bool:
        if not others:
            others.append(Thread(target=answer, args=([],)))
            others[0].start()
            others[0].join(1)  # as far as it gets while the first answer is not kept
        return grade(*given)

    monkeypatch.setattr(review_service, "is_correct", slowly)
    answer(key)
    others[0].join()
    assert sorted(told) == ["counts", "too late"]
    with database.session() as session:
        kept = session.scalars(select(ReviewAnswer)).all()
        assert [(each.card_id, each.right) for each in kept] == [(card.id, True)]
        row = session.get_one(ReviewCard, card.id)
        assert (row.answers, row.right) == (1, True)
