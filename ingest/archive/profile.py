"""The colour profile of the output intent, an ICC profile of version 2.1: sRGB (IEC 61966-2-1), or grey.

PDF/A-1 admits profiles up to version 2 only; Little CMS makes version 4. Matrix and curve are those of the
standard, adapted to D50.
"""

from __future__ import annotations

import struct
from functools import cache

SRGB, GREY = "sRGB IEC61966-2.1", "Gray gamma 2.2"
_CURVE_POINTS = 256
_RED, _GREEN, _BLUE = (0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410)
_WHITE = (0.9642, 1.0, 0.8249)
_GAMMA = round(2.2 * 256)
_HEADER = 128


@cache
def srgb() -> bytes:
    """The same bytes always."""
    curve = _curve()
    colorants = {b"rXYZ": _xyz(_RED), b"gXYZ": _xyz(_GREEN), b"bXYZ": _xyz(_BLUE)}
    return _profile(b"RGB ", SRGB, colorants | {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve})


@cache
def grey() -> bytes:
    """For files without colour: a quarter of the size."""
    return _profile(b"GRAY", GREY, {b"kTRC": b"curv\0\0\0\0" + struct.pack(">IH", 1, _GAMMA)})


def _profile(space: bytes, name: str, own: dict[bytes, bytes]) -> bytes:
    parts = {
        b"desc": _description(name),
        b"cprt": b"text\0\0\0\0No copyright, use freely\0",
        b"wtpt": _xyz(_WHITE),
        **own,
    }
    table, data = b"", b""
    places: dict[bytes, int] = {}
    start = _HEADER + 4 + 12 * len(parts)
    for tag, part in parts.items():
        if part not in places:
            places[part] = start + len(data)
            data += part + b"\0" * (-len(part) % 4)
        table += tag + struct.pack(">II", places[part], len(part))
    body = struct.pack(">I", len(parts)) + table + data
    return _header(space, _HEADER + len(body)) + body


def _header(space: bytes, size: int) -> bytes:
    made = struct.pack(">6H", 2024, 1, 1, 0, 0, 0)
    return b"".join(
        (
            struct.pack(">I", size),
            b"\0\0\0\0",
            b"\x02\x10\0\0",
            b"mntr" + space + b"XYZ ",
            made,
            b"acsp",
            b"\0" * 28,
            b"".join(_fixed(value) for value in _WHITE),
            b"\0" * 48,
        )
    )


def _description(text: str) -> bytes:
    """`textDescriptionType`: ASCII only, the Unicode and Macintosh parts empty."""
    ascii_part = text.encode() + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(ascii_part)) + ascii_part + b"\0" * (8 + 3 + 67)


def _xyz(value: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(_fixed(each) for each in value)


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _curve() -> bytes:
    points = [round(_linear(at / (_CURVE_POINTS - 1)) * 65535) for at in range(_CURVE_POINTS)]
    return b"curv\0\0\0\0" + struct.pack(f">I{_CURVE_POINTS}H", _CURVE_POINTS, *points)


def _linear(shown: float) -> float:
    return float(shown / 12.92 if shown <= 0.04045 else ((shown + 0.055) / 1.055) ** 2.4)
