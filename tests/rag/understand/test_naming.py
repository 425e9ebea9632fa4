"""Numbers however they are written lead to the right document, and to none that one may not see."""

from __future__ import annotations

import re
from datetime import date
from itertools import cycle, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.principal import Principal
from access.scope import Scope
from rag.types import FilterKind
from rag.understand.named import resolve_numbers, without_names
from rag.understand.narrowing import Narrowing, narrow
from rag.understand.numbers import mentions, read_numbers
from records.catalogue import Catalogue
from tests.rag.understand.ways import PARTY, STATE, spellings
from tests.records.making import Maker

# The kind as people say it and as it is stored, who issued it, and when.
PAPERS = {
    "57-NQ/TW": ("nghị quyết", "resolution", "Bộ Chính trị", "2024-12-22"),
    "384-QĐ/TW": ("quy định", "regulation", "Ban Bí thư", "2025-11-19"),
    "412-QĐ/TU": ("quyết định", "decision", "Tỉnh uỷ Nam Giang", "2025-03-04"),
    "16-CT/TU": ("chỉ thị", "directive", "Tỉnh uỷ Nam Giang", "2023-05-06"),
    "69-KL/TW": ("kết luận", "conclusion", "Bộ Chính trị", "2024-01-11"),
    "37-HD/BTGDVTW": ("hướng dẫn", "guidance", "Ban Tuyên giáo và Dân vận Trung ương", "2025-11-20"),
    "1133-CV/VPTW": ("công văn", "official_letter", "Văn phòng Trung ương Đảng", "2025-10-02"),
    "204-ĐA/TU": ("đề án", "scheme", "Tỉnh uỷ Nam Giang", "2024-11-29"),
}
OF_THE_STATE = {
    "30/2020/NĐ-CP": ("nghị định", "decree", "Chính phủ", "2020-03-05"),
    "05/2025/TT-BNV": ("thông tư", "circular", "Bộ Nội vụ", "2025-05-14"),
    "03/NQ-CP": ("nghị quyết", "resolution", "Chính phủ", "2025-01-09"),
    "2280/QĐ-UBND": ("quyết định", "decision", "Uỷ ban nhân dân thành phố Hà Nội", "2025-04-25"),
}


@pytest.fixture
def library(maker: Maker) -> dict[str, int]:
    """The documents above, others of nearby numbers, and the same numbers where the reader sees nothing."""
    made = {}
    for number, (_, kind, issuer, day) in {**PAPERS, **OF_THE_STATE}.items():
        made[number] = enter(maker, "tinh", number, kind, issuer, day)
        enter(maker, "binh", number, kind, issuer, day)
    for other in ("5-NQ/TW", "7-NQ/TW", "570-NQ/TW", "157-NQ/TW", "38-QĐ/TW", "84-QĐ/TW", "3840-QĐ/TW"):
        enter(maker, "tinh", other, "resolution", "Bộ Chính trị", "2022-02-03")
    return made


def enter(maker: Maker, unit: str, number: str, *told: str) -> int:
    kind, issuer, day = told
    return maker.add(unit, number=number, kind=kind, issuer=issuer, on=date.fromisoformat(day))


@pytest.fixture
def scope(people: dict[str, Principal]) -> Scope:
    return Scope.of(people["an"])


def named_in(question: str, catalogue: Catalogue, scope: Scope) -> set[int]:
    return {id_ for each in resolve_numbers(question, catalogue, scope) for id_ in each.ids}


def test_forty_ways_lead_to_the_right_document(
    catalogue: Catalogue, library: dict[str, int], scope: Scope
) -> None:
    wrong = []
    asked = cycle(["{} nói gì về hồ sơ?", "Theo {}, ai chịu trách nhiệm", "{}"])
    for number, (kind, _, issuer, day) in PAPERS.items():
        digits, symbol, body = re.split("[-/]", number)
        for way in PARTY:
            written = way.format(
                n=digits, s=symbol, b=body, k=kind, i=issuer, y=day[:4], d=f"{day[8:]}/{day[5:7]}/{day[:4]}"
            )
            for how, typed in spellings(next(asked).format(written)).items():
                if named_in(typed, catalogue, scope) != {library[number]}:
                    wrong.append((number, how, typed))
    assert not wrong, wrong


def test_ways_of_the_state(catalogue: Catalogue, library: dict[str, int], scope: Scope) -> None:
    wrong = []
    for number, (kind, _, issuer, day) in OF_THE_STATE.items():
        digits, *year, symbol = number.split("/")
        kind_symbol, body = symbol.split("-")
        for way in STATE:
            if not year and "{n}/{y}" in way.replace("-", "/").replace(" ", ""):
                continue
            written = way.format(n=digits, s=kind_symbol, b=body, k=kind, i=issuer, y=day[:4])
            for how, typed in spellings(f"{written} quy định thế nào?").items():
                if named_in(typed, catalogue, scope) != {library[number]}:
                    wrong.append((number, how, typed))
    assert not wrong, wrong


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Resolution No. 57-NQ/TW of the Politburo", "57-NQ/TW"),
        ("What does the Politburo's Resolution 57 say?", "57-NQ/TW"),
        ("پولٹ بیورو کی قرارداد نمبر 57 کیا کہتی ہے", "57-NQ/TW"),
        ("ضابطہ نمبر 384-QD/TW", "384-QĐ/TW"),
        ("NQ57 của BCT", "57-NQ/TW"),
        ("quyết định 384 của trung ương", "384-QĐ/TW"),
        ("văn bản số 384 nói gì", "384-QĐ/TW"),
        ("QĐ 2280 của UBND TP Hà Nội", "2280/QĐ-UBND"),
        ("tt 05 bnv", "05/2025/TT-BNV"),
        ("nghị quyết 3 của chính phủ", "03/NQ-CP"),
        ("Điều 8 Quy định 384", "384-QĐ/TW"),
        ("từ ngày 1/1/2025 nghị quyết 57 yêu cầu gì", "57-NQ/TW"),
    ],
)
def test_other_ways(
    catalogue: Catalogue, library: dict[str, int], scope: Scope, question: str, number: str
) -> None:
    assert named_in(question, catalogue, scope) == {library[number]}


@pytest.mark.parametrize(
    "question",
    [
        "nghị quyết 57 của Chính phủ", "chỉ thị 384", "nghị quyết 57 năm 2019", "57-NQ/TU",
        "quyết định 30/2020", "nghị quyết 57-NQ/TW ngày 01/02/2020", "999-QĐ/TW",
    ],
)  # fmt: skip
def test_what_nothing_visible_carries_is_shown_as_not_found(
    catalogue: Catalogue, library: dict[str, int], scope: Scope, question: str
) -> None:
    found = narrow(question, scope, catalogue)
    (shown,) = found.filters
    assert (shown.kind, shown.found) == (FilterKind.DOCUMENT, False)
    assert found.named == frozenset()
    assert [each.text for each in found.unheld] == [question]


@pytest.mark.parametrize(
    "text",
    [
        "", "57", "kế hoạch 5 năm 2021-2025", "kế hoạch 2025", "từ ngày 22/12/2024 quyết định",
        "điều 8 khoản 2", "đã 5 năm rồi", "thông báo 15 ngày trước", "phạt 5.000.000 đồng theo nghị định",
        "tăng 5% trong 3 năm",
        "quyết định ngày 22/12/2024", "báo cáo 6 tháng đầu năm", "họp 2 lần một quý", "số tiền 500 đồng",
    ],
)  # fmt: skip
def test_other_figures_name_nothing(text: str) -> None:
    assert read_numbers(text) == []


def test_a_number_of_two_issuers_keeps_both_and_tells_them_apart(
    catalogue: Catalogue, maker: Maker, scope: Scope
) -> None:
    centre = enter(maker, "tinh", "57-NQ/TW", "resolution", "Bộ Chính trị", "2024-12-22")
    province = enter(maker, "tinh", "57-NQ/TU", "resolution", "Tỉnh uỷ Nam Giang", "2022-03-01")
    found = narrow("nghị quyết 57 nói gì", scope, catalogue)
    assert found.named == {centre, province}
    labels = [each.label for each in found.filters]
    assert len(set(labels)) == 2
    assert any("Bộ Chính trị" in label for label in labels)
    one = next(each for each in found.filters if "Bộ Chính trị" in each.label)
    assert narrow("nghị quyết 57 nói gì", scope, catalogue, without=[one.key]).named == {province}
    assert narrow("nghị quyết 57 của Tỉnh uỷ", scope, catalogue).named == {province}


def test_a_hidden_document_is_as_one_that_does_not_exist(
    catalogue: Catalogue, maker: Maker, scope: Scope
) -> None:
    def told(number: str) -> Narrowing:
        return narrow(f"quyết định {number} của Đảng uỷ nói gì", scope, catalogue)

    before = told("712")
    enter(maker, "binh", "712-QĐ/ĐU", "decision", "Đảng uỷ xã Bình Minh", "2025-01-02")
    assert told("712") == before
    assert not before.filters[0].found


def test_copies_of_one_document_are_one_filter(catalogue: Catalogue, maker: Maker, scope: Scope) -> None:
    ids = {
        enter(maker, unit, "88-QĐ/TU", "decision", "Tỉnh uỷ Nam Giang", "2025-01-02")
        for unit in ("tinh", "an")
    }
    found = narrow("QĐ88/TU", scope, catalogue)
    assert found.named == ids
    assert len(found.filters) == 1


def test_what_others_say_of_a_document_that_is_not_held() -> None:
    asked = read_numbers("QĐ 999 bị thay thế chưa")
    assert mentions("Quy định này thay thế Quyết định số 999-QĐ/TW.", asked)
    assert not mentions("Quyết định số 998-QĐ/TW, trang 999.", asked)


def test_without_names() -> None:
    assert (
        without_names("theo NQ 57/TW thì chỉ tiêu kinh tế số là gì") == "theo thì chỉ tiêu kinh tế số là gì"
    )
    assert without_names("nghị quyết 57 nói gì") == "nghị quyết 57 nói gì"


@given(st.text(alphabet="nqđQĐTW/57-. sốđiều0123456789năm\u0301سکی", max_size=60) | st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    found = read_numbers(text)
    for one, next_one in pairwise(found):
        assert one.end <= next_one.start
    assert all(each.number.isascii() for each in found)
    without_names(text)
