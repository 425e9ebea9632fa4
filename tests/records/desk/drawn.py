"""Pages and words drawn for the properties of the desk."""

from __future__ import annotations

from hypothesis import strategies as st

from ocr.layout import make_line
from ocr.page import Line, PageText, Word

SYLLABLES = (
    "điều",
    "Điều",
    "khoản",
    "sửa",
    "đổi",
    "bổ",
    "sung",
    "12",
    "57-NQ/TW",
    "đỗi,",
    "Hà",
    "Nội.",
    "a",
    "à",
)
TEXTS = st.text(alphabet="aàáđĐ bổ1,.-/\t", max_size=12)


@st.composite
def words(draw: st.DrawFn) -> Word:
    left, top = draw(st.floats(0, 0.8)), draw(st.floats(0, 0.9))
    return Word(
        draw(st.sampled_from(SYLLABLES)),
        (left, top, left + draw(st.floats(0.001, 0.2)), top + 0.02),
        draw(st.floats(0, 1)),
        draw(st.sampled_from(("", "tesseract", "trueocr", "both", "choice"))),
        tuple(draw(st.lists(st.sampled_from(SYLLABLES), max_size=2))),
        draw(st.booleans()),
    )


LINES: st.SearchStrategy[Line] = st.builds(make_line, st.lists(words(), min_size=1, max_size=6))


@st.composite
def pages(draw: st.DrawFn) -> PageText:
    lines = tuple(draw(st.lists(LINES, min_size=1, max_size=4)))
    return PageText(1, 1240, 1754, 150, "test", "scan", draw(st.floats(0, 1)), lines)
