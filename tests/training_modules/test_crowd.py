"""More learners at once than there are connections: everyone begins, and everyone is graded."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from access.principal import Principal
from tests.training_modules.conftest import COURSE
from training_modules.models import Attempt
from training_modules.service import TrainingService
from vanthu.db import AT_ONCE, Database

CROWD = AT_ONCE + 4


def test_a_crowd_begins_answers_and_hands_in_together(
    database: Database, school: TrainingService, learner: Callable[..., Principal]
) -> None:
    people = [learner(f"l{number}") for number in range(CROWD)]
    together = Barrier(CROWD)

    def takes_the_quiz(person: Principal) -> int:
        together.wait()
        attempt = school.start_attempt(COURSE, "kiem-tra", person)
        item = attempt.items[0]
        school.save_answer(attempt.id, item.id, [item.options[0][0]], person)
        together.wait()
        return school.submit(attempt.id, person).total

    with ThreadPoolExecutor(CROWD) as threads:
        totals = list(threads.map(takes_the_quiz, people))
    assert len(totals) == CROWD
    with database.session() as session:
        graded = select(func.count(Attempt.id)).where(Attempt.submitted_at.is_not(None))
        assert session.scalar(graded) == CROWD
