"""Writing courses: faults by file and line, questions changed one by one, questions from elsewhere."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from access.principal import Principal
from access.roles import Role
from tests.training_modules.conftest import COURSE, SHIPPED, shipped
from training_modules.content import Source
from training_modules.editions import bank_text, templates
from training_modules.editions.check import faults_of
from training_modules.editions.difference import differences
from training_modules.editions.errors import BankUnreadable, EntryUnreadable, FileChanged, HeadUnreadable
from training_modules.editions.question_lines import LINED, answers_from, in_order, lines_of
from training_modules.editions.workshop import Workshop
from training_modules.editions.writing import mark_of
from training_modules.files import MAIN, FolderFiles, KeptFiles

BANK = "ngan-hang-cau-hoi.yaml"
Learner = Callable[..., Principal]


def changed(files: dict[str, str], file: str, old: str, new: str) -> dict[str, str]:
    assert old in files[file]
    return {**files, file: files[file].replace(old, new, 1)}


@pytest.mark.parametrize("course", SHIPPED)
def test_a_shipped_course_has_no_fault(course: str) -> None:
    assert faults_of(KeptFiles(course, shipped(course))) == []


@pytest.mark.parametrize("course", SHIPPED)
def test_a_shipped_course_quotes_as_vietnamese_prints(course: str) -> None:
    """“ ” in every text that is read; straight quotes only where YAML itself writes them, or in code."""
    for file, text in shipped(course).items():
        if file.endswith(".svg"):
            continue
        head, body = text.split("\n---\n", 1) if file.endswith(".md") else (text, "")
        texts = [*_texts(yaml.safe_load(head.removeprefix("---\n"))), re.sub("`[^`]*`", "", body)]
        assert [each for each in texts if '"' in each] == [], file
        assert all(each.count("“") == each.count("”") for each in texts), file


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def test_every_fault_is_told_by_file_and_line() -> None:
    files = shipped()
    files = changed(files, BANK, "key: [d]", "key: []")
    files = changed(files, BANK, "key: [b]", "key: [a, b]")
    files[BANK] = "    explain: ".join(files[BANK].rsplit("    explanation: ", 1))
    files = changed(files, "1-mot-lan-dan.md", "kind: lesson", "kind lesson")
    files = changed(files, "kiem-tra.md", "draw: 10", "draw: mười")
    del files["2-bon-nhom.md"]
    found = faults_of(KeptFiles(COURSE, files))
    told = {(fault.file, fault.line) for fault in found}
    bank = files[BANK].split("\n")
    assert ("1-mot-lan-dan.md", 3) in told
    assert ("2-bon-nhom.md", None) in told
    assert ("kiem-tra.md", 1 + files["kiem-tra.md"].split("\n").index("draw: mười")) in told
    lines = sorted(line for file, line in told if file == BANK and line)
    assert len(lines) == len([fault for fault in found if fault.file == BANK]) >= 3
    assert all("id: q" in bank[line - 1] or "explain" in bank[line - 1] for line in lines)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("course.md", ""),
        ("course.md", "---\n- a\n---\n"),
        ("course.md", "---\nactivities: 5\n---\n"),
        ("kiem-tra.md", "---\nkind: quiz\nbank: [a]\n---\n"),
        ("kiem-tra.md", "---\nkind: quiz\nbank: ../../x.yaml\n---\n"),
        (BANK, "items: 5"),
        (BANK, "items: [5, {id: [a]}]"),
        ("luyen-tap.md", "---\nkind: drill\nitems: [x]\n---\n"),
    ],
)
def test_no_file_whatever_is_in_it_breaks_the_check(file: str, text: str) -> None:
    found = faults_of(KeptFiles(COURSE, {**shipped(), file: text}))
    assert found
    assert all(fault.message for fault in found)


@pytest.mark.parametrize("course", SHIPPED[:2])
def test_one_question_is_changed_and_everything_else_stays_as_it_was_written(course: str) -> None:
    for file, text in shipped(course).items():
        if not file.endswith(".yaml"):
            continue
        there = bank_text.entries(text, file)
        chosen = there[len(there) // 2]
        new = {**chosen.values, "stem": "Câu: mới\n# không phải ghi chú"}
        after = bank_text.put(text, file, new, chosen.id)
        expected = [new if entry is chosen else entry.values for entry in there]
        assert [entry.values for entry in bank_text.entries(after, file)] == expected
        before_lines, after_lines = text.split("\n"), after.split("\n")
        assert after_lines[: chosen.first] == before_lines[: chosen.first]
        kept = len(before_lines) - chosen.end
        assert after_lines[len(after_lines) - kept :] == before_lines[chosen.end :]
        less = bank_text.without(text, file, chosen.id)
        assert [e.id for e in bank_text.entries(less, file)] == [e.id for e in there if e is not chosen]
        more = bank_text.put(text, file, {**new, "id": "q900"})
        assert [e.id for e in bank_text.entries(more, file)] == [*(e.id for e in there), "q900"]


def test_a_bank_may_be_emptied_and_filled_again() -> None:
    one = "# Ghi chú\nitems:\n- {id: a, kind: true_false}\n"
    empty = bank_text.without(one, "b.yaml", "a")
    assert bank_text.entries(empty, "b.yaml") == []
    again = bank_text.put(empty, "b.yaml", {"id": "b", "stem": "x"})
    assert [entry.values for entry in bank_text.entries(again, "b.yaml")] == [{"id": "b", "stem": "x"}]
    assert again.startswith("# Ghi chú\n")
    for broken in ("", "items: 5", "a: b", "- a", "items: [{id: a}]", "items:\n- 5\n", "items: ["):
        with pytest.raises(BankUnreadable):
            bank_text.entries(broken, "b.yaml")
    for broken in ("", "5", "- a\n- b", "a: b", "a: [", "id: ''"):
        with pytest.raises(EntryUnreadable):
            bank_text.read_entry(broken)


@pytest.mark.parametrize("course", SHIPPED)
def test_a_question_comes_back_from_its_form_as_it_went_in(course: str) -> None:
    """Opening a question in the form and saving it unread changes nothing learners are graded on."""
    seen = set()
    for file, text in shipped(course).items():
        for entry in bank_text.entries(text, file) if file.endswith(".yaml") else ():
            values = dict(entry.values)
            if values["kind"] not in LINED:
                continue
            seen.add(values["kind"])
            back = in_order({**values, **answers_from(values["kind"], lines_of(values))})
            assert _meaning(back) == _meaning(values), entry.id
    assert seen


def _meaning(values: dict[str, object]) -> object:
    """Options and pairs by their words: the codes may be others."""
    options = {str(code): words for code, words in dict(values.get("options") or {}).items()}  # type: ignore[call-overload]
    targets = {str(code): words for code, words in dict(values.get("targets") or {}).items()}  # type: ignore[call-overload]
    names = {**options, **targets}
    key = [tuple(names.get(part, part) for part in str(code).split("=")) for code in values.get("key") or ()]  # type: ignore[attr-defined]
    rest = {name: each for name, each in values.items() if name not in {"options", "targets", "key"}}
    ordered = key if values["kind"] == "ordering" else sorted(key)
    return rest, sorted(map(str, options.values())), sorted(map(str, targets.values())), ordered


LINE = st.text("abcăđ ễ:#'\"-*=|>1", min_size=1, max_size=12)


@given(st.sampled_from(LINED), st.lists(LINE, max_size=6).map("\n".join))
def test_whatever_lines_are_typed_give_entries_that_yaml_keeps(kind: str, text: str) -> None:
    values = {"id": "q01", "kind": kind, "stem": "[1]", **answers_from(kind, text)}
    file = bank_text.put("items: []\n", "b.yaml", values)
    assert [dict(entry.values) for entry in bank_text.entries(file, "b.yaml")] == [values]


def test_questions_are_added_changed_and_removed_by_who_saw_them_last(
    workshop: Workshop, learner: Learner, giang: Principal
) -> None:
    hai = learner("hai", Role.TRAINER)
    draft = workshop.draft(COURSE, giang)
    first = dict(workshop.questions(draft, BANK, giang)[0].values)
    workshop.put_question(draft, BANK, {**first, "stem": "Một"}, giang, replacing=first)
    with pytest.raises(FileChanged):
        workshop.put_question(draft, BANK, {**first, "stem": "Hai"}, hai, replacing=first)
    with pytest.raises(FileChanged):
        workshop.remove_question(draft, BANK, first, hai)
    second = dict(workshop.questions(draft, BANK, hai)[1].values)
    workshop.put_question(draft, BANK, {**second, "stem": "Hai"}, hai, replacing=second)
    stems = [entry.values["stem"] for entry in workshop.questions(draft, BANK, giang)[:2]]
    assert stems == ["Một", "Hai"]


def test_of_a_file_with_faults_the_rest_is_taken_and_each_fault_has_its_line(
    workshop: Workshop, giang: Principal
) -> None:
    draft = workshop.draft(COURSE, giang)
    count = len(workshop.questions(draft, BANK, giang))
    gift = (
        "::q01::Đúng không? {TRUE####Vì thế.}\n\n::a::Hỏng một {\n\n"
        "::b::Chọn {=một ~hai}\n\n::c::Hỏng hai {}\n\n::d::Hỏng ba {#chữ}\n"
    )
    brought = workshop.bring_questions(draft, BANK, "gift", gift.encode(), giang)
    assert [fault.line for fault in brought.faults] == [3, 7, 9]
    assert len(brought.added) == 2
    assert "q01" not in brought.added, "an id that is taken is not taken over"
    assert brought.unexplained == brought.added[1:]
    assert len(workshop.questions(draft, BANK, giang)) == count + 2
    assert [fault.file for fault in workshop.check(draft, giang)] == [BANK]


def test_what_differs_is_told_file_by_file() -> None:
    before = {"a.md": "một\nhai\n", "b.md": "x", "d.md": "y"}
    after = {"a.md": "một\nba\n", "c.md": "x", "d.md": "y"}
    found = differences(before, after)
    assert [(each.file, each.change) for each in found] == [
        ("a.md", "changed"),
        ("b.md", "removed"),
        ("c.md", "added"),
    ]
    assert {"-hai", "+ba"} <= set(found[0].lines)


def test_a_course_is_taken_out_as_its_folder(workshop: Workshop, giang: Principal, tmp_path: Path) -> None:
    draft = workshop.draft(COURSE, giang)
    with zipfile.ZipFile(io.BytesIO(workshop.export(draft, giang))) as archive:
        archive.extractall(tmp_path / "out")
    taken = FolderFiles(tmp_path / "out" / COURSE).all()
    assert taken == workshop.edition(draft, giang).files
    assert yaml.safe_load(taken[BANK])["items"]


@pytest.mark.parametrize("there", ["1-bai.md", "{a: b}", "3", "false"])
def test_an_order_that_is_no_list_is_told_and_stays(there: str) -> None:
    main = f"---\nactivities: {there}\n---\n"
    with pytest.raises(HeadUnreadable):
        templates.with_lesson(main, "2-bai.md", [])
    with pytest.raises(HeadUnreadable):
        templates.without_part(main, "1-bai.md")
    for none in ("---\nid: x\n---\n", "---\nactivities:\n---\n"):
        assert "2-bai.md" in templates.with_lesson(none, "2-bai.md", [])


@pytest.mark.parametrize("there", ["[a, b]", "[]", "can-cu", "3"])
def test_cards_that_are_no_cards_are_told_and_stay(workshop: Workshop, giang: Principal, there: str) -> None:
    draft = workshop.create("khoa-moi", "Khoá mới", giang)
    main = workshop.edition(draft, giang).files[MAIN]
    broken = re.sub(r"(?s)\nsources:\n.*?\n---", f"\nsources: {there}\n---", main)
    workshop.save(draft, MAIN, broken, giang, seen=mark_of(main))
    card = Source("a", None, "Tên văn bản", None, None, None, "Nội dung.")
    with pytest.raises(HeadUnreadable):
        templates.with_source(broken, card)
    with pytest.raises(HeadUnreadable):
        workshop.put_source(draft, {"title": "Tên văn bản", "substance": "Nội dung."}, giang)
    with pytest.raises(HeadUnreadable):
        workshop.remove_source(draft, "a", giang, opened={})
    assert workshop.edition(draft, giang).files[MAIN] == broken
