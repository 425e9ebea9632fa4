"""SCORM packages as files: the manifest, nothing that runs but our own, keys only where the quiz is."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.training_modules.conftest import COURSE, COURSES
from training_modules.content import read_course
from training_modules.scorm.manifest import EDITIONS, Edition
from training_modules.scorm.package import left_out, scorm_package
from training_modules.scorm.page import markdown

READ = read_course(COURSES / COURSE)


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_package_is_as_the_standard_has_it(edition: Edition) -> None:
    data = scorm_package(READ, edition)
    assert data == scorm_package(READ, edition)
    files = unpacked(data)
    root = etree.fromstring(files["imsmanifest.xml"])
    (item,) = root.iter("{*}item")
    (resource,) = root.iter("{*}resource")
    assert item.get("identifierref") == resource.get("identifier")
    assert resource.get("href") == "index.html"
    assert {each.get("href") for each in root.iter("{*}file")} == set(files) - {"imsmanifest.xml"}
    assert (
        root.findtext(".//{*}schemaversion") == {"scorm12": "1.2", "scorm2004": "2004 4th Edition"}[edition]
    )
    kinds = [value for name, value in resource.attrib.items() if name.lower().endswith("scormtype")]
    assert kinds == ["sco"]


def test_the_words_of_a_figure_are_read_once() -> None:
    """The picture bears them; the caption that shows them is passed over by a screen reader."""
    page = etree.fromstring(unpacked(scorm_package(READ, "scorm12"))["index.html"], etree.HTMLParser())
    figures = list(page.iter("figure"))
    assert figures
    for figure in figures:
        (picture,), (caption,) = figure.iter("img"), figure.iter("figcaption")
        assert picture.get("alt") == caption.text
        assert caption.get("aria-hidden") == "true"


def test_a_page_runs_nothing_but_our_own() -> None:
    lesson = replace(
        READ.activities[0], body="<img src=x onerror=bad()> [x](javascript:bad()) ![y](http://x.vn/y)"
    )
    course = replace(READ, activities=(lesson, *READ.activities[1:]), title="</script><script>bad()")
    files = unpacked(scorm_package(course, "scorm12"))
    page = etree.fromstring(files["index.html"], etree.HTMLParser())
    scripts = [each.get("src") for each in page.iter("script")]
    assert scripts == ["data.js", "grading.js", "runtime.js", "fields.js", "course.js"]
    assert not [each for each in page.iter("iframe", "a") if each.get("class") != "skip"]
    assert all(str(each.get("src")).startswith("data:image/svg+xml") for each in page.iter("img"))
    assert not [name for each in page.iter() for name in each.attrib if name.startswith("on")]
    assert b"<" not in files["data.js"]


@given(text=st.text(max_size=200))
def test_no_text_of_a_course_becomes_a_script(text: str) -> None:
    for source in (text, f"<script>{text}</script>", f"[{text}](javascript:{text})", f"![{text}]({text})"):
        page = etree.fromstring(f"<div>{markdown(source)}</div>", etree.HTMLParser())
        tags = {each.tag for each in page.iter() if isinstance(each.tag, str)} if page is not None else set()
        assert not tags & {"script", "img", "a", "iframe", "object", "style", "svg", "input"}


def test_without_the_quiz_no_key_of_it_is_there() -> None:
    quiz = next(each for each in READ.activities if each.kind == "quiz")
    text = unpacked(scorm_package(READ, "scorm2004", with_quiz=False))["data.js"].decode()
    assert not [item.id for item in quiz.items if json.dumps(item.stem, ensure_ascii=False)[1:-1] in text]
    assert [(each.activity, each.whole) for each in left_out(READ, with_quiz=False)] == [(quiz.id, True)]
    assert left_out(READ) == ()


def test_kinds_without_a_form_are_left_out_and_said() -> None:
    drill = next(each for each in READ.activities if each.kind == "drill")
    special = tuple(replace(item, kind="special") for item in drill.items[:5])  # type: ignore[arg-type]
    partly = replace(drill, items=(*special, *drill.items[5:]))
    wholly = replace(drill, id="all", items=special)
    course = replace(READ, activities=(*READ.activities[:4], partly, wholly, READ.activities[5]))
    assert [(each.activity, each.items, each.whole) for each in left_out(course)] == [
        (drill.id, 5, False), ("all", 5, True)
    ]  # fmt: skip
    data = json.loads(unpacked(scorm_package(course, "scorm12"))["data.js"].decode()[16:].rstrip(";\n"))
    (kept,) = [each for each in data["activities"] if each["kind"] == "drill"]
    assert (kept["draw"], kept["pass"], len(kept["items"])) == (15, 12, 15)


@pytest.mark.parametrize("folder", sorted(each.name for each in COURSES.iterdir() if each.is_dir()))
def test_every_shipped_course_can_be_taken_out(folder: str) -> None:
    course = read_course(COURSES / folder)
    files = unpacked(scorm_package(course, "scorm12"))
    lessons = [each for each in course.activities if each.kind == "lesson"]
    page = etree.fromstring(files["index.html"], etree.HTMLParser())
    assert len(page.findall(".//section[@class='lesson']")) == len(lessons)
