"""The card of made pages: both forms, merged letterheads, hand-written numbers, doubtful readings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cataloguing import read_fields
from ingest.cataloguing.bodies import body_name, disagrees_with_symbol
from ingest.cataloguing.issue_date import read_date, written_dates
from ingest.cataloguing.number import read_number, repair_symbol
from ingest.cataloguing.segments import segment
from ingest.cataloguing.signature import office_title
from ocr.page import PageText
from records.types import FieldName as F
from records.types import FieldValue
from tests.ingest.pages import letterhead, line, page, plain

STATE = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
PARTY = ["ĐẢNG CỘNG SẢN VIỆT NAM"]


def _fields(*pages: PageText) -> dict[F, FieldValue]:
    return {entry.name: entry for entry in read_fields(pages).fields}


def _values(*pages: PageText) -> dict[F, str]:
    return {name: entry.value for name, entry in _fields(*pages).items()}


def test_state_form_with_merged_rows() -> None:
    head = letterhead(
        ["ỦY BAN NHÂN DÂN", "TỈNH SÔNG LAM", "SỞ NỘI VỤ"],
        "Số: 128/QĐ-SNV",
        STATE,
        "Sông Lam, ngày 05 tháng 3 năm 2026",
    )
    body = [
        line("QUYẾT ĐỊNH", left=0.45, top=0.16),
        line("Về việc ban hành Quy chế văn thư", left=0.35, top=0.18),
        line("của Sở Nội vụ tỉnh Sông Lam", left=0.37, top=0.2),
        line("GIÁM ĐỐC SỞ NỘI VỤ TỈNH SÔNG LAM", left=0.3, top=0.24),
        line("Căn cứ Luật Lưu trữ số 33/2024/QH15;", top=0.28),
    ]
    fields = _fields(page([*head, *body]))
    assert {name: entry.value for name, entry in fields.items()} == {
        F.REFERENCE_NUMBER: "128/QĐ-SNV",
        F.DOCUMENT_NUMBER: "128",
        F.DOCUMENT_SYMBOL: "QĐ-SNV",
        F.DOCUMENT_TYPE: "decision",
        F.ISSUING_BODY: "Sở Nội vụ",
        F.PARENT_BODY: "Ủy ban nhân dân tỉnh Sông Lam",
        F.PLACE_OF_ISSUE: "Sông Lam",
        F.ISSUE_DATE: "2026-03-05",
        F.SUBJECT: "Về việc ban hành Quy chế văn thư của Sở Nội vụ tỉnh Sông Lam",
    }
    number = fields[F.REFERENCE_NUMBER].box
    assert number is not None
    assert number[2] < 0.4  # the number's half of the row, not the date's


def test_party_form_and_its_ambiguous_symbol() -> None:
    for title, code in (("QUY ĐỊNH", "regulation"), ("QUYẾT ĐỊNH", "decision")):
        head = letterhead(
            ["TỈNH UỶ SÔNG LAM", "*"], "Số 12-QĐ/TU", PARTY, "Sông Lam, ngày 15 tháng 01 năm 2026"
        )
        body = [line(title, left=0.45, top=0.16), line("về công tác số hoá tài liệu", left=0.35, top=0.18)]
        values = _values(page([*head, *body]))
        assert values[F.DOCUMENT_TYPE] == code
        assert values[F.REFERENCE_NUMBER] == "12-QĐ/TU"
        assert values[F.ISSUING_BODY] == "Tỉnh uỷ Sông Lam"
        assert values[F.ISSUE_DATE] == "2026-01-15"


def test_central_resolution_is_its_deciders() -> None:
    values = _values(
        plain(
            """
BAN CHẤP HÀNH TRUNG ƯƠNG
ĐẢNG CỘNG SẢN VIỆT NAM
Số 57-NQ/TW
Hà Nội, ngày 22 tháng 12 năm 2024

NGHỊ QUYẾT
CỦA BỘ CHÍNH TRỊ
về đột phá phát triển khoa học, công nghệ

Phát triển khoa học, công nghệ là yếu tố quyết định phát triển của các quốc gia.
"""
        )
    )
    assert values[F.ISSUING_BODY] == "Bộ Chính trị"
    assert values[F.PARENT_BODY] == "Ban Chấp hành Trung ương"
    assert values[F.SUBJECT] == "về đột phá phát triển khoa học, công nghệ"


def test_letters_have_no_title() -> None:
    head = letterhead(
        ["ỦY BAN NHÂN DÂN", "TỈNH SÔNG LAM"], "Số: 77/UBND-VX", STATE, "Sông Lam, ngày 02 tháng 4 năm 2026"
    )
    body = [
        line("V/v góp ý dự thảo Nghị định", left=0.12, top=0.13),
        line("về công tác văn thư", left=0.15, top=0.147),
        line("Kính gửi: Bộ Nội vụ", left=0.35, top=0.2),
        line("Thực hiện Công văn số 12/BNV-VTLT, Ủy ban nhân dân tỉnh có ý kiến như sau:", top=0.24),
    ]
    values = _values(page([*head, *body]))
    assert values[F.DOCUMENT_TYPE] == "official_letter"
    assert values[F.SUBJECT] == "góp ý dự thảo Nghị định về công tác văn thư"
    assert values[F.RECIPIENTS] == "Bộ Nội vụ"


def test_signature_and_recipients_side_by_side() -> None:
    rows = [
        ("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"),
        ("- Như Điều 3;", "KT. CHỦ TỊCH"),
        ("- Các sở, ban, ngành thuộc", "PHÓ CHỦ TỊCH"),
        ("Ủy ban nhân dân tỉnh;", ""),
        ("- Lưu: VT, NV.", "Lê Thị Minh Nguyệt"),
    ]
    lines = [line("Số: 5/QĐ-UBND", top=0.05)]
    for index, (left, right) in enumerate(rows):
        words = (*line(left, left=0.12, top=0.7 + index * 0.02).words,)
        if right:
            words += line(right, left=0.6, top=0.7 + index * 0.02).words
        lines.append(replace(line("x", top=0.7), words=words, text=" ".join(w.text for w in words)))
    values = _values(page(lines))
    assert values[F.SIGNER_NAME] == "Lê Thị Minh Nguyệt"
    assert values[F.SIGNER_TITLE] == "Phó Chủ tịch"
    assert values[F.SIGNING_AUTHORITY] == "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"
    assert values[F.RECIPIENTS].split("\n") == [
        "Như Điều 3",
        "Các sở, ban, ngành thuộc Ủy ban nhân dân tỉnh",
        "Lưu: VT, NV",
    ]


def test_urgency_stamp() -> None:
    head = letterhead(
        ["ỦY BAN NHÂN DÂN", "XÃ BẾN TRÚC"], "Số: 9/TB-UBND", STATE, "Bến Trúc, ngày 02 tháng 4 năm 2026"
    )
    stamp = line("HỎA TỐC", left=0.15, top=0.13)
    title = line("THÔNG BÁO", left=0.45, top=0.16)
    assert _values(page([*head, stamp, title]))[F.URGENCY_LEVEL] == "express"
    sentence = line("Đề nghị các đơn vị khẩn trương thực hiện", left=0.15, top=0.3)
    assert F.URGENCY_LEVEL not in _values(page([*head, title, sentence]))


@pytest.mark.parametrize(
    ("text", "confidence", "gaps", "number", "doubtful"),
    [
        ("Số: 128/QĐ-UBND", 0.96, {}, "128", False),
        ("Số 57-NQ/TW", 0.96, {}, "57", False),
        ("Số: 115 /NQ-CP", 0.97, {1: 0.01, 2: 0.01}, "115", True),  # room was left for a pen
        ("Số: 128/QĐ-UBND", 0.60, {}, "128", True),
        ("Số: #0X /QĐ-TTg", 0.50, {}, None, True),
        ("Số: 3† _ /2026/TT-BCA", 0.60, {}, None, True),
        ("số: Íf45/QĐ-UBND", 0.91, {}, None, True),
    ],
)
def test_numbers_written_by_hand(
    text: str, confidence: float, gaps: dict[int, float], number: str | None, doubtful: bool
) -> None:
    item = line(text, confidence=confidence, gaps=gaps)
    read = read_number(segment(item, page([item], scanned=True)))
    assert read is not None
    assert (read.number, read.doubtful_number) == (number, doubtful)
    assert read.symbol in {"QĐ-UBND", "NQ/TW", "NQ-CP", "QĐ-TTg", "TT-BCA"}


@pytest.mark.parametrize(
    ("read", "symbol", "repaired"),
    [
        ("QĐ-TTg", "QĐ-TTg", False),
        ("QĐ-TTs", "QĐ-TTg", True),
        ("QD-UBND", "QĐ-UBND", True),
        ("OĐ-TTg", "QĐ-TTg", True),
        ("NQITW", "NQ/TW", True),
        ("HĐ-SXD", "HĐ-SXD", False),  # in no list: left alone
        ("QĐ-SNV", "QĐ-SNV", False),
    ],
)
def test_symbols_are_put_right_by_the_closed_list_alone(read: str, symbol: str, repaired: bool) -> None:
    assert repair_symbol(read) == (symbol, repaired)


def test_a_stroke_read_as_a_letter() -> None:
    item = line("Số 57-NQITW")
    read = read_number(segment(item, page([item], scanned=True)))
    assert read is not None
    assert (read.reference, read.doubtful_symbol) == ("57-NQ/TW", True)


def _date(text: str, *, scanned: bool = True, confidence: float = 0.96, gaps: dict[int, float] | None = None):
    item = line(text, confidence=confidence, gaps=gaps)
    return read_date(segment(item, page([item], scanned=scanned)))


def test_dates_printed_and_written_by_hand() -> None:
    printed = _date("Hà Nội, ngày 05 tháng 3 năm 2026")
    assert printed is not None
    assert (printed.place_name, printed.value, printed.doubtful) == ("Hà Nội", date(2026, 3, 5), False)
    by_hand = _date("Hà Nội, ngày 22 tháng 4 năm 2026", gaps={3: 0.01, 4: 0.01})
    assert by_hand is not None
    assert (by_hand.value, by_hand.doubtful) == (date(2026, 4, 22), True)
    unsure = _date("Hà Nội, ngày 22 tháng 4 năm 2026", confidence=0.7)
    assert unsure is not None
    assert unsure.doubtful


@pytest.mark.parametrize(
    "text",
    [
        "Hà Nội, ngày 49 tháng _ năm 2026",
        "Hà Nội, ngày8®#tháng 4 năm 2026",
        "Hà Nội, ngày.24' tháng ({ năm 2026",
        "Hà Nội, ngày 31 tháng 02 năm 2026",
        "Hà Nội, ngày tháng năm 2026",
    ],
)
def test_what_is_no_date_stays_empty(text: str) -> None:
    read = _date(text)
    assert read is not None
    assert read.value is None
    assert read.place_name == "Hà Nội"


def test_a_date_before_its_own_bases_is_doubted() -> None:
    head = letterhead(["CHÍNH PHỦ"], "Số: 12/NQ-CP", STATE, "Hà Nội, ngày 05 tháng 3 năm 2026")
    body = [
        line("NGHỊ QUYẾT", left=0.45, top=0.16),
        line("Về việc thử", left=0.45, top=0.18),
        line("Căn cứ Nghị định số 39/2026/NĐ-CP ngày 18 tháng 6 năm 2026 của Chính phủ;", top=0.24),
    ]
    assert _fields(page([*head, *body]))[F.ISSUE_DATE].doubtful


def test_body_at_odds_with_the_symbol_is_doubted() -> None:
    head = letterhead(["BỘ TÀI CHÍNH"], "Số: 12/2026/TT-BCA", STATE, "Hà Nội, ngày 05 tháng 3 năm 2026")
    fields = _fields(page([*head, line("THÔNG TƯ", left=0.45, top=0.16)]))
    assert fields[F.ISSUING_BODY].doubtful
    assert fields[F.DOCUMENT_SYMBOL].doubtful
    assert not disagrees_with_symbol("Ủy ban nhân dân xã Bến Trúc", "QĐ-UBND")


def test_words_misread_in_a_body_are_put_right_and_flagged() -> None:
    head = letterhead(
        ["ỦY BAN NHÂN ĐÂN", "TỈNH SÔNG LAM"], "Số: 1/QĐ-UBND", STATE, "Sông Lam, ngày 05 tháng 3 năm 2026"
    )
    entry = _fields(page([*head, line("QUYẾT ĐỊNH", left=0.45, top=0.16)], scanned=True))[F.ISSUING_BODY]
    assert (entry.value, entry.doubtful) == ("Ủy ban nhân dân tỉnh Sông Lam", True)
    alone = letterhead(["ỦY BAN NHÂN DÂN"], "Số: 1/QĐ-UBND", STATE, "Sông Lam, ngày 05 tháng 3 năm 2026")
    assert _fields(page([*alone, line("QUYẾT ĐỊNH", left=0.45, top=0.16)]))[F.ISSUING_BODY].doubtful


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI", "Ủy ban nhân dân thành phố Hà Nội"),
        ("TỈNH UỶ SÔNG LAM", "Tỉnh uỷ Sông Lam"),
        ("ĐẢNG UỶ PHƯỜNG THƯỢNG LAM", "Đảng uỷ phường Thượng Lam"),
        ("SỞ NỘI VỤ", "Sở Nội vụ"),
        ("UBND THÀNH PHỐ HÀ NỘI", "UBND thành phố Hà Nội"),
        ("HỘI ĐỒNG NHÂN DÂN XÃ BẾN TRÚC", "Hội đồng nhân dân xã Bến Trúc"),
    ],
)
def test_names_in_capitals_are_written_as_in_text(printed: str, name: str) -> None:
    assert body_name(printed) == name


def test_office_titles() -> None:
    assert office_title("PHÓ CHÁNH VĂN PHÒNG") == "Phó Chánh Văn phòng"
    assert office_title("—— PHÓ BÍ THƯ") == "Phó Bí thư"
    assert office_title("BỘ TRƯỞNG") == "Bộ trưởng"


def test_nothing_read_needs_review() -> None:
    reading = read_fields([])
    assert (reading.fields, reading.relations, reading.needs_review) == ([], [], True)
    blank = PageText(1, 10, 10, 72, "none", "blank", 0.0)
    assert read_fields([blank]).needs_review


@given(st.integers(1, 28), st.integers(1, 12), st.integers(1990, 2030), st.booleans())
def test_written_dates_come_back(day: int, month: int, year: int, long: bool) -> None:
    text = f"ngày {day:02} tháng {month} năm {year}" if long else f"ngày {day}/{month}/{year}"
    assert written_dates(f"Căn cứ Luật, {text} của") == [(12 + 1, date(year, month, day))]


@given(st.text(st.sampled_from("0123456789/-–ngàythángnămHà Nội,.'{_QĐTWSố:\n"), min_size=1, max_size=60))
def test_any_head_line_is_read_without_failing(text: str) -> None:
    if not text.split():
        return
    item = line(text)
    piece = segment(item, page([item], scanned=True))
    found = read_date(piece)
    assert found is None or found.value is None or 1900 <= found.value.year < 2100
    number = read_number(piece)
    assert number is None or number.number is None or number.number[0].isdigit()
    read_fields([page([item], scanned=True)])
