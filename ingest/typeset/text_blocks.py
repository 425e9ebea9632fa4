"""Plain text, line by line: every line as it stands, blank lines as the space between paragraphs."""

from __future__ import annotations

from ingest.media import text_encoding
from ingest.typeset.blocks import Block, PageBreak, Paragraph, Run
from vanthu.text import nfc

TAB = "    "
_STEP = 4
"""Leading blanks that make one step of indent."""
_MAX_INDENT = 8


def decode(data: bytes) -> str:
    """Unicode text, composed, with one kind of line end."""
    text = data.decode(text_encoding(data), errors="replace")
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n"))


def text_blocks(data: bytes) -> list[Block]:
    blocks: list[Block] = []
    for number, page in enumerate(decode(data).split("\f")):
        if number:
            blocks.append(PageBreak())
        blocks.extend(_line(line) for line in page.split("\n"))
    return blocks


def _line(line: str) -> Paragraph:
    spread = line.replace("\v", " ").expandtabs(len(TAB)).rstrip()
    text = spread.lstrip()
    indent = min((len(spread) - len(text)) // _STEP, _MAX_INDENT)
    return Paragraph((Run(text),), align="left", indent=indent)
