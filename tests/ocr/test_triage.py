"""Sound scans are left alone; bad ones are treated as measured; boxes stay on the page as shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.triage import damage
from ocr import raster
from ocr.layout import make_line
from ocr.page import Word
from ocr.recognise import OcrOptions, recognise_page
from ocr.source import open_source
from ocr.triage import measure, prepare, put_back, scale_for
from tests.ocr.conftest import LINES


@pytest.fixture
def page(text_pdf, scan_of) -> Image.Image:
    return scan_of(text_pdf(lines=LINES * 4))


def _steps(page: Image.Image, kind: Callable[[Image.Image, Path], Path], folder: Path) -> tuple[str, ...]:
    with open_source(kind(page, folder)) as source:
        return prepare(raster.reading_grey(source.page(1).image(200))).treatment


@pytest.mark.shared
def test_real_scans_are_left_alone(shared_data: Path) -> None:
    for row in map(json.loads, (shared_data / "scans" / "manifest.jsonl").read_text("utf-8").splitlines()):
        with open_source(shared_data / "scans" / row["image"]) as source:
            found = measure(raster.reading_grey(source.page(1).image()))
        assert prepare(np.zeros((9, 9), np.uint8), found).treatment == ()
        assert scale_for(found) == 1.0


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        (damage.fax, "despeckle"),
        (damage.photograph, "perspective"),
        (damage.bleed_through, "whiten"),
        (damage.carbon, "contrast"),
        (damage.dusty, "despeckle"),
        (damage.inverted, "invert"),
    ],
)
def test_bad_pages_are_treated(page: Image.Image, tmp_path: Path, kind: Callable, step: str) -> None:
    assert step in _steps(page, kind, tmp_path)


@pytest.mark.parametrize(
    "kind", [damage.sound, damage.grainy, damage.at_110_dpi, damage.cmyk, damage.alpha, damage.without_dpi]
)
def test_pages_that_no_treatment_helps_are_left(page: Image.Image, tmp_path: Path, kind: Callable) -> None:
    assert _steps(page, kind, tmp_path) == ()


@pytest.mark.parametrize("kind", [damage.wrong_dpi, damage.without_dpi, damage.sixteen_bit, damage.alpha])
def test_odd_files_are_read_at_their_true_size(page: Image.Image, tmp_path: Path, kind: Callable) -> None:
    with open_source(kind(page, tmp_path)) as source:
        assert source.page(1).native_dpi == pytest.approx(200, abs=2)


def test_tiny_letters_are_enlarged_and_huge_ones_made_smaller(page: Image.Image) -> None:
    small = page.resize((page.width // 4, page.height // 4), Image.Resampling.LANCZOS)
    large = page.resize((page.width * 4, page.height * 4))
    assert scale_for(measure(np.asarray(small))) > 1.5
    assert scale_for(measure(np.asarray(large))) < 0.6


@pytest.mark.timeout(120)
def test_words_of_a_photograph_are_read_where_they_stand(page: Image.Image, tmp_path: Path) -> None:
    with open_source(damage.photograph(page, tmp_path)) as source:
        read = recognise_page(source, 1, OcrOptions())
        shown = np.asarray(source.page(1).image().convert("L"))
    assert "perspective" in read.treatment
    assert (read.width, read.height) == shown.shape[::-1]
    assert "Quy chế tiếp nhận" in read.text
    word = next(w for line in read.lines for w in line.words if w.text == "ĐỊNH")
    left, top, right, bottom = (
        round(v * size) for v, size in zip(word.box, (*shown.shape[::-1], *shown.shape[::-1]), strict=True)
    )
    crop = shown[top:bottom, left:right].astype(int)
    assert crop.max() - crop.min() > 80
    assert (crop < crop.max() - 60).mean() > 0.1


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_go_back_through_the_turn(rotation: int) -> None:
    half = np.array([[0.5, 0, 0.25], [0, 0.5, 0.25], [0, 0, 1.0]])
    line = make_line([Word("chữ", (0.0, 0.0, 1.0, 0.5), 1.0)])
    box = put_back([line], half, rotation)[0].words[0].box
    assert box == pytest.approx((0.25, 0.25, 0.75, 0.5))
    assert put_back([line], None, rotation) == [line]
