"""Drills of several tasks with a real database: in their order, the key kept back, graded thing by thing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from access.principal import Principal
from tests.training_modules.conftest import COURSES, school_of
from training_modules.content import read_course
from training_modules.errors import AnswerInvalid
from training_modules.items import Item, kind_of
from training_modules.service import TrainingService
from vanthu.db import Database

Learner = Callable[..., Principal]
REQUESTS, FILE, OCR, SUMMARY = (
    "viet-yeu-cau-an-toan", "lap-ho-so-dien-tu", "so-hoa-cho-dung", "soan-thao-co-nguon"
)  # fmt: skip
LEAST = 12
"""Letters from which a secret word is one that no other text has by chance."""


@pytest.fixture
def school(database: Database, tmp_path: Path) -> TrainingService:
    return school_of(database, COURSES, tmp_path)


def tasks(course: str) -> tuple[Item, ...]:
    return next(a for a in read_course(COURSES / course).activities if a.kind == "drill").items


def secrets(item: Item) -> set[str]:
    """Whatever of an item is not to be known before it is handed in."""
    if item.kind == "rewrite":
        return {item.explanation, *item.detail["text"].splitlines()} - {*item.detail["given"].splitlines()}
    told = {item.explanation, *item.detail.get("why", {}).values(), *kind_of(item).right(item)}
    told |= {field["why"] for field in item.detail.get("fields", ())}
    told |= {item.detail.get("model", "")} if item.kind == "request" else set()
    return {words for words in told if len(words) >= LEAST}


def test_no_shipped_drill_sends_its_key(school: TrainingService, learner: Learner) -> None:
    an = learner("an")
    for course in (REQUESTS, FILE, OCR, SUMMARY):
        said = json.dumps(school.start_attempt(course, "luyen-tap", an).as_json(), ensure_ascii=False)
        kept_back = {words for item in tasks(course) for words in secrets(item)}
        assert kept_back
        assert not [words for words in kept_back if json.dumps(words, ensure_ascii=False)[1:-1] in said]


def test_tasks_are_asked_in_their_order_and_one_leak_fails(school: TrainingService, learner: Learner) -> None:
    an = learner("an")
    attempt = school.start_attempt(REQUESTS, "luyen-tap", an)
    assert [item.id for item in attempt.items] == [item.id for item in tasks(REQUESTS)]
    for item in tasks(REQUESTS):
        school.save_answer(attempt.id, item.id, kind_of(item).right(item), an)
    letter = attempt.items[1].id
    safe = tasks(REQUESTS)[1].detail["model"]
    school.save_answer(attempt.id, letter, [f"{safe} Gửi ông Đinh Văn Ví Dụ."], an)
    result = school.submit(attempt.id, an)
    assert (result.passed, result.correct, result.leaks) == (False, 2, 1)
    leaked = next(item for item in result.items if item.leaked)
    assert [each.finding for each in leaked.criteria if not each.met] == ["Lộ họ tên công dân."]
    assert leaked.key_told == (safe,)


def test_a_work_file_passes_by_most_of_its_points(school: TrainingService, learner: Learner) -> None:
    an = learner("an")
    item = tasks(FILE)[0]
    right = kind_of(item).right(item)
    for missing, passed in ((2, True), (5, False)):
        attempt = school.start_attempt(FILE, "luyen-tap", an)
        school.save_answer(attempt.id, item.id, right[:-missing], an)
        assert school.start_attempt(FILE, "luyen-tap", an).answers == {item.id: right[:-missing]}
        result = school.submit(attempt.id, an)
        assert result.passed == passed
        assert sum(not each.met for each in result.items[0].criteria) == missing


def test_an_answer_without_end_is_refused(school: TrainingService, learner: Learner) -> None:
    an = learner("an")
    for course in (REQUESTS, OCR, SUMMARY, FILE):
        attempt = school.start_attempt(course, "luyen-tap", an)
        with pytest.raises(AnswerInvalid):
            school.save_answer(attempt.id, attempt.items[-1].id, ["k9=" + "a" * 10_000], an)
