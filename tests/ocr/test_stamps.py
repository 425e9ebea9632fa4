"""Secrecy stamps in page pictures: a sample of both drawn sets, odd pictures, and the real pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image

from benchmarks.stamps import fonts
from benchmarks.stamps.cases import cases
from benchmarks.stamps.measure import real_pages, run
from benchmarks.stamps.paper import blank_page
from benchmarks.stamps.plain import plain_cases
from benchmarks.stamps.sprites import in_frame, other_stamp, put
from ocr.page import Word
from ocr.stamps import find_stamps
from ocr.stamps.known import KnownWords
from ocr.stamps.place import Place
from ocr.stamps.reading import understood

RED, BLACK = (205, 30, 40), (25, 25, 25)
WORDS = {"confidential": "MẬT", "secret": "TỐI MẬT", "top_secret": "TUYỆT MẬT"}


@pytest.fixture(scope="module", autouse=True)
def typefaces() -> None:
    if len(fonts.measured()) < 10:
        pytest.skip("the typefaces of setup/packages-test.txt are not installed")


def test_sample_of_the_set() -> None:
    """The hard set: about three quarters are noticed (docs/decisions/0006), which must not get worse."""
    tally = run(cases("measure", 10, 10, seed=7), "sample", None)
    assert tally.noticed >= 5
    assert tally.suspected <= 2
    assert tally.accused <= 1


def test_sample_of_the_plain_set() -> None:
    tally = run(plain_cases(12, 12, seed=7), "plain sample", None)
    assert tally.noticed >= 11
    assert tally.sure >= 9
    assert tally.suspected <= 1
    assert tally.accused == 0


@pytest.mark.long
def test_the_set() -> None:
    tally = run(cases("measure", 120, 400, seed=8), "set", None)
    assert tally.noticed >= 0.65 * 120
    assert tally.suspected <= 0.08 * 400


@pytest.mark.long
def test_the_plain_set() -> None:
    tally = run(plain_cases(120, 120, seed=8), "plain set", None)
    assert tally.noticed >= 0.97 * 120
    assert tally.suspected <= 0.04 * 120
    assert tally.accused == 0


@pytest.mark.long
@pytest.mark.shared
def test_real_pages_are_unmarked(shared_data: Path) -> None:
    tally = run(real_pages(shared_data), "real", None)
    assert tally.clean > 50
    assert tally.accused == 0
    assert tally.suspected <= 0.01 * tally.clean


@pytest.mark.parametrize("level", ["confidential", "secret", "top_secret"])
@pytest.mark.parametrize("angle", [0, -25, 90, 180])
@pytest.mark.parametrize("colour", [RED, BLACK], ids=["red", "black"])
def test_level_and_place(level: str, angle: float, colour: tuple[int, int, int]) -> None:
    random = Random(f"{level}{angle}")
    page = blank_page(random, "measure")
    page[350:850] = 255  # whole lines: what is left of one may be a mark by chance
    # Filled letters: how often hollow ones are found is measured with the sets, not promised here.
    stamp = in_frame(random, "measure", 44, [WORDS[level]], level=level, frame="thick-thin", hollow=0.0)
    x, y, _, _ = put(page, stamp, (600, 600), angle=angle, scale=0.8, colour=colour)
    found = find_stamps(Image.fromarray(page))
    assert [stamp.level for stamp in found] == [level]
    left, top, right, bottom = found[0].box
    assert left < x / page.shape[1] < right
    assert top < y / page.shape[0] < bottom


@pytest.mark.parametrize("seed", range(6))
def test_other_stamps_are_not_sure_marks(seed: int) -> None:
    random = Random(seed)
    page = blank_page(random, "measure")
    put(page, other_stamp(random, "measure", 44), (600, 500), angle=3, scale=0.7, colour=RED)
    assert not any(stamp.sure for stamp in find_stamps(Image.fromarray(page)))


def framed_page(words: str, level: str) -> Image.Image:
    page = np.full((877, 620, 3), 255, np.uint8)
    stamp = in_frame(Random(3), "measure", 44, [words], level=level, frame="octagon")
    put(page, stamp, (300, 200), angle=0, scale=0.7, colour=BLACK)
    return Image.fromarray(page)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_picture(mode: str) -> None:
    grey = framed_page("TỐI MẬT", "secret").convert("L")
    image = Image.fromarray(np.asarray(grey, np.uint16) * 256) if mode == "I;16" else grey.convert(mode)
    assert [stamp.level for stamp in find_stamps(image)] == ["secret"]


def test_without_tesseract_it_is_suspected_only() -> None:

    found = find_stamps(framed_page("TUYỆT MẬT", "top_secret"), "no-such-tesseract")
    assert [(stamp.level, stamp.sure) for stamp in found] == [("top_secret", False)]


def line(*words: str, confidence: float = 0.97) -> tuple[np.ndarray, list[Word]]:
    """Ink of equally wide words in a line across a page of 1000 by 1000, and the words."""
    ink, wide = np.zeros((1000, 1000), np.uint8), 0.8 / len(words)
    read = []
    for index, word in enumerate(words):
        left = 0.1 + index * wide
        ink[500:520, round(1000 * left) : round(1000 * (left + 0.9 * wide))] = 200
        read.append(Word(word, (left, 0.5, left + 0.9 * wide, 0.52), confidence))
    return ink, read


WHOLE_LINE = Place(500, 510, 800, 24, 0)


@pytest.mark.parametrize(
    ("words", "sentence", "known"),
    [
        (["quy", "định", "trong", "năm", "2025"], True, True),
        (["QUYẾT", "ĐỊNH", "BAN", "HÀNH"], False, True),
        (["TUYỆT", "MẬT"], False, False),
        (["TỎI", "MẶT"], False, False),
        (["TUYẾT", "NHẬT"], False, False),
        (["tối", "mật"], False, False),
        (["văn", "bản", "mật", "phải"], False, False),
    ],
)
def test_words_known_already(words: list[str], sentence: bool, known: bool) -> None:
    read = KnownWords(*line(*words))
    assert (read.sentence(WHOLE_LINE), read.words(WHOLE_LINE)) == (sentence, known)


def test_what_known_words_do_not_answer_for() -> None:
    ink, read = line("quy", "định", "trong", "năm")
    assert not KnownWords(ink, read[:3]).sentence(WHOLE_LINE)
    assert not KnownWords(*line("quy", "định", confidence=0.6)).sentence(WHOLE_LINE)
    known = KnownWords(ink, read)
    assert known.sentence(WHOLE_LINE)
    assert not known.sentence(replace(WHOLE_LINE, layer="colour"))
    assert not known.sentence(replace(WHOLE_LINE, angle=20))
    ink[470:490, 300:700] = 255  # a stamp's ink that no word explains
    assert not KnownWords(ink, read).sentence(replace(WHOLE_LINE, y=495, height=60))


@pytest.mark.parametrize("misread", ["MẬT", "MẶT", "NHẬT", "HÀNH MẬT"])
def test_no_word_read_in_its_place_hides_a_stamp(misread: str) -> None:
    page = framed_page("TUYỆT MẬT", "top_secret")
    words = [Word(misread, (0.2, 0.1, 0.8, 0.35), 0.99), Word("quy", (0.1, 0.5, 0.9, 0.9), 0.99)]
    assert [stamp.level for stamp in find_stamps(page, words=words)] == ["top_secret"]


@pytest.mark.parametrize(
    ("text", "kind", "level"),
    [
        ("MẬT", "exact", "confidential"),
        ("TỐI\nMẬT", "exact", "secret"),
        ("| TUYỆT MẬT |", "exact", "top_secret"),
        ("ĐỘ MẬT: TỐI MẬT", "exact", "secret"),
        ("T Ố I M Ậ T", "exact", "secret"),
        ("TOI MAT", "near", "secret"),
        ("Tối mật", "near", "secret"),
        ("TUYÊT MẬI", "near", "top_secret"),
        ("BÍ MẬT", "other", "none"),
        ("BẢO MẬT", "other", "none"),
        ("mật", "small", "none"),
        ("ĐỘ MẬT", "other", "none"),
        ("MẬT ONG", "other", "none"),
        ("NHẬT", "other", "none"),
        ("HOẢ TỐC", "other", "none"),
        ("—", "nothing", "none"),
    ],
)
def test_what_is_read(text: str, kind: str, level: str) -> None:
    said = understood(text)
    assert (said.kind, said.level) == (kind, level)


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (9, 9), (3000, 20), (40, 6000)])
@pytest.mark.parametrize("shade", [0, 255])
def test_empty_pictures_of_odd_sizes(size: tuple[int, int], shade: int) -> None:
    assert find_stamps(Image.new("L", size, shade)) == []


def test_noise_is_no_mark() -> None:
    noise = np.random.default_rng(5).integers(0, 256, (1200, 900, 3), np.uint8)
    assert find_stamps(Image.fromarray(noise)) == []
