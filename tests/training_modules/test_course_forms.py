"""Heads of a course's files written by form: what the form does not show stays as it was written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from access.principal import Principal
from tests.training_modules.conftest import COURSE, COURSES, SHIPPED, shipped
from training_modules.content import read_course
from training_modules.editions import head_fields, sources_text
from training_modules.editions.errors import (
    FileChanged,
    HeadInvalid,
    HeadUnreadable,
    PartChanged,
    SourceInUse,
)
from training_modules.editions.head_fields import COURSE as COURSE_HEAD
from training_modules.editions.head_text import changed, head_of, parts_of, with_body
from training_modules.editions.outline import kind_of, order_of, outline
from training_modules.editions.workshop import Workshop
from training_modules.editions.writing import mark_of
from training_modules.files import MAIN, KeptFiles
from training_modules.library import CourseLibrary
from vanthu.db import Database
from vanthu.errors import NotFound

LESSON = "1-mot-lan-dan.md"
QUIZ = "kiem-tra.md"
FILE = "x.md"
Learner = Callable[..., Principal]


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
names = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)
scalars = st.one_of(
    words, st.integers(-5, 2000), st.booleans(), st.none(), st.dates(date(1945, 9, 2), date(2100, 1, 1))
)
values = st.one_of(
    scalars, st.lists(words, max_size=4), st.dictionaries(names, st.dictionaries(names, scalars, max_size=3))
)
heads = st.dictionaries(names, values, max_size=5)
bodies = st.text(st.characters(codec="utf-8", exclude_characters="\r\ufeff"), max_size=60)

styles = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([None, False, True]),
        "default_style": st.sampled_from([None, "'", '"', "|"]),
    }
)


@given(heads, heads, st.sets(names, max_size=2), bodies, styles)
def test_what_is_changed_is_changed_and_nothing_else(
    head: dict[str, Any], new: dict[str, Any], gone: set[str], body: str, style: dict[str, Any]
) -> None:
    told = yaml.safe_dump(head, allow_unicode=True, **style)
    assume(not any(line.rstrip() == "---" for line in told.split("\n")))
    text = f"---\n{told}---\n{body}"
    before = head_of(text, FILE)
    changes = {name: value for name, value in new.items() if value is not None} | dict.fromkeys(gone)
    after = changed(text, FILE, changes)
    expected = {name: value for name, value in {**before, **changes}.items() if name not in gone}
    assert head_of(after, FILE) == expected
    assert parts_of(after, FILE).body == body
    assert changed(after, FILE, changes) == after
    assert changed(text, FILE, {}) == text


@given(bodies, bodies)
def test_other_words_below_the_head_leave_the_head(body: str, other: str) -> None:
    for text in (f"---\na: 1 # ghi chú\n--- \n{body}", "---\na: 1 # ghi chú\n---"):
        after = with_body(text, FILE, other)
        assert parts_of(after, FILE).body == other
        assert parts_of(after, FILE).head == "a: 1 # ghi chú\n"


@given(st.permutations(["a.md", "b.md", "c.md"]), st.text("abc xyz:#'\"-{}[]àđ", max_size=20))
def test_comments_stay_with_what_they_are_about(order: list[str], title: str) -> None:
    text = (
        "---\n# đầu tệp\ntitle: Cũ # tên\nactivities: # thứ tự\n  - a.md # mở đầu\n  # bài khó\n  - b.md\n"
        "  - c.md\nsources:\n  k1: # thẻ\n    title: Nghị định # loại\n    clause: null\n  # thẻ hai\n"
        "  k2: {title: Luật}\nnote: |\n  hai\n  dòng\n\n# cuối\n---\nThân bài\n"
    )
    cards = {"k1": {"title": title, "clause": "2"}, "k2": {"title": "Luật"}}
    after = changed(text, FILE, {"title": title, "activities": order, "sources": cards, "minutes": 5})
    assert head_of(after, FILE) == {
        "title": title,
        "activities": order,
        "sources": cards,
        "note": "hai\ndòng\n",
        "minutes": 5,
    }
    for comment in ("# đầu tệp", "# tên", "# thứ tự", "- a.md # mở đầu", "# thẻ", "# loại", "# cuối"):
        assert comment in after
    assert "  # bài khó\n  - b.md\n" in after
    assert "  # thẻ hai\n  k2: {title: Luật}\n" in after


@pytest.mark.parametrize("course", SHIPPED)
def test_a_form_saved_unread_changes_nothing_and_one_field_changes_one_line(course: str) -> None:
    files = shipped(course)
    for file, text in files.items():
        if not file.endswith(".md"):
            continue
        kind = kind_of(files, file)
        head = head_of(text, file)
        told = head_fields.shown(kind, head)
        assert head_fields.to_write(kind, head, told) == {}
        assert head_fields.faults(kind, told, None) == []
        changes = head_fields.to_write(kind, head, {**told, "title": "Tên: “mới” # hai", "minutes": 17})
        after = changed(text, file, changes)
        assert head_of(after, file) == {**head, "title": "Tên: “mới” # hai", "minutes": 17}
        old, new = text.split("\n"), after.split("\n")
        assert len(old) == len(new)
        differing = {line.split(":")[0] for line, other in zip(old, new, strict=True) if line != other}
        assert differing <= {"title", "minutes"}


def test_optional_entries_come_and_go() -> None:
    head = {"id": "b", "kind": "quiz", "title": "B", "minutes": 5, "time_limit": 10, "draw": 1}
    head |= {"pass_correct": 1, "bank": "k.yaml"}
    told = {**head_fields.shown("quiz", head), "time_limit": 0, "attempts_a_day": 3, "title_en": "B"}
    assert head_fields.to_write("quiz", head, told) == {
        "title_en": "B",
        "time_limit": None,
        "attempts_a_day": 3,
    }


def test_a_certificate_s_months_stay_within_the_calendar() -> None:
    good = head_fields.shown("course", head_of(shipped()[MAIN], MAIN))
    (fault,) = head_fields.faults("course", {**good, "valid_months": 99_999}, None)
    assert fault.name == "valid_months"


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"title": "  "}, "title"),
        ({"minutes": None}, "minutes"),
        ({"minutes": 10_000}, "minutes"),
        ({"time_limit": -1}, "time_limit"),
        ({"draw": 99}, "draw"),
        ({"pass_correct": 11}, "pass_correct"),
        ({"bank": ""}, "bank"),
    ],
)
def test_what_is_wrong_in_a_form_is_told_by_its_field(told: dict[str, Any], wrong: str) -> None:
    good = head_fields.shown("quiz", head_of(shipped()[QUIZ], QUIZ))
    assert head_fields.faults("quiz", good, 25) == []
    assert [fault.name for fault in head_fields.faults("quiz", {**good, **told}, 25)] == [wrong]


@pytest.mark.parametrize("text", ["", "title: x", "---\ntitle: x\n", "---\n- a\n---\n", "---\na: [\n---\n"])
def test_a_broken_head_is_told_and_never_overwritten(text: str) -> None:
    with pytest.raises(HeadUnreadable):
        changed(text, FILE, {"title": "y"})
    files = {MAIN: text, FILE: text}
    assert [line.file for line in outline(files)] == [MAIN, FILE]


def test_a_part_named_twice_is_one_part_and_the_course_is_no_part_of_itself() -> None:
    files = {MAIN: f"---\nactivities: [{FILE}, {MAIN}, {FILE}, 3]\n---\n", FILE: "---\ntitle: x\n---\n"}
    assert order_of(files) == [FILE]
    assert [(line.file, line.place) for line in outline(files)] == [(MAIN, None), (FILE, 1)]


def test_a_trainer_fills_in_and_moves_parts_without_a_file_name(workshop: Workshop, giang: Principal) -> None:
    draft = workshop.draft(COURSE, giang)
    files = workshop.edition(draft, giang).files
    lines = [each for each in outline(files) if each.place]
    assert [each.kind for each in lines] == [*["lesson"] * 4, "drill", "quiz"]
    order = order_of(files)
    moved = [order[1], order[0], *order[2:]]
    workshop.order(draft, moved, giang, seen=order)
    with pytest.raises(FileChanged):
        workshop.order(draft, order, giang, seen=order)
    new = workshop.add_lesson(draft, "Bài: thêm", giang)
    files = workshop.edition(draft, giang).files
    assert order_of(files) == [*moved[:4], new, *moved[4:]], "before the drill"
    head = head_of(files[new], new)
    told = {**head_fields.shown("lesson", head), "title_en": "One more", "sources": ["cv557"]}
    workshop.put_head(draft, new, told, giang, opened=head)
    with pytest.raises(FileChanged):
        workshop.put_head(draft, new, {**told, "title_en": "Other"}, giang, opened=head)
    with pytest.raises(HeadInvalid):
        workshop.put_head(draft, new, {**told, "title": ""}, giang, opened={**head, **told})
    files = workshop.edition(draft, giang).files
    course = read_course(KeptFiles(COURSE, files))
    assert course.activities[4].title_en == "One more"
    workshop.remove(draft, new, giang, seen=mark_of(files[new]))
    assert workshop.check(draft, giang) == []
    assert order_of(workshop.edition(draft, giang).files) == moved
    with pytest.raises(NotFound):
        workshop.put_head(draft, "ngan-hang-cau-hoi.yaml", told, giang, opened={})


def test_a_course_that_would_wait_for_itself_is_refused(
    database: Database, giang: Principal, tmp_path: Path
) -> None:
    workshop = Workshop(database, CourseLibrary(database, COURSES), tmp_path / "own", None)
    draft = workshop.draft(COURSE, giang)
    head = head_of(workshop.edition(draft, giang).files[MAIN], MAIN)
    told = {**head_fields.shown(COURSE_HEAD, head), "requires": ["bai-tong-hop"]}
    assert [each.name for each in workshop.head_faults(draft, MAIN, told, giang)] == ["requires"]
    with pytest.raises(HeadInvalid):
        workshop.put_head(draft, MAIN, told, giang, opened=head)
    told["requires"] = ["ai-lam-duoc-gi"]
    workshop.put_head(draft, MAIN, told, giang, opened=head)
    assert workshop.check(draft, giang) == []


def test_source_cards_are_filled_in_and_kept_while_something_rests_on_them(
    workshop: Workshop, giang: Principal
) -> None:
    draft = workshop.draft(COURSE, giang)

    def cards() -> dict[str, dict[str, Any]]:
        return sources_text.cards_of(workshop.edition(draft, giang).files)

    before = cards()
    told = {
        "reference_number": "30/2020/NĐ-CP",
        "title": "Nghị định về công tác văn thư",
        "issue_date": date(2020, 3, 5),
        "article": "9",
        "clause": "",
        "point": "",
        "substance": "Nội dung.",
    }
    workshop.put_source(draft, told, giang)
    (key,) = cards().keys() - before.keys()
    assert key == "30-2020-nd-cp-9"
    assert {**cards(), key: None} == {**before, key: None}
    assert "clause" not in cards()[key]
    with pytest.raises(HeadInvalid):
        workshop.put_source(draft, {**told, "substance": ""}, giang)
    opened = cards()[key]
    workshop.put_source(draft, {**told, "clause": "2"}, giang, key=key, opened=opened)
    with pytest.raises(FileChanged):
        workshop.put_source(draft, told, giang, key=key, opened=opened)
    assert cards()[key]["clause"] == "2"
    assert workshop.check(draft, giang) == []
    with pytest.raises(PartChanged):
        workshop.remove_source(draft, key, giang, opened=opened)
    workshop.remove_source(draft, key, giang, opened=cards()[key])
    assert cards() == before
    with pytest.raises(SourceInUse):
        workshop.remove_source(draft, "cv557", giang, opened=before["cv557"])
    for name, card in before.items():
        unread = {field: card.get(field) for field in sources_text.LABELS}
        assert sources_text.merged(card, unread) == card, name
