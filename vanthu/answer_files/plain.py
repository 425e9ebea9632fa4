"""As plain text: marks in brackets, the sources numbered below."""

from __future__ import annotations

from vanthu.answer_files.sheet import Grid, Line, Mark, Piece, Sheet
from vanthu.i18n import translate


def plain(sheet: Sheet) -> str:
    """The sheet as text; lines end in a line feed."""
    blocks: list[str] = []
    listing = False
    for part in sheet.parts:
        if isinstance(part, Grid):
            blocks.append(_grid(part))
        elif part.kind == "item":
            item = f"{part.mark} {_text(part.pieces)}"
            if listing:
                blocks[-1] += f"\n{item}"
            else:
                blocks.append(item)
        else:
            blocks.append(_text(part.pieces))
        listing = isinstance(part, Line) and part.kind == "item"
    if sheet.notes:
        notes = "\n".join(f"[{number}] {note}" for number, note in enumerate(sheet.notes, 1))
        blocks.append(f"{translate('Nguồn trích dẫn')}\n{notes}")
    return "\n\n".join(blocks) + "\n"


def _text(pieces: tuple[Piece, ...]) -> str:
    return "".join(f" [{piece.number}]" if isinstance(piece, Mark) else piece.text for piece in pieces)


def _grid(grid: Grid) -> str:
    rows = [" | ".join(grid.columns)]
    rows += [" | ".join(" ".join(_text(cell).split()) for cell in row) for row in grid.rows]
    return "\n".join(rows)
