"""Course files: the shipped course is whole; a damaged one says which file and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.training_modules.conftest import COURSE, COURSES
from training_modules.content import read_course
from training_modules.errors import CourseDamaged
from training_modules.library import CourseLibrary


def test_the_shipped_course_has_what_was_promised() -> None:
    course = read_course(COURSES / COURSE)
    kinds = [activity.kind for activity in course.activities]
    assert kinds == ["lesson"] * 4 + ["drill", "quiz"]
    drill, quiz = course.activities[-2:]
    assert (drill.draw, len(drill.items)) == (20, 20)
    assert quiz.draw == 10
    assert len(quiz.items) >= 25
    assert all(len(item.explanation) > 20 and item.source in course.sources for item in quiz.items)
    assert {item.key[0] for item in drill.items} == {"allow", "redact", "refuse"}


def test_every_lesson_rests_on_a_source_and_no_option_is_said_twice() -> None:
    course = read_course(COURSES / COURSE)
    assert all(activity.sources for activity in course.activities if activity.kind == "lesson")
    for activity in course.activities:
        for item in activity.items:
            assert len({text for _, text in item.options}) == len(item.options), item.id


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("course.md", "title: Phân", "title: [Phân", "dòng"),
        ("course.md", "  - 2-bon-nhom.md", "  - khong-co.md", "không có tệp"),
        ("1-mot-lan-dan.md", "kind: lesson", "kind: game", "game"),
        ("1-mot-lan-dan.md", "[luat117", "[luat999", "luat999"),
        ("ngan-hang-cau-hoi.yaml", "key: [b]", "key: []", "đáp án"),
        ("ngan-hang-cau-hoi.yaml", "key: [b]", "key: [z]", "đáp án"),
        ("ngan-hang-cau-hoi.yaml", "key: [b]", "key: [a, b]", "một đáp án"),
        ("ngan-hang-cau-hoi.yaml", "id: q02", "id: q01", "trùng mã"),
        ("kiem-tra.md", "draw: 10", "draw: 100", "số câu"),
        ("luyen-tap.md", "answer: allow", "answer: maybe", "đáp án"),
    ],
)
def test_a_damaged_file_is_named_with_its_fault(
    courses: Path, file: str, old: str, new: str, said: str
) -> None:
    path = courses / COURSE / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CourseDamaged) as raised:
        read_course(courses / COURSE)
    assert said in raised.value.say()


def test_one_damaged_course_does_not_hide_the_others(courses: Path) -> None:
    (courses / "hong").mkdir()
    (courses / "hong" / "course.md").write_text("không có phần đầu", encoding="utf-8")
    assert [course.id for course in CourseLibrary(courses).all()] == [COURSE]


def test_an_edit_shows_at_once(courses: Path) -> None:
    library = CourseLibrary(courses)
    before = library.get(COURSE).title
    path = courses / COURSE / "course.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace(f"title: {before}", "title: Tên mới"), encoding="utf-8"
    )
    assert library.get(COURSE).title == "Tên mới"
