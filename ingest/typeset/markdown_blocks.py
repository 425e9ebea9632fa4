"""Markdown, read as officials' converters write it: dashes under a line are a rule, indents are no code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.typeset.blocks import Align, Block, Cell, Paragraph, Rule, Run, Table
from ingest.typeset.text_blocks import decode

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_LONE_BAR = re.compile(r"^[ \t]*\|[ \t]*$", re.MULTILINE)
_LONE_STARS = re.compile(r"^[ \t]*\*(?:[ \t]*\*)?[ \t]*$", re.MULTILINE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_STRAY_EMPHASIS = re.compile(r"\*\*|__(?=\w)|(?<=\w)__")
_BULLETS = {"-": "-", "+": "+", "*": "-"}


def markdown_blocks(data: bytes) -> list[Block]:
    text = _FRONT_MATTER.sub("", decode(data))
    # Remains of a letterhead table: cell borders on lines of their own, the star under a Party issuer's name.
    text = _LONE_BAR.sub("", text)
    text = _LONE_STARS.sub(lambda stars: stars[0].strip().replace("*", r"\*"), text)
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.disable(["lheading", "code"])
    return _rejoined(_Reader(parser.parse(text)).blocks())


def _rejoined(blocks: Iterable[Block]) -> list[Block]:
    """Running text that a page break of the source had parted is one paragraph again."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(block, Paragraph) and isinstance(last, Paragraph) and _goes_on(last, block):
            joined[-1] = replace(last, runs=(*last.runs, Run(" "), *block.runs))
        else:
            joined.append(block)
    return joined


def _goes_on(before: Paragraph, after: Paragraph) -> bool:
    running = (before.first_line or before.mark) and after.first_line
    end, start = before.text.rstrip()[-1:], after.text.lstrip()
    return bool(running) and (end.isalpha() or end == ",") and start[:2].isalpha() and start[:1].islower()


class _Reader:
    """Walks the parser's tokens once."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._marks: list[str] = []
        """One per open list item; emptied once its first paragraph has it."""

    def blocks(self) -> Iterator[Block]:
        at = 0
        while at < len(self._tokens):
            token = self._tokens[at]
            match token.type:
                case "list_item_open":
                    self._marks.append(_mark(token))
                case "list_item_close":
                    self._marks.pop()
                case "heading_open":
                    level = int(token.tag[1:])
                    heading = _runs(self._tokens[at + 1], bold=True)
                    yield Paragraph(heading, align="centre" if level == 1 else "left", level=level)
                    at += 2
                case "paragraph_open":
                    yield self._paragraph(self._tokens[at + 1])
                    at += 2
                case "fence" | "code_block" | "html_block":
                    yield Paragraph((Run(token.content.rstrip("\n")),), align="left")
                case "hr":
                    yield Rule()
                case "table_open":
                    end = next(
                        i for i in range(at, len(self._tokens)) if self._tokens[i].type == "table_close"
                    )
                    yield _table(self._tokens[at:end])
                    at = end
            at += 1

    def _paragraph(self, inline: Token) -> Paragraph:
        indent = max(0, len(self._marks) - 1)
        mark = ""
        if self._marks:
            mark, self._marks[-1] = self._marks[-1], ""
            indent += not mark
        runs = _runs(inline)
        short = all(run.bold or not run.text.strip() for run in runs) or any(run.text == "\n" for run in runs)
        align: Align = "left" if self._marks or short else "justify"
        return Paragraph(
            runs, align=align, indent=indent, mark=mark, first_line=not self._marks and not short
        )


def _mark(token: Token) -> str:
    return f"{token.info}{token.markup}" if token.info else _BULLETS.get(token.markup, "-")


def _runs(inline: Token, *, bold: bool = False) -> tuple[Run, ...]:
    runs: list[Run] = []
    strong, slanted = 0, 0
    for child in inline.children or ():
        match child.type:
            case "strong_open":
                strong += 1
            case "strong_close":
                strong -= 1
            case "em_open":
                slanted += 1
            case "em_close":
                slanted -= 1
            case "softbreak":
                runs.append(Run(" "))
            case "hardbreak":
                runs.append(Run("\n"))
            case "text" | "code_inline" | "html_inline" | "image":
                text = _STRAY_EMPHASIS.sub("", _BREAK.sub("\n", child.content))
                runs.append(Run(text, bold or strong > 0, slanted > 0))
    return tuple(runs)


def _table(tokens: Sequence[Token]) -> Table:
    cells: list[Cell] = []
    row, column, columns, header = -1, 0, 0, 0
    for index, token in enumerate(tokens):
        if token.type == "tr_open":
            row, column = row + 1, 0
        elif token.type in {"th_open", "td_open"}:
            head = token.type == "th_open"
            header = row + 1 if head else header
            runs = _runs(tokens[index + 1], bold=head)
            cells.append(Cell(row, column, (Paragraph(runs, align="centre" if head else "left"),)))
            column += 1
            columns = max(columns, column)
    return Table(cells, columns, row + 1, header_rows=header)
