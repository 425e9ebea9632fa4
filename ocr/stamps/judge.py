"""Two small networks that say of words cut out and upright which mark they are, or none.

A quick one sorts out what is surely none, the judge looks at the rest. Run by OpenCV, so that a page worker
needs no PyTorch. Trained by `benchmarks/stamps/train.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.stamps.crop import HEIGHT, WIDTH
from ocr.stamps.ink import Ink

Network = Literal["glance", "judge"]
LEVELS = ("none", "confidential", "secret", "top_secret")
_lock = Lock()
"""OpenCV's networks hold their input: one call at a time."""


def judged(pieces: Sequence[Ink], network: Network = "judge") -> NDArray[np.float32]:
    """For each piece (see `crop.normal`) the shares of belief in `LEVELS`, which sum to 1."""
    if not pieces:
        return np.zeros((0, len(LEVELS)), np.float32)
    batch = np.asarray(pieces, np.float32).reshape(-1, 1, HEIGHT, WIDTH) / 255
    with _lock:
        loaded = _network(network)
        loaded.setInput(batch)
        said = np.array(loaded.forward(), np.float32)
    raised = np.exp(said - said.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


@lru_cache(maxsize=2)
def _network(name: Network) -> cv2.dnn.Net:
    return cv2.dnn.readNetFromONNX(np.fromfile(Path(__file__).parent / f"{name}.onnx", np.uint8))
