"""Questions from and for other learning systems: what is written is read again, what is broken is named."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.training_modules.conftest import COURSE, COURSES
from tests.training_modules.test_items import ITEMS
from training_modules.content import read_course
from training_modules.exchange import FORMATS, QuestionFileUnreadable
from training_modules.items import Item, kind_of
from ui.cli import run

BANK = next(a for a in read_course(COURSES / COURSE).activities if a.kind == "quiz").items
EVERY = [*BANK, *(replace(item, id=f"k{n}") for n, item in enumerate(ITEMS))]
NO_FORM = {"gift": {"ordering", "cloze"}, "xml": {"cloze"}, "yaml": set[str]()}

GIFT = """// a bank as Moodle writes it
$CATEGORY: $course$/top/Văn thư

// question: 12  [id:nd30-1]
::Thể thức::[html]<p>Cỡ chữ của số\\, ký hiệu văn bản\\: bao nhiêu?</p> {
=13#Đúng
~%0%15#Chưa đúng
~14 \\{khổ lớn\\}
####Theo Nghị định 30.
}

Hồ sơ điện tử phải có {=mục lục =danh mục} văn bản.

::q3::Đúng hay sai? {FALSE#không#có ####Vì quy định khác.}

::q4::Chọn các loại {~%50%Nghị quyết ~%50%Quyết định ~%-100%Thư mời}

::q5::Ghép {=NQ -> Nghị quyết =QĐ -> Quyết định = -> Công văn}

::q6::Năm nào? {#2020..2024}

::q7::Bao nhiêu ngày? {#30:0,5}
"""


@pytest.mark.parametrize("form", list(FORMATS))
def test_what_is_written_is_read_again(form: str) -> None:
    read, write = FORMATS[form]
    written = write(EVERY)
    kept = [item for item in EVERY if item.kind not in NO_FORM[form]]
    assert set(written.left_out) == {item.id for item in EVERY if item.kind in NO_FORM[form]}
    brought = read(written.text)
    assert brought.faults == ()
    assert [(b.id, b.kind, b.explanation) for b in brought.items] == [
        (i.id, i.kind, i.explanation) for i in kept
    ]
    for item, back in zip(kept, brought.items, strict=True):
        assert _told(back) == _told(item)
        assert {words for _, words in back.options} == {words for _, words in item.options}


def _told(item: Item) -> list[str]:
    told = sorted(kind_of(item).told(item, kind_of(item).right(item)))
    return [words.split(" ")[0].replace(".", "") for words in told] if item.kind == "numeric" else told


words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@pytest.mark.parametrize("form", list(FORMATS))
@given(stem=words, options=st.lists(words, min_size=2, max_size=5, unique=True), explanation=words)
def test_any_wording_comes_back(form: str, stem: str, options: list[str], explanation: str) -> None:
    read, write = FORMATS[form]
    named = tuple(zip("abcde", options, strict=False))
    item = Item("q1", "single", stem, named, ("b",), explanation, None)
    brought = read(write([item]).text)
    assert brought.faults == ()
    assert len(brought.items) == 1


@pytest.mark.parametrize("form", list(FORMATS))
@given(text=st.text(max_size=300))
def test_no_text_stops_a_reader(form: str, text: str) -> None:
    read, _ = FORMATS[form]
    try:
        read(text)
    except QuestionFileUnreadable:
        assert form != "gift"


def test_gift_as_others_write_it() -> None:
    brought = FORMATS["gift"][0](GIFT)
    assert brought.faults == ()
    first, short, false, multiple, matching, span, figure = brought.items
    assert (first.id, first.stem) == ("nd30-1", "Cỡ chữ của số\\, ký hiệu văn bản: bao nhiêu?")
    assert [words for _, words in first.options] == ["13", "15", "14 {khổ lớn}"]
    assert (first.key, first.explanation) == (("a",), "Theo Nghị định 30.")
    assert (short.stem, short.accepted) == ("Hồ sơ điện tử phải có …… văn bản.", (("mục lục", "danh mục"),))
    assert (false.key, false.explanation) == (("false",), "Vì quy định khác.")
    assert multiple.key == ("a", "b")
    assert len(matching.options) == 2
    assert len(matching.targets) == 3
    assert (span.key, span.tolerance) == (("2022",), 2.0)
    assert (figure.key, figure.tolerance) == (("30",), 0.5)


def test_three_broken_questions_are_named_by_line_and_the_rest_is_taken() -> None:
    broken = "Không có đáp án\n\n::a::Tự luận {}\n\n::b::Hai {=1 =2 -> x ~3\n\n"
    brought = FORMATS["gift"][0](broken + GIFT)
    assert [fault.line for fault in brought.faults] == [1, 3, 5]
    assert all(fault.say() for fault in brought.faults)
    assert [dict(fault.values)["item"] for fault in brought.faults] == ["1", "a", "b"]
    assert len(brought.items) == 7


def test_moodle_xml_reads_nothing_outside_the_file() -> None:
    secret = Path(__file__).resolve()
    text = (
        f'<!DOCTYPE quiz [<!ENTITY x SYSTEM "{secret.as_uri()}">]><quiz><question type="shortanswer">'
        "<name><text>a</text></name><questiontext><text>&x;</text></questiontext>"
        '<answer fraction="100"><text>b</text></answer></question></quiz>'
    )
    with pytest.raises(QuestionFileUnreadable):
        FORMATS["xml"][0](text)


def test_moodle_xml_is_what_moodle_expects() -> None:
    root = etree.fromstring(FORMATS["xml"][1](EVERY).text.encode())
    types = {question.get("type") for question in root}
    assert types == {
        "multichoice", "truefalse", "shortanswer", "numerical", "matching", "ordering"
    }  # fmt: skip
    for question in root:
        if question.get("type") == "multichoice":
            shares = [float(answer.get("fraction") or 0) for answer in question.findall("answer")]
            assert sum(share for share in shares if share > 0) == pytest.approx(100, abs=0.01)


@pytest.mark.shared
def test_the_development_quiz_goes_through_every_form(shared_data: Path) -> None:
    rows = [
        json.loads(line)
        for line in (shared_data / "questions" / "resolution_quiz_dev.jsonl").read_text("utf-8").splitlines()
    ]
    items = [
        Item(
            row["id"],
            "single",
            row["question"],
            tuple((code.lower(), words) for code, words in row["options"].items()),
            (row["answer"].lower(),),
            row["supporting_quote"],
            None,
        )
        for row in rows
    ]
    for read, write in FORMATS.values():
        back = read(write(items).text).items
        assert [_in_words(item) for item in back] == [_in_words(item) for item in items]


def _in_words(item: Item) -> tuple[object, ...]:
    """All of it but the codes, which are made anew."""
    told = kind_of(item).told(item, item.key)
    return item.id, item.kind, item.stem, [words for _, words in item.options], told, item.explanation


def test_a_bank_is_converted_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.gift").write_text("Hỏng\n\n" + GIFT, encoding="utf-8")
    bank = tmp_path / "bank.yaml"
    assert run(["questions", "convert", str(tmp_path / "in.gift"), str(bank), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["written"], [each["line"] for each in told["left_out"]]) == (7, [1])
    assert "q05" in told["unexplained"]
    assert FORMATS["yaml"][0](bank.read_text(encoding="utf-8")).faults == ()
    assert run(["questions", "convert", str(bank), str(tmp_path / "out.xml")]) == 0
    assert run(["questions", "convert", str(bank), str(tmp_path / "out.doc")]) == 1
    for spoilt in (b"\xff\xfe", b"", b"no answers here\n"):
        (tmp_path / "bad.gift").write_bytes(spoilt)
        assert run(["questions", "convert", str(tmp_path / "bad.gift"), str(bank)]) == 1
        assert len(FORMATS["yaml"][0](bank.read_text(encoding="utf-8")).items) == 7
    (tmp_path / "deep.yaml").write_text("items: " + "[" * 3000, encoding="utf-8")
    assert run(["questions", "convert", str(tmp_path / "deep.yaml"), str(bank)]) == 1
    assert FORMATS["yaml"][0](bank.read_text(encoding="utf-8")).faults == ()
    assert not list(tmp_path.glob(".*"))
