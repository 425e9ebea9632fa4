"""Figures of courses: drawings only, named by their text, told in words for who cannot see them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training_modules.conftest import COURSE, COURSES, SHIPPED
from training_modules.content import read_course
from training_modules.errors import CourseDamaged
from training_modules.figures import as_address, is_drawing, parts_of

PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0L9 9"/></svg>'


@pytest.mark.parametrize("name", SHIPPED)
def test_every_drawing_that_ships_is_shown_and_told(name: str) -> None:
    course = read_course(COURSES / name)
    shown = {file for activity in course.activities for file in activity.figures}
    assert shown == {path.name for path in (COURSES / name).glob("*.svg")}
    for activity in course.activities:
        parts = [*parts_of(activity.body, activity.figures)]
        drawings = [part for part in parts if not isinstance(part, str)]
        assert len(drawings) == len(activity.figures)
        assert all(words and is_drawing(drawing) for words, drawing in drawings)
        assert not any(".svg)" in part for part in parts if isinstance(part, str))


@pytest.mark.parametrize(
    "bad",
    [
        PLAIN.replace("<path", "<script>alert(1)</script><path"),
        PLAIN.replace("<path", "<path onload='alert(1)'"),
        PLAIN.replace("<path", "<a href='http://x'/><path"),
        PLAIN.replace("<path", "<image href='http://x/y.png'/><path"),
        PLAIN.replace("<path", "<use href='http://x#y'/><path"),
        PLAIN.replace("<path", "<foreignObject><p>x</p></foreignObject><path"),
        PLAIN.replace("<path", "<style>@import 'http://x';</style><path"),
        PLAIN.replace("<path", "<rect style='fill:url(http://x)'/><path"),
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + PLAIN.replace("<path", "&x;<path"),
        PLAIN.replace("svg", "html"),
        "<svg",
        "",
        PLAIN.replace("M0", "M" + "0" * 100_001),
    ],
)
def test_what_does_more_than_draw_is_refused(bad: str, courses: Path) -> None:
    assert not is_drawing(bad)
    lesson = courses / COURSE / "2-bon-nhom.md"
    lesson.write_text(lesson.read_text("utf-8") + "\n![Một hình](hinh-xau.svg)\n", "utf-8")
    (courses / COURSE / "hinh-xau.svg").write_text(bad, "utf-8")
    with pytest.raises(CourseDamaged):
        read_course(courses / COURSE)


@pytest.mark.parametrize("line", ["![Một hình](khong-co.svg)", "![ ](hinh-ba-cau-hoi.svg)"])
def test_a_figure_that_is_not_there_or_not_told_is_a_fault(courses: Path, line: str) -> None:
    lesson = courses / COURSE / "2-bon-nhom.md"
    lesson.write_text(f"{lesson.read_text('utf-8')}\n{line}\n", "utf-8")
    with pytest.raises(CourseDamaged):
        read_course(courses / COURSE)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader_of_drawings(text: str) -> None:
    is_drawing(text)
    assert as_address(text.encode("utf-8", "replace").decode()).startswith("data:image/svg+xml;base64,")
    assert "".join(part for part in parts_of(text, {}) if isinstance(part, str)) == text.strip()
