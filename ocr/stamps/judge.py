"""A small network that says of words cut out and upright which mark they are, or none.

Run by OpenCV, so that a page worker needs no PyTorch. Trained by `benchmarks/stamps/train.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.stamps.crop import HEIGHT, WIDTH
from ocr.stamps.ink import Ink

LEVELS = ("none", "confidential", "secret", "top_secret")
_lock = Lock()
"""OpenCV's networks hold their input: one call at a time."""


def judged(pieces: Sequence[Ink]) -> NDArray[np.float32]:
    """For each piece (see `crop.normal`) the shares of belief in `LEVELS`, which sum to 1."""
    if not pieces:
        return np.zeros((0, len(LEVELS)), np.float32)
    batch = np.asarray(pieces, np.float32).reshape(-1, 1, HEIGHT, WIDTH) / 255
    with _lock:
        network = _network()
        network.setInput(batch)
        said = np.array(network.forward(), np.float32)
    raised = np.exp(said - said.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


@lru_cache(maxsize=1)
def _network() -> cv2.dnn.Net:
    return cv2.dnn.readNetFromONNX(np.fromfile(Path(__file__).parent / "judge.onnx", np.uint8))
