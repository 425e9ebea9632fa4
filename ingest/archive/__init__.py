"""The searchable PDF: the pages as they came in, with their recognised text laid over them, unseen.

PDF/A-2u (ISO 19005-2) or PDF/A-1b (TCVN 14159-1) is declared where the pages allow it. It is always a copy:
the original is kept as it came, its signatures with it. Pages that carry text of their own stay as they are.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pikepdf
import pypdfium2

from ingest.archive import xmp
from ingest.archive.form import NOTHING_KNOWN, ArchiveForm, Facts
from ingest.archive.image_pages import images_to_pdf
from ingest.archive.pdfa import declare, quieten
from ingest.archive.signs import draw_for_good
from ingest.archive.source import Source
from ingest.archive.text_layer import TextLayer, drop_idle_fonts, drop_unseen
from ingest.errors import ArchiveFailed
from ocr.page import PageText
from vanthu.whole_file import written_whole

__all__ = ["ArchiveFailed", "ArchiveForm", "Facts", "Source", "searchable_pdf", "write_searchable_pdf"]

pikepdf.settings.set_flate_compression_level(9)


class Sink(Protocol):
    def write(self, data: bytes) -> object: ...


def searchable_pdf(
    original: Path,
    pages: Sequence[PageText],
    out: Path,
    *,
    password: str | None = None,
    source: Source = Source.ORIGINAL,
    form: ArchiveForm = ArchiveForm.A2U,
    facts: Facts = NOTHING_KNOWN,
) -> None:
    """Write the searchable PDF of `original` to `out`, whole or not at all."""
    with written_whole(out) as sink:
        write_searchable_pdf(original, pages, sink, password=password, source=source, form=form, facts=facts)


def write_searchable_pdf(
    original: Path,
    pages: Sequence[PageText],
    sink: Sink,
    *,
    password: str | None = None,
    source: Source = Source.ORIGINAL,
    form: ArchiveForm = ArchiveForm.A2U,
    facts: Facts = NOTHING_KNOWN,
) -> int:
    """The same, to a stream; the size in bytes."""
    with original.open("rb") as stream:
        is_pdf = b"%PDF-" in stream.read(1024)
    scanned = [page for page in pages if page.source != "text_layer"]
    if is_pdf and not scanned and password is None and source is not Source.TYPESET:
        data = original.read_bytes()  # born digital, perhaps signed: kept to the byte
    else:
        opened = original if is_pdf else io.BytesIO(images_to_pdf(original, pages))
        try:
            with pikepdf.open(opened, password=password or "") as pdf:
                if source is Source.TYPESET:
                    scanned = []
                if is_pdf:
                    draw_for_good(pdf, original, password)
                upright = source is Source.COPY
                data = _make(pdf, scanned, form, facts, upright=upright, own=source is Source.TYPESET)
        except (pikepdf.PdfError, pikepdf.PasswordError, pypdfium2.PdfiumError) as fault:
            raise ArchiveFailed from fault
    sink.write(data)
    return len(data)


def _make(
    pdf: pikepdf.Pdf,
    scanned: Sequence[PageText],
    form: ArchiveForm,
    facts: Facts,
    *,
    upright: bool,
    own: bool,
) -> bytes:
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]  # a copy is another file; the same input is to give the same bytes
    quieten(pdf)
    if own:
        for page in pdf.pages:
            drop_idle_fonts(pdf, page)
    layer = TextLayer(pdf)
    for text in scanned:
        if text.number <= len(pdf.pages):
            page = pdf.pages[text.number - 1]
            if not upright:
                page.rotate(text.rotation, relative=True)
            drop_unseen(pdf, page)
            layer.lay(page, text)
    layer.finish()
    what = xmp.TYPESET if own else xmp.COPY
    old_form = declare(pdf, form, facts, what=what, sound_fonts=own) and form is ArchiveForm.A1B
    out = io.BytesIO()
    streams = pikepdf.ObjectStreamMode.disable if old_form else pikepdf.ObjectStreamMode.generate
    pdf.save(
        out,
        min_version="1.4" if old_form else "1.7",
        force_version="1.4" if old_form else "",
        object_stream_mode=streams,
        compress_streams=True,
        deterministic_id=True,
        encryption=False,
    )
    return out.getvalue()
