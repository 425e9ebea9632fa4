"""The Tesseract that stays reads as one started anew, and its failures are told apart and survived."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import pytest

from ocr.engines import standing
from ocr.engines.tesseract import Tesseract
from ocr.errors import TesseractFailed, TesseractOutOfMemory, TesseractTimeout

WORDS = ["Trang", "ngang", "khung", "banh", "Chung", "thanh"]
HIGH = 50


@pytest.fixture(autouse=True)
def afresh() -> Iterator[None]:
    standing.let_go()
    yield
    standing.let_go()


def _page(count: int) -> tuple[np.ndarray, list[tuple[int, int, int, int]]]:
    page = np.full((HIGH * count, 400), 255, np.uint8)
    places = []
    for number in range(count):
        spot = (20, HIGH * number + 35)
        cv2.putText(page, WORDS[number % len(WORDS)], spot, cv2.FONT_HERSHEY_COMPLEX, 1.0, 0, 2)
        places.append((15, HIGH * number + 5, 250, HIGH * number + 46))
    return page, places


def _kept() -> standing.Standing:
    (kept,) = standing._KEPT.values()
    return kept


def test_it_reads_as_one_that_is_started_for_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    page, places = _page(70)  # more than are handed over at once
    engine = Tesseract("vie", 60)
    first = engine.read_lines(page, places, 200)
    program = _kept()._program.pid
    assert engine.read_lines(page, places, 200) == first
    assert _kept()._program.pid == program
    # Nothing of a page stays where another process could read it.
    assert [os.fstat(fd).st_size for fd in _kept()._pictures] == [0] * len(_kept()._pictures)
    monkeypatch.setattr(standing, "read_pictures", lambda *_: None)
    assert engine.read_lines(page, places, 200) == first
    read = [line.text if line else "" for line in first]
    assert sum(text == WORDS[n % len(WORDS)] for n, text in enumerate(read)) > 50


def test_one_that_died_meanwhile_is_started_again() -> None:
    page, places = _page(3)
    engine = Tesseract("vie", 60)
    first = engine.read_lines(page, places, 200)
    _kept()._program.kill()
    _kept()._program.wait()
    assert engine.read_lines(page, places, 200) == first


def test_another_thread_meanwhile_starts_its_own() -> None:
    page, places = _page(2)
    with standing._LOCK:
        assert Tesseract("vie", 60).read_lines(page, places, 200)[0] is not None
        assert not standing._KEPT


PRINTS = "n=0; while read name; do n=$((n+1)); printf '1\\t%d\\t0\\n' $n; {}; done"
"""A stand-in that answers as Tesseract does, and does something for each picture."""


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("kill -SEGV $$", TesseractFailed),
        ("kill -KILL $$", TesseractOutOfMemory),
        ("read name; echo 'std::bad_alloc' >&2; exit 134", TesseractOutOfMemory),
        ("printf 'not a table at all'", TesseractFailed),
        ("printf '\\377\\376\\t1\\n'; exit 0", TesseractFailed),
        (PRINTS.format("exit 0"), TesseractFailed),
    ],
)
def test_failures_are_told_apart(engine: Any, body: str, error: type[Exception]) -> None:
    page, places = _page(2)
    with pytest.raises(error):
        Tesseract("vie", 20, engine(body)).read_lines(page, places, 200)
    assert not standing._KEPT


def test_one_that_hangs_is_ended_at_the_time_limit(engine: Any) -> None:
    page, places = _page(2)
    started = time.monotonic()
    with pytest.raises(TesseractTimeout):
        Tesseract("vie", 0.5, engine("exec sleep 60")).read_lines(page, places, 200)
    assert time.monotonic() - started < 20
    assert not standing._KEPT


def test_rows_of_pictures_that_were_not_asked_for_are_no_lines(engine: Any) -> None:
    page, places = _page(1)
    odd = "printf '5\\t77\\t1\\t1\\t1\\t1\\t1\\t1\\t9\\t9\\t90\\tx\\nchữ\\n'"
    told = Tesseract("vie", 20, engine(PRINTS.format(odd)))
    assert told.read_lines(page, places, 200) == [None]
