"""Pictures of lines as Tesseract takes them: baseline TIFF, made and parted without a library."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np

from ocr.engines.port import Grey, Pixels

_BORDER = 10
"""White pixels about a line that is read by itself; without them letters at the edge are missed."""
BLANK: Grey = np.full((40, 40), 255, np.uint8)


def cut(page: Grey, place: Pixels) -> tuple[Grey, tuple[int, int]]:
    """A line with a little of what is over and under it, in a white border; where its corner lies."""
    height, width = page.shape
    high = place[3] - place[1]
    left, right = max(0, place[0]), min(width, place[2])
    top, bottom = max(0, round(place[1] - 0.1 * high)), min(height, round(place[3] + 0.1 * high) + 1)
    right, bottom = max(right, left + 1), max(bottom, top + 1)
    strip = np.pad(page[top:bottom, left:right], _BORDER, constant_values=255)
    return strip, (left - _BORDER, top - _BORDER)


def tiff(strips: Sequence[Grey], dpi: int) -> bytes:
    """One uncompressed file with a page for each strip (TIFF 6.0, baseline greyscale)."""
    out = bytearray(struct.pack("<2sHI", b"II", 42, 8))
    for number, strip in enumerate(strips):
        height, width = strip.shape
        start = len(out)
        # Entries by rising tag; values longer than four bytes follow the directory.
        resolution = start + 2 + 12 * 11 + 4
        data = resolution + 8
        following = data + strip.size + strip.size % 2 if number + 1 < len(strips) else 0
        entries = (
            (256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, data),
            (277, 3, 1), (278, 4, height), (279, 4, strip.size), (282, 5, resolution), (283, 5, resolution),
        )  # fmt: skip
        out += struct.pack("<H", len(entries))
        for tag, kind, value in entries:
            out += struct.pack("<HHII", tag, kind, 1, value)
        out += struct.pack("<III", following, dpi, 1) + strip.tobytes() + b"\0" * (strip.size % 2)
    return bytes(out)


def by_page(table: str, pages: int) -> list[str]:
    """The rows of a table, one text for each page of the file."""
    parts: list[list[str]] = [[] for _ in range(pages)]
    for row in table.split("\n"):
        number = row.split("\t", 2)[1:2]
        if number and number[0].isdigit() and 0 < int(number[0]) <= pages:
            parts[int(number[0]) - 1].append(row)
    return ["\n".join(part) for part in parts]
