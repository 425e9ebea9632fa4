"""Pages that no scanner of ours would give: read, or flagged word for word, and never the end of a batch."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz import fuzz
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ocr.page import PageText, Word
from ocr.recognise import OcrOptions, recognise_page
from ocr.source import open_source
from tests.ocr.conftest import FONT, LINES

pytestmark = pytest.mark.timeout(120)
URDU = Path("/usr/share/fonts/truetype/freefont/FreeSerif.ttf")
ENGLISH = [
    "MEMORANDUM OF UNDERSTANDING",
    "between the Port Authority of North Harbour and",
    "the two sides agree to exchange records of incoming vessels every month.",
    "Each side shall name one officer who keeps the register in good order.",
]
OTHER = ["یہ معاہدہ دونوں فریقوں کے درمیان طے پایا ہے", "ہر فریق اپنے ریکارڈ کی حفاظت کا ذمہ دار ہوگا"]


def _drawn(lines: list[str], font: Path = FONT) -> Image.Image:
    if not font.exists():
        pytest.skip(f"font {font.name} is not installed")
    page = Image.new("L", (1654, 1169), 255)
    pen, type_ = ImageDraw.Draw(page), ImageFont.truetype(str(font), 38)
    for row, line in enumerate(lines):
        pen.text((160, 160 + 62 * row), line, font=type_, fill=0)
    return page


def _read(path: Path) -> PageText:
    with open_source(path) as source:
        return recognise_page(source, 1, OcrOptions(languages="vie", timeout_s=60))


def _of(image: Image.Image, folder: Path, dpi: tuple[int, int] = (200, 200)) -> PageText:
    path = folder / "page.tif"
    image.save(path, dpi=dpi, compression="group4" if image.mode == "1" else None)
    return _read(path)


def _words(page: PageText) -> list[Word]:
    return [word for line in page.lines for word in line.words]


def _surely_wrong(page: PageText, lines: list[str]) -> list[str]:
    printed = set(" ".join(lines).split())
    return [word.text for word in _words(page) if not word.doubtful and word.text not in printed]


def test_english_and_mixed_pages_are_read(tmp_path: Path) -> None:
    lines = [LINES[2], *ENGLISH, LINES[5]]
    page = _of(_drawn(lines), tmp_path)
    assert fuzz.ratio(page.text, "\n".join(lines)) > 97
    assert len(_surely_wrong(page, lines)) <= 1


def test_another_script_is_flagged_word_for_word_beside_print_that_is_read(tmp_path: Path) -> None:
    page = _of(_drawn([*LINES[2:4], *OTHER], URDU), tmp_path)
    assert LINES[3] in page.text
    assert _surely_wrong(page, LINES) == []


def test_a_curled_page_photographed_aslant_is_read(tmp_path: Path) -> None:
    flat = np.asarray(_drawn([*LINES, *LINES]))
    height, width = flat.shape
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    curled = cv2.remap(
        flat, across, down + 25 * np.sin(np.pi * across / width), cv2.INTER_LINEAR, borderValue=255
    )
    there = np.array([[150, 130], [1560, 100], [1660, 1230], [80, 1250]], np.float32)
    sheet = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = cv2.getPerspectiveTransform(sheet, there)
    photograph = cv2.warpPerspective(curled, turn, (1760, 1340), borderValue=60)
    photograph = photograph * np.linspace(1.0, 0.7, 1760)[None]
    page = _of(Image.fromarray(photograph.astype(np.uint8)), tmp_path)
    assert "perspective" in page.treatment
    assert fuzz.ratio(page.text, "\n".join([*LINES, *LINES])) > 95
    assert len(_surely_wrong(page, LINES)) <= 2


def test_a_fax_in_standard_mode_is_read_in_its_true_shape(tmp_path: Path) -> None:
    """One bit, 204 by 98 dots to the inch, dots lost and lines struck on the way."""
    chance = np.random.default_rng(5)
    page = np.asarray(_drawn(LINES))
    bits = cv2.resize(page, (1687, 573), interpolation=cv2.INTER_AREA) > 150
    bits[chance.random(bits.shape) < 0.005] ^= True
    bits[chance.integers(0, 573, 3), 200:900] = False
    read = _of(Image.fromarray(bits), tmp_path, (204, 98))
    assert abs(read.width / read.height - page.shape[1] / page.shape[0]) < 0.02
    assert fuzz.ratio(read.text, "\n".join(LINES)) > 85
    assert len(_surely_wrong(read, LINES)) <= 4


def test_dots_of_a_worn_ribbon_are_doubted(tmp_path: Path) -> None:
    small = np.asarray(_drawn(LINES).resize((551, 390), Image.Resampling.BILINEAR)) < 128
    dots = np.full((1170, 1653), 255, np.uint8)
    for y, x in np.argwhere(small).tolist():
        cv2.circle(dots, (3 * x + 1, 3 * y + 1), 1, 60, -1)
    page = _of(Image.fromarray(dots), tmp_path)
    words = _words(page)
    assert words
    assert len(_surely_wrong(page, LINES)) <= 0.1 * len(words)


@pytest.mark.parametrize("honest", [True, False])
def test_letters_drawn_as_lines_over_hidden_text(tmp_path: Path, font: str, honest: bool) -> None:
    """No picture on the page at all: what is seen is drawn, the text that can be copied is hidden."""
    ink = np.pad(np.asarray(_drawn(LINES)) < 128, ((0, 0), (1, 1))).astype(np.int8)
    step, path = 72 / 200, tmp_path / "drawn.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    shape = canvas.beginPath()
    edges = np.diff(ink, axis=1)
    for (y, start), (_, end) in zip(np.argwhere(edges > 0), np.argwhere(edges < 0), strict=True):
        shape.rect(start * step, A4[1] - (y + 1) * step, (end - start) * step, step)
    canvas.drawPath(shape, stroke=0, fill=1)
    text = canvas.beginText(160 * step, A4[1] - 194 * step)
    text.setFont(font, 38 * step, 62 * step)
    text.setTextRenderMode(3)
    for line in LINES if honest else ["Tin giả của một văn bản khác hẳn về chuyện mua bán"] * len(LINES):
        text.textLine(line)
    canvas.drawText(text)
    canvas.save()
    page = _read(path)
    assert page.source == ("text_layer" if honest else "scan")
    assert LINES[3] in page.text
    assert "Tin giả" not in page.text
