"""What an office scanner does to a page: skew, soft focus, shading, dust, a black edge, one bit or JPEG."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from PIL import Image

DPI = 200
Pixels = npt.NDArray[np.float32]
Mode = Literal["colour", "gray", "bitonal"]
Edge = Literal["none", "top", "left", "right"]
_QUALITY = {"colour": 42, "gray": 40}


@dataclass(frozen=True, slots=True)
class Pass:
    """One page's way through the scanner."""

    mode: Mode
    edge: Edge
    upside_down: bool
    seed: int


def render(pdf: bytes) -> list[Image.Image]:
    document = pdfium.PdfDocument(pdf)
    try:
        return [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def _clouds(shape: tuple[int, int], cells: int, random: np.random.Generator) -> Pixels:
    """Slow unevenness between -1 and 1, as of paper, lamp or ink."""
    coarse = random.uniform(-1, 1, (cells, cells)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC))


def _worn_ink(page: Pixels, random: np.random.Generator) -> Pixels:
    """A seal never prints evenly: coloured ink fades in patches, black print stays."""
    colourful = (page.max(axis=2) - page.min(axis=2)) / 255.0
    patches = _clouds(page.shape[:2], 90, random) * 0.5 + _clouds(page.shape[:2], 400, random) * 0.5
    fade = np.clip(0.25 + 0.75 * patches, 0, 0.75) * colourful
    return np.asarray(page + (255.0 - page) * fade[..., None], np.float32)


def _turned(page: Pixels, degrees: float, paper: float) -> Pixels:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(
        cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper,) * 3)
    )


def _dust(page: Pixels, random: np.random.Generator) -> None:
    height, width = page.shape[:2]
    for _ in range(int(random.integers(6, 22))):
        x, y = int(random.integers(0, width)), int(random.integers(0, height))
        shade = float(random.uniform(20, 150))
        cv2.circle(page, (x, y), int(random.integers(1, 3)), (shade,) * 3, -1, cv2.LINE_AA)


def _black_edge(page: Pixels, edge: Edge, random: np.random.Generator) -> None:
    if edge == "none":
        return
    depth = int(random.integers(14, 40))
    height, width = page.shape[:2]
    wobble = int(random.integers(-10, 11))
    corners = {
        "top": [(0, 0), (width, 0), (width, depth + wobble), (0, depth)],
        "left": [(0, 0), (depth, 0), (depth + wobble, height), (0, height)],
        "right": [(width, 0), (width - depth, 0), (width - depth - wobble, height), (width, height)],
    }[edge]
    cv2.fillPoly(page, [np.array(corners, np.int32)], (18.0, 18.0, 18.0), cv2.LINE_AA)


def scan(page: Image.Image, way: Pass) -> Image.Image:
    random = np.random.default_rng(way.seed)
    work = np.asarray(page, dtype=np.float32)
    work = _worn_ink(work, random)
    work = _turned(work, float(random.choice([-1, 1]) * random.uniform(0.15, 0.9)), 255.0)
    work = np.asarray(cv2.GaussianBlur(work, (0, 0), float(random.uniform(0.55, 0.8))))
    height, width = work.shape[:2]
    # Ink is dark grey, not black, and spreads unevenly over the sheet.
    ink = 0.86 + 0.05 * _clouds((height, width), 7, random)
    work = np.asarray(255.0 - (255.0 - work) * ink[..., None], np.float32)
    paper = np.array([247.0, 246.0, 241.0], dtype=np.float32) / 255.0
    slope = np.linspace(1.0, float(random.uniform(0.93, 0.985)), width, dtype=np.float32)
    shade = slope[None, :] * (1 + 0.012 * _clouds((height, width), 4, random))
    work = np.asarray(work * paper * shade[..., None], np.float32)
    _dust(work, random)
    _black_edge(work, way.edge, random)
    work += random.normal(0, 2.2, (height, width, 1)).astype(np.float32)
    picture = Image.fromarray(np.clip(work, 0, 255).astype(np.uint8))
    if way.upside_down:
        picture = picture.rotate(180)
    if way.mode == "colour":
        return picture
    gray = picture.convert("L")
    if way.mode == "gray":
        return gray
    rough = np.asarray(gray, dtype=np.float32) + random.normal(0, 9, (height, width))
    return Image.fromarray(rough > 158)


def encode(picture: Image.Image) -> tuple[bytes, Mode]:
    """Bytes as they lie in the PDF: JPEG, or one bit a pixel in CCITT Group 4."""
    out = io.BytesIO()
    if picture.mode == "1":
        picture.save(out, "TIFF", compression="group4", strip_size=2**26)
        with Image.open(io.BytesIO(out.getvalue())) as tiff:
            tags = tiff.tag_v2  # type: ignore[attr-defined]
            start, length = tags[273][0], tags[279][0]
        return out.getvalue()[start : start + length], "bitonal"
    mode: Mode = "gray" if picture.mode == "L" else "colour"
    picture.save(out, "JPEG", quality=_QUALITY[mode], optimize=True, subsampling="4:2:0")
    return out.getvalue(), mode
