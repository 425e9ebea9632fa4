"""Secrecy stamps in page pictures: a sample of the drawn set, odd pictures, and the real pages."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image

from benchmarks.stamps import fonts
from benchmarks.stamps.cases import cases
from benchmarks.stamps.measure import real_pages, run
from benchmarks.stamps.paper import blank_page
from benchmarks.stamps.sprites import other_stamp, put, secrecy_stamp
from ocr.stamps import find_stamps

RED = (205, 30, 40)

UNTRAINED = pytest.mark.xfail(
    reason="the networks are not trained enough yet: docs/decisions/0006-secrecy-stamps.md", strict=False
)
"""Goals that the shipped weights do not reach."""


@pytest.fixture(scope="module", autouse=True)
def typefaces() -> None:
    if len(fonts.measured()) < 10:
        pytest.skip("the typefaces of setup/packages-test.txt are not installed")


@UNTRAINED
def test_sample_of_the_set() -> None:
    """24 marked and 40 unmarked pages, worn and lettered in ways the networks were not trained on."""
    tally = run(cases("measure", 24, 40, seed=7), "sample", None)
    assert tally.noticed >= 23
    assert tally.level >= 22
    assert tally.suspected <= 2
    assert tally.accused <= 1


@UNTRAINED
@pytest.mark.long
def test_the_set() -> None:
    tally = run(cases("measure", 120, 400, seed=8), "set", None)
    assert tally.noticed >= 0.99 * 120
    assert tally.suspected <= 0.02 * 400


@pytest.mark.long
@pytest.mark.shared
def test_real_pages_are_unmarked(shared_data: Path) -> None:
    tally = run(real_pages(shared_data), "real", None)
    assert tally.clean > 50
    assert tally.accused == 0
    assert tally.suspected <= 0.02 * tally.clean


@UNTRAINED
@pytest.mark.parametrize("level", ["confidential", "secret", "top_secret"])
@pytest.mark.parametrize("angle", [0, -25, 90, 180])
def test_level_and_place(level: str, angle: float) -> None:
    random = Random(f"{level}{angle}")
    page = np.full((1754, 1240, 3), 250, np.uint8)
    stamp = secrecy_stamp(random, "measure", 44, level=level)
    x, y, _, _ = put(page, stamp, (800, 300), angle=angle, scale=0.6, colour=RED)
    found = find_stamps(Image.fromarray(page))
    assert [stamp.level for stamp in found] == [level]
    left, top, right, bottom = found[0].box
    assert left < x / 1240 < right
    assert top < y / 1754 < bottom


@pytest.mark.parametrize("seed", range(6))
def test_other_stamps_are_not_sure_marks(seed: int) -> None:
    random = Random(seed)
    page = blank_page(random, "measure")
    put(page, other_stamp(random, "measure", 44), (600, 500), angle=3, scale=0.7, colour=RED)
    assert not any(stamp.sure for stamp in find_stamps(Image.fromarray(page)))


@UNTRAINED
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_picture(mode: str) -> None:
    page = np.full((877, 620, 3), 255, np.uint8)
    put(
        page,
        secrecy_stamp(Random(3), "measure", 44, level="secret"),
        (300, 200),
        angle=0,
        scale=0.7,
        colour=(0, 0, 0),
    )
    grey = Image.fromarray(page).convert("L")
    image = Image.fromarray(np.asarray(grey, np.uint16) * 256) if mode == "I;16" else grey.convert(mode)
    assert [stamp.level for stamp in find_stamps(image)] == ["secret"]


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (9, 9), (3000, 20), (40, 6000)])
@pytest.mark.parametrize("shade", [0, 255])
def test_empty_pictures_of_odd_sizes(size: tuple[int, int], shade: int) -> None:
    assert find_stamps(Image.new("L", size, shade)) == []


def test_noise_is_no_mark() -> None:
    noise = np.random.default_rng(5).integers(0, 256, (1200, 900, 3), np.uint8)
    assert find_stamps(Image.fromarray(noise)) == []
