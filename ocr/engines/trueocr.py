"""The one module that runs TrueOCR: small networks that find lines and read them, inside this process.

Its models are run directly, because its own interface gives lines of text only: here the probabilities of
every character along a line come out, so that readings can be weighed and words have boxes of their own.
"""

from __future__ import annotations

import ctypes
import json
import math
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ocr.engines.ctc import Run, runs
from ocr.engines.port import Evidence, FoundLine, FoundWord, Grey, Pixels
from ocr.errors import EngineError, TrueOcrFailed, TrueOcrMissing, TrueOcrOutOfMemory, TrueOcrTimeout
from vanthu.text import nfc

_LETTER_SCORES = "/LogSoftmax_output_0"
"""A value inside the reading network: logarithms of probabilities, lines by steps by characters."""
_STRIDE = 4
"""Pixels of the shrunk line to a step."""
_MOST_LINES = 1200
"""Lines of a page that are read; a page with more is a pattern."""
_BATCH = 32
_SHIFTS = (0.0,)
"""A line is read so many line heights higher, too: the mean of both is right more often than either."""
_TRIMMED_FROM, _MAPPED_FROM = -1, -3
"""M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of mallopt(3)."""
_OUT_OF_MEMORY = re.compile(r"bad_alloc|allocat|memory", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Networks:
    find: Any
    read: Any
    alphabet: str
    long_side: int
    max_width: int
    pad_y: float
    pad_x: float


class TrueOcr:
    """Reads dark printed Vietnamese; no handwriting."""

    name = "trueocr"

    def __init__(self, timeout_s: float, models: Path | None = None) -> None:
        """`models`: a folder with the networks; None for those in the installed package."""
        self._timeout_s = timeout_s
        self._models = models

    def version(self) -> str:
        try:
            return f"trueocr {version('trueocr')}"
        except PackageNotFoundError:
            return "trueocr"

    def read(self, page: Grey, dpi: int) -> list[FoundLine]:
        with _guarded(self._timeout_s) as options:
            networks = _networks(_folder(self._models))
            places = _find(networks, page, options)[:_MOST_LINES]
            return [line for line in _read(networks, page, places, options) if line is not None]

    def read_lines(self, page: Grey, places: Sequence[Pixels], dpi: int) -> list[FoundLine | None]:
        with _guarded(self._timeout_s) as options:
            networks = _networks(_folder(self._models))
            floats = [tuple(float(side) for side in place) for place in places[:_MOST_LINES]]
            found = _read(networks, page, floats, options)
            return [*found, *[None] * (len(places) - len(found))]


@contextmanager
def _guarded(timeout_s: float) -> Iterator[Any]:
    """Options for the networks' runs, which end at the time limit; whatever goes wrong gets its name."""
    try:
        import onnxruntime  # noqa: PLC0415  (120 ms, and only where pages are read)
    except ImportError as error:
        raise TrueOcrMissing from error
    options = onnxruntime.RunOptions()
    clock = threading.Timer(timeout_s, setattr, (options, "terminate", True))
    clock.daemon = True
    clock.start()
    try:
        yield options
    except MemoryError:
        raise TrueOcrOutOfMemory(reason="bộ nhớ") from None
    except EngineError:
        raise
    except Exception as error:
        # The runtime's errors share no base.
        # What the library says may hold nothing of the page, its kind is enough.
        if options.terminate:
            raise TrueOcrTimeout(seconds=timeout_s) from None
        failure = TrueOcrOutOfMemory if _OUT_OF_MEMORY.search(str(error)) else TrueOcrFailed
        raise failure(reason=type(error).__name__) from None
    finally:
        clock.cancel()


def _folder(models: Path | None) -> Path:
    if models is not None:
        folder = models
    else:
        spec = find_spec("trueocr")
        if spec is None or not spec.submodule_search_locations:
            raise TrueOcrMissing
        folder = Path(spec.submodule_search_locations[0]) / "models"
    if not (folder / "rec.onnx").is_file():
        raise TrueOcrMissing
    return folder


@lru_cache(maxsize=2)
def _networks(folder: Path) -> _Networks:
    _keep_freed_memory()
    told = json.loads((folder / "meta.json").read_text("utf-8"))
    return _Networks(
        find=_session((folder / "det.onnx").read_bytes()),
        read=_session(_also_giving((folder / "rec.onnx").read_bytes(), _LETTER_SCORES)),
        alphabet=" " + "".join(told["charset"]),
        long_side=told["det_long_side"],
        max_width=told["max_width"],
        pad_y=told["pad_y"],
        pad_x=told["pad_x"],
    )


def _keep_freed_memory() -> None:
    """What was freed serves again, up to a page's worth: the kernel wipes what is given back and asked anew.

    A twentieth of a page's time. What a map needs is given back still. Only where the C library is glibc.
    """
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(_MAPPED_FROM, 32 << 20)
        library.mallopt(_TRIMMED_FROM, 256 << 20)


def _session(network: bytes) -> Any:
    import onnxruntime  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it grows with every new shape of a batch
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])


def _also_giving(network: bytes, value: str) -> bytes:
    """The network with one more output: an inner value of it.

    Protocol buffers join messages that follow one another: appended is a model (field 7: its graph) whose
    graph has one more output (field 12) of that name (field 1).
    """
    message = _field(7, _field(12, _field(1, value.encode())))
    return network + message


def _field(number: int, content: bytes) -> bytes:
    size, length = bytearray(), len(content)
    while length > 127:
        size.append(length & 127 | 128)
        length >>= 7
    return bytes([number << 3 | 2, *size, length]) + content


def _find(networks: _Networks, page: Grey, options: Any) -> list[tuple[float, ...]]:
    """Places of lines: left, top, right, bottom."""
    from trueocr.page import (  # noqa: PLC0415
        ADAPTIVE_MAX_SIDE,
        ADAPTIVE_MIN_H,
        ADAPTIVE_TARGET_H,
        decode_lines,
        det_input,
    )

    def at(long_side: int) -> tuple[NDArray[np.float32], float]:
        ink, scale = det_input(page, long_side)
        return decode_lines(networks.find.run(None, {"x": ink[None, None]}, options)[0][0]), scale

    boxes, scale = at(networks.long_side)
    if len(boxes) >= 8:
        high = float(np.median(boxes[:, 3] - boxes[:, 1]))
        finer = (
            int(min(ADAPTIVE_MAX_SIDE, networks.long_side * ADAPTIVE_TARGET_H / max(high, 1.0))) // 32 * 32
        )
        if high < ADAPTIVE_MIN_H and finer > networks.long_side:
            boxes, scale = at(finer)
    height, width = page.shape
    sides = boxes[:, :4] / scale
    sides[:, [0, 2]] = sides[:, [0, 2]].clip(0, width)
    sides[:, [1, 3]] = sides[:, [1, 3]].clip(0, height)
    return [_with_dash(page, row) for row in sides.tolist() if row[2] - row[0] >= 2 and row[3] - row[1] >= 2]


def _with_dash(page: Grey, sides: Sequence[float]) -> tuple[float, ...]:
    """The place with a dash before it, as before items of a list: lines are often found without."""
    left, top, right, bottom = sides
    high = bottom - top
    start, end = max(0, round(left - 1.6 * high)), round(left)
    part = page[round(top) : round(bottom), start:end]
    if part.size == 0:
        return left, top, right, bottom
    dark = part < int(np.median(page[round(top) : round(bottom) : 2, end : round(right) : 3])) - 60
    columns, rows = np.flatnonzero(dark.any(axis=0)), np.flatnonzero(dark.any(axis=1))
    if not len(columns):
        return left, top, right, bottom
    flat = rows[-1] - rows[0] < 0.25 * high and 0.3 * high < rows.mean() < 0.75 * high
    wide = columns[-1] - columns[0] > 0.12 * high and columns[0] > 0.1 * high
    return (start + float(columns[0]) - 1 if flat and wide else left), top, right, bottom


def _read(
    networks: _Networks, page: Grey, places: Sequence[tuple[float, ...]], options: Any
) -> list[FoundLine | None]:
    from trueocr.preprocess import WINDOW, crop_line, pad_batch, width_batches  # noqa: PLC0415

    result: list[FoundLine | None] = [None] * len(places)
    if not places:
        return result
    crops = [
        [
            crop_line(
                page,
                _moved(place, shift),
                window=WINDOW,
                max_width=networks.max_width,
                pad_y=networks.pad_y,
                pad_x=networks.pad_x,
            )
            for place in places
        ]
        for shift in _SHIFTS
    ]
    for batch in width_batches([crop.shape[1] for crop in crops[0]], max_batch=_BATCH):
        steps: Any = 0.0
        for row in crops:
            ink, widths = pad_batch([_as_wide(row[i], crops[0][i].shape[1]) for i in batch])
            found, lengths = networks.read.run(
                [_LETTER_SCORES, "lengths"], {"x": ink, "widths": widths}, options
            )
            steps = steps + found / len(crops)
        for row_number, i in enumerate(batch):
            evidence = Evidence(
                np.asarray(steps[row_number, : int(lengths[row_number])], np.float32), networks.alphabet
            )
            result[i] = _line(page, places[i], crops[0][i].shape[1], evidence, networks.pad_x)
    return result


def _moved(place: tuple[float, ...], shift: float) -> tuple[float, ...]:
    down = shift * (place[3] - place[1])
    return place[0], place[1] + down, place[2], place[3] + down


def _as_wide(crop: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """The same with so many columns; rounding of the place moves the last one."""
    return np.pad(crop[:, :width], ((0, 0), (0, max(0, width - crop.shape[1]))))


def _line(
    page: Grey, place: tuple[float, ...], width: int, evidence: Evidence, pad_x: float
) -> FoundLine | None:
    """The likeliest reading as words; boxes are trimmed to the ink between the blanks beside a word."""
    seen = runs(evidence)
    left, top, right, bottom = place
    margin = pad_x * (bottom - top)
    start = math.floor(left - margin)
    per_step = (math.ceil(right + margin) - start) * _STRIDE / width
    words = []
    for characters, span in _words(seen, len(evidence.steps)):
        edges = (start + (span[0]) * per_step, start + (span[1]) * per_step)
        box = _trimmed(page, (edges[0], top, edges[1], bottom))
        likely = sum(run.log_probability for run in characters) / len(characters)
        words.append(
            FoundWord(nfc("".join(run.character for run in characters)), box, math.exp(likely), span)
        )
    if not words:
        return None
    box = (words[0].box[0], words[0].box[1], words[-1].box[2], words[-1].box[3])
    return FoundLine(tuple(words), box, 0, evidence)


def _words(seen: Sequence[Run], steps: int) -> Iterator[tuple[list[Run], tuple[int, int]]]:
    """The characters of each word and its steps: from one blank to the next."""
    start, characters = 0, list[Run]()
    for run in seen:
        if run.character != " ":
            characters.append(run)
            continue
        if characters:
            yield characters, (start, run.start)
        start, characters = run.end, []
    if characters:
        yield characters, (start, steps)


def _trimmed(page: Grey, sides: tuple[float, float, float, float]) -> Pixels:
    """The box without the paper at its left and right; as it is if there is no ink."""
    height, width = page.shape
    left, right = max(0, math.floor(sides[0])), min(width, math.ceil(sides[2]))
    top, bottom = max(0, math.floor(sides[1])), min(height, math.ceil(sides[3]))
    left, top = min(left, width - 1), min(top, height - 1)
    right, bottom = max(right, left + 1), max(bottom, top + 1)
    part = page[top:bottom, left:right]
    dark = np.flatnonzero((part < int(part.max()) - 60).sum(axis=0) > 0)
    if len(dark):
        left, right = left + int(dark[0]), left + int(dark[-1]) + 1
    return left, top, right, bottom
