"""Puts pages of files together as one PDF. Runs in a worker process: the files are not to be trusted."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from ingest.archive.image_pages import images_to_pdf
from ingest.composing.errors import PagesNotUsable
from ingest.media import MediaType
from ocr.page import PageText


@dataclass(frozen=True, slots=True)
class SourceFile:
    path: Path
    media_type: MediaType
    sizes: Sequence[PageText] = ()
    """Of an image file: what is known of its frames, for the size they have on paper."""


def build(pages: Sequence[tuple[str, int, int]], files: Mapping[str, SourceFile]) -> bytes:
    """The PDF.

    `pages`: name of the file, page from 1, degrees clockwise to turn it. Page contents are carried over as
    they are: nothing is recompressed. Annotations that belong to a form or a signature stay behind, the
    stored original keeps them. Raises `PagesNotUsable` where a file cannot be taken apart.
    """
    with ExitStack() as held, pikepdf.new() as whole:
        opened = {name: held.enter_context(_open(file)) for name, file in files.items()}
        for name, number, turn in pages:
            source = opened[name]
            if not 1 <= number <= len(source.pages):
                raise PagesNotUsable
            whole.pages.append(source.pages[number - 1])
            page = whole.pages[-1]
            for key in ("/Annots", "/AA", "/StructParents"):
                if key in page:
                    del page[key]
            if turn:
                page.rotate(turn, relative=True)
        out = io.BytesIO()
        whole.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _open(file: SourceFile) -> pikepdf.Pdf:
    try:
        if file.media_type is MediaType.PDF:
            return pikepdf.open(file.path)
        return pikepdf.open(io.BytesIO(images_to_pdf(file.path, file.sizes)))
    except (pikepdf.PdfError, pikepdf.PasswordError, OSError, ValueError) as error:
        raise PagesNotUsable from error
