"""Attempts under a time and a number a day: the server's clock decides, and what is graded is final."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from access.principal import Principal
from tests.training_modules.conftest import COURSE, COURSES, school_of
from training_modules import attempts, cards, progress, service
from training_modules.content import read_course
from training_modules.errors import AttemptClosed, CourseDamaged, EnoughForToday
from training_modules.items import Item
from training_modules.models import Attempt
from training_modules.review.cards import keep_cards
from training_modules.service import TrainingService
from training_modules.statements.forms import Forms
from training_modules.statements.store import Statements, learner_key
from vanthu.db import Database, now

Learner = Callable[..., Principal]


def limited(courses: Path, line: str) -> None:
    quiz = courses / COURSE / "kiem-tra.md"
    lines = [
        each
        for each in quiz.read_text("utf-8").splitlines()
        if not each.startswith(("time_limit", "attempts_a"))
    ]
    quiz.write_text("\n".join(lines).replace("draw: 10", f"draw: 10\n{line}"), "utf-8")


@pytest.fixture
def timed(database: Database, courses: Path, tmp_path: Path) -> TrainingService:
    limited(courses, "time_limit: 20")
    return school_of(database, courses, tmp_path)


def run_out(database: Database, attempt_id: int, by: timedelta = timedelta(minutes=1)) -> datetime:
    """As if the attempt had been begun so long ago that its time ran out `by` ago."""
    deadline = now() - by
    with database.session() as session:
        session.execute(update(Attempt).where(Attempt.id == attempt_id).values(deadline=deadline))
    return deadline


def test_the_time_left_is_told_and_stays_when_resumed(timed: TrainingService, learner: Learner) -> None:
    an = learner("an")
    attempt = timed.start_attempt(COURSE, "kiem-tra", an)
    assert attempt.seconds_left is not None
    assert 1190 <= attempt.seconds_left <= 1200
    again = timed.start_attempt(COURSE, "kiem-tra", an)
    assert again.id == attempt.id
    assert again.seconds_left is not None
    assert again.seconds_left <= attempt.seconds_left
    assert timed.start_attempt(COURSE, "luyen-tap", an).seconds_left is None


def test_an_answer_after_the_time_is_refused_and_what_was_saved_is_graded(
    timed: TrainingService, learner: Learner, database: Database, courses: Path
) -> None:
    an = learner("an")
    attempt = timed.start_attempt(COURSE, "kiem-tra", an)
    keys = {item.id: list(item.key) for item in read_course(courses / COURSE).activities[-1].items}
    first, second = attempt.items[:2]
    timed.save_answer(attempt.id, first.id, keys[first.id], an)
    deadline = run_out(database, attempt.id)
    with pytest.raises(AttemptClosed):
        timed.save_answer(attempt.id, second.id, keys[second.id], an)
    result = timed.result(attempt.id, an)
    assert (result.correct, result.submitted_at) == (1, deadline)


def test_answers_on_their_way_when_time_runs_out_count(
    timed: TrainingService, learner: Learner, database: Database
) -> None:
    an = learner("an")
    attempt = timed.start_attempt(COURSE, "kiem-tra", an)
    run_out(database, attempt.id, by=timedelta(seconds=2))
    timed.save_answer(attempt.id, attempt.items[0].id, [], an)
    assert timed.start_attempt(COURSE, "kiem-tra", an).id == attempt.id


def test_an_interrupted_attempt_is_closed_by_itself_and_never_blocks(
    timed: TrainingService, learner: Learner, database: Database
) -> None:
    an, binh = learner("an"), learner("binh")
    left = timed.start_attempt(COURSE, "kiem-tra", an)
    other = timed.start_attempt(COURSE, "kiem-tra", binh)
    run_out(database, left.id)
    fresh = timed.start_attempt(COURSE, "kiem-tra", an)
    assert fresh.id != left.id
    assert not timed.result(left.id, an).passed
    run_out(database, other.id)
    assert timed.close_overdue() == 1
    assert timed.close_overdue() == 0
    assert [each.submitted_at is None for each in timed.attempts(an)] == [True, False]


def test_the_course_page_tells_that_time_has_run_out_not_that_one_may_go_on(
    timed: TrainingService, learner: Learner, database: Database
) -> None:
    an = learner("an")
    attempt = timed.start_attempt(COURSE, "kiem-tra", an)
    run_out(database, attempt.id)
    states = {each.id: each.state for each in timed.course(COURSE, an).activities}
    assert states["kiem-tra"] == "failed"
    assert [each.id for each in timed.attempts(an)] == [attempt.id]


def test_an_attempt_that_cannot_be_graded_holds_up_no_other(
    timed: TrainingService, learner: Learner, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    an, binh = learner("an"), learner("binh")
    bad, good = (timed.start_attempt(COURSE, "kiem-tra", each) for each in (an, binh))
    for attempt in (bad, good):
        run_out(database, attempt.id)

    def fails_for_an(_session: object, event: Any) -> None:
        if event.attempt.id == bad.id:
            raise OverflowError

    monkeypatch.setattr(timed, "_listeners", [fails_for_an])
    assert timed.close_overdue() == 1
    assert timed.result(good.id, binh).total == len(good.items)
    monkeypatch.setattr(timed, "_listeners", [])
    assert timed.close_overdue() == 1, "it waited"


def test_a_clock_set_back_in_the_middle_loses_no_answer_and_blocks_nobody(
    database: Database, courses: Path, tmp_path: Path, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(courses, "time_limit: 20\nattempts_a_day: 2")
    school = school_of(database, courses, tmp_path)
    told = Statements(database, Forms("https://vanthu.example.vn", learner_key(database)))
    school._listeners = (told.hear, keep_cards)
    an = learner("an")
    keys = {item.id: list(item.key) for item in read_course(courses / COURSE).activities[-1].items}
    attempt = school.start_attempt(COURSE, "kiem-tra", an)
    first, second = attempt.items[:2]
    school.save_answer(attempt.id, first.id, keys[first.id], an)
    for module in (attempts, service, cards, progress):
        monkeypatch.setattr(module, "now", lambda: now() - timedelta(days=3))
    school.save_answer(attempt.id, second.id, keys[second.id], an)
    resumed = school.start_attempt(COURSE, "kiem-tra", an)
    assert (resumed.id, len(resumed.answers)) == (attempt.id, 2)
    assert school.close_overdue() == 0
    result = school.submit(attempt.id, an)
    assert result.correct == 2
    graded = json.loads([*told.lines()][-1])
    assert graded["result"]["duration"] == "PT0.00S", "no time below nought"
    again = school.start_attempt(COURSE, "kiem-tra", an)
    assert again.id != attempt.id
    school.submit(again.id, an)
    with pytest.raises(EnoughForToday):  # turning the clock back gives no attempts more
        school.start_attempt(COURSE, "kiem-tra", an)


def test_a_day_has_so_many_attempts(
    database: Database, courses: Path, tmp_path: Path, learner: Learner
) -> None:
    limited(courses, "attempts_a_day: 2")
    school = school_of(database, courses, tmp_path)
    an = learner("an")
    for _ in range(2):
        school.submit(school.start_attempt(COURSE, "kiem-tra", an).id, an)
    with pytest.raises(EnoughForToday):
        school.start_attempt(COURSE, "kiem-tra", an)
    school.start_attempt(COURSE, "kiem-tra", learner("binh"))


@pytest.mark.parametrize("line", ["time_limit: -1", "attempts_a_day: -1", "time_limit: nhanh"])
def test_a_limit_that_is_none_is_told(courses: Path, line: str) -> None:
    limited(courses, line)
    with pytest.raises(CourseDamaged):
        read_course(courses / COURSE)


@pytest.mark.databases
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE training_attempts SET passed = NOT passed",
        "UPDATE training_attempts SET correct = 10",
        "UPDATE training_attempt_items SET answer = NULL",
        "INSERT INTO training_attempt_items (attempt_id, position, item_version_id)"
        " SELECT attempt_id, 99, item_version_id FROM training_attempt_items WHERE position = 1",
        "DELETE FROM training_attempt_items",
        "DELETE FROM training_attempts",
        "UPDATE training_item_versions SET digest = 'x'",
        "DELETE FROM training_item_versions",
    ],
)
def test_the_database_refuses_to_rewrite_what_was_graded(
    school: TrainingService, learner: Learner, database: Database, statement: str
) -> None:
    an = learner("an")
    attempt = school.start_attempt(COURSE, "kiem-tra", an)
    result = school.submit(attempt.id, an)
    with pytest.raises(DBAPIError, match="append-only"), database.session() as session:
        session.execute(text(statement))
    assert school.result(attempt.id, an) == result


def test_no_start_slips_past_the_limit_while_another_is_begun_and_handed_in(
    database: Database, courses: Path, tmp_path: Path, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(courses, "attempts_a_day: 1")
    school = school_of(database, courses, tmp_path)
    an = learner("an")
    draw, meanwhile = attempts.draw_items, [True]

    def slow(*given: Any) -> list[Item]:
        if meanwhile:
            meanwhile.clear()
            school.submit(school.start_attempt(COURSE, "kiem-tra", an).id, an)
        return draw(*given)

    monkeypatch.setattr(attempts, "draw_items", slow)
    with pytest.raises(EnoughForToday):
        school.start_attempt(COURSE, "kiem-tra", an)
    assert len(school.attempts(an)) == 1


def test_an_attempt_whose_course_is_gone_keeps_nobody_from_another(
    database: Database, courses: Path, tmp_path: Path, learner: Learner
) -> None:
    """Damaged by an update of the program, or taken away: it waits, and everything else goes on."""
    limited(courses, "time_limit: 20")
    other = courses / "bat-loi-trich-dan"
    shutil.copytree(COURSES / other.name, other)
    school = school_of(database, courses, tmp_path)
    an, binh = learner("an"), learner("binh")
    gone = school.start_attempt(COURSE, "kiem-tra", an)
    left = school.start_attempt(COURSE, "kiem-tra", binh)
    for attempt in (gone, left):
        run_out(database, attempt.id)
    with database.session() as session:
        session.execute(update(Attempt).where(Attempt.id == gone.id).values(course_id="khong-con"))
    assert school.start_attempt(other.name, "kiem-tra", an).items
    assert school.close_overdue() == 1
    assert school.result(left.id, binh).correct == 0
