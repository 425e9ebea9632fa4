"""The parts of a card against each other: what differs is flagged, what agrees is not; two readings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cataloguing import names, office_checks, places, read_fields
from ingest.cataloguing.abbreviations import Agreement, agreement
from ingest.cataloguing.probability import DOUBTFUL_BELOW, Signs, probability
from ingest.cataloguing.wording import ODD, oddest, strangers
from ocr.page import Line, PageText, Region, Word
from records.types import FieldName as F
from records.types import FieldValue
from tests.ingest.pages import letterhead, line, page

STATE = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
PARTY = ["ĐẢNG CỘNG SẢN VIỆT NAM"]
DAY = "Sông Lam, ngày 05 tháng 3 năm 2026"
PROVINCE = ["ỦY BAN NHÂN DÂN", "TỈNH SÔNG LAM"]


def _fields(*pages: PageText, today: date = date(2026, 12, 31)) -> dict[F, FieldValue]:
    return {entry.name: entry for entry in read_fields(pages, today=today).fields}


def _document(
    number: str,
    *,
    title: str = "QUYẾT ĐỊNH",
    bodies: list[str] = PROVINCE,
    day: str = DAY,
    right: list[str] = STATE,
) -> list[Line]:
    head = letterhead(bodies, number, right, day)
    return [*head, line(title, left=0.45, top=0.16), line("Về việc phân công nhiệm vụ", left=0.35, top=0.18)]


@pytest.mark.parametrize("scanned", [True, False])
@pytest.mark.parametrize(
    ("number", "bodies", "flagged"),
    [
        ("Số: 12/QĐ-UBND", PROVINCE, False),
        ("Số: 12/OĐ-UBND", PROVINCE, True),  # a slip of recognition, in text layers too
        ("Số: 12/QĐ-SNV", ["SỞ TÀI CHÍNH"], True),
        ("Số: 12/QĐ-ST", ["SỞ TÀI CHÍNH"], True),  # a letter lost
        ("Số: 12/KH-STC", ["SỞ TÀI CHÍNH"], True),  # the title says decision
        ("Số: 12/QĐ-STC", ["SỞ TÀI CHÍNH"], False),
        ("Số 12-QĐ/TU", PROVINCE, True),  # the Party's form under the national title
    ],
)
def test_the_symbol_against_title_and_issuer(
    number: str, bodies: list[str], flagged: bool, *, scanned: bool
) -> None:
    fields = _fields(page(_document(number, bodies=bodies), scanned=scanned))
    assert fields[F.DOCUMENT_SYMBOL].doubtful is flagged
    assert fields[F.REFERENCE_NUMBER].doubtful is flagged


def test_joint_bodies_are_one_issuer_and_no_parent() -> None:
    for bodies in (
        ["BỘ NÔNG NGHIỆP VÀ MÔI", "TRƯỜNG - BỘ QUỐC PHÒNG"],
        ["BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG -", "BỘ QUỐC PHÒNG"],
        ["BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "BỘ QUỐC PHÒNG"],
    ):
        lines = _document("Số: 3/2016/TTLT-BNNMT-BQP", title="THÔNG TƯ LIÊN TỊCH", bodies=bodies)
        day = [line("Hà Nội, ngày 25 tháng 02 năm 2016", left=0.54, top=0.14)]
        fields = _fields(page([*lines, *day]))
        assert fields[F.ISSUING_BODY].value == "Bộ Nông nghiệp và Môi trường - Bộ Quốc phòng"
        assert not fields[F.ISSUING_BODY].doubtful
        assert F.PARENT_BODY not in fields
    other = _document("Số: 3/2016/TTLT-BTC-BQP", title="THÔNG TƯ LIÊN TỊCH", bodies=bodies)
    assert _fields(page(other))[F.ISSUING_BODY].doubtful
    alone = _document("Số: 3/2016/TTLT-BTC-BQP", title="THÔNG TƯ LIÊN TỊCH", bodies=["BỘ TÀI CHÍNH"])
    assert _fields(page(alone))[F.ISSUING_BODY].doubtful


def test_blanks_of_a_draft_stay_empty() -> None:
    lines = _document("Số: /KH-UBND", title="KẾ HOẠCH", day="Sông Lam, ngày tháng năm 2026")
    fields = _fields(page([*lines, line("DỰ THẢO", left=0.12, top=0.14)], scanned=True))
    assert not {F.REFERENCE_NUMBER, F.DOCUMENT_NUMBER, F.ISSUE_DATE} & set(fields)
    assert fields[F.ISSUING_BODY].value == "Ủy ban nhân dân tỉnh Sông Lam"


def test_no_document_is_issued_tomorrow_or_by_a_district_that_is_no_more() -> None:
    assert not _fields(page(_document("Số: 1/QĐ-UBND")))[F.ISSUE_DATE].doubtful
    assert _fields(page(_document("Số: 1/QĐ-UBND")), today=date(2026, 3, 4))[F.ISSUE_DATE].doubtful
    district = _document("Số: 1/QĐ-UBND", bodies=["ỦY BAN NHÂN DÂN", "HUYỆN SÔNG LAM"])
    assert _fields(page(district))[F.ISSUE_DATE].doubtful


def test_the_place_of_issue_bears_out_the_bodys_place_or_doubts_it() -> None:
    fields = _fields(page(_document("Số: 1/QĐ-UBND", day="Sông Lám, ngày 05 tháng 3 năm 2026"), scanned=True))
    assert fields[F.PLACE_OF_ISSUE].doubtful
    assert fields[F.ISSUING_BODY].doubtful
    listed = _document("Số: 1/QĐ-UBND", bodies=["ỦY BAN NHÂN DÂN", "TỈNH TUYẾN QUANG"])
    entry = _fields(page(listed, scanned=True))[F.ISSUING_BODY]
    assert entry.doubtful
    assert "Ủy ban nhân dân tỉnh Tuyên Quang" in entry.alternatives


def test_an_annex_tells_the_number_that_the_head_leaves_to_a_pen() -> None:
    first = page(_document("Số: #0X /QĐ-UBND"), scanned=True)
    kept = "(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 3 năm 2026 của Ủy ban)"
    annex = page([line("PHỤ LỤC", left=0.45, top=0.06), line(kept, top=0.08)], number=2, scanned=True)
    entry = _fields(first, annex)[F.REFERENCE_NUMBER]
    assert (entry.value, entry.doubtful, entry.source, entry.page) == ("12/QĐ-UBND", True, "derived", 2)
    other = _fields(page(_document("Số: 13/QĐ-UBND")), annex)[F.REFERENCE_NUMBER]
    assert other.doubtful
    assert "12/QĐ-UBND" in other.alternatives


def test_what_layout_marks_as_handwriting_is_flagged_and_offered() -> None:
    plain = page(_document("Số: 12/QĐ-UBND"), scanned=True)
    assert not _fields(plain)[F.REFERENCE_NUMBER].doubtful
    line_box = next(each.box for each in plain.lines if "12/QĐ" in each.text)
    pen = Region("handwriting", (0.17, line_box[1], 0.3, line_box[3]), "12", 0.4)
    fields = _fields(replace(plain, regions=(pen,)))
    assert fields[F.REFERENCE_NUMBER].doubtful
    assert fields[F.REFERENCE_NUMBER].source == "handwritten"
    left_out = page(_document("Số: /QĐ-UBND"), scanned=True)
    offered = _fields(replace(left_out, regions=(pen,)))[F.DOCUMENT_NUMBER]
    assert (offered.value, offered.doubtful) == ("12", True)


def _read_twice(lines: list[Line], word: str, *others: str) -> list[Line]:
    """The lines with other readings of one word."""

    def told(each: Word) -> Word:
        return replace(each, alternatives=others) if each.text == word else each

    return [replace(each, words=tuple(map(told, each.words))) for each in lines]


def test_of_two_readings_the_one_that_the_title_bears_out() -> None:
    lines = _read_twice(_document("Số: 12/CT-UBND"), "12/CT-UBND", "12/QĐ-UBND")
    entry = _fields(page(lines, scanned=True))[F.REFERENCE_NUMBER]
    assert entry.value == "12/QĐ-UBND"
    assert "12/CT-UBND" in entry.alternatives


def test_other_readings_are_offered_with_the_line_they_rest_on() -> None:
    lines = _read_twice(_document("Số: 12/QĐ-UBND"), "công", "cống")
    entry = _fields(page(lines, scanned=True))[F.SUBJECT]
    assert entry.value == "Về việc phân công nhiệm vụ"
    assert entry.alternatives == ("Về việc phân cống nhiệm vụ",)
    assert entry.evidence == "Về việc phân công nhiệm vụ"


def test_a_deputy_signs_for_another() -> None:
    rows = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "CHỦ TỊCH", "Lê Thị Minh Nguyệt"]
    foot = [line("Nơi nhận:", top=0.7), line("- Lưu: VT.", top=0.72)]
    foot += [line(text, left=0.6, top=0.7 + 0.02 * at) for at, text in enumerate(rows)]
    entry = _fields(page([*_document("Số: 1/QĐ-UBND"), *foot], scanned=True))[F.SIGNER_TITLE]
    assert (entry.value, entry.doubtful, entry.source) == ("Phó Chủ tịch", True, "derived")


@pytest.mark.parametrize(
    ("title", "body", "authority", "said"),
    [
        ("Thứ trưởng", "Bộ Tài chính", "KT. BỘ TRƯỞNG", Agreement.AGREES),
        ("Giám đốc", "Bộ Tài chính", "", Agreement.DIFFERS),
        ("Chánh Văn phòng", "Ủy ban nhân dân xã Bến Trúc", "TL. CHỦ TỊCH", Agreement.SILENT),
        ("Phó Bí thư", "Tỉnh uỷ Sông Lam", "T/M BAN THƯỜNG VỤ", Agreement.AGREES),
        ("Bí thư", "Ủy ban nhân dân xã Bến Trúc", "", Agreement.DIFFERS),
        ("Hiệu trưởng", "Trường Chính trị", "", Agreement.SILENT),
    ],
)
def test_office_against_issuer(title: str, body: str, authority: str, said: Agreement) -> None:
    assert office_checks.of_body(title, body, authority) is said


@pytest.mark.parametrize(
    ("symbol", "body", "parent", "said"),
    [
        ("SGDĐT-TCCB", "Sở Giáo dục và Đào tạo", None, Agreement.AGREES),
        ("HD/BTGDVTW", "Ban Tuyên giáo và Dân vận", "Ban Chấp hành Trung ương", Agreement.AGREES),
        ("CV/VPTU", "Văn phòng", "Tỉnh uỷ Sông Lam", Agreement.AGREES),
        ("TB/VPTI", "Văn phòng", "Tỉnh uỷ Sông Lam", Agreement.NEARLY),
        ("2026/TT-BCA", "Bộ Quốc phòng", None, Agreement.DIFFERS),
        ("BC-BCĐ", "Ban Chỉ đạo chuyển đổi số", None, Agreement.SILENT),
    ],
)
def test_symbols_name_bodies(symbol: str, body: str, parent: str | None, said: Agreement) -> None:
    assert agreement(symbol, body, parent) is said


@pytest.mark.parametrize(
    ("name", "likely"),
    [
        ("Lê Thị Minh Nguyệt", True),
        ("Hõ Viết Cường", False),
        ("Đính Thanh Duy", False),
        ("Văn Bách", False),
        ("Vũ Thị Thù Thủy", False),
    ],
)
def test_names_are_made_of_words_of_names(name: str, likely: bool) -> None:
    assert names.is_likely(name) is likely


def test_other_marks_that_official_text_would_have() -> None:
    assert oddest("Quy định chi tiết một số điều") < ODD
    assert oddest("Quy định chỉ tiết một số điều") > ODD
    assert oddest("Kiếm toán nhà nước") > ODD
    assert strangers("bảo vệ nguần lợi") == ["nguần"]


def test_places_in_names() -> None:
    assert places.in_name("Ủy ban nhân dân tỉnh Sơn La") == "Sơn La"
    assert places.in_name("Tỉnh uỷ Tuyên Quang") == "Tuyên Quang"
    assert places.in_name("Bộ Tài chính") is None
    assert places.listed("Sơnla") == "Sơn La"


_SURE = st.floats(0, 1, allow_nan=False)


@given(st.sampled_from(list(F)), st.tuples(_SURE, _SURE), st.booleans(), st.integers(0, 4), st.floats(0, 30))
def test_doubt_never_makes_a_field_likelier(
    name: F, sure: tuple[float, float], flagged: bool, witnesses: int, oddness: float
) -> None:
    free = Signs(True, *sure, flagged, False, witnesses, oddness)
    assert 0 <= probability(name, replace(free, doubted=True)) <= probability(name, free) < 1
    assert probability(name, free) <= probability(name, replace(free, witnesses=witnesses + 1))
    assert probability(name, free) <= probability(name, replace(free, oddness=0.0))
    assert 0 < DOUBTFUL_BELOW < 1
