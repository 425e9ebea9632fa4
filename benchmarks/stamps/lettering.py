"""Words as masks: any typeface, Vietnamese marks drawn by hand where the typeface has none."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from benchmarks.stamps.fonts import STROKE, face, has, size_for

Mask = NDArray[np.uint8]
Lines = list[list[tuple[float, float]]]

# Pen strokes in a box 1 high (y down): letters as a drafting machine makes them.
_O = [(0.2, 0), (0.5, 0), (0.7, 0.2), (0.7, 0.8), (0.5, 1), (0.2, 1), (0, 0.8), (0, 0.2), (0.2, 0)]
_STROKES: dict[str, Lines] = {
    "A": [[(0, 1), (0.36, 0), (0.72, 1)], [(0.13, 0.65), (0.59, 0.65)]],
    "B": [[(0, 1), (0, 0), (0.45, 0), (0.6, 0.12), (0.6, 0.36), (0.45, 0.48), (0, 0.48)],
          [(0.45, 0.48), (0.64, 0.62), (0.64, 0.86), (0.48, 1), (0, 1)]],
    "C": [[(0.68, 0.2), (0.5, 0), (0.2, 0), (0, 0.2), (0, 0.8), (0.2, 1), (0.5, 1), (0.68, 0.8)]],
    "D": [[(0, 0), (0, 1), (0.4, 1), (0.66, 0.75), (0.66, 0.25), (0.4, 0), (0, 0)]],
    "E": [[(0.6, 0), (0, 0), (0, 1), (0.6, 1)], [(0, 0.48), (0.48, 0.48)]],
    "G": [[(0.68, 0.2), (0.5, 0), (0.2, 0), (0, 0.2), (0, 0.8), (0.2, 1), (0.5, 1), (0.7, 0.8), (0.7, 0.55),
           (0.4, 0.55)]],
    "H": [[(0, 0), (0, 1)], [(0.64, 0), (0.64, 1)], [(0, 0.48), (0.64, 0.48)]],
    "I": [[(0, 0), (0, 1)]],
    "K": [[(0, 0), (0, 1)], [(0.62, 0), (0, 0.62)], [(0.24, 0.4), (0.66, 1)]],
    "L": [[(0, 0), (0, 1), (0.58, 1)]],
    "M": [[(0, 1), (0, 0), (0.4, 0.7), (0.8, 0), (0.8, 1)]],
    "N": [[(0, 1), (0, 0), (0.66, 1), (0.66, 0)]],
    "O": [_O],
    "P": [[(0, 1), (0, 0), (0.45, 0), (0.62, 0.14), (0.62, 0.4), (0.45, 0.54), (0, 0.54)]],
    "Q": [_O, [(0.45, 0.75), (0.75, 1.08)]],
    "R": [[(0, 1), (0, 0), (0.45, 0), (0.62, 0.14), (0.62, 0.38), (0.45, 0.52), (0, 0.52)],
          [(0.35, 0.52), (0.66, 1)]],
    "S": [[(0.62, 0.14), (0.45, 0), (0.15, 0), (0, 0.14), (0, 0.34), (0.62, 0.62), (0.62, 0.86), (0.46, 1),
           (0.15, 1), (0, 0.86)]],
    "T": [[(0, 0), (0.7, 0)], [(0.35, 0), (0.35, 1)]],
    "U": [[(0, 0), (0, 0.8), (0.2, 1), (0.45, 1), (0.65, 0.8), (0.65, 0)]],
    "V": [[(0, 0), (0.35, 1), (0.7, 0)]],
    "X": [[(0, 0), (0.66, 1)], [(0.66, 0), (0, 1)]],
    "Y": [[(0, 0), (0.35, 0.5), (0.7, 0)], [(0.35, 0.5), (0.35, 1)]],
    "Z": [[(0, 0), (0.64, 0), (0, 1), (0.64, 1)]],
    ":": [[(0.1, 0.3), (0.1, 0.34)], [(0.1, 0.8), (0.1, 0.84)]],
}  # fmt: skip
# Marks in a box 1 wide above (or below) the letter; y is in units of the mark's height, down.
_MARKS: dict[str, Lines] = {
    "\u0302": [[(0.1, 1), (0.5, 0), (0.9, 1)]],
    "\u0301": [[(0.35, 1), (0.7, 0)]],
    "\u0300": [[(0.3, 0), (0.65, 1)]],
    "\u0303": [[(0.1, 0.8), (0.3, 0.2), (0.6, 0.8), (0.9, 0.2)]],
    "\u0309": [[(0.35, 0.1), (0.6, 0), (0.65, 0.4), (0.5, 0.6), (0.5, 1)]],
    "\u0306": [[(0.1, 0), (0.3, 0.9), (0.7, 0.9), (0.9, 0)]],
}


@dataclass(frozen=True, slots=True)
class Hand:
    """How a word is set: measures in shares of the capital height."""

    font: str
    spacing: float = 0.0
    weight: float = 0.0
    """Added to (or, below 0, taken from) the thickness of strokes."""
    width: float = 1.0
    slant: float = 0.0
    outline: float = 0.0
    """Thickness of the line round hollow letters; 0 for filled ones."""
    unsteady: float = 0.0
    """How far letters stray from the line."""


def some_hand(random: Random, fonts: list[str], hollow: float = 0.07) -> Hand:
    """`hollow`: share of hands that draw letters as outlines."""
    plain = random.random() < 0.5
    return Hand(
        random.choice(fonts),
        spacing=0.0 if plain else random.choice([0.0, 0.05, 0.12, 0.25, 0.5]) * random.uniform(0.5, 1.4),
        weight=0.0 if plain else random.choice([0, 0, 0.04, 0.08, -0.03]),
        width=random.uniform(0.9, 1.1) if plain else random.uniform(0.6, 1.35),
        slant=0.0 if random.random() < 0.8 else random.uniform(-0.15, 0.3),
        outline=random.uniform(0.06, 0.1) if random.random() < hollow else 0.0,
        unsteady=0.0 if random.random() < 0.75 else random.uniform(0.01, 0.07),
    )


def write(text: str, hand: Hand, capital: int, random: Random) -> Mask:
    """One line of text as a mask cut to its ink; its capitals are `capital` pixels high."""
    letters = [_letter(char, hand, capital) for char in unicodedata.normalize("NFC", text)]
    gap = round(capital * (hand.spacing + (0.12 if hand.font == STROKE else 0)))
    across = sum(a + gap for _, _, a in letters) + 2 * capital
    canvas = np.zeros((3 * capital, max(8, across)), np.uint8)
    x = capital
    for mask, left, advance in letters:
        if mask is not None:
            stray = round(random.uniform(-1, 1) * hand.unsteady * capital)
            top = max(0, stray)
            rows = min(canvas.shape[0] - top, mask.shape[0])
            start = max(0, x + left)
            part = canvas[top : top + rows, start : start + mask.shape[1]]
            np.maximum(part, mask[:rows, : part.shape[1]], out=part)
        x += advance + gap
    return cut(_finish(canvas, hand, capital))


def cut(mask: Mask) -> Mask:
    rows, columns = np.flatnonzero(mask.max(axis=1) > 64), np.flatnonzero(mask.max(axis=0) > 64)
    if not len(rows) or not len(columns):
        return np.zeros((2, 2), np.uint8)
    return mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _letter(char: str, hand: Hand, capital: int) -> tuple[Mask | None, int, int]:
    """The letter on a canvas three capitals high (base line at two), where it starts, how far it leads."""
    if char == " ":
        return None, 0, round(0.45 * capital)
    base, marks = char, ""
    if hand.font == STROKE or not has(hand.font, char):
        parts = unicodedata.normalize("NFD", char.replace("Đ", "D").replace("đ", "d"))
        base, marks = parts[0], parts[1:]
        if char in "Đđ":
            marks += "-"
    if hand.font == STROKE:
        image, left, advance, box = _stroked(base.upper(), hand, capital)
    else:
        font = face(hand.font, size_for(hand.font, capital))
        x0, y0, x1, y1 = (round(v) for v in font.getbbox(base, anchor="ls"))
        advance = round(font.getlength(base))
        pad = capital // 2
        picture = Image.new("L", (max(1, x1 - x0) + 2 * pad, 3 * capital))
        ImageDraw.Draw(picture).text((pad - x0, 2 * capital), base, fill=255, font=font, anchor="ls")
        image, left, box = (
            np.array(picture),
            x0 - pad,
            (pad, 2 * capital + y0, pad + x1 - x0, 2 * capital + y1),
        )
    _add_marks(image, marks, box, capital, max(1, round(capital * (0.11 + hand.weight))))
    return image, left, advance


def _stroked(base: str, hand: Hand, capital: int) -> tuple[Mask, int, int, tuple[int, int, int, int]]:
    lines = _STROKES.get(base, [[(0, 0.5), (0.4, 0.5)]])
    right = max(x for line in lines for x, _ in line)
    pad = capital // 2
    image = np.zeros((3 * capital, round(right * capital) + 2 * pad), np.uint8)
    pen = max(1, round(capital * (0.1 + hand.weight)))
    for line in lines:
        points = np.array([(pad + x * capital, capital + y * capital) for x, y in line], np.int32)
        cv2.polylines(image, [points], False, 255, pen, cv2.LINE_AA)
    box = (pad, capital, pad + round(right * capital), 2 * capital)
    return image, -pad, round((right + 0.2) * capital), box


def _add_marks(image: Mask, marks: str, box: tuple[int, int, int, int], capital: int, pen: int) -> None:
    x0, top, x1, _ = box
    middle, wide = (x0 + x1) / 2, 0.5 * capital
    for mark in sorted(marks, key=lambda m: m != "\u0302"):
        if mark == "\u0323":
            cv2.circle(
                image, (round(middle), round(2.2 * capital)), max(1, round(pen * 0.7)), 255, -1, cv2.LINE_AA
            )
        elif mark == "-":
            y = round((top + 2 * capital) / 2)
            cv2.line(image, (x0 - pen, y), (round(middle), y), 255, pen, cv2.LINE_AA)
        elif mark == "\u031b":
            cv2.line(image, (x1 - pen, top), (x1 + pen, top - pen), 255, pen, cv2.LINE_AA)
        elif mark in _MARKS:
            high = 0.26 * capital
            y0 = top - high - 0.1 * capital
            for line in _MARKS[mark]:
                points = [(middle + (x - 0.5) * wide, y0 + y * high) for x, y in line]
                cv2.polylines(image, [np.array(points, np.int32)], False, 255, max(1, pen - 1), cv2.LINE_AA)
            top = round(y0)


def _finish(canvas: Mask, hand: Hand, capital: int) -> Mask:
    change = round(abs(hand.weight) * capital)
    if change and hand.font != STROKE:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (change + 1, change + 1))
        canvas = np.asarray((cv2.dilate if hand.weight > 0 else cv2.erode)(canvas, kernel), np.uint8)
    if hand.outline:
        pen = max(2, round(hand.outline * capital))
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (pen, pen))
        canvas = np.asarray(cv2.morphologyEx(canvas, cv2.MORPH_GRADIENT, kernel), np.uint8)
    if hand.slant or hand.width != 1.0:
        height, width = canvas.shape
        shift = max(0.0, hand.slant) * height
        matrix = np.array([[hand.width, -hand.slant, shift], [0, 1, 0]], np.float64)
        size = (round(width * hand.width + abs(hand.slant) * height) + 1, height)
        canvas = np.asarray(cv2.warpAffine(canvas, matrix, size, flags=cv2.INTER_LINEAR), np.uint8)
    return canvas
