"""Hyphens and dashes by their length; other small mends where one engine alone is not to be believed."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.choose.candidates import Place
from ocr.choose.decode import Candidate, Chosen
from ocr.choose.words import ChosenWord, lost_opening, number_word
from ocr.dashes import measured
from ocr.layout import make_line
from ocr.page import Word
from ocr.regions import set_apart, with_handwriting
from tests.ocr.conftest import FONT


def _line(text: str, size: int) -> tuple[np.ndarray, list[ChosenWord]]:
    if not FONT.exists():
        pytest.skip("font Tinos (fonts-croscore) is not installed")
    type_ = ImageFont.truetype(str(FONT), size)
    page = Image.new("L", (40 * size, 3 * size), 255)
    pen, words, x = ImageDraw.Draw(page), [], float(size)
    for part in text.split():
        pen.text((x, size), part, font=type_, fill=0)
        wide = pen.textlength(part, font=type_)
        words.append(
            ChosenWord(
                part.replace("–", "-"), (int(x), size, int(x + wide), 2 * size), 0.99, "trueocr", (), False
            )
        )
        x += wide + pen.textlength(" ", font=type_)
    return np.asarray(page), words


@pytest.mark.parametrize("size", [22, 36, 55])
@pytest.mark.parametrize(
    "text",
    [
        "Độc lập - Tự do - Hạnh phúc",
        "Độc lập – Tự do – Hạnh phúc",
        "BỘ TƯ PHÁP - BỘ XÂY DỰNG",
        "BỘ TƯ PHÁP – BỘ XÂY DỰNG",
        "- Lưu: VT, KTTH (2b).",
    ],
)
def test_signs_are_written_as_long_as_they_are(text: str, size: int) -> None:
    page, words = _line(text, size)
    told = measured(page, words)
    assert " ".join(word.text for word in told) == text
    assert all("-" in word.alternatives for word in told if word.text == "–")


def test_a_line_too_short_to_measure_stays() -> None:
    page, words = _line("a – b", 36)
    assert measured(page, words) == words


def _place(first: str, second: str | None, *others: str) -> tuple[Place, Chosen]:
    candidates = tuple(Candidate(text, 0.0) for text in (first, *others))
    read = frozenset(text for text in (first, second) if text)
    place = Place(first, second, 0.9, 0.9, ((0, 0, 9, 9),), (0, 9), candidates, read)
    return place, Chosen(candidates[0], 0.9, tuple((c, 0.5) for c in candidates), 0.0)


@pytest.mark.parametrize(
    ("said", "others", "better"),
    [("S6:", ("Số:", "So:"), "Số:"), ("S6", ("Số",), "Số"), ("S6:", ("Sổ:",), ""), ("56:", ("Số:",), "")],
)
def test_a_figure_for_a_vowel_in_the_word_for_number(said: str, others: tuple[str, ...], better: str) -> None:
    assert number_word(*_place(said, None, *others)) == better


def test_a_sign_that_one_engine_saw_before_a_word_is_a_doubt() -> None:
    assert lost_opening(_place("*c.", "c.")[0], "c.")
    assert not lost_opening(_place("“c.", "“c.")[0], "“c.")
    assert not lost_opening(_place("-Lưu", "Lưu")[0], "Lưu")


def _printed(text: str, left: float, top: float, role: str = "body"):
    from dataclasses import replace

    words, x = [], left
    for part in text.split():
        words.append(Word(part, (x, top, x + 0.012 * len(part), top + 0.012), 0.99, "both"))
        x += 0.012 * len(part) + 0.008
    return replace(make_line(words), role=role)


BLANK = np.full((2339, 1654), 255, np.uint8)


def test_a_figure_by_itself_under_the_recipients_is_doubted_and_a_page_number_is_not() -> None:
    lines = [
        _printed("- Lưu: VT, NN (2b).", 0.1, 0.8, "footer"),
        _printed("60", 0.3, 0.82, "footer"),
        _printed("2", 0.5, 0.05, "margin"),
    ]
    marked, regions = with_handwriting(lines, BLANK)
    assert [w.text for line in marked for w in line.words if w.doubtful] == ["60"]
    assert [(region.kind, region.text) for region in regions] == [("handwriting", "60")]


def test_a_banner_cut_by_the_edge_of_the_page_is_one() -> None:
    cut = ["0i ký:CỔNG THÔNG TIN ĐIỆN TỬ", "mail thongtinchinhphu@chinhphu.vn", "gian ký: 29.04.2026 +07:00"]
    body = _printed("Nơi ký kết do hai bên thoả thuận", 0.17, 0.5)
    lines = [_printed(text, 0.3, 0.004 + 0.014 * row) for row, text in enumerate(cut)]
    printed, regions = set_apart([*lines, body], BLANK, 200)
    assert printed == [body]
    assert [region.kind for region in regions] == ["signature_banner"]
