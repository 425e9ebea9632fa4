"""An engine that is missing, crashes, hangs or prints nonsense is told apart and never mistaken for text."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.engines.tesseract import parse_tsv, read_orientation, read_words
from ocr.errors import (
    LanguageMissing,
    TesseractFailed,
    TesseractMissing,
    TesseractOutOfMemory,
    TesseractTimeout,
)

PAGE = np.full((100, 200), 255, dtype=np.uint8)
HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def _read(command: str, languages: str = "vie", timeout_s: float = 20) -> list:
    return read_words(PAGE, languages=languages, dpi=200, timeout_s=timeout_s, command=command)


def test_missing() -> None:
    with pytest.raises(TesseractMissing):
        _read("/nonexistent/tesseract")


def test_crash(engine) -> None:
    with pytest.raises(TesseractFailed) as caught:
        _read(engine("kill -SEGV $$"))
    assert not isinstance(caught.value, TesseractOutOfMemory)
    assert "mã -11" in caught.value.say()


@pytest.mark.parametrize("body", ["kill -KILL $$", "echo 'std::bad_alloc' >&2; exit 134"])
def test_killed_for_memory(engine, body: str) -> None:
    with pytest.raises(TesseractOutOfMemory):
        _read(engine(body))


def test_hang_ends_at_the_time_limit(engine) -> None:
    started = time.monotonic()
    with pytest.raises(TesseractTimeout):
        _read(engine("exec sleep 60"), timeout_s=0.5)
    assert time.monotonic() - started < 30


@pytest.mark.parametrize(
    "body",
    [
        "printf 'not a table at all'",
        "printf '\\377\\376\\000\\001'",
        'printf ""',
        "exit 0",
        "printf 'level\\tpage_num\\n5\\tx\\tx\\tx\\tx\\tx\\tx\\tx\\tx\\tx\\tx\\tchữ\\n'",
    ],
)
def test_garbage_is_never_text(engine, body: str) -> None:
    with pytest.raises(TesseractFailed):
        _read(engine(body))


def test_language_missing(engine) -> None:
    with pytest.raises(LanguageMissing) as caught:
        _read(engine("exit 0"), languages="vie+lao")
    assert caught.value.facts == {"languages": "lao"}
    with pytest.raises(LanguageMissing):
        _read(engine("echo 'Error opening data file vie.traineddata' >&2; exit 1"))


def test_orientation_of_a_page_with_nothing_to_go_by(engine) -> None:
    answer = read_orientation(
        PAGE, dpi=200, timeout_s=20, command=engine("echo 'Too few characters' >&2; exit 1")
    )
    assert answer == (0, 0.0)


def test_words_are_held_within_the_image() -> None:
    rows = (
        "5\t1\t1\t1\t1\t1\t-5\t10\t50\t20\t91.5\tchữ\n"
        "5\t1\t1\t1\t1\t2\t190\t90\t50\t50\t12\tthứ\n"
        "4\t1\t1\t1\t1\t0\t0\t0\t9\t9\t-1\t\n"
    )
    words = parse_tsv(HEAD + rows, 200, 100)
    assert [(w.text, w.left, w.top, w.width, w.height, w.confidence) for w in words] == [
        ("chữ", 0, 10, 50, 20, 0.915),
        ("thứ", 190, 90, 10, 10, 0.12),
    ]


@given(st.text(st.characters(codec="utf-8"), max_size=400), st.booleans())
def test_any_output_is_words_or_an_error(output: str, with_head: bool) -> None:
    try:
        words = parse_tsv(HEAD + output if with_head else output, 200, 100)
    except TesseractFailed:
        return
    assert all(0 <= w.left < 200 and 0 <= w.top < 100 and 0 <= w.confidence <= 1 for w in words)


@given(
    st.lists(
        st.tuples(*[st.integers(-10_000, 10_000)] * 8, st.floats(-200, 200), st.text(min_size=1, max_size=8)),
        max_size=20,
    )
)
def test_tables_with_odd_numbers(rows: list) -> None:
    body = "\n".join("5\t1\t" + "\t".join(map(str, row)) for row in rows)
    try:
        words = parse_tsv(HEAD + body, 200, 100)
    except TesseractFailed:
        return
    for word in words:
        assert word.width > 0
        assert word.height > 0
        assert word.left + word.width <= 200
        assert word.top + word.height <= 100
