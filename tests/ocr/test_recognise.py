"""Recognition with the real Tesseract on real and made pages."""

from __future__ import annotations

import json
import statistics
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ocr.page import PageText
from ocr.recognise import OcrOptions, recognise_page
from ocr.render import page_image
from ocr.source import open_source
from tests.ocr.conftest import LINES

pytestmark = pytest.mark.timeout(120)
VIE = OcrOptions(languages="vie", timeout_s=60)


def _read(path: Path) -> PageText:
    with open_source(path) as source:
        return recognise_page(source, 1, VIE)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


@pytest.mark.shared
def test_real_scans_reach_the_figures(shared_data: Path) -> None:
    """Word recall at least .965, body character error rate at most 0.4 % (as scoring/ocr_score.py counts)."""
    recalls, wrong, length = [], 0, 0
    for row in map(json.loads, (shared_data / "scans" / "manifest.jsonl").read_text("utf-8").splitlines()):
        page = _read(shared_data / "scans" / row["image"])
        output, body = _plain(page.text), _plain(row["body"])
        truth = Counter(_plain(row["text"]).split())
        recalls.append(sum((truth & Counter(output.split())).values()) / sum(truth.values()))
        where = fuzz.partial_ratio_alignment(body, output)
        wrong += Levenshtein.distance(body, output[where.dest_start : where.dest_end])
        length += len(body)
        assert page.source == "scan"
        assert page.engine.startswith("trueocr 0.1.1 + tesseract 5")
        assert "thongtinchinhphu@chinhphu" not in page.text
    assert statistics.mean(recalls) >= 0.965
    assert wrong / length <= 0.004


@pytest.fixture
def scan(text_pdf, scan_of) -> Image.Image:
    return scan_of(text_pdf(lines=LINES))


def _title_box(page: PageText) -> tuple[float, float, float, float]:
    return next(word.box for line in page.lines for word in line.words if word.text == "ĐỊNH")


@pytest.mark.parametrize("turned", [180, 90, 270])
def test_a_page_lying_wrong_comes_out_upright(scan: Image.Image, tmp_path: Path, turned: int) -> None:
    scan.save(tmp_path / "upright.png", dpi=(200, 200))
    scan.rotate(-turned, expand=True).save(tmp_path / "turned.png", dpi=(200, 200))
    upright, page = _read(tmp_path / "upright.png"), _read(tmp_path / "turned.png")
    assert page.rotation == (360 - turned) % 360
    assert (page.width, page.height) == (upright.width, upright.height)
    assert "Quy chế tiếp nhận" in page.text
    assert _title_box(page) == pytest.approx(_title_box(upright), abs=0.005)


def test_boxes_of_a_skewed_page_lie_on_the_page_as_displayed(scan: Image.Image, tmp_path: Path) -> None:
    scan.rotate(-3, fillcolor=255, resample=Image.Resampling.BICUBIC).save(
        tmp_path / "skew.png", dpi=(200, 200)
    )
    page = _read(tmp_path / "skew.png")
    assert page.skew == pytest.approx(3.0, abs=0.4)
    assert "Quyết định này có hiệu lực" in page.text
    left, top, right, bottom = _title_box(page)
    with Image.open(tmp_path / "skew.png") as image:
        crop = image.convert("L").crop(
            (
                int(left * image.width),
                int(top * image.height),
                int(right * image.width),
                int(bottom * image.height),
            )
        )
    assert crop.getextrema()[0] < 80  # the word is there
    assert 0.02 < (bottom - top) * 2339 / 200 / 2 < 0.3


def test_blank_page_is_not_sent_to_the_engine(tmp_path: Path, engine) -> None:
    Image.new("L", (1654, 2339), 255).save(tmp_path / "blank.png", dpi=(200, 200))
    with open_source(tmp_path / "blank.png") as source:
        page = recognise_page(source, 1, OcrOptions(tesseract=engine("exit 1")))
    assert (page.source, page.engine, page.text, page.confidence) == ("blank", "none", "", 0.0)


def test_born_digital_page_needs_no_engine(text_pdf) -> None:
    with open_source(text_pdf()) as source:
        page = recognise_page(source, 1, OcrOptions(tesseract="/nonexistent/tesseract"))
    assert page.source == "text_layer"
    assert page.text.splitlines() == LINES


def test_a_page_survives_packing(scan: Image.Image, tmp_path: Path) -> None:
    scan.save(tmp_path / "page.jpg", dpi=(200, 200))
    page = _read(tmp_path / "page.jpg")
    assert page.lines
    assert PageText.unpack(page.pack()) == page
    for line in page.lines:
        for word in line.words:
            left, top, right, bottom = word.box
            assert 0 <= left < right <= 1
            assert 0 <= top < bottom <= 1


def test_shown_page_is_upright(scan: Image.Image, tmp_path: Path) -> None:
    import io

    scan.rotate(90, expand=True).save(tmp_path / "side.png", dpi=(200, 200))
    with (
        open_source(tmp_path / "side.png") as source,
        Image.open(io.BytesIO(page_image(source, 1, 90, 620))) as shown,
    ):
        assert shown.format == "WEBP"
        assert shown.width == 620
        assert shown.height == pytest.approx(877, abs=2)
        top = shown.convert("L").crop((0, 0, 620, 400))
        assert top.getextrema()[0] < 120
