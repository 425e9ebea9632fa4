"""What stands at a place: cut out, turned upright, and read by the judge."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.stamps.ink import ink_maps
from ocr.stamps.networks import run
from ocr.stamps.place import Candidate

HEIGHT, WIDTH = 80, 192
"""Pixels of a cut-out."""
_AROUND = 1.8
"""The cut-out is at least this many times as high as the words."""
_BESIDE = 2.4
"""Room left and right together, in heights of one line, so that a neighbouring word is seen."""

LEVELS = ("none", "confidential", "secret", "top_secret")


def cut_out(picture: NDArray[np.uint8], place: Candidate) -> NDArray[np.float32]:
    """Two layers (all ink, coloured ink) of `HEIGHT` by `WIDTH`, 0..1, the words level in the middle."""
    line = min(place.height, 0.7 * place.width)
    scale = min(WIDTH / (place.width + _BESIDE * line), HEIGHT / (_AROUND * place.height))
    turn = math.radians(place.angle)
    cos, sin = scale * math.cos(turn), scale * math.sin(turn)
    matrix = np.array([[cos, sin, 0.0], [-sin, cos, 0.0]])
    matrix[:, 2] = np.array([WIDTH / 2, HEIGHT / 2]) - matrix[:, :2] @ (place.x, place.y)
    part, matrix = _shrunk(picture, place, matrix, scale)
    paper = int(np.percentile(part[::4, ::4], 80)) if part.size else 255
    piece = cv2.warpAffine(part, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderValue=(paper,) * 3)
    ink, colour = ink_maps(np.asarray(piece, np.uint8))
    layers = np.stack([ink, np.zeros_like(ink) if colour is None else colour])
    return (layers / 255).astype(np.float32)


def _shrunk(
    picture: NDArray[np.uint8], place: Candidate, matrix: NDArray[np.float64], scale: float
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The part of the picture about the place, made smaller first where much would be skipped."""
    reach = math.hypot(WIDTH, HEIGHT) / scale / 2 + 4
    left, top = max(0, int(place.x - reach)), max(0, int(place.y - reach))
    part = picture[top : int(place.y + reach) + 1, left : int(place.x + reach) + 1]
    matrix = matrix.copy()
    matrix[:, 2] += matrix[:, :2] @ (left, top)
    if scale < 0.7 and part.size:
        size = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
        across, down = size[0] / part.shape[1], size[1] / part.shape[0]
        part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
        matrix[:, 0] /= across
        matrix[:, 1] /= down
    return part, matrix


def both_ways(place: Candidate) -> tuple[Candidate, Candidate]:
    """As the finder took the words to run, and on their head: it often cannot tell."""
    return place, replace(place, angle=place.angle + 180)


def judged(picture: NDArray[np.uint8], places: Sequence[Candidate]) -> NDArray[np.float32]:
    """For each place the shares of belief in `LEVELS`, which sum to 1."""
    if not places:
        return np.zeros((0, len(LEVELS)), np.float32)
    shares = []
    for place in places:
        said = run("judge", cut_out(picture, place)[None])[0]
        raised = np.exp(said - said.max())
        shares.append(raised / raised.sum())
    return np.asarray(shares, np.float32)
