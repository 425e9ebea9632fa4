"""One person, two browsers, one attempt: what was graded is what stays saved."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from access.principal import Principal
from tests.training_modules.conftest import COURSE
from training_modules.errors import AttemptClosed
from training_modules.service import TrainingService

Learner = Callable[..., Principal]
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
