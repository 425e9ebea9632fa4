"""The searchable PDF: the pages as they came in, with their recognised text laid over them, unseen.

PDF/A-2u (TCVN 14159; ISO 19005-2) is declared where the pages allow it: pictures of pages, in grey or RGB.
Pages that carry text of their own are left exactly as they are.
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pikepdf

from ingest.archive.image_pages import images_to_pdf
from ingest.archive.pdfa import declare, is_plain_scan
from ingest.archive.text_layer import TextLayer
from ocr.page import PageText
from vanthu.errors import VanthuError


class ArchiveFailed(VanthuError):
    code = "archive_failed"
    message = "Không tạo được bản PDF tìm kiếm được từ tệp này."
    remedy = "Vẫn dùng được bản gốc."


class Sink(Protocol):
    def write(self, data: bytes) -> object: ...


def searchable_pdf(
    original: Path, pages: Sequence[PageText], out: Path, *, password: str | None = None
) -> None:
    """Write the searchable PDF of `original` to `out`, whole or not at all."""
    partial = out.with_name(f".{out.name}.part")
    try:
        with partial.open("wb") as sink:
            write_searchable_pdf(original, pages, sink, password=password)
            sink.flush()
            os.fsync(sink.fileno())
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)


def write_searchable_pdf(
    original: Path, pages: Sequence[PageText], sink: Sink, *, password: str | None = None
) -> int:
    """The same, to a stream; the size in bytes."""
    data = _make(original, pages, password)
    sink.write(data)
    return len(data)


def _make(original: Path, pages: Sequence[PageText], password: str | None) -> bytes:
    with original.open("rb") as stream:
        start = stream.read(1024)
    is_pdf = b"%PDF-" in start
    scanned = [page for page in pages if page.source != "text_layer"]
    if is_pdf and not scanned and password is None:
        return original.read_bytes()  # born digital, perhaps signed: kept to the byte
    try:
        source = original if is_pdf else io.BytesIO(images_to_pdf(original, pages))
        with pikepdf.open(source, password=password or "") as pdf:
            if not is_pdf and "/ID" in pdf.trailer:
                del pdf.trailer[
                    "/ID"
                ]  # it says when we made it, and the same input is to give the same bytes
            _lay_text(pdf, scanned)
            out = io.BytesIO()
            pdf.save(
                out,
                min_version="1.7",
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                compress_streams=True,
                deterministic_id=True,
                encryption=False,
            )
            return out.getvalue()
    except pikepdf.PdfError as fault:
        raise ArchiveFailed from fault


def _lay_text(pdf: pikepdf.Pdf, scanned: Sequence[PageText]) -> None:
    plain = is_plain_scan(pdf)
    layer = TextLayer(pdf)
    for page in scanned:
        if page.number <= len(pdf.pages):
            layer.lay(pdf.pages[page.number - 1], page)
    layer.finish()
    declare(pdf, conforming=plain)
