"""What cataloguing must not get wrong in silence: ends of subjects, lost words, numbers cited; any pages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.cataloguing import read_fields
from ingest.cataloguing.bodies import body_name, read_bodies
from ingest.cataloguing.probability import DOUBTFUL_BELOW
from ingest.cataloguing.running_text import quoted_spans
from ingest.cataloguing.segments import segment
from ingest.cataloguing.slips import misspelt, slipped
from ocr.page import Line, PageText, Word
from records.types import FieldName as F
from records.types import FieldValue
from tests.ingest.pages import letterhead, line, page, plain

PARTY_HEAD = """
TỈNH UỶ SÔNG LAM
ĐẢNG CỘNG SẢN VIỆT NAM
Số 12-NQ/TU
Sông Lam, ngày 12 tháng 3 năm 2026
"""
STATE = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]


def _fields(*pages: PageText) -> dict[F, FieldValue]:
    return {entry.name: entry for entry in read_fields(pages).fields}


def _set(rows: Sequence[tuple[float, str]]) -> list[Line]:
    """Rows at their left edge, one line pitch apart: no gap tells where a paragraph ends."""
    return [
        line(text, left=left, top=0.2 + 0.02 * at, confidence=1.0) for at, (left, text) in enumerate(rows)
    ]


HEAD = [
    line("TỈNH UỶ SÔNG LAM", top=0.04),
    line("ĐẢNG CỘNG SẢN VIỆT NAM", top=0.06),
    line("Số 12-NQ/TU", top=0.08),
    line("Sông Lam, ngày 12 tháng 3 năm 2026", top=0.1),
]
BODY = [
    (0.15, "Chuyển đổi số đang là yếu tố quyết định phát triển của các quốc gia, là điều kiện"),
    (0.1, "tiên quyết, thời cơ tốt nhất để nước ta phát triển giàu mạnh, hùng cường trong kỷ"),
    (0.1, "nguyên mới, quyết liệt, đồng bộ, toàn diện, thực chất, có trọng tâm và bền vững, với"),
    (0.1, "sự tham gia của toàn dân."),
]


def test_a_subject_ends_where_the_next_paragraph_is_drawn_in() -> None:
    rows = [(0.1, "NGHỊ QUYẾT"), (0.1, "về đột phá phát triển chuyển đổi số"), *BODY]
    assert _fields(page([*HEAD, *_set(rows)]))[F.SUBJECT].value == "về đột phá phát triển chuyển đổi số"


def test_a_subject_of_several_lines_is_whole() -> None:
    rows = [
        (0.1, "NGHỊ QUYẾT"),
        (0.1, "về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số của"),
        (0.1, "Sông Lam"),
        *BODY,
    ]
    subject = _fields(page([*HEAD, *_set(rows)]))[F.SUBJECT]
    assert subject.value.endswith("chuyển đổi số của Sông Lam")
    assert not subject.doubtful


def test_a_centred_subject_may_have_lines_that_begin_with_capitals() -> None:
    rows = [
        (0.45, "NGHỊ QUYẾT"),
        (0.3, "về xây dựng và phát triển vùng"),
        (0.27, "Đồng bằng Sông Lam đến năm 2030"),
        *BODY,
    ]
    subject = _fields(page([*HEAD, *_set(rows)]))[F.SUBJECT]
    assert subject.value == "về xây dựng và phát triển vùng Đồng bằng Sông Lam đến năm 2030"


def test_a_subject_that_holds_a_sentence_is_flagged() -> None:
    text = (
        PARTY_HEAD
        + "NGHỊ QUYẾT\nvề chuyển đổi số. Thời gian qua tỉnh đã làm được\nnhiều việc và nhiều điều khác\n"
    )
    assert _fields(plain(text))[F.SUBJECT].doubtful


def test_a_subject_in_capitals_stays_as_printed() -> None:
    text = (
        PARTY_HEAD + "QUY ĐỊNH\nVỀ KẾT NỐI, CHIA SẺ DỮ LIỆU\nGIỮA CÁC CƠ QUAN ĐẢNG\n\nCăn cứ Điều lệ Đảng;\n"
    )
    assert _fields(plain(text))[F.SUBJECT].value == "VỀ KẾT NỐI, CHIA SẺ DỮ LIỆU GIỮA CÁC CƠ QUAN ĐẢNG"


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        (
            "BAN CHẤP HÀNH TRUNG ƯƠNG BAN TUYÊN GIÁO VÀ DÂN VẬN *",
            ["Ban Chấp hành Trung ương", "Ban Tuyên giáo và Dân vận"],
        ),
        ("ỦY BAN NHÂN DÂN TỈNH SÔNG LAM SỞ NỘI VỤ", ["Ủy ban nhân dân tỉnh Sông Lam", "Sở Nội vụ"]),
        ("VĂN PHÒNG TRUNG ƯƠNG ĐẢNG", ["Văn phòng Trung ương Đảng"]),
        ("BAN THƯỜNG VỤ TỈNH ỦY SÔNG LAM", ["Ban Thường vụ Tỉnh ủy Sông Lam"]),
    ],
)  # fmt: skip
def test_two_bodies_on_one_line(printed: str, names: list[str]) -> None:
    read = read_bodies([segment(line(printed), page([]))])
    assert [body.name for body in read] == names
    assert not any(body.doubtful for body in read)


@pytest.mark.parametrize(
    "name",
    [
        "Sở Khoa học và Công nghệ tỉnh Sông Lam",
        "Trung tâm Chuyển đổi số",
        "Phòng Văn hóa - Xã hội xã Bến Trúc",
        "Ban Chấp hành Đảng bộ tỉnh Sông Lam",
        "Văn phòng Tỉnh uỷ Sông Lam",
    ],
)
def test_names_in_capitals_as_officials_write_them(name: str) -> None:
    assert body_name(name.upper()) == name


@pytest.mark.parametrize("misread", ["ỦY BAN NHÂN DÂN TÍNH SÔNG LAM", "BAN TỐ CHỨC"])
def test_a_misread_body_is_flagged_on_a_scan(misread: str) -> None:
    scan = page([line(misread)], scanned=True)
    assert read_bodies([segment(scan.lines[0], scan)])[0].doubtful


def test_a_heading_in_place_of_a_letterhead() -> None:
    fields = _fields(
        plain(
            """
Kết luận số 69-KL/TW

Kết luận số 69-KL/TW ngày 11/01/2024 của Bộ Chính trị về tiếp tục thực hiện
Nghị quyết số 20-NQ/TW, ngày 01/11/2012 của Ban Chấp hành Trung ương Đảng

Sau 10 năm thực hiện Nghị quyết số 20-NQ/TW, khoa học và công nghệ đã có chuyển biến.
"""
        )
    )
    assert {name: entry.value for name, entry in fields.items()} == {
        F.REFERENCE_NUMBER: "69-KL/TW",
        F.DOCUMENT_NUMBER: "69",
        F.DOCUMENT_SYMBOL: "KL/TW",
        F.DOCUMENT_TYPE: "conclusion",
        F.ISSUING_BODY: "Bộ Chính trị",
        F.ISSUE_DATE: "2024-01-11",
        F.SUBJECT: "về tiếp tục thực hiện Nghị quyết số 20-NQ/TW, ngày 01/11/2012 "
        "của Ban Chấp hành Trung ương Đảng",
    }
    assert all(entry.doubtful and entry.source == "derived" for entry in fields.values())


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết số 20-NQ/TW, ngày 01/11/2012 của Ban Chấp hành Trung ương\nđã đi vào cuộc sống\n",
        "Bài viết\nvề chuyển đổi số theo\nNghị quyết số 57-NQ/TW của Bộ Chính trị\n",
        "Theo Quyết định\nsố 204-QĐ/TW của Ban Bí thư\nvề chuyển đổi số\n",
    ],
)
def test_a_number_cited_is_never_certainly_the_documents_own(text: str) -> None:
    found = _fields(plain(text)).get(F.REFERENCE_NUMBER)
    assert found is None or found.doubtful


def _foot(*right: Line, title: str = "QUYẾT ĐỊNH") -> PageText:
    head = letterhead(
        ["ỦY BAN NHÂN DÂN", "TỈNH SÔNG LAM"], "Số: 5/QĐ-UBND", STATE, "Sông Lam, ngày 05 tháng 3 năm 2026"
    )
    footer = line("VĂN BẢN MẪU", left=0.83, top=0.96)
    return page(
        [*head, line(title, left=0.45, top=0.16), line("Nơi nhận:", left=0.1, top=0.6), *right, footer],
        scanned=True,
    )


def test_a_whole_signature_on_a_scan_is_certain_and_the_footer_no_part_of_it() -> None:
    fields = _fields(
        _foot(
            line("TM. ỦY BAN NHÂN DÂN", left=0.6, top=0.6),
            line("KT. CHỦ TỊCH", left=0.631, top=0.62),
            line("PHÓ CHỦ TỊCH", left=0.63, top=0.64),
            line("Lê Thị Minh Nguyệt", left=0.61, top=0.75),
        )
    )
    assert fields[F.SIGNER_TITLE].value == "Phó Chủ tịch"
    assert fields[F.SIGNER_NAME].value == "Lê Thị Minh Nguyệt"
    assert not fields[F.SIGNER_TITLE].doubtful
    assert not fields[F.SIGNING_AUTHORITY].doubtful


@pytest.mark.parametrize(
    "lines",
    [
        [("T/M BAN THƯỜNG VỤ", 0.6), ("BÍ THƯ", 0.67)],  # off the middle: PHÓ was lost
        [("KT. CHỦ TỊCH", 0.63), ("CHỦ TỊCH", 0.645)],  # who signs for another is a deputy
        [("T/M BAN THƯỜNG VỤ", 0.6), ("2-BÍ.THƯ THƯỜNG TRỰC", 0.587)],  # half of it unreadable
        [("T/M BAN THƯỜNG VỤ", 0.6), ("CHU TỊCH", 0.64)],
        [("CHỦ TỊCH", 0.64)],  # over it nothing: TM. may be lost
    ],
)  # fmt: skip
def test_titles_that_may_lack_a_word_are_flagged(lines: list[tuple[str, float]]) -> None:
    rows = [line(text, left=left, top=0.6 + 0.02 * index) for index, (text, left) in enumerate(lines)]
    fields = _fields(_foot(*rows, line("Vũ Hữu Đạt", left=0.64, top=0.72)))
    assert fields[F.SIGNER_TITLE].doubtful


def test_two_who_sign_side_by_side_are_flagged() -> None:
    rows = [line("THƯ KÝ", left=0.2, top=0.5), line("CHỦ TRÌ", left=0.65, top=0.5)]
    names = [line("Nông Thị Hạnh", left=0.18, top=0.57), line("Đinh Công Thành", left=0.62, top=0.57)]
    fields = _fields(page([*HEAD, line("BIÊN BẢN", left=0.45, top=0.2), *rows, *names]))
    assert fields[F.SIGNER_NAME].value == "Đinh Công Thành"
    assert fields[F.SIGNER_NAME].doubtful
    assert F.SIGNER_TITLE not in fields or fields[F.SIGNER_TITLE].doubtful


def test_a_signature_run_together_on_one_line() -> None:
    text = (
        PARTY_HEAD
        + "HƯỚNG DẪN\nvề sinh hoạt chi bộ\n\nCăn cứ Điều lệ Đảng;\n\n"
        + "K/T TRƯỞNG BAN PHÓ TRƯỞNG BAN Phạm Tất Thắng\n"
    )
    values = {name: entry.value for name, entry in _fields(plain(text)).items()}
    assert values[F.SIGNING_AUTHORITY] == "K/T TRƯỞNG BAN"
    assert values[F.SIGNER_TITLE] == "Phó Trưởng ban"
    assert values[F.SIGNER_NAME] == "Phạm Tất Thắng"


@pytest.mark.parametrize(
    "text",
    ["sửa đối Điều 3", "bỗ sung", "Lưu trử cơ quan", "Lưu: VT, ÑC", "dùng chung của:tỉnh", "các chỉ bộ"],
)
def test_misspelt(text: str) -> None:
    assert misspelt(text)


@pytest.mark.parametrize(
    "text",
    ["Sửa đổi, bổ sung", "uỷ ban", "ủy ban", "VỀ VIỆC ĐỔI MỚI", "Lưu: VT, NC", "chỉ thị của chi bộ; chi uỷ"],
)
def test_well_spelt(text: str) -> None:
    assert not misspelt(text)


def test_the_document_itself_is_a_witness() -> None:
    body = plain("Nguyễn Huệ phát triển vùng chè Tân Cương.\nVùng chè Tân Cương rộng.")
    assert slipped("về vùng chẻ Tân Cương", [body])
    assert not slipped("về vùng chè Tân Cương", [body])


def test_a_stray_quotation_mark_quotes_nothing() -> None:
    text = "dấu “ đến\nThực hiện Nghị quyết số 5-NQ/TU, gọi là “nghị quyết”\nhết."
    assert [text[a:b] for a, b in quoted_spans(text)] == ["“nghị quyết”"]
    amended = "như sau:\n“Điều 5. Một.\nHai “ba” bốn.”"
    assert amended[slice(*quoted_spans(amended)[-1])].startswith("“Điều 5")


_PIECES = st.sampled_from(
    [
        "Số: 12/QĐ-UBND",
        "Số",
        "69-KL/TW",
        "Kết luận số",
        "NGHỊ QUYẾT",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "ngày",
        "tháng",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "năm",
        "2026",
        "13",
        "T/M",
        "KT.",
        "CHỦ TỊCH",
        "Nơi nhận:",
        "- Lưu",
        "Kính gửi",
        "V/v",
        "“",
        "”",
        "(Đã ký)",
        "Nguyễn",
        "Văn",
        "An",
        "BAN CHẤP HÀNH TRUNG ƯƠNG",
        "sửa đổi",
        "Điều 1.",
        "thay thế",
        "CỦA BỘ CHÍNH TRỊ",
        "MẬT",
        "HỎA TỐC",
        "_",
        "*",
        ":",
        "xã",
        "TỈNH",
    ]
)
_TEXT = st.lists(_PIECES | st.text(max_size=6), max_size=6).map(" ".join)
_UNIT = st.floats(0, 1, allow_nan=False)


@st.composite
def _line(draw: st.DrawFn) -> Line:
    left, top, width, height = (draw(_UNIT) for _ in range(4))
    parts = draw(_TEXT).split()
    box = (left, top, min(1.0, left + width), min(1.0, top + height / 10))
    step = (box[2] - box[0]) / max(1, len(parts))
    words = tuple(
        Word(part, (left + step * i, top, left + step * (i + 1), box[3]), draw(_UNIT))
        for i, part in enumerate(parts)
    )
    return Line(" ".join(parts), box, draw(_UNIT), words)


@st.composite
def _pages(draw: st.DrawFn) -> list[PageText]:
    sources = st.sampled_from(["scan", "text_layer", "blank"])
    return [
        PageText(
            number, 1654, 2339, 200, "test", draw(sources), 0.9, tuple(draw(st.lists(_line(), max_size=14)))
        )
        for number in range(1, draw(st.integers(0, 3)) + 1)
    ]


@settings(max_examples=150, deadline=None)
@given(_pages())
def test_any_pages_are_read_without_failing(pages: list[PageText]) -> None:
    reading = read_fields(pages)
    for entry in reading.fields:
        assert entry.value.strip()
        assert 0 <= entry.confidence <= 1
        assert not (entry.doubtful and entry.confidence >= DOUBTFUL_BELOW)
