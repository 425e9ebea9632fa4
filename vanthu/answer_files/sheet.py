"""What stands in the file, whatever its form: lines, tables, and the notes they point to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["title", "about", "question", "heading", "words", "item"]


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Points to the note of this number."""

    number: int


Piece = Words | Mark


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph."""

    kind: Kind
    pieces: tuple[Piece, ...]
    mark: str = "–"
    """What stands before an `item`: its own number or letter where it has one."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table with a head."""

    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[Piece, ...], ...], ...]


@dataclass(slots=True)
class Sheet:
    title: str
    parts: list[Line | Grid] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """The note of number n stands at n - 1."""
