"""Questions proposed from clauses: what is asked, what else could be the answer, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.passages import Passage
from training_modules.content import Source
from training_modules.items import kind_of
from training_modules.proposals.checks import Refusal, refused
from training_modules.proposals.facts import FactKind, facts_of
from training_modules.proposals.making import Proposed, propose
from training_modules.proposals.service import _passing
from training_modules.proposals.wording import reworded, says_the_same

CARD = Source("", "21-QĐ/ĐU", "Quy định mẫu về văn thư", date(2026, 3, 2), None, None, "")
CLAUSES = (
    (
        "4",
        "1",
        "1. Văn bản đến bằng giấy phải được số hoá trong thời hạn 02 ngày làm việc kể từ ngày đăng ký.",
    ),
    ("4", "2", "2. Hồ sơ phải nộp vào lưu trữ cơ quan trong thời hạn 10 ngày làm việc kể từ ngày kết thúc."),
    ("5", "1", "1. Phiếu yêu cầu được trả lời chậm nhất 05 ngày làm việc kể từ ngày nhận phiếu hợp lệ."),
    ("6", "1", "1. Nhật ký sử dụng được lưu giữ tối thiểu 24 tháng tại văn phòng đảng uỷ."),
    ("7", "1", "1. Văn phòng đảng uỷ có trách nhiệm kiểm tra việc lập hồ sơ điện tử mỗi quý một lần."),
    ("7", "2", "2. Chi bộ cơ quan có trách nhiệm nhắc nhở người chưa hoàn thành khoá học bắt buộc."),
    ("7", "3", "3. Cán bộ văn thư có trách nhiệm cập nhật danh mục hồ sơ vào đầu mỗi năm công tác."),
    ("8", "1", "1. Người được giao quản lý con dấu không được cho người khác mượn con dấu của cơ quan."),
    ("9", "1", "1. Các trường hợp này được giải quyết trong thời hạn 03 ngày làm việc theo quy chế."),
    ("9", "2", "2. Bộ phận tiếp nhận làm việc từ 7 giờ 30 phút đến 11 giờ 30 phút vào các ngày trong tuần."),
)
TERMS = (
    ("2", "1", "1. Hồ sơ điện tử là tập hợp các tài liệu điện tử có liên quan với nhau về một việc."),
    ("2", "2", "2. Biên mục là việc ghi các thông tin mô tả một văn bản vào cơ sở dữ liệu của cơ quan."),
    ("2", "3", "3. Bản số hoá là bản điện tử được tạo ra từ việc quét một văn bản bằng giấy."),
)


def passages(clauses=CLAUSES, heading: str = "") -> list[Passage]:
    return [
        Passage(n, 7, n, (heading,), article, clause, None, 1, text, ())
        for n, (article, clause, text) in enumerate(clauses, 1)
    ]


def made(clauses=CLAUSES, heading: str = "") -> list[Proposed]:
    return propose(passages(clauses, heading), CARD)


def of(clause: str, article: str, found: list[Proposed]) -> Proposed:
    return next(each for each in found if (each.source.article, each.source.clause) == (article, clause))


def test_a_deadline_is_asked_with_other_deadlines_beside_it() -> None:
    first = of("1", "4", made())
    assert first.item.stem == (
        "Theo khoản 1 Điều 4 văn bản số 21-QĐ/ĐU, điền vào chỗ trống: “Văn bản đến bằng giấy phải được "
        "số hoá trong thời hạn …… kể từ ngày đăng ký.”"
    )
    words = dict(first.item.options)
    assert {words[code] for code in first.item.key} == {"02 ngày làm việc"}
    assert set(words.values()) == {"02 ngày làm việc", "10 ngày làm việc", "05 ngày làm việc"}
    assert first.item.explanation.endswith("“Văn bản đến bằng giấy phải được số hoá trong thời hạn 02 ngày "
                                           "làm việc kể từ ngày đăng ký.”")  # fmt: skip
    assert (first.source.id, first.source.issue_date) == ("21-qd-du-4-1", date(2026, 3, 2))


def test_clauses_counted_anew_in_each_section_have_a_card_each() -> None:
    plan = (
        ("I. MỤC TIÊU", "1", "1. Có ít nhất 85% người học đạt yêu cầu của khoá học trong năm 2026."),
        ("II. THỜI GIAN", "1", "1. Người học tự học trực tuyến trong thời hạn không quá 04 tuần."),
    )
    found = [
        Passage(n, 7, n, (heading,), None, clause, None, 1, text, ())
        for n, (heading, clause, text) in enumerate(plan, 1)
    ]
    first, second = propose(found, CARD)
    assert (first.source.id, second.source.id) == ("21-qd-du-i-1", "21-qd-du-ii-1")
    assert second.source.clause == "1 mục II"
    assert "tự học" in second.source.substance
    assert second.item.stem.startswith("Theo khoản 1 mục II văn bản số 21-QĐ/ĐU")
    misread = [replace(each, heading=(f"II. {each.heading[0]}",)) for each in found]
    assert propose(misread, CARD) == [], "which of the two is meant cannot be told"


@pytest.mark.parametrize("annexed", ["1", None], ids=["the same place", "the article, which is watched"])
def test_a_place_of_a_decision_that_what_it_issues_has_too_is_not_asked(annexed: str | None) -> None:
    ban = "1. Người được giao quản lý con dấu không được cho người khác mượn con dấu của cơ quan."
    both = [
        Passage(1, 7, 1, ("QUYẾT ĐỊNH",), "2", "1", None, 1, ban, ()),
        Passage(2, 7, 2, ("QUY CHẾ",), "2", annexed, None, 2, "Phạm vi áp dụng.", ()),
    ]
    assert propose(both, CARD) == []
    assert [each.source.id for each in propose(both[:1], CARD)] == ["21-qd-du-2-1"]


def test_a_clause_only_the_annexed_article_has_is_asked() -> None:
    ban = "1. Người được giao quản lý con dấu không được cho người khác mượn con dấu của cơ quan."
    both = [
        Passage(1, 7, 1, ("QUYẾT ĐỊNH",), "2", None, None, 1, "Quyết định này có hiệu lực từ hôm nay.", ()),
        Passage(2, 7, 2, ("QUY CHẾ",), "2", "1", None, 2, ban, ()),
    ]
    assert [each.source.id for each in propose(both, CARD)] == ["21-qd-du-2-1"]


def test_a_figure_with_no_other_like_it_is_typed() -> None:
    item = of("1", "6", made()).item
    assert (item.kind, item.key, item.unit) == ("numeric", ("24",), "tháng")
    assert kind_of(item).share(item, ["24"]) == 1
    assert kind_of(item).share(item, ["12"]) == 0


def test_who_is_responsible_is_asked_among_those_of_other_clauses() -> None:
    item = of("2", "7", made()).item
    assert dict(item.options)[item.key[0]] == "Chi bộ cơ quan"
    assert {words for _, words in item.options} == {"Chi bộ cơ quan", "Văn phòng đảng uỷ", "Cán bộ văn thư"}


def test_terms_are_asked_where_terms_are_explained_and_only_there() -> None:
    there = made(TERMS, "Điều 2. Giải thích từ ngữ")
    assert [dict(each.item.options)[each.item.key[0]] for each in there] == [
        "Hồ sơ điện tử", "Biên mục", "Bản số hoá"
    ]  # fmt: skip
    assert made(TERMS, "Điều 2. Quy định chung") == []


def test_what_is_forbidden_is_to_be_judged() -> None:
    item = of("1", "8", made()).item
    assert item.kind == "true_false"
    assert ("không được" in item.stem) == (item.key == ("true",))


@pytest.mark.parametrize("clause", [("1", "9"), ("2", "9")])
def test_what_points_elsewhere_or_tells_the_time_is_not_asked(clause: tuple[str, str]) -> None:
    assert not [each for each in made() if (each.source.clause, each.source.article) == clause]


def test_every_question_made_passes_and_none_twice() -> None:
    found = _passing(made(), (), (), 50)
    assert len(found.proposed) == 8
    again = _passing(made(), [each.item for each in found.proposed], (), 50)
    assert again.proposed == ()
    assert again.refused[Refusal.DUPLICATE] == 8
    aside = {found.proposed[0].item.digest}
    assert len(_passing(made(), (), aside, 50).proposed) == 7


def test_a_key_the_clause_does_not_hold_is_refused() -> None:
    first = of("1", "4", made())
    wrong = tuple(code for code, _ in first.item.options if code not in first.item.key)[:1]
    assert refused(replace(first, item=replace(first.item, key=wrong)), ()) is Refusal.UNSUPPORTED
    said = first.item.stem.replace("bằng giấy", "bằng fax")
    assert refused(replace(first, item=replace(first.item, stem=said)), ()) is Refusal.UNSUPPORTED
    two = replace(first.item, key=("a", "b"))
    assert refused(replace(first, item=two), ()) is Refusal.UNSOUND


def test_a_wrong_option_that_the_clause_holds_too_is_refused() -> None:
    both = (
        ("4", "1", "1. Đơn vị gửi báo cáo trong thời hạn 03 ngày làm việc, khi gấp trong 10 ngày làm việc."),
    )
    first = made((*both, *CLAUSES))[0]
    assert all("10 ngày" not in words for _, words in first.item.options)
    code = next(code for code, _ in first.item.options if code not in first.item.key)
    options = tuple((c, "10 ngày làm việc" if c == code else words) for c, words in first.item.options)
    assert refused(replace(first, item=replace(first.item, options=options)), ()) is Refusal.AMBIGUOUS


def test_a_false_statement_that_turns_out_true_is_refused() -> None:
    item = of("1", "8", made())
    other = "false" if item.item.key == ("true",) else "true"
    assert refused(replace(item, item=replace(item.item, key=(other,))), ()) is Refusal.UNSUPPORTED


class Model:
    def __init__(self, words: str) -> None:
        self.words = words

    def reword(self, _role: str, _text: str) -> str:
        return self.words


STEM = "Theo khoản 1 Điều 8 văn bản số 21-QĐ/ĐU, người quản lý con dấu không được làm gì trong 02 ngày?"


@pytest.mark.parametrize(
    "words",
    [
        STEM.replace("không được", "được"),
        STEM.replace("02", "03"),
        STEM.replace("Điều 8", "Điều 9"),
        STEM + " Ngoài ra thủ trưởng cơ quan cấp trên quyết định mọi việc liên quan theo thẩm quyền riêng.",
        "Con dấu?",
        "",
        STEM,
    ],
)
def test_words_of_a_model_that_say_something_else_are_not_taken(words: str) -> None:
    assert reworded(STEM, Model(words)) is None


def test_words_of_a_model_that_say_the_same_are_taken() -> None:
    words = "Theo khoản 1 Điều 8 văn bản số 21-QĐ/ĐU, trong 02 ngày người quản lý con dấu không được làm gì?"
    assert reworded(STEM, Model(words)) == words


@given(st.text(max_size=200))
def test_no_words_lose_a_figure_or_a_negation(words: str) -> None:
    if says_the_same(STEM, words):
        assert "21" in words and "02" in words and "không" in words.lower()


@given(st.lists(st.text(max_size=120), max_size=4))
def test_any_text_gives_sound_questions_or_none(texts: list[str]) -> None:
    clauses = tuple((str(n), "1", text) for n, text in enumerate(texts))
    for each in _passing(made(clauses), (), (), 50).proposed:
        assert kind_of(each.item).problem(each.item) is None
        assert kind_of(each.item).share(each.item, kind_of(each.item).right(each.item)) == 1


def test_facts_say_what_they_are() -> None:
    kinds = [fact.kind for fact in facts_of(passages())]
    assert kinds.count(FactKind.FIGURE) == 4
    assert kinds.count(FactKind.RESPONSIBLE) == 3
    assert kinds.count(FactKind.FORBIDDEN) == 1
