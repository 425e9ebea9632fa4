"""The text of a sample document: YAML front matter and a small Markdown of one block a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

DOCUMENTS = Path(__file__).resolve().parent / "documents"

TYPE_CODES = {
    "Nghị quyết": "resolution",
    "Quyết định": "decision",
    "Chỉ thị": "directive",
    "Quy chế": "rules",
    "Quy định": "regulation",
    "Thông báo": "notice",
    "Hướng dẫn": "guidance",
    "Chương trình": "programme",
    "Kế hoạch": "plan",
    "Đề án": "scheme",
    "Báo cáo": "report",
    "Biên bản": "minutes",
    "Tờ trình": "submission",
    "Kết luận": "conclusion",
    "Công văn": "official_letter",
    "Giấy mời": "invitation",
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Signer(_Part):
    authority: tuple[str, ...] = ()
    """Lines above the office: `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`."""
    title: str
    name: str


class Received(_Part):
    """The receiving office's stamp."""

    body: str
    number: int
    date: date


class RelationSource(_Part):
    kind: Literal["based_on", "replaces", "amends", "repeals", "guides", "implements", "refers_to"]
    reference: str
    date: date
    scope: str | None = None


class Head(_Part):
    """What a clerk would enter of a document, and how its copy came about."""

    form: Literal["state", "party"]
    type: str
    """Name of the type; `Công văn` is not printed."""
    parent_body: str | None = None
    issuing_body: str
    number: str
    symbol: str
    place: str
    date: date
    subject: str
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...]
    signer: Signer
    co_signer: Signer | None = None
    """Whoever signs at the left (the secretary of minutes)."""
    number_by_hand: bool = False
    day_by_hand: bool = False
    received: Received | None = None
    relations: tuple[RelationSource, ...] = ()
    format: Literal["scan", "pdf", "docx", "md"] = "scan"
    scan: Literal["colour", "gray", "bitonal"] = "gray"
    """Mode of pages without a seal; `colour` scans the pages with a seal or stamp in colour."""
    black_edge: Literal["none", "top", "left", "right"] = "none"
    upside_down: tuple[int, ...] = ()

    @property
    def reference_number(self) -> str:
        joint = "-" if self.form == "party" else "/"
        return f"{self.number}{joint}{self.symbol}"

    @property
    def is_letter(self) -> bool:
        return self.type == "Công văn"


@dataclass(frozen=True, slots=True)
class Block:
    """One laid-out thing: a paragraph, a heading, a table, a turn of the page."""

    kind: Literal["paragraph", "basis", "heading", "italic", "centred", "table", "turn"]
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    id: str
    head: Head
    blocks: tuple[Block, ...]

    @property
    def filename(self) -> str:
        return f"{self.id}.{'pdf' if self.head.format in ('scan', 'pdf') else self.head.format}"


_PREFIXES: tuple[tuple[str, Literal["basis", "heading", "italic", "centred", "turn"]], ...] = (
    ("> ", "basis"),
    ("# ", "heading"),
    ("^ ", "italic"),
    ("= ", "centred"),
    ("::: ", "turn"),
)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def parse_blocks(body: str) -> tuple[Block, ...]:
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in [*body.splitlines(), ""]:
        if line.startswith("|"):
            if not re.fullmatch(r"[|\s:-]+", line):
                rows.append(_cells(line))
            continue
        if rows:
            blocks.append(Block("table", rows=tuple(rows)))
            rows = []
        if not line.strip():
            continue
        for prefix, kind in _PREFIXES:
            if line.startswith(prefix):
                blocks.append(Block(kind, line.removeprefix(prefix).strip()))
                break
        else:
            blocks.append(Block("paragraph", line.strip()))
    return tuple(blocks)


def load(path: Path) -> Sample:
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    _, front, body = text.split("---\n", 2)
    return Sample(path.stem, Head.model_validate(yaml.safe_load(front)), parse_blocks(body))


def load_all(folder: Path = DOCUMENTS) -> list[Sample]:
    return [load(path) for path in sorted(folder.glob("*.md"))]


def plain(text: str) -> str:
    """The words of a block without `**` and `*`."""
    return re.sub(r"\*+", "", text)


def plain_text(blocks: Sequence[Block]) -> str:
    """The body as printed, a block a line; cells of a row are parted by a blank."""
    lines: list[str] = []
    for block in blocks:
        if block.kind == "table":
            lines += [" ".join(plain(cell) for cell in row) for row in block.rows]
        elif block.kind != "turn":
            lines.append(plain(block.text))
    return "\n".join(lines)
