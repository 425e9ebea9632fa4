"""Pages made from official texts that no statistics were counted from, printed in many fonts and scanned.

Six real pages are too few to fit a probability on. The texts are those that `ocr.choose.build` holds out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr.choose.build import LEFT_OUT, documents, is_held_out
from samples.scanner import DPI, Edge, Mode, Pass, scan
from vanthu.text import squeeze

_FONTS = Path("/usr/share/fonts/truetype")
_FAMILIES: tuple[tuple[int, str, tuple[str, str, str, str]], ...] = (
    (8, "croscore/Tinos", ("-Regular", "-Bold", "-Italic", "-BoldItalic")),
    (3, "freefont/FreeSerif", ("", "Bold", "Italic", "BoldItalic")),
    (2, "croscore/Arimo", ("-Regular", "-Bold", "-Italic", "-BoldItalic")),
    (1, "dejavu/DejaVuSerifCondensed", ("", "-Bold", "-Italic", "-BoldItalic")),
    (1, "andika/Andika", ("-Regular", "-Bold", "-Italic", "-BoldItalic")),
)
"""How often a family is drawn, and its regular, bold, italic and bold italic faces."""
_PAGE = (round(210 / 25.4 * DPI), round(297 / 25.4 * DPI))
_MARGINS = tuple(round(side / 25.4 * DPI) for side in (30, 15, 20, 20))
"""Left, right, top, bottom: Decree 30/2020/NĐ-CP, Annex I."""
_MODES: tuple[Mode, ...] = ("gray", "colour", "bitonal")
_EDGES: tuple[Edge, ...] = ("none", "none", "top", "left", "right")
_LEAST_LETTERS, _MOST_LETTERS = 30, 700
_PRINTABLE = re.compile(r"[\w\s.,;:()/%“”\"'’\-–…&+*!?§°]+")


@dataclass(frozen=True, slots=True)
class Made:
    picture: Image.Image
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Face:
    font: ImageFont.FreeTypeFont
    leading: int
    indent: int
    justified: bool
    centred: bool


def paragraphs(folders: Sequence[Path], random: Random) -> Iterator[str]:
    """Paragraphs of held-out documents, in runs of one document, without end."""
    texts = [text for number, text in documents(folders) if number not in LEFT_OUT and is_held_out(text)]
    while True:
        text = random.choice(texts)
        found = [squeeze(part) for part in re.split(r"\n\s*\n" if text.count("\n\n") > 9 else r"\n", text)]
        found = [p for p in found if _LEAST_LETTERS < len(p) < _MOST_LETTERS and _PRINTABLE.fullmatch(p)]
        if len(found) < 12:
            continue
        start = random.randrange(len(found) - 11)
        yield from found[start : start + 12]


def pages(folders: Sequence[Path], count: int, seed: int) -> Iterator[Made]:
    random = Random(seed)
    source = paragraphs(folders, random)
    for number in range(count):
        clean, lines = _printed(source, random)
        mode: Mode = random.choices(_MODES, (6, 3, 2))[0]
        edge: Edge = random.choice(_EDGES)
        scanned = scan(clean, Pass(mode, edge, False, seed * 1000 + number))
        yield Made(_worn(scanned, random), tuple(lines))


def _printed(source: Iterator[str], random: Random) -> tuple[Image.Image, list[str]]:
    """A page of type and its lines from top to bottom."""
    page = Image.new("RGB", _PAGE, "white")
    draw = ImageDraw.Draw(page)
    left, right, top, bottom = _MARGINS
    _, stem, faces = random.choices(_FAMILIES, [often for often, _, _ in _FAMILIES])[0]
    family = tuple(stem + face for face in faces)
    points = random.choice((12, 13, 13, 14, 14, 14))
    y, lines = top, list[str]()
    while y < _PAGE[1] - bottom:
        text = next(source)
        face = _face(family, points, random)
        if face.centred:
            text = " ".join(text.split()[:14])
        if random.random() < 0.08:
            text = text.upper()
        for words, last in _wrapped(text, face, _PAGE[0] - left - right):
            if y > _PAGE[1] - bottom - face.leading:
                return page, lines
            first = not lines or (words is not None and text.startswith(" ".join(words)))
            _draw(draw, words, face, left=left, y=y, width=_PAGE[0] - left - right, first=first, last=last)
            lines.append(" ".join(words))
            y += face.leading
        y += random.choice((4, 8, 14))
    return page, lines


def _face(family: tuple[str, ...], points: int, random: Random) -> _Face:
    kind = random.choices(range(4), (14, 3, 3, 1))[0]
    small = random.random() < 0.12
    pixels = round((11 if small else points) / 72 * DPI)
    font = ImageFont.truetype(str(_FONTS / f"{family[kind]}.ttf"), pixels)
    leading = round(pixels * random.uniform(1.2, 1.5))
    return _Face(
        font, leading, round(12.7 / 25.4 * DPI), random.random() < 0.8 and not small, random.random() < 0.1
    )


def _wrapped(text: str, face: _Face, width: int) -> Iterator[tuple[list[str], bool]]:
    room = width - (0 if face.centred else face.indent)
    words: list[str] = []
    for word in text.split():
        if words and face.font.getlength(" ".join([*words, word])) > room:
            yield words, False
            words, room = [], width
        words.append(word)
    yield words, True


def _draw(
    draw: ImageDraw.ImageDraw,
    words: list[str],
    face: _Face,
    *,
    left: int,
    y: int,
    width: int,
    first: bool,
    last: bool,
) -> None:
    line = " ".join(words)
    if face.centred:
        draw.text((left + (width - face.font.getlength(line)) / 2, y), line, "black", face.font)
        return
    x = left + (face.indent if first else 0)
    room = width - (face.indent if first else 0)
    if last or not face.justified or len(words) == 1:
        draw.text((x, y), line, "black", face.font)
        return
    gap = (room - sum(face.font.getlength(word) for word in words)) / (len(words) - 1)
    at = float(x)
    for word in words:
        draw.text((at, y), word, "black", face.font)
        at += face.font.getlength(word) + gap


def _worn(picture: Image.Image, random: Random) -> Image.Image:
    """Half of the pages went through a copier; then most are kept as JPEG."""
    if picture.mode == "1":
        return picture
    pixels = np.asarray(picture.convert("L") if random.random() < 0.5 else picture)
    wear = random.random()
    if wear < 0.5:
        pixels = _copied(pixels, random)
    elif wear < 0.6:
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), random.uniform(0.5, 1.0)))
    elif wear < 0.7:
        pixels = np.asarray(cv2.erode(pixels, np.ones((2, 1), np.uint8)))
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=random.randint(25, 80))
    return Image.open(io.BytesIO(out.getvalue()))


def _copied(pixels: NDArray[np.uint8], random: Random) -> NDArray[np.uint8]:
    """Nearly black and white, strokes thick or thin, edges ragged: marks of letters run into each other."""
    rough = np.random.default_rng(random.randrange(2**32)).normal(0, random.uniform(4, 14), pixels.shape)
    soft = cv2.GaussianBlur(pixels.astype(np.float32) + rough, (0, 0), random.uniform(0.7, 1.25))
    steep = 1 / (1 + np.exp(-(soft - random.uniform(120, 200)) / random.uniform(6, 20)))
    return np.asarray(np.clip(255 * steep, 0, 255), np.uint8)
