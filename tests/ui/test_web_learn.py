"""Courses, lessons, attempts and results on screen; the course is the one that ships."""

from __future__ import annotations

import pytest

from access.principal import Principal
from access.roles import Role
from tests.ui.conftest import PASSWORD
from tests.ui.web_pages import text

COURSE = "phan-loai-truoc-khi-dan"


@pytest.fixture
def trainee(house) -> Principal:
    person, _ = house.services.accounts.add("thuha", "Lê Thu Hà", "XA-A", [Role.TRAINEE], PASSWORD)
    return person


def test_courses_with_progress(open_page, trainee):
    said = text(open_page(trainee, "learn"))
    assert "Phân loại trước khi dán" in said
    assert "Bắt đầu học" in said


def test_a_read_lesson_counts(house, open_page, trainee):
    first = house.services.training.course(COURSE, trainee).activities[0]
    app = open_page(trainee, "learn", khoa=COURSE, bai=first.id)
    assert first.title in text(app)
    app.button(key="lesson-read").click().run()
    assert house.services.training.course(COURSE, trainee).activities[0].state == "done"
    assert "Học tiếp" in text(open_page(trainee, "learn", khoa=COURSE))


def test_a_quiz_begins_only_when_asked(house, open_page, trainee):
    app = open_page(trainee, "learn", khoa=COURSE, bai="kiem-tra")
    assert house.services.training.attempts(trainee) == []
    app.button(key="start-attempt").click().run()
    assert len(house.services.training.attempts(trainee)) == 1
    open_page(trainee, "learn", khoa=COURSE, bai="kiem-tra")
    assert len(house.services.training.attempts(trainee)) == 1, "an open attempt is resumed, not doubled"


def test_a_result_shows_keys_and_reasons(house, open_page, trainee):
    training = house.services.training
    attempt = training.start_attempt(COURSE, "kiem-tra", trainee)
    for item in attempt.items:
        training.save_answer(attempt.id, item.id, [item.options[0][0]], trainee)
    result = training.submit(attempt.id, trainee)
    said = text(open_page(trainee, "learn", **{"ket-qua": str(attempt.id)}))
    assert f"{result.correct}/10 câu đúng" in said
    assert ("Đạt" if result.passed else "Chưa đạt") in said
    wrong = [item for item in result.items if not item.correct]
    assert said.count("Đáp án:") == len(wrong)
    for item in result.items:
        assert item.item.stem[:20].split("&")[0] in said.replace("&quot;", '"')


@pytest.mark.parametrize(
    "query", [{"khoa": "khong-co"}, {"khoa": COURSE, "bai": "khong-co"}, {"ket-qua": "99"}, {"ket-qua": "x"}]
)
def test_what_does_not_exist_is_not_found(open_page, trainee, query):
    assert "Không tìm thấy" in text(open_page(trainee, "learn", **query))


def test_anothers_result_is_not_found(house, open_page, trainee):
    training = house.services.training
    attempt = training.start_attempt(COURSE, "kiem-tra", house.official)
    training.submit(attempt.id, house.official)
    assert "Không tìm thấy" in text(open_page(trainee, "learn", **{"ket-qua": str(attempt.id)}))
