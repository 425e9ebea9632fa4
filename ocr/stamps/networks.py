"""The two small networks: one finds where a mark may stand, one judges what stands there.

They are run by OpenCV, so that a page worker needs no PyTorch. Trained by `benchmarks/stamps`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import Lock

import cv2
import numpy as np
from numpy.typing import NDArray

_HERE = Path(__file__).parent
_lock = Lock()
"""OpenCV's networks hold their input: one call at a time."""


def run(name: str, pictures: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the network `finder` or `judge` says of a batch (pictures, channels, rows, columns)."""
    with _lock:
        network = _load(name)
        network.setInput(pictures)
        return np.array(network.forward(), np.float32)


@lru_cache(maxsize=2)
def _load(name: str) -> cv2.dnn.Net:
    return cv2.dnn.readNetFromONNX(np.fromfile(_HERE / f"{name}.onnx", np.uint8))
