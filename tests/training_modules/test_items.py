"""Every kind of question: read from a bank, shown without its key, graded by rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from access.principal import Principal
from tests.training_modules.conftest import COURSE
from training_modules.content import read_course
from training_modules.errors import AnswerInvalid, CourseDamaged
from training_modules.items import KINDS, Item, kind_of
from training_modules.items.numeric import figure
from training_modules.items.wording import says
from training_modules.service import TrainingService

ENTRIES: list[dict[str, Any]] = [
    {
        "kind": "ordering",
        "stem": "Sắp xếp các bước lập hồ sơ",
        "options": {"a": "Mở hồ sơ", "b": "Thu thập văn bản", "c": "Kết thúc hồ sơ"},
        "key": ["a", "b", "c"],
    },
    {
        "kind": "matching",
        "stem": "Ghép loại văn bản với tên viết tắt",
        "options": {"a": "Nghị quyết", "b": "Quyết định"},
        "targets": {"1": "NQ", "2": "QĐ", "3": "QC"},
        "key": ["a=1", "b=2"],
    },
    {
        "kind": "cloze",
        "stem": "Hồ sơ [1] được giao nộp trong [2].",
        "accepted": [["điện tử", "số"], ["01 năm", "một năm"]],
    },
    {"kind": "numeric", "stem": "Bao nhiêu?", "key": ["1.800"], "tolerance": 0.5, "unit": "nhiệm vụ"},
    {"kind": "short_text", "stem": "Ai ký?", "accepted": [["không được chuyển giao"]]},
]


def item(entry: dict[str, Any]) -> Item:
    raw = {"id": "x", "explanation": "Vì quy định như vậy.", **entry}
    return KINDS[raw["kind"]].read(raw, "bank.yaml", "x")


ITEMS = [item(entry) for entry in ENTRIES]
by_kind = pytest.mark.parametrize("question", ITEMS, ids=[each.kind for each in ITEMS])


@by_kind
def test_the_right_answer_passes_and_none_does_not(question: Item) -> None:
    kind = kind_of(question)
    assert kind.problem(question) is None
    right = kind.right(question)
    assert kind.allows(question, right)
    assert kind.share(question, kind.kept(right)) == 1.0
    assert kind.share(question, []) == 0.0
    assert kind.told(question, right)


@by_kind
@given(answer=st.lists(st.text(max_size=6), max_size=5), seed=st.integers(0, 2**31))
def test_whatever_is_sent_is_refused_or_graded(question: Item, answer: list[str], seed: int) -> None:
    kind = kind_of(question)
    if kind.allows(question, answer):
        assert 0.0 <= kind.share(question, kind.kept(answer)) <= 1.0
        kind.told(question, kind.kept(answer))
    assert sorted(kind.shown(question, seed)) == sorted(question.options)


@given(seed=st.integers(0, 2**31))
def test_steps_are_never_shown_in_their_right_order(seed: int) -> None:
    assert tuple(code for code, _ in kind_of(ITEMS[0]).shown(ITEMS[0], seed)) != ITEMS[0].key


def test_part_of_an_answer_is_part_of_the_marks() -> None:
    ordering, matching, cloze, *_ = ITEMS
    first, second, third = (code for code, _ in ordering.options)
    assert kind_of(ordering).share(ordering, [second, first, third]) == pytest.approx(2 / 3)
    left, other = (code for code, _ in matching.options)
    assert kind_of(matching).share(matching, [f"{left}=1", f"{other}=3"]) == 0.5
    assert kind_of(cloze).share(cloze, ["điện tử", "hai năm"]) == 0.5
    many = item({"kind": "multiple", "stem": "?", "options": dict.fromkeys("abcd", "x"), "key": ["a", "b"]})
    a, b, c, d = (code for code, _ in many.options)
    assert kind_of(many).share(many, [a, b, c]) == 0.5
    assert kind_of(many).share(many, [c, d]) == 0.0


CODED = st.lists(st.text(min_size=1, max_size=8), min_size=3, max_size=6, unique=True)


@given(words=CODED, letters=st.permutations("abcdef"))
def test_the_codes_a_learner_sees_say_nothing_of_the_key(words: list[str], letters: list[str]) -> None:
    """Steps are lettered in their right order, other systems put the right option first, pairs run alike."""
    plain, mixed = (dict(zip(codes, words, strict=False)) for codes in ("abcdef", letters))
    for kind, more in (
        ("ordering", {}),
        ("single", {"key": [0]}),
        ("multiple", {"key": [0, 1]}),
        ("matching", {"targets": {"1": "x", "2": "y"}, "key": [0]}),
    ):
        seen = []
        for options in (plain, mixed):
            codes = [*options]
            key = [codes[at] for at in more.get("key", range(len(codes)))]
            if kind == "matching":
                key = [f"{code}=1" for code in codes]
            entry = {"kind": kind, "stem": "?", "options": options, **more, "key": key}
            read = item(entry)
            assert kind_of(read).problem(read) is None
            assert not {code for code, _ in read.options} & set("abcdef")
            seen.append({words: code for code, words in read.options})
        assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("Không được  chuyển giao.", True),
        ("khong duoc chuyen giao", True),
        ("không được chuyên giao", False),  # other marks: another word, not a slip of the keys
        ("không được chuyễn giao", True),
        ("không đựơc chuyển giao", True),
        ("được chuyển giao", False),
        ("chưa được chuyển giao", False),
        ("không được chuyển giao lại", False),
        ("", False),
        ("…", False),
    ],
)
def test_a_slip_is_forgiven_and_another_word_is_not(typed: str, right: bool) -> None:
    assert says(typed, ["không được chuyển giao"]) is right


def test_a_number_is_never_a_slip_of_another() -> None:
    assert says("Trong thời hạn 30 ngày làm việc", ["trong thời hạn 30 ngày làm việc"])
    assert not says("Trong thời hạn 36 ngày làm việc", ["trong thời hạn 30 ngày làm việc"])
    assert says("hoà giải", ["hòa giải"])


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1.800", "1800"), ("1 800", "1800"), ("1800", "1800"), ("2,5", "2.5"), ("2.5", "2.5"), ("30%", "30"),
        ("−3", "-3"), ("1.234.567,8", "1234567.8"), ("", None), ("mười", None), ("1.80.0", None), ("٣", None),
    ],
)  # fmt: skip
def test_figures_are_read_as_they_are_written(words: str, value: str | None) -> None:
    found = figure(words)
    assert (None if found is None else format(found.normalize(), "f")) == value


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "ordering", "options": {"a": "x", "b": "y"}, "key": ["a"]}, "thứ tự đúng"),
        ({"kind": "matching", "options": {"a": "x", "b": "y"}, "targets": {"1": "z"}, "key": ["a=1"]},
         "ghép"),
        ({"kind": "matching", "options": {"a": "x", "b": "y"}, "targets": {"1": "z"}, "key": ["a=1", "b=2"]},
         "không có"),
        ({"kind": "cloze", "stem": "Không có chỗ trống", "accepted": [["a"]]}, "chỗ trống"),
        ({"kind": "numeric", "key": ["mười"]}, "một số"),
        ({"kind": "short_text", "accepted": [[""]]}, "đáp án"),
        ({"kind": "short_text"}, "accepted"),
        ({"kind": "numeric", "key": ["1"], "tolerance": "ít"}, "tolerance"),
    ],
)  # fmt: skip
def test_a_damaged_question_is_named(courses: Path, change: dict[str, Any], said: str) -> None:
    bank = courses / COURSE / "ngan-hang-cau-hoi.yaml"
    entry = {"id": "q01", "stem": "?", "explanation": "Vì quy định như vậy.", **change}
    entries = yaml.safe_load(bank.read_text(encoding="utf-8"))["items"]
    bank.write_text(yaml.safe_dump({"items": [entry, *entries[1:]]}, allow_unicode=True), encoding="utf-8")
    with pytest.raises(CourseDamaged) as raised:
        read_course(courses / COURSE)
    assert said in raised.value.say()
    assert "q01" in raised.value.say()


def test_an_attempt_takes_every_kind_and_tells_no_key(
    school: TrainingService, courses: Path, learner: Callable[..., Principal]
) -> None:
    folder = courses / COURSE
    entries = [{"id": f"k{n}", "explanation": "Vì quy định như vậy.", **e} for n, e in enumerate(ENTRIES)]
    (folder / "ngan-hang-cau-hoi.yaml").write_text(
        yaml.safe_dump({"items": entries}, allow_unicode=True), encoding="utf-8"
    )
    quiz = folder / "kiem-tra.md"
    text = quiz.read_text(encoding="utf-8").replace("draw: 10", "draw: 5")
    quiz.write_text(text.replace("pass_correct: 8", "pass_correct: 5"), encoding="utf-8")
    who = learner("an")
    attempt = school.start_attempt(COURSE, "kiem-tra", who)
    assert {each.kind for each in attempt.items} == {each.kind for each in ITEMS}
    assert "một năm" not in str(attempt.as_json())
    rights = {f"k{n}": kind_of(each).right(each) for n, each in enumerate(ITEMS)}
    with pytest.raises(AnswerInvalid):
        school.save_answer(attempt.id, "k0", ["a", "a", "b"], who)
    for name, answer in rights.items():
        school.save_answer(attempt.id, name, answer, who)
    assert school.start_attempt(COURSE, "kiem-tra", who).answers == rights
    result = school.submit(attempt.id, who)
    assert result.passed
    told = {each.item.id: each.key_told for each in result.items}
    assert told["k1"] == ("Nghị quyết: NQ", "Quyết định: QĐ")
    assert told["k3"] == ("1.800 nhiệm vụ",)
