"""Places, days, kinds and issuers, slips of typing, English and Urdu: what is read of a question's words."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.index.port import Field
from rag.lexical.accents import standard_restorer
from rag.understand.as_of import read_day
from rag.understand.choice import read_choice
from rag.understand.foreign import in_vietnamese, plain_digits
from rag.understand.periods import read_periods
from rag.understand.places import Place, asks_only_what_it_says, read_places
from rag.understand.question import understand
from rag.understand.titles import may_name, named_by_title
from rag.understand.typos import corrected
from records.types import DocumentStatus, DocumentSummary
from vanthu.db import now
from vanthu.text import fold


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("khoản 2 điều 8", [Place("8", "2")]),
        ("Điều 8, khoản 2 quy định gì", [Place("8", "2")]),
        ("điểm a khoản 1 Điều 5 Quy định 384", [Place("5", "1", "a")]),
        ("điểm đ khoản 4", [Place(None, "4", "đ")]),
        ("khoản 2 và khoản 3 điều 8", [Place("8", "2"), Place("8", "3")]),
        ("Điều 8 và Điều 9", [Place("8"), Place("9")]),
        ("dieu 12a", [Place("12a")]),
        ("k2 đ8 qđ 384", [Place("8", "2")]),
        ("clause 2 of article 8", [Place("8", "2")]),
        ("آرٹیکل 8", [Place("8")]),
        ("Điều 05", [Place("5")]),
        ("khoản 1, 2 và 3 Điều 5 nói gì", [Place("5", "1"), Place("5", "2"), Place("5", "3")]),
        ("khoản 1 và 3 của Điều 5", [Place("5", "1"), Place("5", "3")]),
        ("Điều 5, 6 Nghị quyết 7-NQ/TU", [Place("5"), Place("6")]),
        ("Điều 5 và 10 ngày nghỉ", [Place("5")]),
        ("khoản 2, 15 người dự", [Place(None, "2")]),
        ("Điều 5 và 0 quy định gì", [Place("5")]),
        ("điều kiện 3 là gì", []),
        ("khoản tiền 500 đồng", []),
        ("điểm 9 môn Toán", []),
        ("2 điều cần làm", []),
    ],
)
def test_places(text: str, places: list[Place]) -> None:
    for typed in (text, text.upper(), unicodedata.normalize("NFD", text)):
        found = [place for mention in read_places(typed) for place in mention.places]
        assert found == places


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("Điều 8 Quy định 384 nói gì?", True),
        ("Nội dung khoản 2 Điều 8 của Quy định 384-QĐ/TW", True),
        ("Theo Điều 8 Quy định 384 ai chia sẻ dữ liệu?", False),
        ("Quy định 384 nói gì?", False),
    ],
)
def test_whether_only_the_place_is_asked(text: str, only: bool) -> None:
    assert asks_only_what_it_says(text) is only


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("năm 2024", "2024-01-01", "2024-12-31"),
        ("trong nam 2024", "2024-01-01", "2024-12-31"),
        ("từ tháng 3 đến tháng 6/2025", "2025-03-01", "2025-06-30"),
        ("quý I năm 2025", "2025-01-01", "2025-03-31"),
        ("quý 4/2024", "2024-10-01", "2024-12-31"),
        ("6 tháng đầu năm 2025", "2025-01-01", "2025-06-30"),
        ("trước 1/7/2025", None, "2025-06-30"),
        ("trước ngày 01 tháng 7 năm 2025", None, "2025-06-30"),
        ("sau ngày 22/12/2024", "2024-12-23", None),
        ("từ năm 2020 đến năm 2024", "2020-01-01", "2024-12-31"),
        ("từ ngày 1/1/2025", "2025-01-01", None),
        ("đến năm 2030", None, "2030-12-31"),
        ("tháng 2 năm 2024", "2024-02-01", "2024-02-29"),
        ("before July 1, 2025", None, "2025-06-30"),
        ("from March to June 2025", "2025-03-01", "2025-06-30"),
        ("2024 میں", "2024-01-01", "2024-12-31"),
    ],
)
def test_periods(text: str, first: str | None, last: str | None) -> None:
    (period,) = read_periods(text)
    assert period.first == (date.fromisoformat(first) if first else None)
    assert period.last == (date.fromisoformat(last) if last else None)


@pytest.mark.parametrize(
    "text", ["gần đây", "31/2/2025", "30/2020/NĐ-CP", "tháng 13/2025", "trước ngày 20 tháng này"]
)
def test_what_is_no_day(text: str) -> None:
    assert read_periods(text) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Vào ngày 1/3/2025 thì ai quản lý?", "2025-03-01"),
        ("Tại thời điểm tháng 6/2024 mức phạt là bao nhiêu?", "2024-06-30"),
        ("Nghị quyết 57 còn hiệu lực vào ngày 1/7/2025 không?", "2025-07-01"),
        ("tính đến ngày 31/12/2024 quy định nào áp dụng", "2024-12-31"),
        ("As of 1/3/2025, who signs?", "2025-03-01"),
        ("Quy định 384 có hiệu lực từ ngày 19/11/2025?", None),
        ("Đến năm 2030 kinh tế số chiếm bao nhiêu?", None),
        ("hiện nay ai quản lý", None),
        ("các quyết định ban hành năm 2024", None),
    ],
)
def test_the_day_as_of_which_is_asked(text: str, day: str | None) -> None:
    found = read_day(text)
    assert (found.last.isoformat() if found and found.last else None) == day


YEAR = "2025-01-01..2025-12-31"
HELD = ["Bộ Chính trị", "Uỷ ban nhân dân thành phố Hà Nội", "UBND tỉnh Quảng Ninh", "Chính phủ"]


@pytest.mark.parametrize(
    ("text", "kinds", "issuers", "issued"),
    [
        (
            "các quyết định của UBND tỉnh Quảng Ninh năm 2025",
            {"decision"},
            {HELD[2]},
            "2025-01-01..2025-12-31",
        ),
        ("cac nghi quyet cua BCT nam 2024", {"resolution"}, {HELD[0]}, "2024-01-01..2024-12-31"),
        ("kế hoạch của UBND TP Hà Nội năm 2025", {"plan"}, {HELD[1]}, "2025-01-01..2025-12-31"),
        ("văn bản do Chính phủ ban hành trước 1/7/2025", set(), {HELD[3]}, "..2025-06-30"),
        ("nghị quyết nào nói về khoa học", {"resolution"}, set(), None),
        ("the resolutions of the Politburo in 2024", {"resolution"}, {HELD[0]}, "2024-01-01..2024-12-31"),
        ("các nghị quyết của chi bộ được lưu bao lâu", set(), set(), None),
        ("theo quy định của pháp luật", set(), set(), None),
        ("thẩm quyền quyết định đầu tư năm 2025", set(), set(), None),
        ("chỉ tiêu kinh tế số năm 2025", set(), set(), None),
        ("các chương trình, dự án nào được ưu tiên", set(), set(), None),
    ],
)
def test_what_chooses_documents(text: str, kinds: set[str], issuers: set[str], issued: str | None) -> None:
    chosen = read_choice(text, lambda: HELD, frozenset())
    assert chosen.kind == kinds
    assert chosen.issuers == issuers
    assert (chosen.issued.key if chosen.issued else None) == issued
    taken = frozenset(each.key for each in chosen.filters)
    assert not read_choice(text, lambda: HELD, taken)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("quyeets ddinhj soos 384 nois gif", "quyết định số 384 nói gì"),
        ("nghij quyeets 57 cuar booj chinhs trij", "nghị quyết 57 của bộ chính trị"),
        ("dduowcj quyền gif", "được quyền gì"),
        ("trách nhiêm của người dứng đầu", "trách nhiệm của người đứng đầu"),
        ("chuyển đôỉ số", "chuyển đổi số"),
        ("quyền cuả ngươì lao động", "quyền của người lao động"),
        ("bảo vệ môi truờng", "bảo vệ môi trường"),
        ("ngừoi đứng đầu cơ quan", "người đứng đầu cơ quan"),
        ("báo caso tháng", "báo cáo tháng"),
        ("trahc nhiem cua can bo", "trách nhiem cua can bo"),
        ("hop dong lao dogn", "hop dong lao động"),
    ],
)
def test_slips_are_put_right(typed: str, meant: str) -> None:
    assert corrected(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Đâu không phải là nghĩa vụ của cha, mẹ?",
        "tối thiểu bao nhiêu năm", "Nghị quyết 57 nhấn mạnh điều gì?",
        "Google và Facebook có nghĩa vụ gì", "384-QĐ/TW", "ông Quýnh ở xã Krông Pắc", "đứng dậy khi tuyên án",
        "email gửi qua hệ thống nào", "UBND tỉnh", "https://vanthu.vn/tra-cuu", "",
    ],
)  # fmt: skip
def test_what_is_no_slip_stays(text: str) -> None:
    assert corrected(text) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chuyen đổi số quốc gia", "chuyển đổi số quốc gia"),
        ("nghi quyet về chuyển đổi số", "nghị quyết về chuyển đổi số"),
        ("nghĩa vụ cua cong dan khi cư trú", "nghĩa vụ của công dân khi cư trú"),
        ("ban hành văn bản nào", "ban hành văn bản nào"),
    ],
)
def test_marks_typed_on_some_words_only(typed: str, meant: str) -> None:
    asked = understand(typed)
    assert asked is not None
    assert (asked.reading, asked.text) == (meant, typed)


def test_english_and_urdu_are_said_in_vietnamese_words() -> None:
    english = understand("What are the targets for the digital economy by 2030?")
    urdu = understand("ڈیجیٹل معیشت کے اہداف ۲۰۳۰ تک کیا ہیں؟")
    assert english is not None
    assert urdu is not None
    assert (english.foreign, urdu.foreign) == ("en", "ur")
    for asked in (english, urdu):
        assert "kinh tế số" in asked.words
        assert "mục tiêu" in asked.words
        assert asked.weights[Field.DENSE] > asked.weights[Field.EXACT]
    assert "2030" in urdu.text
    assert in_vietnamese("registered tourists", "en") == "đăng ký khách du lịch"
    assert plain_digits("۱۲٫۵٪ ۲۰۲۴") == "12.5% 2024"


def test_what_sentences_may_hold_of_a_question() -> None:
    """Of a foreign one its terms in Vietnamese and its figures, none of its own words."""
    for question, held in (
        ("What are the targets by 2030?", "mục tiêu chỉ tiêu 2030"),
        ("How is pho cooked?", ""),
        ("Thời hạn là bao lâu?", "Thời hạn là bao lâu?"),
    ):
        asked = understand(question)
        assert asked is not None
        assert asked.in_vietnamese == held


@pytest.mark.parametrize(
    "question",
    [
        "can bo to chuc thi the nao",
        "quyết định của ban nào",
        "nq57",
        "tinh hinh the gioi",
        "AI là gì",
        "in an tai lieu",
    ],
)
def test_vietnamese_is_not_taken_for_english(question: str) -> None:
    asked = understand(question)
    assert asked is not None
    assert asked.foreign != "en"


UNACCENTED = (
    "the can cuoc co in lai duoc khong", "may in hong thi bao ai", "an phi to tung do ai nop",
    "can bo xa duoc nghi may ngay", "co the in to khai o dau", "me toi co the lam dai dien khong",
    "thoi han nop ho so la bao lau", "do ai ky", "so den khi nao khoa", "no thue thi bi gi", "to nao in the",
    "an toan thong tin la gi", "it nhat may nguoi", "ho so can may ban",
)  # fmt: skip
SHARED = ("may", "the", "can", "do", "to", "in", "an", "a", "be", "it", "so", "no", "up", "me")
TYPED_AS_THEY_ARE = ("UBND", "file", "visa", "laptop", "email", "report", "seal", "member", "Canon")


@given(
    st.sampled_from(UNACCENTED),
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(TYPED_AS_THEY_ARE)), max_size=2),
)
def test_vietnamese_without_marks_is_not_taken_for_english(
    question: str, dropped_in: list[tuple[int, str]]
) -> None:
    words = question.split()
    for at, word in dropped_in:
        words.insert(min(at, len(words)), word)
    asked = understand(" ".join(words))
    assert asked is not None
    assert asked.foreign != "en"


@given(st.lists(st.sampled_from(SHARED), min_size=1, max_size=8))
def test_syllables_alone_are_vietnamese(words: list[str]) -> None:
    asked = understand(" ".join(words))
    assert asked is not None
    assert asked.foreign == ""


@pytest.mark.parametrize(
    "question",
    [
        "May the seal be lent?",
        "Can I export rice?",
        "may an archive be destroyed",
        "Is overtime paid?",
        "CAN THE FILE BE COPIED?",
    ],
)
def test_a_short_english_question_is_english(question: str) -> None:
    asked = understand(question)
    assert asked is not None
    assert asked.foreign == "en"


def summary(id_: int, subject: str, kind: str | None = None, number: str | None = None) -> DocumentSummary:
    return DocumentSummary(
        id_, f"{id_}.pdf", DocumentStatus.READY, 1, number, kind, None, None, subject, 1, False, now()
    )


def test_documents_named_by_title() -> None:
    shelf = [
        summary(1, "Luật Du lịch"), summary(2, "Luật Thanh niên"),
        summary(3, "về chế độ báo cáo", "regulation", "1-QĐ/TU"),
        summary(4, "Phê duyệt quy hoạch cấp nước thành phố", "decision", "2-QĐ/UBND"),
    ]  # fmt: skip
    assert named_by_title("Theo luật du lịch, khách có quyền gì?", shelf) == {1}
    assert named_by_title("“quy hoạch cấp nước” nói gì về giá nước", shelf) == {4}
    assert named_by_title("du lịch và thanh niên", shelf) == set()
    assert named_by_title("chế độ báo cáo thế nào", shelf) == set()
    assert may_name("Theo Luật Du lịch")
    assert not may_name("khách du lịch có quyền gì")


QUESTIONS = st.text(max_size=80) | st.lists(
    st.sampled_from(
        [
            "nghị quyết",
            "57",
            "của bộ chính trị",
            "năm 2024",
            "từ tháng 3 đến",
            "quý",
            "điều 8",
            "khoản 2",
            "còn",
            "cấp xã",
            "thì sao",
            "các quyết định",
            "UBND tỉnh",
            "trước 1/7/2025",
            "quyeets",
            "ddinhj",
            "trahc",
            "what is the",
            "قرارداد نمبر",
            "۵۷",
            "“luật du lịch”",
            "vào ngày 1/3/2025",
        ]
    ),
    max_size=14,
).map(" ".join)


@given(QUESTIONS)
def test_any_question_is_understood_and_its_reading_is_steady(text: str) -> None:
    asked = understand(text)
    read_choice(text, lambda: HELD, frozenset())
    read_day(text)
    may_name(text)
    for mention in read_places(text):
        assert 0 <= mention.start < mention.end <= len(unicodedata.normalize("NFC", text))
    if asked is None:
        return
    again = understand(asked.reading)
    assert again is not None
    if not asked.foreign and not again.foreign and not fold(asked.reading).endswith("?"):
        assert again.text == asked.reading


@given(QUESTIONS)
def test_correcting_twice_is_correcting_once(text: str) -> None:
    once = corrected(unicodedata.normalize("NFC", text))
    assert corrected(once) == once
    assert standard_restorer().completed(
        standard_restorer().completed(once)
    ) == standard_restorer().completed(once)
