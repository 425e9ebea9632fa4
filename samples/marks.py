"""What people put on paper by hand or stamp: figures in ink, a signature, a seal, a received stamp.

All are drawn as strokes from a seeded generator, so no handwriting font is needed and a document
comes out the same each time.
"""

from __future__ import annotations

import math
import zlib
from itertools import pairwise
from random import Random

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from samples.source import Received
from samples.style import BOLD, REGULAR

Point = tuple[float, float]
BLUE_INK = (0.10, 0.16, 0.55)
SEAL_RED = (0.82, 0.10, 0.14)
STAMP_VIOLET = (0.25, 0.15, 0.50)

# Figures as a hand draws them in a box 0.6 wide and 1 high; a list holds one stroke.
_FIGURES: dict[str, list[list[Point]]] = {
    "0": [[(0.32, 0.98), (0.08, 0.75), (0.06, 0.3), (0.3, 0.02), (0.54, 0.3), (0.5, 0.78), (0.3, 0.98)]],
    "1": [[(0.14, 0.74), (0.36, 0.99), (0.3, 0.5), (0.28, 0.01)]],
    "2": [[(0.08, 0.76), (0.28, 0.98), (0.5, 0.76), (0.34, 0.4), (0.06, 0.04), (0.3, 0.06), (0.56, 0.04)]],
    "3": [[(0.1, 0.92), (0.36, 0.98), (0.46, 0.76), (0.22, 0.55), (0.5, 0.36), (0.36, 0.04), (0.06, 0.1)]],
    "4": [
        [(0.34, 0.98), (0.16, 0.64), (0.04, 0.36), (0.3, 0.38), (0.58, 0.4)],
        [(0.42, 0.62), (0.38, 0.3), (0.36, 0.0)],
    ],
    "5": [
        [(0.16, 0.96), (0.12, 0.6), (0.36, 0.62), (0.52, 0.36), (0.34, 0.04), (0.06, 0.1)],
        [(0.16, 0.96), (0.36, 0.95), (0.54, 0.98)],
    ],
    "6": [[(0.42, 0.98), (0.16, 0.66), (0.08, 0.26), (0.3, 0.02), (0.5, 0.24), (0.32, 0.46), (0.1, 0.26)]],
    "7": [[(0.06, 0.94), (0.3, 0.94), (0.54, 0.97), (0.36, 0.5), (0.24, 0.0)], [(0.2, 0.48), (0.46, 0.52)]],
    "8": [
        [
            (0.46, 0.86), (0.28, 0.98), (0.12, 0.8), (0.3, 0.54), (0.5, 0.24),
            (0.28, 0.02), (0.08, 0.24), (0.3, 0.54), (0.46, 0.86),
        ]
    ],
    "9": [[(0.48, 0.84), (0.26, 0.98), (0.08, 0.76), (0.26, 0.52), (0.48, 0.82), (0.44, 0.4), (0.3, 0.0)]],
    "/": [[(0.1, -0.1), (0.3, 0.5), (0.48, 1.05)]],
}  # fmt: skip


def _smooth(points: list[Point], steps: int = 10) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    padded = [points[0], *points, points[-1]]
    curve: list[Point] = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps

            def at(axis: int, t: float = t, p: tuple[Point, ...] = (before, start, end, after)) -> float:
                a, b, c, d = (point[axis] for point in p)
                return 0.5 * (
                    2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
                )

            curve.append((at(0), at(1)))
    return [*curve, points[-1]]


def _stroke(canvas: Canvas, curve: list[Point], width: float, random: Random) -> None:
    """A pen line whose weight breathes a little."""
    canvas.setLineCap(1)
    phase = random.random() * math.tau
    for index, (start, end) in enumerate(pairwise(curve)):
        canvas.setLineWidth(width * (1 + 0.28 * math.sin(phase + index * 0.35)))
        canvas.line(*start, *end)


def hand_width(text: str, size: float) -> float:
    return len(text) * size * 0.62 + size * 0.3


def draw_by_hand(canvas: Canvas, x: float, y: float, text: str, *, size: float, random: Random) -> None:
    """Figures in blue ink, `size` points high, starting at x on the base line y."""
    canvas.saveState()
    canvas.setStrokeColorRGB(*BLUE_INK)
    slant = 0.14 + random.uniform(-0.05, 0.08)
    cursor = x + size * 0.12
    for char in text:
        lift = random.uniform(-0.05, 0.06) * size
        scale = size * random.uniform(0.93, 1.06)
        for stroke in _FIGURES.get(char, []):
            points = [
                (
                    cursor + scale * (px + slant * py + random.uniform(-0.025, 0.025)),
                    y + lift + scale * (py + random.uniform(-0.025, 0.025)),
                )
                for px, py in stroke
            ]
            _stroke(canvas, _smooth(points), size * 0.085, random)
        cursor += size * (0.42 if char == "/" else 0.62)
    canvas.restoreState()


def draw_signature(canvas: Canvas, centre_x: float, y: float, name: str) -> None:
    """An invented signature: a looped start, a run of waves, a long stroke back; one person, one hand."""
    random = Random(zlib.crc32(name.encode()))
    canvas.saveState()
    canvas.setStrokeColorRGB(*BLUE_INK)
    width = random.uniform(32, 48) * mm
    left = centre_x - width / 2 + random.uniform(-2, 5) * mm
    tall = random.uniform(11, 20)
    lean = random.uniform(-3, 4)
    start = [(4, 4), (9 + lean, tall), (5 + lean, tall - 1), (3.5, 5), (8.5, 2.5)]
    if random.random() < 0.5:
        start = [(0, tall * 0.6), (5 + lean, tall), (8 + lean, tall * 0.5), (3, 1), (1, 4), (9, 5)]
    line = [(left + px * mm, y + py * mm) for px, py in start]
    x = line[-1][0]
    crest, pace = random.uniform(3, 10), random.uniform(1.6, 4.4)
    for index in range(random.randint(3, 8)):
        x += pace * random.uniform(0.75, 1.25) * mm
        height = crest * random.uniform(0.6, 1.15) if index % 2 == 0 else random.uniform(0.5, 3)
        line.append((x, y + height * mm))
    line += [(x + 7 * mm, y + 4 * mm), (left + width + 6 * mm, y + random.uniform(3, 15) * mm)]
    _stroke(canvas, _smooth(line, 16), 1.25, random)
    if random.random() < 0.7:
        tail = [
            (left + width * random.uniform(0.8, 1.1), y + random.uniform(0, 6) * mm),
            (left + width * 0.4, y + random.uniform(-3, 1) * mm),
            (left + width * random.uniform(-0.1, 0.2), y + random.uniform(-1, 3) * mm),
        ]
        _stroke(canvas, _smooth(tail, 16), 1.0, random)
    canvas.restoreState()


def _arc_text(canvas: Canvas, text: str, radius: float, size: float, middle: float, *, below: bool) -> None:
    """Letters round a circle about the origin; `middle` is the angle of the text's middle in degrees."""
    advance = [pdfmetrics.stringWidth(char, BOLD, size) + 0.3 for char in text]
    base = radius + (size * 0.72 if below else 0.0)
    turn = -1 if not below else 1
    angle = math.radians(middle) - turn * sum(advance) / base / 2
    for char, width in zip(text, advance, strict=True):
        angle += turn * width / base / 2
        canvas.saveState()
        canvas.rotate(math.degrees(angle) + (90 if below else -90))
        canvas.drawCentredString(0, -base if below else base, char)
        canvas.restoreState()
        angle += turn * width / base / 2


def draw_seal(canvas: Canvas, x: float, y: float, body: str, random: Random) -> None:
    """A round red seal, 34 mm wide, of an invented body: mountain and river, and the word MẪU."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(random.uniform(-9, 9))
    canvas.setFillColorRGB(*SEAL_RED, alpha=0.82)
    canvas.setStrokeColorRGB(*SEAL_RED, alpha=0.82)
    canvas.setLineWidth(1.5)
    canvas.circle(0, 0, 17 * mm)
    canvas.setLineWidth(0.6)
    canvas.circle(0, 0, 15.9 * mm)
    canvas.circle(0, 0, 11 * mm)
    size = 8.6
    limit = math.radians(250) * 11.9 * mm
    while pdfmetrics.stringWidth(body, BOLD, size) + 0.3 * len(body) > limit and size > 5:
        size -= 0.2
    canvas.setFont(BOLD, size)
    _arc_text(canvas, body, 12.1 * mm, size, 90, below=False)
    canvas.setFont(BOLD, 7.5)
    _arc_text(canvas, "• DẤU MẪU •", 11.9 * mm, 7.5, 270, below=True)
    canvas.setLineWidth(1)
    mountain = canvas.beginPath()
    for index, (px, py) in enumerate([(-8, -2), (-4, 4), (-2, 1.5), (1.5, 6.5), (5, 1), (8, -2)]):
        (mountain.moveTo if index == 0 else mountain.lineTo)(px * mm, py * mm)
    canvas.drawPath(mountain)
    for row in range(3):
        depth = (-3.6 - row * 1.7) * mm
        wave = [(step * 0.5 * mm, depth + 0.45 * mm * math.sin(step * 0.8 + row)) for step in range(-12, 13)]
        _stroke(canvas, wave, 0.8, random)
    canvas.restoreState()


RECEIVED_WIDTH, RECEIVED_HEIGHT = 46 * mm, 19 * mm


def draw_received(canvas: Canvas, x: float, y: float, received: Received, random: Random) -> None:
    """The receiving office's stamp with its lower left corner at x, y; number and date in ink."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(random.uniform(-1.5, 2.5))
    canvas.setStrokeColorRGB(*STAMP_VIOLET, alpha=0.85)
    canvas.setFillColorRGB(*STAMP_VIOLET, alpha=0.85)
    canvas.setLineWidth(1.4)
    canvas.rect(0, 0, RECEIVED_WIDTH, RECEIVED_HEIGHT)
    canvas.setLineWidth(0.8)
    canvas.line(0, RECEIVED_HEIGHT - 5 * mm, RECEIVED_WIDTH, RECEIVED_HEIGHT - 5 * mm)
    size = 7.5
    while pdfmetrics.stringWidth(received.body, BOLD, size) > RECEIVED_WIDTH - 2 * mm:
        size -= 0.25
    canvas.setFont(BOLD, size)
    canvas.drawCentredString(RECEIVED_WIDTH / 2, RECEIVED_HEIGHT - 3.7 * mm, received.body)
    canvas.setFont(BOLD, 12)
    canvas.drawString(1.5 * mm, 5.4 * mm, "ĐẾN")
    canvas.setFont(REGULAR, 8)
    canvas.drawString(13 * mm, 8.6 * mm, "Số: ..............................")
    canvas.drawString(13 * mm, 2.6 * mm, "Ngày: ...........................")
    draw_by_hand(canvas, 20 * mm, 9 * mm, str(received.number), size=10, random=random)
    day = received.date
    draw_by_hand(canvas, 22 * mm, 3 * mm, f"{day.day:02d}/{day.month}/{day.year}", size=7.5, random=random)
    canvas.restoreState()
