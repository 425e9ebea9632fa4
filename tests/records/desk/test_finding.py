"""Finding a text among words, and replacing it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.layout import make_line
from ocr.page import Line, PageText, Word
from records.desk.corrections import retyped
from records.desk.finding import Match, matches
from records.desk.runs import laid, runs, spells
from records.desk.types import Looking
from tests.records.desk.conftest import read_page
from tests.records.desk.drawn import LINES, SYLLABLES
from tests.records.desk.test_corrections import line

AS_TYPED = Looking()
WITHIN = Looking(whole_word=False)


def found(
    of: Line, text: str, replacement: str | None = None, looking: Looking = AS_TYPED
) -> list[tuple[int, int, str, str]]:
    found = matches([of], text, looking, replacement)
    return [(*at(match), match.reading, match.replaced) for match in found]


def at(match: Match) -> tuple[int, int]:
    """First word and count, of a match in one line."""
    (part,) = match.parts
    return part.first, part.words


def below(*rows: str) -> list[Line]:
    return [*read_page(1, *rows).lines]


def replaced(lines: list[Line], text: str, replacement: str, looking: Looking = AS_TYPED) -> list[str]:
    for match in reversed([*matches(lines, text, looking, replacement)]):
        for part in match.parts:
            old = lines[part.line]
            lines[part.line] = retyped(old, part.first, part.words, part.replaced, confirm=False)
    return [each.text for each in lines]


def test_what_is_glued_to_a_word_stays() -> None:
    assert found(line("“sửa", "đỗi,", "bổ"), "đỗi", "đổi") == [(1, 1, "đỗi,", "đổi,")]


def test_a_phrase_is_found_across_words_and_a_word_within_a_word_only_when_asked() -> None:
    printed = line("nghị", "quyết", "nghịquyết")
    assert found(printed, "nghị quyết") == [(0, 2, "nghị quyết", "nghị quyết")]
    assert found(printed, "quyết", "QUYẾT") == [(1, 1, "quyết", "QUYẾT")]
    assert found(printed, "quyết", "QUYẾT", looking=WITHIN) == [
        (1, 1, "quyết", "QUYẾT"),
        (2, 1, "nghịquyết", "nghịQUYẾT"),
    ]


@pytest.mark.parametrize(
    ("looking", "count"),
    [
        (Looking(), 1),
        (Looking(match_case=False), 2),
        (Looking(fold=True), 2),
        (Looking(fold=True, match_case=False), 4),
    ],
)
def test_case_and_marks_count_as_asked(looking: Looking, count: int) -> None:
    assert len(found(line("số", "Số", "sổ", "SO", "sót"), "số", looking=looking)) == count


def test_two_places_in_one_word_are_one_match() -> None:
    assert found(line("aXbXc"), "X", "", looking=WITHIN) == [(0, 1, "aXbXc", "abc")]
    assert found(line("a", "X"), "X", "", looking=WITHIN) == [(1, 1, "X", "")]


DRAWN = st.lists(LINES, min_size=1, max_size=3)
HOW = st.builds(Looking, st.booleans(), st.booleans(), st.booleans())


@given(DRAWN, st.sampled_from((*SYLLABLES, "sung 12", "57-NQ/TWHà", "a à")), HOW)
def test_matches_are_words_of_the_lines_and_do_not_overlap(
    lines: list[Line], text: str, looking: Looking
) -> None:
    met: list[tuple[int, int]] = []
    for match in matches(lines, text, looking, text):
        own = [(part.line, part.first + i) for part in match.parts for i in range(part.words)]
        assert " ".join(lines[i].words[j].text for i, j in own) == match.reading
        assert [part.line for part in match.parts] == sorted({i for i, _ in own})
        met += own
    assert met == sorted(set(met))
    if any(word.text == text for each in lines for word in each.words):
        assert met


@given(DRAWN, st.sampled_from((*SYLLABLES, "sung Hà", "bổ sung")))
def test_a_text_replaced_by_itself_changes_nothing(lines: list[Line], text: str) -> None:
    assert all(match.replaced == match.reading for match in matches(lines, text, Looking(), text))


@given(DRAWN, st.lists(st.sampled_from((*SYLLABLES, "mới")), max_size=8))
def test_every_new_word_is_laid_on_a_line_in_order_and_keeps_a_box(lines: list[Line], new: list[str]) -> None:
    shares = laid([each.words for each in lines], " ".join(new))
    assert " ".join(filter(None, shares)).split() == new
    laid_on = [retyped(old, 0, len(old.words), share) for old, share in zip(lines, shares, strict=True)]
    boxes = [word.box for each in laid_on for word in each.words]
    assert len(boxes) == len(new)
    if len(new) == sum(len(each.words) for each in lines):
        assert boxes == [word.box for each in lines for word in each.words]


def test_a_phrase_over_the_end_of_a_line_is_replaced_word_by_word() -> None:
    lines = below("do Ủy ban", "nhân dân tỉnh", "cấp")
    assert replaced(lines, "Ủy ban nhân dân tỉnh", "Uỷ ban Nhân dân thành") == [
        "do Uỷ ban", "Nhân dân thành", "cấp"
    ]  # fmt: skip
    assert [word.engine for word in lines[0].words] == ["tesseract", "person", "tesseract"]


@pytest.mark.parametrize(
    ("wanted", "replacement", "becomes"),
    [
        ("Ủy ban nhân dân", "UBND", ["do UBND", "tỉnh"]),
        ("ban nhân dân tỉnh", "ban nhân dân các tỉnh", ["do Ủy ban", "nhân dân các tỉnh"]),
        ("Ủy ban nhân dân tỉnh", "", ["do", ""]),
        ("do Ủy ban nhân dân tỉnh", "một hai ba bốn năm sáu bảy", ["một hai ba", "bốn năm sáu bảy"]),
    ],
)
def test_more_words_or_fewer_take_the_first_line_first(
    wanted: str, replacement: str, becomes: list[str]
) -> None:
    assert replaced(below("do Ủy ban", "nhân dân tỉnh"), wanted, replacement) == becomes


@pytest.mark.parametrize(
    ("rows", "wanted", "replacement", "becomes"),
    [
        (("số 57-", "NQ/TW ngày"), "57-NQ/TW", "58-NQ/TW", ["số 58-", "NQ/TW ngày"]),
        (("số 57-NQ/", "TW ngày"), "57-NQ/TW", "57-NQ/TU", ["số 57-NQ/", "TU ngày"]),
        (("mạng inter-", "net rộng"), "internet", "Internet", ["mạng Inter-", "net rộng"]),
        (("mạng inter-", "net rộng"), "mạng internet", "mạng", ["mạng", "rộng"]),
        (("mạng inter-", "net rộng"), "inter-", "x", ["mạng x", "net rộng"]),
        (("cộng –", "trừ"), "cộng trừ", "x", ["cộng –", "trừ"]),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_found_whole(
    rows: tuple[str, ...], wanted: str, replacement: str, becomes: list[str]
) -> None:
    assert replaced(below(*rows), wanted, replacement) == becomes


def placed(left: float, top: float, block: int = 1, role: str = "body", high: float = 0.02) -> Line:
    words = [Word("x", (left, top, left + 0.2, top + high), 0.9)]
    return replace(make_line(words, block), role=role)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("above", "after", "on"),
    [
        (placed(0.1, 0.1), placed(0.1, 0.13), True),
        (placed(0.1, 0.1), placed(0.1, 0.13, block=2), False),
        (placed(0.1, 0.1, role="table"), placed(0.1, 0.13), False),
        (placed(0.1, 0.1, role="margin"), placed(0.1, 0.13, role="margin"), False),
        (placed(0.1, 0.1), placed(0.5, 0.1), False),
        (placed(0.1, 0.8), placed(0.5, 0.1), False),
        (placed(0.1, 0.1), placed(0.5, 0.13), False),
        (placed(0.1, 0.1), placed(0.1, 0.2), False),
    ],
    ids=["below", "block", "role", "margin", "beside", "next-column", "aslant", "far-below"],
)
def test_only_lines_of_one_block_below_each_other_are_read_on(above: Line, after: Line, on: bool) -> None:
    page = PageText(1, 1240, 1754, 150, "test", "scan", 0.9, (above, after))
    assert [*runs(page)] == ([(0, 1)] if on else [(0,), (1,)])


def test_words_are_counted_on_over_lines_and_over_those_that_were_emptied() -> None:
    page = read_page(1, "a b", "?", "c d")
    emptied = replace(page, lines=(page.lines[0], retyped(page.lines[1], 0, 1, ""), page.lines[2]))
    assert spells(emptied, 0, 1, 2) == [(0, 1, 1), (2, 0, 1)]
    for place in [(0, 2, 1), (0, 0, 5), (1, 0, 1), (0, -1, 1), (9, 0, 1), (0, 0, 0)]:
        with pytest.raises(IndexError):
            spells(emptied, *place)
