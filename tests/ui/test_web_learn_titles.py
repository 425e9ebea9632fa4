"""Titles in the reader's language; a locked course names what it waits for."""

from __future__ import annotations

import pytest

from access.principal import Principal
from access.roles import Role
from tests.training_modules.finishing import answer_all
from tests.ui.conftest import PASSWORD
from tests.ui.web_pages import text

COURSE = "phan-loai-truoc-khi-dan"
CAPSTONE = "bai-tong-hop"


@pytest.fixture
def trainee(house) -> Principal:
    return house.services.accounts.add("thuha", "Lê Thu Hà", "XA-A", [Role.TRAINEE], PASSWORD)[0]


def links(app) -> list[str]:
    return [str(each.proto.label) for each in app.get("page_link")]


@pytest.mark.parametrize("where", [{}, {"khoa": CAPSTONE}])
def test_a_locked_course_leads_to_each_course_it_waits_for(house, open_page, trainee, where):
    school = house.services.training
    said = links(open_page(trainee, "learn", **where))
    waiting = school.course(CAPSTONE, trainee).card.waits_for
    titles = {card.id: card.title for card in school.courses(trainee)}
    assert len(waiting) == 8
    assert [said.count(titles[each]) for each in waiting] == [1] * 8


def test_english_readers_see_english_titles_of_lessons_and_results(house, open_page, trainee):
    school = house.services.training
    course = school.library.get(COURSE)
    result = answer_all(school, COURSE, "luyen-tap", trainee)
    lesson, drill = course.activities[0], course.activities[-2]
    for where, titles in (
        ({"khoa": COURSE}, [course.title_en, lesson.title_en, drill.title_en]),
        ({"khoa": COURSE, "bai": lesson.id}, [course.title_en, lesson.title_en]),
        ({"ket-qua": str(result.attempt_id)}, [course.title_en, drill.title_en]),
    ):
        app = open_page(trainee, "learn", **where)
        app.session_state["language"] = "en"
        said = text(app.run())
        assert all(title and title in said for title in titles), where
        assert lesson.title not in said
        assert drill.title not in said
