"""Forty ways in which people write a Party document's number, and twelve of the State's."""

from __future__ import annotations

import unicodedata

from vanthu.text import fold

PARTY = (
    "{n}-{s}/{b}", "{n}-{s}-{b}", "{n}/{s}-{b}", "{n}/{s}/{b}", "{n} - {s} / {b}", "{n}–{s}/{b}",
    "{n}—{s}∕{b}", "{n}{s}/{b}", "{n}{s}{b}", "{n} {s} {b}", "{n}_{s}_{b}", "{n}-{s}{b}",
    "{n}-{s}I{b}", "số {n}-{s}/{b}", "Số: {n}-{s}/{b}", "{s}{n}", "{s} {n}", "{s}-{n}", "{s}.{n}",
    "{s} số {n}", "{s}{n}/{b}", "{s} {n}/{b}", "{s} {n}-{b}", "{s}-{n}-{b}", "{s}/{b} số {n}",
    "{s}{b} {n}", "{k} {n}", "{k} số {n}", "{k} số: {n}", "{k} {n}/{b}", "{k} {n}-{s}/{b}",
    "{k} số {n}-{s}/{b}", "{k} {n} của {i}", "{k} số {n} của {i}", "{k} {n} năm {y}",
    "{k} số {n} ngày {d}", "{k} số {n}-{s}/{b}, ngày {d} của {i}", "{k} {n} {b}", "0{n}-{s}/{b}",
    "{k} {n} ({y})",
)  # fmt: skip
STATE = (
    "{n}/{y}/{s}-{b}", "{n}/{y}/{s}/{b}", "{n}-{y}-{s}-{b}", "{n} / {y} / {s} - {b}", "{k} {n}/{y}",
    "{s} {n}/{y}", "{s}{n}/{y}", "{k} số {n}/{y}/{s}-{b}", "{k} {n} năm {y}", "{k} {n}",
    "{k} {n}/{y}/{s}-{b} của {i}", "{s}{n}",
)  # fmt: skip


def spellings(way: str) -> dict[str, str]:
    """The way as typed, without marks, in small letters, in capitals, decomposed, with unbroken blanks."""
    return {
        "as typed": way,
        "unmarked": fold(way),
        "small": way.lower(),
        "capitals": way.upper(),
        "decomposed": unicodedata.normalize("NFD", way),
        "unbroken": way.replace(" ", "\u00a0"),
    }
