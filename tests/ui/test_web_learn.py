"""Courses, lessons, attempts and results on screen; the course is the one that ships."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from lxml.html import fragment_fromstring

from access.principal import Principal
from access.roles import Role
from access.scope import Scope
from rag.types import Segment
from tests.ui.conftest import PASSWORD
from tests.ui.web_pages import text
from training_modules.content import Source
from training_modules.library import CourseLibrary, source_card
from training_modules.models import Attempt
from training_modules.service import TrainingService
from ui.web import navigation
from vanthu.db import now
from vanthu.services_school import COURSES

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


def test_the_words_of_a_figure_are_read_once(open_page, trainee):
    """The frame, where the keyboard stops, is the picture and bears its words; nothing else in it speaks."""
    drawn = re.findall(
        "<figure.*?</figure>", text(open_page(trainee, "learn", khoa=COURSE, bai="ba-cau-hoi"))
    )
    assert drawn
    for markup in drawn:
        figure = fragment_fromstring(markup)
        (frame,), (picture,), (caption,) = figure.iter("div"), figure.iter("img"), figure.iter("figcaption")
        assert (frame.get("role"), frame.get("tabindex")) == ("img", "0")
        assert frame.get("aria-label") == caption.text
        assert (picture.get("alt"), caption.get("aria-hidden")) == ("", "true")


def test_a_quiz_begins_only_when_asked(house, open_page, trainee):
    app = open_page(trainee, "learn", khoa=COURSE, bai="kiem-tra")
    assert house.services.training.attempts(trainee) == []
    app.button(key="start-attempt").click().run()
    assert len(house.services.training.attempts(trainee)) == 1
    open_page(trainee, "learn", khoa=COURSE, bai="kiem-tra")
    assert len(house.services.training.attempts(trainee)) == 1, "an open attempt is resumed, not doubled"


@pytest.mark.parametrize("by", ["another window", "the clock"])
def test_what_was_closed_meanwhile_leads_to_its_result_and_begins_nothing(by, house, open_page, trainee):
    training = house.services.training
    app = open_page(trainee, "learn", khoa=COURSE, bai="kiem-tra")
    app.button(key="start-attempt").click().run()
    (attempt,) = training.attempts(trainee)
    if by == "the clock":
        with house.services.db.session() as session:
            session.get_one(Attempt, attempt.id).deadline = now() - timedelta(minutes=1)
    else:
        training.submit(attempt.id, trainee)
    app.run()
    assert app.query_params["ket-qua"] == str(attempt.id)
    assert "Kết quả" in text(app)
    assert len(training.attempts(trainee)) == 1

    app.query_params.clear()
    app.query_params.update(khoa=COURSE, bai="kiem-tra")
    app.run()
    assert app.button(key="start-attempt"), "once its result has been seen, one may begin anew"


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
    shown = [
        (int(number), state) for number, state in re.findall(r">Câu (\d+) &nbsp;.*?(Đúng|Chưa đúng)<", said)
    ]
    right = {n for n, item in enumerate(result.items, 1) if item.correct}
    assert [item.item.id for item in result.items] == [item.id for item in attempt.items]
    assert [number for number, _ in shown] == sorted(range(1, 11), key=lambda n: (n in right, n))
    assert {number for number, state in shown if state == "Đúng"} == right
    assert ("Câu chưa đúng xếp trước" in said) == (0 < len(right) < len(result.items))
    for item in result.items:
        assert item.item.stem[:20].split("&")[0] in said.replace("&quot;", '"')


def test_a_source_opens_its_document_at_the_clause(house, open_page, trainee):
    document_id = house.add_document(house.clerk, "384.pdf", "384-QĐ/TW", "Quy định chia sẻ dữ liệu")
    segments = [
        Segment(n, (), "4", clause, None, f"{clause}. Nội dung", ((0, 11, 3, (0.1, y, 0.9, y + 0.1)),))
        for n, (clause, y) in enumerate((("5", 0.2), ("6", 0.4)))
    ]
    ids = house.services.passages.replace(document_id, segments, ["five", "six"])
    sources = {source.id: source for source in house.services.training.course(COURSE, trainee).sources}
    bound = sources["qd384-4-6"]
    assert (bound.document_id, bound.passage_id, bound.page) == (document_id, ids[1], 3)
    assert sources["qd384-7-3"].passage_id is None, "this document has no Article 7"

    app = open_page(trainee, "document", id=str(document_id), doan=str(ids[1]))
    place = app.session_state["place"]
    assert (place.page, [at.box for at in place.boxes]) == (3, [(0.1, 0.4, 0.9, 0.5)])
    other = house.add_document(house.clerk, "khac.pdf", "1-QĐ/TW", "Quy định khác")
    app = open_page(trainee, "document", id=str(other), doan=str(ids[1]))
    assert app.session_state["place"].boxes == ()


def test_a_clause_of_a_section_is_found_there(house, trainee):
    """Resolutions and plans have no articles and count their clauses anew in each section."""
    document_id = house.add_document(house.clerk, "ke-hoach.pdf", "12-KH/ĐU", "Kế hoạch học tập")
    headings = ("I. MỤC TIÊU", "II. THỜI GIAN", "III. KINH PHÍ", "III. KINH PHÍ (bổ sung)")
    segments = [
        Segment(n, (heading,), None, "1", None, "1. Nội dung", ((0, 11, n + 1, (0.1, 0.2, 0.9, 0.3)),))
        for n, heading in enumerate(headings)
    ]
    services = house.services
    ids = services.passages.replace(document_id, segments, list(headings))

    def place(clause: str | None) -> tuple[int | None, int | None]:
        source = Source("kh12", "12-KH/ĐU", "Kế hoạch", None, None, clause, "")
        card = source_card(source, services.catalogue, services.passages, Scope.of(trainee))
        assert card.document_id == document_id
        return card.passage_id, card.page

    assert place("1 mục II") == (ids[1], 2)
    for elsewhere in ("1 mục III", "2 mục II", "1", None):  # two sections III: neither can be meant
        assert place(elsewhere) == (None, None), elsewhere


def test_a_damaged_course_is_shown_to_the_trainer_only(house, open_page, trainee, tmp_path):
    trainer, _ = house.services.accounts.add("giang", "Vũ Giang", "XA-A", [Role.TRAINER], PASSWORD)
    courses = Path(shutil.copytree(COURSES, tmp_path / "courses"))
    services = house.services
    services.training = TrainingService(
        services.db, CourseLibrary(services.db, courses), services.catalogue, services.passages
    )
    assert "Phân loại trước khi dán" in text(open_page(trainee, "learn"))
    (courses / COURSE / "kiem-tra.md").write_text("hỏng <b>", encoding="utf-8")
    services.training.library.refresh()
    said = text(open_page(trainer, "learn"))
    assert "Khoá học có lỗi, cần sửa tệp" in said
    assert "kiem-tra.md" in said
    said = text(open_page(trainee, "learn"))
    assert "Khoá học có lỗi" not in said
    assert "Phân loại trước khi dán" in said


def test_html_in_a_course_is_shown_as_text(house, open_page, trainee, tmp_path):
    courses = Path(shutil.copytree(COURSES, tmp_path / "courses"))
    services = house.services
    services.training = TrainingService(
        services.db, CourseLibrary(services.db, courses), services.catalogue, services.passages
    )
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    for path in (courses / COURSE).iterdir():
        words = path.read_text(encoding="utf-8")
        words = words.replace("title: ", f"title: {evil}").replace("stem: ", f"stem: {evil}")
        path.write_text(words + (evil if path.suffix == ".md" else ""), encoding="utf-8")
    attempt = services.training.start_attempt(COURSE, "luyen-tap", trainee)
    services.training.submit(attempt.id, trainee)
    places = (
        {},
        {"khoa": COURSE},
        {"khoa": COURSE, "bai": "mot-lan-dan"},
        {"khoa": COURSE, "bai": "luyen-tap"},
    )
    for place in (*places, {"ket-qua": str(attempt.id)}):
        app = open_page(trainee, "learn", **place)
        assert "alert(1)" in text(app)
        drawn = [str(each.proto.body) for each in app.get("html")]
        drawn += [each.value for each in app.markdown if each.allow_html]
        assert not [body for body in drawn if "<script>alert" in body or "<img src=x" in body]


def test_what_a_drill_asks_is_read_before_it_begins(open_page, trainee):
    assert "không để lộ đoạn nào" in text(open_page(trainee, "learn", khoa=COURSE, bai="luyen-tap"))


def test_a_learner_starts_at_the_next_step_of_a_course_begun(house, trainee, monkeypatch):
    monkeypatch.setattr("vanthu.services._current", house.services)
    assert navigation.start_place(trainee, "hoc-tap") == {}
    house.services.training.finish_lesson(COURSE, "mot-lan-dan", trainee)
    assert navigation.start_place(trainee, "hoc-tap") == {"khoa": COURSE, "bai": "bon-nhom"}
    assert navigation.start_place(house.official, "hoi-dap") == {}


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
