"""An engine that is missing, crashes, hangs or gives nonsense costs its page a flag."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ocr.engines import trueocr
from ocr.engines.tesseract import Tesseract
from ocr.engines.trueocr import TrueOcr
from ocr.errors import (
    TesseractMissing,
    TrueOcrFailed,
    TrueOcrMissing,
    TrueOcrOutOfMemory,
    TrueOcrTimeout,
)
from ocr.page import PageText
from ocr.recognise import OcrOptions, recognise_page
from ocr.source import open_source
from tests.ocr.conftest import LINES

PAGE = np.full((400, 600), 255, dtype=np.uint8)


@pytest.fixture
def scan(text_pdf, scan_of, tmp_path: Path) -> Path:
    scan_of(text_pdf(lines=LINES)).save(tmp_path / "page.png", dpi=(200, 200))
    return tmp_path / "page.png"


def _read(path: Path, **options: Any) -> PageText:
    with open_source(path) as source:
        return recognise_page(source, 1, OcrOptions(timeout_s=60, **options))


def _words(page: PageText) -> list[Any]:
    return [word for line in page.lines for word in line.words]


def test_lines_and_words_of_a_page(scan: Path) -> None:
    page = np.asarray(Image.open(scan).convert("L"))
    found = TrueOcr(60).read(page, 200)
    assert "Điều" in " ".join(line.text for line in found)
    for line in found:
        for word in line.words:
            left, top, right, bottom = word.box
            assert 0 <= left < right <= page.shape[1]
            assert 0 <= top < bottom <= page.shape[0]
            assert page[top:bottom, left:right].min() < 120
            assert 0 <= word.confidence <= 1
        edges = [word.box[0] for word in line.words]
        assert edges == sorted(edges)


def test_lines_at_given_places_by_both_engines(scan: Path) -> None:
    page = np.asarray(Image.open(scan).convert("L"))
    lines = TrueOcr(60).read(page, 200)
    boxes = [line.box for line in lines]
    empty = (2, 2, 60, 30)
    for engine in (TrueOcr(60), Tesseract("vie", 60)):
        found = engine.read_lines(page, [*boxes, empty], 200)
        assert len(found) == len(boxes) + 1
        same = sum(a is not None and a.text == b.text for a, b in zip(found, lines, strict=False))
        assert same >= 0.6 * len(lines)
    assert Tesseract("vie", 60).read_lines(page, [], 200) == []


def test_missing_networks(tmp_path: Path) -> None:
    with pytest.raises(TrueOcrMissing):
        TrueOcr(60, tmp_path).read(PAGE, 200)


def test_damaged_networks(tmp_path: Path) -> None:
    for name in ("rec.onnx", "det.onnx"):
        (tmp_path / name).write_bytes(b"no network")
    (tmp_path / "meta.json").write_text(json.dumps({"charset": ["a"]}))
    with pytest.raises(TrueOcrFailed):
        TrueOcr(60, tmp_path).read(PAGE, 200)


@pytest.mark.parametrize(
    ("failure", "named"),
    [
        (MemoryError(), TrueOcrOutOfMemory),
        (RuntimeError("std::bad_alloc"), TrueOcrOutOfMemory),
        (RuntimeError("Failed to allocate memory for requested buffer"), TrueOcrOutOfMemory),
        (RuntimeError("a word of the page"), TrueOcrFailed),
        (ValueError("shape"), TrueOcrFailed),
    ],
)
def test_failures_have_names_and_tell_nothing_of_the_page(
    monkeypatch: pytest.MonkeyPatch, failure: Exception, named: type[Exception]
) -> None:
    def fail(*_: Any) -> None:
        raise failure

    monkeypatch.setattr(trueocr, "_find", fail)
    with pytest.raises(named) as caught:
        TrueOcr(60).read(PAGE, 200)
    assert "a word of the page" not in str(caught.value.say())


def test_a_hanging_network_ends_at_the_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(_: Any, __: Any, options: Any) -> None:
        started = time.monotonic()
        while not options.terminate and time.monotonic() - started < 30:
            time.sleep(0.02)
        raise RuntimeError("Exiting due to terminate flag being set to true.")

    monkeypatch.setattr(trueocr, "_find", hang)
    with pytest.raises(TrueOcrTimeout):
        TrueOcr(0.2).read(PAGE, 200)


def test_without_the_first_engine_the_second_reads_the_page(scan: Path, tmp_path: Path) -> None:
    page = _read(scan, models=tmp_path)
    assert "Quy chế tiếp nhận" in page.text
    assert page.engine.startswith("tesseract")
    assert {word.engine for word in _words(page)} == {"tesseract"}


@pytest.mark.parametrize("body", ["kill -SEGV $$", "printf garbage", "echo std::bad_alloc >&2; exit 1"])
def test_without_the_second_engine_the_first_reads_the_page(scan: Path, engine: Any, body: str) -> None:
    page = _read(scan, tesseract=engine(body))
    assert "Quy chế tiếp nhận" in page.text
    assert {word.engine for word in _words(page)} <= {"trueocr", "choice"}
    assert all(word.doubtful for word in _words(page) if word.engine == "choice")


def test_the_second_engine_can_be_switched_off(scan: Path) -> None:
    page = _read(scan, second_engine=False, tesseract="/nonexistent/tesseract")
    assert "Quy chế tiếp nhận" in page.text
    assert page.engine.startswith("trueocr")


def test_without_any_engine_the_failure_is_told(scan: Path, tmp_path: Path) -> None:
    with pytest.raises(TesseractMissing):
        _read(scan, models=tmp_path, tesseract="/nonexistent/tesseract")


def test_a_missed_line_is_still_read(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The networks find all lines but one: its ink leads the second engine there."""
    whole = TrueOcr.read

    def blind(self: TrueOcr, page: Any, dpi: int) -> Any:
        return [line for line in whole(self, page, dpi) if "Quy chế" not in line.text]

    monkeypatch.setattr(TrueOcr, "read", blind)
    page = _read(scan)
    assert "Quy chế tiếp nhận" in page.text
    assert all(w.engine == "tesseract" for line in page.lines if "Quy chế" in line.text for w in line.words)
