"""What a file holds that no reader of its pages sees: properties, comments, deleted text, hidden layers.

A secrecy mark there is a doubt for a custodian. A file within the file is not taken: its pages would be kept
without having been looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.findings import WHOLE_FILE
from ingest.media import MediaType


@dataclass(frozen=True, slots=True)
class Written:
    """A text beneath the pages."""

    text: str
    page: int = WHOLE_FILE
    short: bool = False
    """A title or a key word: a level is named in it as in a file's name."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture in the file that perhaps stands on no page."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Unseen:
    """A part that nothing here can look into."""


Part = Written | Drawn | Unseen


def parts_beneath(path: Path, kind: MediaType, password: str | None) -> Iterator[Part]:
    """Each part once. Raises `FileInFile` for a file within the file."""
    if kind is MediaType.PDF:
        from ingest.beneath.pdf import pdf_parts  # noqa: PLC0415  (each kind loads its library when met)

        yield from pdf_parts(path, password)
    elif kind is MediaType.DOCX:
        from ingest.beneath.docx import docx_parts  # noqa: PLC0415

        with path.open("rb") as stream:
            yield from docx_parts(stream)
    elif kind.has_pages:
        from ingest.beneath.image import image_parts  # noqa: PLC0415

        yield from image_parts(path)
    else:
        from ingest.typeset.text_blocks import decode  # noqa: PLC0415

        yield Written(decode(path.read_bytes()))
