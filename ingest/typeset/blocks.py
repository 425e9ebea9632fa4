"""A document as the typesetter takes it, whatever format it came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "centre", "right", "justify"]


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one kind; a line feed in it is a line break."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: tuple[Run, ...]
    align: Align = "justify"
    level: int = 0
    """Heading level from 1; 0 for plain text."""
    indent: int = 0
    """Steps from the left margin."""
    mark: str = ""
    """What stands before the first line: a bullet or a number, as written."""
    first_line: bool = False
    """Whether its first line is drawn in, as in running text."""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes
    width_mm: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its place in the grid and how many columns and rows it covers."""

    row: int
    column: int
    blocks: tuple[Block, ...]
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    cells: Sequence[Cell]
    columns: int
    rows: int
    widths: tuple[float, ...] = ()
    """Relative widths of the columns; equal if empty."""
    ruled: bool = True
    header_rows: int = 0


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


@dataclass(frozen=True, slots=True)
class Rule:
    """A short line across."""

    share: float = field(default=0.3)


Block = Paragraph | Picture | Table | PageBreak | Rule


def length(block: Block) -> int:
    """How many characters there are to set."""
    match block:
        case Paragraph():
            return sum(len(run.text) for run in block.runs)
        case Table():
            return sum(length(inner) for cell in block.cells for inner in cell.blocks)
    return 0
