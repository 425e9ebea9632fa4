"""Letterheads, footers and columns are put in order by where their words stand alone."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.layout import arrange, make_line
from ocr.page import Line, Word

RATIO = 1.414
HIGH = 0.012
LETTER = 0.0085


def _line(text: str, left: float, top: float, *, block: int = 0, gap: float = 0.008) -> Line:
    words, x = [], left
    for part in text.split("  "):
        for word in part.split():
            wide = LETTER * len(word)
            words.append(Word(word, (x, top, x + wide, top + HIGH), 0.95))
            x += wide + gap
        x += 0.06
    return make_line(words, block)


STATE = [
    ("THỦ TƯỚNG CHÍNH PHỦ", 0.17, 0.08),
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 0.49, 0.08),
    ("Độc lập - Tự do - Hạnh phúc", 0.55, 0.1),
    ("Số: 707/QĐ-TTg", 0.2, 0.13),
    ("Hà Nội, ngày 22 tháng 4 năm 2026", 0.5, 0.131),
    ("QUYẾT ĐỊNH", 0.45, 0.18),
    ("Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025 và các quy định khác", 0.18, 0.24),
]
PARTY = [
    ("TỈNH UỶ SÔNG LAM", 0.2, 0.06),
    ("ĐẢNG CỘNG SẢN VIỆT NAM", 0.55, 0.061),
    ("BAN TUYÊN GIÁO VÀ DÂN VẬN", 0.16, 0.08),
    ("Số 12-CV/BTGDVTU", 0.2, 0.12),
    ("Sông Lam, ngày 05 tháng 3 năm 2026", 0.52, 0.12),
    ("về việc cung cấp số liệu", 0.19, 0.145),
    ("chuyển đổi số quý I", 0.2, 0.162),
    ("Kính gửi: Các đảng uỷ trực thuộc Tỉnh uỷ", 0.3, 0.22),
]


def _texts(lines: tuple[Line, ...], role: str) -> list[str]:
    return [line.text for line in lines if line.role == role]


@pytest.mark.parametrize(
    ("head", "left", "right"),
    [
        (
            STATE,
            ["THỦ TƯỚNG CHÍNH PHỦ", "Số: 707/QĐ-TTg"],
            [STATE[1][0], STATE[2][0], STATE[4][0]],
        ),
        (
            PARTY,
            [PARTY[0][0], PARTY[2][0], PARTY[3][0], PARTY[5][0], PARTY[6][0]],
            [PARTY[1][0], PARTY[4][0]],
        ),
    ],
)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_letterhead_is_two_blocks_in_any_order_of_lines(
    head: list, left: list[str], right: list[str], seed: int
) -> None:
    lines = [_line(*row) for row in head]
    random.Random(seed).shuffle(lines)
    found = arrange(lines, RATIO)
    assert _texts(found, "header") == left + right
    blocks = [line.block for line in found if line.role == "header"]
    assert blocks == [1] * len(left) + [2] * len(right)
    assert [line.text for line in found if line.role == "body"] == [
        row[0] for row in head if row[0] not in left + right
    ]


def test_a_row_read_across_both_halves_is_parted() -> None:
    across = _line("THỦ TƯỚNG CHÍNH PHỦ", 0.17, 0.08)
    title = _line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", across.box[2] + 0.022, 0.08)
    lines = [make_line([*across.words, *title.words]), *(_line(*row) for row in STATE[2:])]
    assert _texts(arrange(lines, RATIO), "header")[0] == "THỦ TƯỚNG CHÍNH PHỦ"


def test_a_name_of_a_body_in_running_text_is_no_letterhead() -> None:
    lines = [
        _line("Điều lệ Đảng Cộng sản Việt Nam và các quy định của Trung ương về công tác", 0.17, 0.1),
        _line("nước Cộng hòa xã hội chủ nghĩa Việt Nam là Nhà nước pháp quyền của Nhân dân", 0.17, 0.13),
    ]
    assert {line.role for line in arrange(lines, RATIO)} == {"body"}


FOOT = [
    ("chịu trách nhiệm thi hành Nghị quyết này./.", 0.17, 0.45),
    ("TM. CHÍNH PHỦ", 0.66, 0.505),
    ("Nơi nhận:", 0.17, 0.52),
    ("THỦ TƯỚNG", 0.68, 0.523),
    ("- Ban Bí thư Trung ương Đảng;", 0.17, 0.54),
    ("- Thủ tướng, các Phó Thủ tướng Chính phủ;", 0.17, 0.556),
    ("Nguyễn Văn Thắng", 0.65, 0.6),
    ("- Lưu: VT, KTTH (2).", 0.17, 0.602),
]


@pytest.mark.parametrize("skew", [-2.0, 0.0, 2.0])
def test_recipients_and_signature_are_two_blocks(skew: float) -> None:
    def tilted(line: Line) -> Line:
        fall = math.tan(math.radians(skew)) / RATIO
        words = [
            Word(w.text, (w.box[0], w.box[1] + fall * w.box[0], w.box[2], w.box[3] + fall * w.box[0]), 0.9)
            for w in line.words
        ]
        return make_line(words, line.block)

    body = [
        _line("Giao Bộ Nông nghiệp và Môi trường chủ trì phối hợp với các cơ quan", 0.17, 0.2 + 0.02 * row)
        for row in range(4)
    ]
    found = arrange([tilted(line) for line in [*body, *(_line(*row) for row in FOOT)]], RATIO)
    assert _texts(found, "footer") == [FOOT[i][0] for i in (2, 4, 5, 7, 1, 3, 6)]
    assert found[4].text == FOOT[0][0]


def test_page_numbers_are_margin() -> None:
    lines = [_line("2", 0.5, 0.04), _line("Điều 3. Các Bộ trưởng chịu trách nhiệm", 0.17, 0.08)]
    found = arrange([*lines, _line("- 2 -", 0.5, 0.95)], RATIO)
    assert [line.role for line in found] == ["margin", "body", "margin"]


def test_a_lone_number_among_text_is_no_page_number() -> None:
    lines = [_line(text, 0.17, 0.3 + 0.02 * i) for i, text in enumerate(["Biểu số", "12", "của phụ lục"])]
    assert {line.role for line in arrange(lines, RATIO)} == {"body"}


def test_two_columns_are_read_one_after_the_other() -> None:
    rows = [0.2 + 0.02 * row for row in range(10)]
    left = [_line(f"cột trái dòng thứ {i} của bài báo này", 0.1, y) for i, y in enumerate(rows)]
    right = [_line(f"cột phải dòng thứ {i} của bài báo này", 0.54, y) for i, y in enumerate(rows)]
    title = _line("MỘT BÀI BÁO HAI CỘT TRÊN CẢ TRANG IN KHỔ RỘNG BẰNG TIẾNG VIỆT", 0.1, 0.15)
    mixed = [line for pair in zip(left, right, strict=True) for line in pair]
    assert [line.text for line in arrange([*mixed, title], RATIO)] == [
        line.text for line in [title, *left, *right]
    ]


_SAID = st.sampled_from(["Nơi", "nhận:", "ĐẢNG", "CỘNG", "SẢN", "VIỆT", "NAM", "2"])
_BOXES = st.tuples(st.floats(0, 0.9), st.floats(0, 0.95), st.floats(0.001, 0.3), st.floats(0.001, 0.05))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(_SAID, _BOXES), min_size=1, max_size=6),
        max_size=14,
    )
)  # fmt: skip
def test_no_word_is_lost_or_added(rows: list) -> None:
    lines = [
        make_line([Word(t, (x, y, min(1.0, x + w), min(1.0, y + h)), 0.5) for t, (x, y, w, h) in row], i)
        for i, row in enumerate(rows)
    ]
    found = arrange(lines, RATIO)
    count = sorted((w.text, w.box) for line in lines for w in line.words)
    assert sorted((w.text, w.box) for line in found for w in line.words) == count
