"""PDF: properties, bookmarks, annotations, form fields, embedded files, layers that are switched off."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from ingest.beneath import Part, Written
from ingest.errors import FileInFile
from ocr.errors import PdfDamaged, PdfEncrypted, PdfPasswordWrong

_TEXTS = ("/Contents", "/RC", "/Subj", "/T", "/TU", "/V", "/DV")
"""Keys of annotations and form fields that hold what somebody wrote."""
_FILES = ("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/3D", "/Screen")
_MARKUP = re.compile(r"<[^>]*>")


def pdf_parts(path: Path, password: str | None) -> Iterator[Part]:
    with _opened(path, password) as pdf:
        if _holds_files(pdf):
            raise FileInFile
        yield from _properties(pdf)
        yield from _bookmarks(pdf)
        for number, page in enumerate(pdf.pages, start=1):
            for note in _array(page.obj.get("/Annots")):
                yield from _note(note, number)


def uncovered(path: Path, password: str | None) -> bytes | None:
    """The PDF with every layer switched on; None if it has no layers: it is looked at as it is."""
    try:
        with _opened(path, password) as pdf:
            if "/OCProperties" not in pdf.Root:
                return None
            del pdf.Root["/OCProperties"]
            out = io.BytesIO()
            pdf.save(out, encryption=False)
            return out.getvalue()
    except PdfDamaged:
        return None  # told as a part that was not seen


def _opened(path: Path, password: str | None) -> pikepdf.Pdf:
    try:
        return pikepdf.open(path, password=password or "")
    except pikepdf.PasswordError as fault:
        raise (PdfEncrypted if password is None else PdfPasswordWrong) from fault
    except pikepdf.PdfError:
        raise PdfDamaged from None


def _holds_files(pdf: pikepdf.Pdf) -> bool:
    if len(pdf.attachments) or "/AF" in pdf.Root or "/Collection" in pdf.Root:
        return True
    for page in pdf.pages:
        if "/AF" in page.obj:
            return True
        for note in _array(page.obj.get("/Annots")):
            if isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype", "")) in _FILES:
                return True
    return False


def _properties(pdf: pikepdf.Pdf) -> Iterator[Part]:
    for value in pdf.docinfo.values() if pdf.trailer.get("/Info") is not None else ():
        if isinstance(value, pikepdf.String):
            yield Written(str(value), short=True)
    for holder, key in ((pdf.Root, "/Metadata"), *((page.obj, "/Metadata") for page in pdf.pages)):
        stream = holder.get(key)
        if isinstance(stream, pikepdf.Stream):
            yield Written(_plain(stream.read_bytes()))
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        for field in _array(form.get("/Fields")):
            yield from _note(field, 0)
        for stream in (form.get("/XFA"), *_array(form.get("/XFA"))):
            if isinstance(stream, pikepdf.Stream):
                yield Written(_plain(stream.read_bytes()))


def _bookmarks(pdf: pikepdf.Pdf) -> Iterator[Part]:
    try:
        with pdf.open_outline(max_depth=8) as outline:
            waiting = list(outline.root)
            while waiting:
                item = waiting.pop()
                yield Written(item.title or "", short=True)
                waiting.extend(item.children)
    except (pikepdf.PdfError, ValueError, TypeError):
        return  # a loop or a broken tree; the pages are what counts


def _note(note: Any, page: int) -> Iterator[Part]:
    if not isinstance(note, pikepdf.Dictionary):
        return
    for key in _TEXTS:
        value = note.get(key)
        if isinstance(value, pikepdf.String):
            yield Written(_MARKUP.sub("\n", str(value)), page, short=True)


def _array(value: Any) -> list[Any]:
    return list(value) if isinstance(value, pikepdf.Array) else []


def _plain(data: bytes) -> str:
    return _MARKUP.sub("\n", data.decode("utf-8", "replace"))
