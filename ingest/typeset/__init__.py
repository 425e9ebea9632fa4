"""Pages for documents that have none: DOCX, TXT and Markdown set on A4, with a text layer.

So every citation has a place to show. The form is that of official documents (Decree 30/2020/NĐ-CP, annex I).
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Protocol

from ingest.errors import TextTooLong
from ingest.media import MediaType
from ingest.typeset.blocks import Block, length
from ingest.typeset.layout import lay_out
from vanthu.whole_file import written_whole

MAX_TEXT = 6_000_000
"""Characters: about two thousand pages."""
MAX_TEXT_BYTES = 3 * MAX_TEXT


class Sink(Protocol):
    def write(self, data: bytes) -> object: ...


def to_pdf(path: Path, media_type: str, out: Path) -> None:
    """Typeset the file at `path` to `out`, whole or not at all."""
    with path.open("rb") as stream, written_whole(out) as sink:
        typeset(stream, MediaType(media_type), sink)


def typeset(stream: BinaryIO, media_type: MediaType, sink: Sink) -> int:
    """Typeset what `stream` holds; the size of the PDF in bytes."""
    blocks = _read(stream, media_type)
    if sum(map(length, blocks)) > MAX_TEXT:
        raise TextTooLong(millions=MAX_TEXT // 10**6)
    data = lay_out(blocks)
    sink.write(data)
    return len(data)


def _read(stream: BinaryIO, media_type: MediaType) -> list[Block]:
    if media_type is MediaType.DOCX:
        from ingest.typeset.docx_blocks import docx_blocks  # noqa: PLC0415  (each kind loads its library when met)

        return docx_blocks(stream)
    data = stream.read(MAX_TEXT_BYTES + 1)
    if len(data) > MAX_TEXT_BYTES:
        raise TextTooLong(millions=MAX_TEXT // 10**6)
    if media_type is MediaType.MARKDOWN:
        from ingest.typeset.markdown_blocks import markdown_blocks  # noqa: PLC0415

        return markdown_blocks(data)
    from ingest.typeset.text_blocks import text_blocks  # noqa: PLC0415

    return text_blocks(data)
