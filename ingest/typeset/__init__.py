"""Pages for documents that have none: DOCX, TXT and Markdown set on A4, with a text layer.

So every citation has a place to show. The form is that of official documents (Decree 30/2020/NĐ-CP, annex I).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO, Protocol

from ingest.media import MediaType
from ingest.typeset.blocks import Block
from ingest.typeset.layout import lay_out


class Sink(Protocol):
    def write(self, data: bytes) -> object: ...


def to_pdf(path: Path, media_type: str, out: Path) -> None:
    """Typeset the file at `path` to `out`, whole or not at all."""
    partial = out.with_name(f".{out.name}.part")
    try:
        with path.open("rb") as stream, partial.open("wb") as sink:
            typeset(stream, MediaType(media_type), sink)
            sink.flush()
            os.fsync(sink.fileno())
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)


def typeset(stream: BinaryIO, media_type: MediaType, sink: Sink) -> int:
    """Typeset what `stream` holds; the size of the PDF in bytes."""
    data = lay_out(_read(stream, media_type))
    sink.write(data)
    return len(data)


def _read(stream: BinaryIO, media_type: MediaType) -> list[Block]:
    if media_type is MediaType.DOCX:
        from ingest.typeset.docx_blocks import docx_blocks  # noqa: PLC0415  (each kind loads its library when met)

        return docx_blocks(stream)
    if media_type is MediaType.MARKDOWN:
        from ingest.typeset.markdown_blocks import markdown_blocks  # noqa: PLC0415

        return markdown_blocks(stream.read())
    from ingest.typeset.text_blocks import text_blocks  # noqa: PLC0415

    return text_blocks(stream.read())
