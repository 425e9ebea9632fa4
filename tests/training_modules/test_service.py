"""The school with a real database: progress, attempts that survive, keys that stay on the server."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from access.principal import Principal
from access.roles import Role
from tests.training_modules.conftest import COURSE, COURSES, school_of
from training_modules.content import read_course
from training_modules.errors import AnswerInvalid, AttemptClosed
from training_modules.service import TrainingService
from vanthu.db import Database
from vanthu.errors import Forbidden, NotFound

Learner = Callable[..., Principal]
KEYS = {
    item.id: list(item.key)
    for activity in read_course(COURSES / COURSE).activities
    for item in activity.items
}


def answer_all(school: TrainingService, activity: str, who: Principal, wrong: int = 0) -> int:
    """An attempt answered right but for the first `wrong` items, not yet handed in."""
    attempt = school.start_attempt(COURSE, activity, who)
    for n, item in enumerate(attempt.items):
        others = [name for name, _ in item.options if name not in KEYS[item.id]]
        school.save_answer(attempt.id, item.id, others[:1] if n < wrong else KEYS[item.id], who)
    return attempt.id


def test_a_whole_course_from_first_lesson_to_the_end(school: TrainingService, learner: Learner) -> None:
    an = learner("an")
    card = school.courses(an)[0]
    assert (card.done, card.total, card.next_activity) == (0, 6, "mot-lan-dan")
    for activity in school.course(COURSE, an).activities[:4]:
        school.finish_lesson(COURSE, activity.id, an)
    assert school.courses(an)[0].next_activity == "luyen-tap"
    drill = school.submit(answer_all(school, "luyen-tap", an), an)
    assert (drill.passed, drill.correct, drill.leaks, drill.next_id) == (True, 20, 0, "kiem-tra")
    quiz = school.submit(answer_all(school, "kiem-tra", an, wrong=2), an)
    assert (quiz.passed, quiz.correct, quiz.total) == (True, 8, 10)
    assert quiz.course_finished
    assert school.courses(an)[0].finished


def test_eight_of_ten_is_the_line(school: TrainingService, learner: Learner) -> None:
    an = learner("an")
    assert not school.submit(answer_all(school, "kiem-tra", an, wrong=3), an).passed
    assert school.course(COURSE, an).activities[-1].state == "failed"


def test_one_leak_fails_a_drill_and_being_too_strict_only_costs_points(
    school: TrainingService, learner: Learner
) -> None:
    an, binh = learner("an"), learner("binh")
    attempt = school.start_attempt(COURSE, "luyen-tap", an)
    for item in attempt.items:
        school.save_answer(attempt.id, item.id, KEYS[item.id], an)
    refused = next(item.id for item in attempt.items if KEYS[item.id] == ["refuse"])
    school.save_answer(attempt.id, refused, ["redact"], an)
    result = school.submit(attempt.id, an)
    assert (result.passed, result.correct, result.leaks) == (False, 19, 1)

    attempt = school.start_attempt(COURSE, "luyen-tap", binh)
    strict = [item.id for item in attempt.items if KEYS[item.id] == ["allow"]][:4]
    for item in attempt.items:
        school.save_answer(attempt.id, item.id, ["refuse"] if item.id in strict else KEYS[item.id], binh)
    result = school.submit(attempt.id, binh)
    assert (result.passed, result.correct, result.leaks) == (True, 16, 0)


def test_progress_and_answers_survive_a_restart(
    school: TrainingService, learner: Learner, database: Database, tmp_path: Path
) -> None:
    an = learner("an")
    school.finish_lesson(COURSE, "bon-nhom", an)
    attempt = school.start_attempt(COURSE, "kiem-tra", an)
    first = attempt.items[0]
    school.save_answer(attempt.id, first.id, KEYS[first.id], an)

    again = school_of(database, COURSES, tmp_path)
    assert again.lesson(COURSE, "bon-nhom", an).done
    resumed = again.start_attempt(COURSE, "kiem-tra", an)
    assert resumed.id == attempt.id
    assert resumed.items == attempt.items
    assert resumed.answers == {first.id: sorted(KEYS[first.id])}


def test_the_key_never_leaves_before_the_attempt_is_handed_in(
    school: TrainingService, learner: Learner
) -> None:
    an = learner("an")
    attempt = school.start_attempt(COURSE, "kiem-tra", an)
    said = json.dumps(attempt.as_json(), ensure_ascii=False)
    bank = {item.id: item for item in read_course(COURSES / COURSE).activities[-1].items}
    assert '"key"' not in said
    assert not any(bank[item.id].explanation in said for item in attempt.items)
    with pytest.raises(NotFound):
        school.result(attempt.id, an)
    school.save_answer(attempt.id, attempt.items[0].id, [], an)


def test_a_corrected_item_changes_no_attempt_that_pinned_the_old_wording(
    school: TrainingService, learner: Learner, courses: Path
) -> None:
    an = learner("an")
    attempt = school.start_attempt(COURSE, "kiem-tra", an)
    path = courses / COURSE / "ngan-hang-cau-hoi.yaml"
    stem = attempt.items[0].stem
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(stem, "Câu này đã được sửa"), encoding="utf-8")
    assert text != path.read_text(encoding="utf-8")
    school.library.refresh()
    assert school.start_attempt(COURSE, "kiem-tra", an).items[0].stem == stem
    assert stem in [row.item.stem for row in school.submit(attempt.id, an).items]


def test_what_has_been_handed_in_stays(school: TrainingService, learner: Learner) -> None:
    an = learner("an")
    attempt = answer_all(school, "kiem-tra", an)
    result = school.submit(attempt, an)
    item = result.items[0].item
    with pytest.raises(AttemptClosed):
        school.save_answer(attempt, item.id, [], an)
    assert school.submit(attempt, an) == result
    school.submit(answer_all(school, "kiem-tra", an, wrong=10), an)
    assert school.course(COURSE, an).activities[-1].state == "done", "a retake took the pass away"
    assert [a.passed for a in school.attempts(an)] == [False, True]


def test_items_not_seen_come_first(school: TrainingService, learner: Learner) -> None:
    an = learner("an")
    drawn: list[set[str]] = []
    for _ in range(2):
        attempt = school.start_attempt(COURSE, "kiem-tra", an)
        drawn.append({item.id for item in attempt.items})
        school.submit(attempt.id, an)
    assert len(drawn[0]) == 10
    assert not drawn[0] & drawn[1]


def test_answers_outside_the_options_are_refused(school: TrainingService, learner: Learner) -> None:
    an = learner("an")
    attempt = school.start_attempt(COURSE, "luyen-tap", an)
    item = attempt.items[0].id
    for answer in (["zzz"], ["allow", "refuse"], ["<script>"]):
        with pytest.raises(AnswerInvalid):
            school.save_answer(attempt.id, item, answer, an)
    with pytest.raises(NotFound):
        school.save_answer(attempt.id, "khong-co", ["allow"], an)


def test_nobody_touches_anothers_attempt(school: TrainingService, learner: Learner) -> None:
    an, binh = learner("an"), learner("binh")
    attempt = answer_all(school, "kiem-tra", an)
    item = school.start_attempt(COURSE, "kiem-tra", an).items[0].id
    for act in (
        lambda: school.save_answer(attempt, item, [], binh),
        lambda: school.submit(attempt, binh),
        lambda: school.result(attempt, binh),
    ):
        with pytest.raises(NotFound):
            act()
    assert school.attempts(binh) == []


def test_an_auditor_takes_no_courses(school: TrainingService, learner: Learner) -> None:
    with pytest.raises(Forbidden):
        school.courses(learner("kiem", Role.AUDITOR))


def test_paths_are_not_course_names(school: TrainingService, learner: Learner) -> None:
    an = learner("an")
    for name in ("..", f"../{COURSE}", "khong-co", f"{COURSE}/../{COURSE}"):
        with pytest.raises(NotFound):
            school.course(name, an)


def test_an_earlier_result_tells_nothing_of_what_is_asked_now(
    school: TrainingService, learner: Learner
) -> None:
    an = learner("an")
    first = answer_all(school, "luyen-tap", an)
    told = school.submit(first, an)
    assert all(item.key and item.explanation for item in told.items)
    again = school.start_attempt(COURSE, "luyen-tap", an)
    asked = {item.id for item in again.items}
    for item in school.result(first, an).items:
        assert item.item.id in asked
        assert (item.held, item.key, item.key_told, item.explanation) == (True, (), (), "")
        assert (item.correct, item.source, item.criteria) == (False, None, ())
    school.submit(again.id, an)
    assert school.result(first, an) == told
