"""What a file is, told from its content. Its name is only asked whether it agrees."""

from __future__ import annotations

import codecs
import io
import unicodedata
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import BinaryIO

from ingest.errors import (
    DocxDamaged,
    OldWordFile,
    TextEncodingUnknown,
    UnpacksTooLarge,
    UnsupportedType,
)
from vanthu.text import nfc

HEAD_BYTES = 4096
MAX_ZIP_ENTRIES = 10_000
MAX_RATIO = 200
"""A DOCX that unpacks to more than this many times its size is a bomb, once it passes `RATIO_FLOOR`."""
RATIO_FLOOR = 64 * 1024 * 1024


class MediaType(StrEnum):
    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    TEXT = "text/plain"
    MARKDOWN = "text/markdown"

    @property
    def has_pages(self) -> bool:
        """Whether the file has pages of its own; the others are typeset."""
        return self in {MediaType.PDF, MediaType.PNG, MediaType.JPEG, MediaType.TIFF}

    @property
    def short(self) -> str:
        """What people call it."""
        return {
            MediaType.PDF: "PDF",
            MediaType.PNG: "ảnh PNG",
            MediaType.JPEG: "ảnh JPEG",
            MediaType.TIFF: "ảnh TIFF",
            MediaType.DOCX: "DOCX",
            MediaType.TEXT: "văn bản thuần",
            MediaType.MARKDOWN: "Markdown",
        }[self]


ENDINGS: dict[str, MediaType] = {
    ".pdf": MediaType.PDF,
    ".png": MediaType.PNG,
    ".jpg": MediaType.JPEG,
    ".jpeg": MediaType.JPEG,
    ".tif": MediaType.TIFF,
    ".tiff": MediaType.TIFF,
    ".docx": MediaType.DOCX,
    ".txt": MediaType.TEXT,
    ".text": MediaType.TEXT,
    ".md": MediaType.MARKDOWN,
    ".markdown": MediaType.MARKDOWN,
}

_IMAGE_MAGIC = {
    b"\x89PNG\r\n\x1a\n": MediaType.PNG,
    b"\xff\xd8\xff": MediaType.JPEG,
    b"II*\0": MediaType.TIFF,
    b"MM\0*": MediaType.TIFF,
    b"II+\0": MediaType.TIFF,
    b"MM\0+": MediaType.TIFF,
}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Recognised:
    media_type: MediaType
    name_agrees: bool
    """Whether the name's ending says the same."""
    ending: str


def display_name(filename: str) -> str:
    """The name as shown: composed, on one line, without folders or control characters. Never a path."""
    base = nfc(filename).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    shown = "".join(" " if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} else c for c in base)
    shown = "".join(c for c in shown if unicodedata.category(c) != "Cf" or c == "\u200d")
    return " ".join(shown.split())[:255] or "không tên"


def recognise(stream: BinaryIO, filename: str, max_unpacked_bytes: int) -> Recognised:
    """The type of a non-empty file. Raises one of `ingest.errors` for what is not taken."""
    ending = PurePosixPath(filename).suffix.lower()
    said = ENDINGS.get(ending)
    found = _by_content(stream, said, max_unpacked_bytes)
    return Recognised(found, said is found, ending)


def _by_content(stream: BinaryIO, said: MediaType | None, max_unpacked_bytes: int) -> MediaType:
    head = stream.read(HEAD_BYTES)
    for magic, media_type in _IMAGE_MAGIC.items():
        if head.startswith(magic):
            return media_type
    if b"%PDF-" in head[:1024]:
        return MediaType.PDF
    if head.startswith(_ZIP):
        _check_docx(stream, max_unpacked_bytes)
        return MediaType.DOCX
    if head.startswith(_OLE):
        raise OldWordFile
    stream.seek(0)
    _check_text(stream, plain_ending=said in {MediaType.TEXT, MediaType.MARKDOWN})
    return MediaType.MARKDOWN if said is MediaType.MARKDOWN else MediaType.TEXT


def _check_docx(stream: BinaryIO, max_unpacked_bytes: int) -> None:
    """Sizes are taken from the zip's directory: `zipfile` never unpacks an entry beyond what that says."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as fault:
        raise DocxDamaged from fault
    unpacked = sum(entry.file_size for entry in entries)
    bomb = unpacked > RATIO_FLOOR and unpacked > size * MAX_RATIO
    if unpacked > max_unpacked_bytes or bomb or len(entries) > MAX_ZIP_ENTRIES:
        raise UnpacksTooLarge
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise UnsupportedType
    if any(entry.flag_bits & 1 for entry in entries):
        raise DocxDamaged


def text_encoding(head: bytes) -> str:
    """The Unicode encoding a text says it has by its first bytes."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"


def _check_text(stream: BinaryIO, *, plain_ending: bool) -> None:
    decoder: codecs.IncrementalDecoder | None = None
    while True:
        piece = stream.read(1 << 20)
        decoder = decoder or codecs.getincrementaldecoder(text_encoding(piece))()
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as fault:
            raise (TextEncodingUnknown if plain_ending else UnsupportedType) from fault
        if any(c < " " and c not in "\t\n\r\f\v" for c in text):
            raise UnsupportedType
        if not piece:
            return
