"""Drills that are marked, dated, corrected, written, built and cited: graded by rules, the key kept here."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training_modules.conftest import COURSES, SHIPPED
from tests.training_modules.drill_items import ITEMS, SECRET, with_fields
from training_modules.content import read_course, read_items
from training_modules.errors import CourseDamaged
from training_modules.exchange import FORMATS
from training_modules.grading import is_correct
from training_modules.items import Item, kind_of
from training_modules.items.rewrite import error_rate
from training_modules.items.scan_picture import picture_of
from training_modules.showing import item_view
from vanthu.text import fold

by_kind = pytest.mark.parametrize("drill", ITEMS.values(), ids=list(ITEMS))
every_course = pytest.mark.parametrize("name", SHIPPED)


def share(item: Item, *answer: str) -> float:
    assert kind_of(item).allows(item, answer)
    return kind_of(item).share(item, kind_of(item).kept(answer))


def tasks(name: str) -> tuple[Item, ...]:
    return next(a for a in read_course(COURSES / name).activities if a.kind == "drill").items


@every_course
def test_every_shipped_drill_is_solved_by_its_key_and_by_nothing_less(name: str) -> None:
    for item in tasks(name):
        kind = kind_of(item)
        right = kind.right(item)
        assert kind.allows(item, right)
        assert is_correct(item, kind.kept(right))
        assert all(each.met for each in kind.criteria(item, right))
        assert not is_correct(item, [])
        assert not kind.leaks(item, right)


def test_the_courses_have_the_drills_they_promise() -> None:
    found = {item.kind for name in SHIPPED for item in tasks(name)}
    assert found >= set(ITEMS)


@by_kind
@given(answer=st.lists(st.text(max_size=8), max_size=5), seed=st.integers(0, 2**31))
def test_whatever_is_sent_is_refused_or_graded(drill: Item, answer: list[str], seed: int) -> None:
    kind = kind_of(drill)
    if kind.allows(drill, answer):
        kept = kind.kept(answer)
        assert 0.0 <= kind.share(drill, kept) <= 1.0
        assert all(each.say() for each in kind.criteria(drill, kept))
        kind.told(drill, kept)
    assert sorted(kind.shown(drill, seed)) == sorted(drill.options)


@by_kind
def test_nothing_secret_is_shown(drill: Item) -> None:
    shown = json.dumps(item_view(drill, 7).as_json(), ensure_ascii=False)
    assert SECRET in json.dumps(drill.detail, ensure_ascii=False) + drill.explanation
    assert SECRET not in shown
    assert not {*drill.key} & {part.strip('"') for part in re.findall(r'"[^"]*=[^"]*"', shown)}
    assert not re.search(
        r'"(key|why|model|planted|about|points|keeps|accepted|parts|example|enough)":', shown
    )


@by_kind
def test_what_is_typed_has_a_bound(drill: Item) -> None:
    kind = kind_of(drill)
    endless = "a" * 100_000
    assert not kind.allows(drill, [endless])
    assert not kind.allows(drill, [f"title={endless}"])
    assert not kind.allows(drill, [f"k1={endless}"])
    assert not kind.allows(drill, ["k1=a"] * 100)


@by_kind
def test_a_bank_keeps_a_drill_whole_and_other_files_leave_it_out(drill: Item) -> None:
    read, write = FORMATS["yaml"]
    assert read(write([drill]).text).items == (drill,)
    for form in ("gift", "xml"):
        assert FORMATS[form][1]([drill]).left_out == (drill.id,)


def test_marking_everything_passes_nothing() -> None:
    item = ITEMS["mark"]
    assert share(item, "c2=actor", "c4=number") == 1.0
    assert share(item, "c2", "c4") == 0.5
    assert share(item, "c2=number", "c4=number") == 0.75
    assert share(item, "c2=actor", "c4=number", "c1=actor") == 0.5
    assert share(item, *(f"{code}=actor" for code, _ in item.options)) == 0.0
    assert not kind_of(item).allows(item, ["c2=actor", "c2=number"])


def test_only_the_right_clause_in_the_right_version_passes() -> None:
    item = ITEMS["version"]
    pairs = product((code for code, _ in item.options), (code for code, _ in item.targets))
    passed = [pair for pair in pairs if is_correct(item, [f"clause={pair[0]}", f"version={pair[1]}"])]
    assert passed == [("k2", "v1")]
    assert share(item, "clause=k2") == share(item, "clause=k2", "version=v2") == 0.5


def test_recognised_text_left_as_it_was_fails_and_breaks_of_lines_do_not_count() -> None:
    item = ITEMS["rewrite"]
    text, given_text = item.detail["text"], item.detail["given"]
    assert share(item, given_text) == 0.0
    assert share(item, text.replace("\n", "  \n\n ")) == 1.0
    assert share(item, unicodedata.normalize("NFD", text)) == 1.0
    half = given_text.replace("S6", "Số").replace("BIMAT", "BÍMẬT")
    assert 0.0 < share(item, half) < 1.0
    told = [each.say() for each in kind_of(item).criteria(item, [half])]
    assert any("“Quý”" in words and "“Quỹ”" in words for words in told)
    assert "Đã sửa “S6:” thành “Số:”." in told


@given(
    edits=st.lists(st.tuples(st.integers(0, 70), st.sampled_from("xyz019")), max_size=12),
)
def test_the_error_rate_counts_characters(edits: list[tuple[int, str]]) -> None:
    item = ITEMS["rewrite"]
    text = item.detail["text"]
    changed = list(text)
    for at, char in edits:
        changed[at] = char
    words = "".join(changed)
    rate = error_rate(words, text)
    assert 0.0 <= rate <= sum(a != b for a, b in zip(words, text, strict=True)) / len(text)
    assert is_correct(item, [words]) == (100 * rate <= item.detail["limit"])
    assert (rate == 0) == (" ".join(words.split()) == " ".join(text.split()))


def test_the_picture_is_the_same_for_the_same_text_and_holds_no_words() -> None:
    text = ITEMS["rewrite"].detail["text"]
    assert picture_of(text).startswith("data:image/png;base64,")
    picture_of.cache_clear()
    assert picture_of(text) == picture_of(text)
    assert picture_of(text) != picture_of(text.replace("115", "116"))


FORMS = [form for entry in ITEMS["request"].detail["planted"] for form in entry["forms"]]
SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda form: form,
    "loud": str.upper,
    "bare": fold,
    "decomposed": lambda form: unicodedata.normalize("NFD", form),
    "dotted": lambda form: ".".join(form.split()),
    "hidden": "\u200b".join,
    "wide": lambda form: "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isdigit() else c for c in form),
}


@given(
    form=st.sampled_from(FORMS),
    spelling=st.sampled_from([*SPELLINGS]),
    at=st.integers(0, 20),
    comma=st.booleans(),
)
def test_what_was_planted_is_found_however_it_is_written(
    form: str, spelling: str, at: int, comma: bool
) -> None:
    item = ITEMS["request"]
    words = item.detail["model"].split()
    let_out = SPELLINGS[spelling](form) + ("," if comma else "")
    request = " ".join([*words[:at], let_out, *words[at:]])
    assert kind_of(item).leaks(item, [request])
    assert share(item, request) == 0.0


@pytest.mark.parametrize(
    ("request_text", "missing"),
    [
        ("Soạn thư trả lời một công dân, nhằm giải thích thủ tục. Dài một trang.", "Thiếu vai trò"),
        ("Bạn là chuyên viên cấp xã. Soạn bài phát biểu, nhằm khai mạc. Dài một trang.", "Thiếu nhiệm vụ"),
        ("Bạn là chuyên viên cấp xã. Soạn thư trả lời. Dài một trang.", "Thiếu bối cảnh"),
        ("Bạn là chuyên viên cấp xã. Soạn thư trả lời nhằm giải thích thủ tục.", "Thiếu khuôn dạng"),
    ],
)
def test_a_part_that_is_missing_is_named(request_text: str, missing: str) -> None:
    item = ITEMS["request"]
    assert share(item, request_text) == 0.75
    told = [each.say() for each in kind_of(item).criteria(item, [request_text]) if not each.met]
    assert [words.startswith(missing) for words in told] == [True]


@pytest.mark.parametrize(
    "innocent",
    ["Theo Nghị định 30/2020/NĐ-CP", "1.840 hộ", "05 ngày, 120.000.000 đồng", "đường Ví Dụ", "hồ sơ 15"],
)
def test_what_was_not_planted_is_no_leak(innocent: str) -> None:
    item = ITEMS["request"]
    assert not kind_of(item).leaks(item, [f"{item.detail['model']} {innocent}"])


@pytest.mark.parametrize("shape", ["+84 912 345 678", "0912.345.678", "001 099 012 345", "lan@xa.example"])
def test_other_peoples_numbers_are_a_leak_too(shape: str) -> None:
    item = ITEMS["request"]
    assert kind_of(item).leaks(item, [f"{item.detail['model']} {shape}"])


def test_a_work_file_is_graded_document_by_document() -> None:
    item = ITEMS["file_building"]
    card = ["title=LỄ HỘI đền năm 2026", "code= 02.bímật ", "keep=b"]
    inside = ["doc=d1", "doc=d2", "doc=d3"]
    assert share(item, *inside, *card) == 1.0
    assert share(item, *card) == 0.0
    steps = [
        share(item, *inside, *card),
        share(item, *inside, "doc=n1", *card),
        share(item, *inside, "doc=n1", *card[:2]),
        share(item, *inside[:2], "doc=n1", *card[:2]),
    ]
    assert steps == sorted(steps, reverse=True)
    assert len({*steps}) == 4
    turned = kind_of(item).criteria(item, ["doc=d2", "doc=d1", "doc=d3", *card])
    assert [each.say() for each in turned if not each.met] == [
        "Tài liệu xếp theo trình tự giải quyết công việc."
    ]
    for wrong in (["doc=d1", "doc=d1"], ["doc=zz"], ["keep=c"], ["none=1"]):
        assert not kind_of(item).allows(item, wrong)


MODEL = ITEMS["cited_summary"].detail["model"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("ngày 20", "ngày 25", "con số"),
        ("phải gửi", "có thể gửi", "mức bắt buộc"),
        ("phải gửi", "không phải gửi", "phủ định"),
        ("UBND cấp xã", "Sở Nội vụ", "tên cơ quan"),
        ("không phải lập", "phải lập", "mức bắt buộc"),
        ("Xã có dưới 5.000 dân", "Các xã", "Mất điều kiện"),
        ("k2=", "k3=", "không nói như vậy"),
        ("k2=", "=", "Chưa có nguồn"),
    ],
)
def test_a_sentence_that_says_another_thing_than_its_clause_fails(old: str, new: str, said: str) -> None:
    item = ITEMS["cited_summary"]
    answer = [sentence.replace(old, new) for sentence in MODEL]
    assert answer != MODEL
    assert not is_correct(item, answer)
    assert any(said in each.say() for each in kind_of(item).criteria(item, answer) if not each.met)


@given(which=st.integers(0, 1), verb=st.sampled_from(["gửi", "lập", "phải"]))
def test_a_negation_put_in_or_taken_out_never_passes(which: int, verb: str) -> None:
    item = ITEMS["cited_summary"]
    sentence = MODEL[which]
    turned = (
        sentence.replace(f"không {verb}", verb)
        if f"không {verb}" in sentence
        else sentence.replace(verb, f"không {verb}")
    )
    answer = [turned if at == which else each for at, each in enumerate(MODEL)]
    assert (turned == sentence) == is_correct(item, answer)


def test_a_summary_has_its_points_and_its_length() -> None:
    item = ITEMS["cited_summary"]
    assert not is_correct(item, MODEL[:1])
    assert any("Còn thiếu: BÍMẬT ngoại lệ" in each.say() for each in kind_of(item).criteria(item, MODEL[:1]))
    assert not is_correct(item, MODEL * 3)
    assert kind_of(item).kept([*MODEL, "k1=  "]) == MODEL


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("mark", {"key": ["c1=actor", "c2=actor", "c3=actor", "c4=actor"]}, "có câu đúng"),
        ("mark", {"key": ["c2", "c4"]}, "một kiểu sai"),
        ("mark", {"why": {"zz": "Vì"}}, "mục why"),
        ("mark", {"enough": 1.5}, "enough"),
        ("mark", {"material": [{"title": "Không có nội dung"}]}, "material: text"),
        ("version", {"key": ["k2"]}, "một điều khoản và một văn bản"),
        ("rewrite", {"limit": 50}, "nhiều lỗi hơn limit"),
        ("rewrite", {"text": "chữ " * 500}, "1.500"),
        ("request", {"stem": "Không có gì để lộ."}, "planted"),
        ("request", {"model": "Viết thư."}, "model"),
        ("file_building", {"key": ["d1", "d2", "d3", "n1", "n2"]}, "không thuộc hồ sơ"),
        ("file_building", {"fields": [{"id": "t", "label": "T", "why": "Vì"}]}, "không có đáp án"),
        ("cited_summary", {"texts": {"k1": "Một"}}, "trong texts"),
        ("cited_summary", {"need": 9}, "need"),
        ("cited_summary", {"model": ["k1=Một câu khác hẳn điều khoản."]}, "model"),
        ("cited_summary", {"colour": "đỏ"}, "colour"),
    ],
)  # fmt: skip
def test_a_drill_that_could_not_be_graded_is_refused(
    kind: str, fields: dict[str, object], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "thu"
    path.mkdir()
    entry = with_fields(kind, **fields)
    heads = {
        "course.md": {"id": "thu", "version": 1, "module": 1, "minutes": 1, "activities": ["luyen.md"]}
        | dict.fromkeys(("title", "title_en", "summary", "summary_en", "audience"), "x"),
        "luyen.md": {
            "id": "luyen",
            "kind": "drill",
            "title": "x",
            "minutes": 1,
            "pass_correct": 1,
            "items": [entry],
        },
    }
    for name, front in heads.items():
        (path / name).write_text(f"---\n{json.dumps(front, ensure_ascii=False)}\n---\nx\n", encoding="utf-8")
    with pytest.raises(CourseDamaged) as raised:
        read_course(path)
    assert said in raised.value.say()


AS_IT_WAS = "a28eb1d2800b718466483b3ab1f35932610cb43f9c135b0a6f2001e8d60bea01"
"""What attempts of the first releases pinned for this question."""


def test_the_digest_of_a_question_without_details_is_as_it_always_was() -> None:
    entry = {
        "id": "q",
        "kind": "single",
        "stem": "s",
        "options": {"a": "b", "c": "d"},
        "key": ["a"],
        "explanation": "e",
    }
    assert Item("q", "single", "s", (("a", "b"), ("c", "d")), ("a",), "e", None).digest == AS_IT_WAS
    plain = read_items([entry], "bank.yaml")[0]
    passed_in_part = read_items([{**entry, "enough": 0.5}], "bank.yaml")[0]
    assert passed_in_part.digest != plain.digest
