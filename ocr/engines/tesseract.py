"""The one module that runs Tesseract, with a time limit and named failures.

The page goes in and the words come out through pipes. pytesseract, which knows the engine, writes both to
temporary files; no picture or word of a page may touch the disk before the page is known to be clean.
"""

from __future__ import annotations

import math
import os
import re
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from pytesseract import pytesseract as runner

from ocr.engines import standing
from ocr.engines.port import FoundLine, FoundWord, Grey, Pixels
from ocr.engines.strips import BLANK, by_page, cut, tiff
from ocr.errors import (
    EngineError,
    LanguageMissing,
    TesseractFailed,
    TesseractMissing,
    TesseractOutOfMemory,
    TesseractTimeout,
)
from vanthu.text import nfc

# One thread per call: several workers with four threads each take ten times as long for the same pages.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

_QUESTION_TIMEOUT_S = 20.0
_TSV_COLUMNS = 12
_OF_LINES = "--psm 7 -c tessedit_create_tsv=1"
_WORD_LEVEL = "5"
_MISSING_DATA = re.compile(r"(?:Error opening data file|Failed loading language|couldn't load any languages)")
_OUT_OF_MEMORY = re.compile(r"bad_alloc|[Oo]ut of memory|Cannot allocate memory")


@dataclass(frozen=True, slots=True)
class TableWord:
    """A word of Tesseract's table: pixels of the image that was read."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float
    """0..1."""
    line: tuple[int, int, int]
    """Block, paragraph and line number."""


def read_words(
    page: NDArray[np.uint8], *, languages: str, dpi: int, timeout_s: float, command: str
) -> list[TableWord]:
    """The words on a grey page (psm 3: other modes break letterheads)."""
    _require_languages(command, languages)
    table = _run(
        page,
        f"--psm 3 --dpi {dpi} -c tessedit_create_tsv=1",
        languages=languages,
        timeout_s=timeout_s,
        command=command,
    )
    return parse_tsv(table, page.shape[1], page.shape[0])


def read_rows(
    rows: NDArray[np.uint8], *, languages: str, dpi: int, timeout_s: float, command: str
) -> list[TableWord]:
    """The words of short lines that stand one under another on a grey picture (psm 6)."""
    _require_languages(command, languages)
    table = _run(
        rows,
        f"--psm 6 --dpi {dpi} -c tessedit_create_tsv=1",
        languages=languages,
        timeout_s=timeout_s,
        command=command,
    )
    return parse_tsv(table, rows.shape[1], rows.shape[0])


def read_orientation(
    page: NDArray[np.uint8], *, dpi: int, timeout_s: float, command: str
) -> tuple[int, float]:
    """Degrees clockwise to turn the page upright, and Tesseract's confidence; (0, 0.0) if it cannot say."""
    if "osd" not in installed_languages(command):
        return 0, 0.0
    try:
        report = _run(
            page,
            f"--psm 0 --dpi {dpi}",
            languages="osd",
            timeout_s=timeout_s,
            command=command,
        )
    except TesseractFailed:
        return 0, 0.0  # "Too few characters": nothing to go by is no fault
    turn = re.search(r"^Rotate: (\d+)$", report, re.MULTILINE)
    sure = re.search(r"^Orientation confidence: ([\d.]+)$", report, re.MULTILINE)
    if not turn or not sure or int(turn[1]) not in {0, 90, 180, 270}:
        return 0, 0.0
    return int(turn[1]), float(sure[1])


def parse_tsv(table: str, width: int, height: int) -> list[TableWord]:
    """Words of a TSV table, boxes held within the image; raises if it is no such table."""
    head, _, rows = table.partition("\n")
    if not head.startswith("level\tpage_num"):
        raise TesseractFailed(reason="kết quả không đọc được")
    return _parsed(rows, width, height)


def _parsed(rows: str, width: int, height: int) -> list[TableWord]:
    words: list[TableWord] = []
    for row in rows.split("\n"):
        cells = row.rstrip("\r").split("\t", _TSV_COLUMNS - 1)
        if len(cells) < _TSV_COLUMNS or cells[0] != _WORD_LEVEL or not cells[11].strip():
            continue
        try:
            block, paragraph, line = (int(cell) for cell in cells[2:5])
            left, top, across, down = (int(cell) for cell in cells[6:10])
            confidence = float(cells[10])
        except ValueError as error:
            raise TesseractFailed(reason="kết quả không đọc được") from error
        left, top = min(max(0, left), width), min(max(0, top), height)
        across, down = min(across, width - left), min(down, height - top)
        if across <= 0 or down <= 0 or not math.isfinite(confidence):
            continue
        share = min(1.0, max(0.0, confidence / 100))
        words.append(
            TableWord(nfc(cells[11].strip()), left, top, across, down, share, (block, paragraph, line))
        )
    return words


def engine_name(languages: str, command: str) -> str:
    """`tesseract 5.3.0 vie`."""
    return f"tesseract {_version(command)} {languages}"


def installed_languages(command: str) -> frozenset[str]:
    lines = _ask(command, "--list-langs").splitlines()
    return frozenset(line.strip() for line in lines[1:] if line.strip())


def _require_languages(command: str, languages: str) -> None:
    """Tesseract goes on with a warning if one of several languages is missing; a page half read is worse."""
    missing = sorted(set(languages.split("+")) - installed_languages(command))
    if missing:
        _ask.cache_clear()  # it may be installed while the server runs
        raise LanguageMissing(languages=", ".join(missing))


@lru_cache(maxsize=4)
def _version(command: str) -> str:
    """Asked once, after the engine has read a page: pytesseract sets no time limit here."""
    runner.tesseract_cmd = command
    try:
        return str(runner.get_tesseract_version())
    except (SystemExit, subprocess.CalledProcessError, runner.TesseractNotFoundError):
        return "?"  # pytesseract ends the process over a version it does not know


@lru_cache(maxsize=16)
def _ask(command: str, question: str) -> str:
    """What the program says of itself."""
    try:
        done = subprocess.run(  # noqa: S603  (the command is the installation's own setting)
            [command, question], capture_output=True, timeout=_QUESTION_TIMEOUT_S, check=False
        )
    except FileNotFoundError as error:
        raise TesseractMissing from error
    except subprocess.TimeoutExpired as error:
        raise TesseractTimeout(seconds=_QUESTION_TIMEOUT_S) from error
    except OSError as error:
        raise TesseractFailed(reason="không chạy được chương trình") from error
    if done.returncode:
        raise _failure(done.returncode, done.stderr.decode(errors="replace"))
    return done.stdout.decode(errors="replace")


def _run(
    page: NDArray[np.uint8] | bytes, config: str, *, languages: str, timeout_s: float, command: str
) -> str:
    try:
        done = subprocess.run(  # noqa: S603  (the command is the installation's own setting)
            [command, "stdin", "stdout", "-l", languages, *config.split()],
            input=page if isinstance(page, bytes) else _pgm(page),
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
    except FileNotFoundError as error:
        raise TesseractMissing from error
    except subprocess.TimeoutExpired:
        raise TesseractTimeout(seconds=timeout_s) from None  # the cause holds what was read so far
    except OSError as error:
        raise TesseractFailed(reason="không chạy được chương trình") from error
    if done.returncode:
        raise _failure(done.returncode, done.stderr.decode(errors="replace"))
    try:
        return done.stdout.decode()
    except UnicodeDecodeError:
        raise TesseractFailed(reason="kết quả không đọc được") from None


def _pgm(page: NDArray[np.uint8]) -> bytes:
    """The grey page uncompressed: packing a PNG costs more than handing over 4 MB."""
    height, width = page.shape
    return b"P5 %d %d 255\n" % (width, height) + page.tobytes()


def _failure(status: int, said: str) -> EngineError:
    if _MISSING_DATA.search(said):
        return LanguageMissing(languages="?")
    if status in {-signal.SIGKILL, 128 + signal.SIGKILL} or _OUT_OF_MEMORY.search(said):
        return TesseractOutOfMemory(reason="mã {status}", status=status)
    return TesseractFailed(reason="mã {status}", status=status)


class Tesseract:
    """The program as an engine; reads a page in one call, and any number of lines in one call."""

    name = "tesseract"

    def __init__(self, languages: str, timeout_s: float, command: str = "tesseract") -> None:
        self._languages = languages
        self._timeout_s = timeout_s
        self._command = command

    def version(self) -> str:
        return engine_name(self._languages, self._command)

    def read(self, page: Grey, dpi: int) -> list[FoundLine]:
        words = read_words(
            page, languages=self._languages, dpi=dpi, timeout_s=self._timeout_s, command=self._command
        )
        return [
            _line([_word(word, 0, 0) for word in group], key[0])
            for key, group in groupby(words, key=lambda word: word.line)
        ]

    def read_lines(self, page: Grey, places: Sequence[Pixels], dpi: int) -> list[FoundLine | None]:
        """Each line as a picture of its own: none is taken for part of another."""
        if not places:
            return []
        _require_languages(self._command, self._languages)
        strips = [cut(page, place) for place in places]
        tables = self._tables([strip for strip, _ in strips], dpi)
        found: list[FoundLine | None] = []
        for (strip, (left, top)), rows in zip(strips, tables, strict=True):
            words = [_word(word, left, top) for word in _parsed(rows, strip.shape[1], strip.shape[0])]
            found.append(_line(words, 0) if words else None)
        return found

    def _tables(self, strips: Sequence[Grey], dpi: int) -> list[str]:
        """What is printed of each line, by the program that stands ready, or by one started for this page."""
        words = (self._command, "stdin", "stdout", "-l", self._languages, *_OF_LINES.split())
        pictures = [tiff([strip], dpi) for strip in strips]
        try:
            told = standing.read_pictures(words, pictures, tiff([BLANK], dpi), self._timeout_s)
        except standing.OutOfTime:
            raise TesseractTimeout(seconds=self._timeout_s) from None
        except standing.Ended as end:
            raise _failure(end.status, end.said) from None
        if told is not None:
            return [rows.decode(errors="replace") for rows in told]
        table = _run(
            tiff(strips, dpi),
            f"{_OF_LINES} --dpi {dpi}",
            languages=self._languages,
            timeout_s=self._timeout_s,
            command=self._command,
        )
        if not table.startswith("level\tpage_num"):
            raise TesseractFailed(reason="kết quả không đọc được")
        return by_page(table, len(strips))


def _word(word: TableWord, left: int, top: int) -> FoundWord:
    x, y = word.left + left, word.top + top
    return FoundWord(word.text, (x, y, x + word.width, y + word.height), word.confidence)


def _line(words: Sequence[FoundWord], block: int) -> FoundLine:
    sides = [word.box for word in words]
    box = (
        min(side[0] for side in sides),
        min(side[1] for side in sides),
        max(side[2] for side in sides),
        max(side[3] for side in sides),
    )
    return FoundLine(tuple(words), box, block)


__all__ = [
    "TableWord",
    "Tesseract",
    "engine_name",
    "installed_languages",
    "parse_tsv",
    "read_orientation",
    "read_rows",
    "read_words",
]
