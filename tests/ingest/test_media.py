"""What a file is, told from its content; names are shown, never trusted."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ingest.errors import (
    DocxDamaged,
    OldWordFile,
    TextEncodingUnknown,
    UnpacksTooLarge,
    UnsupportedType,
)
from ingest.media import MediaType, display_name, recognise

GIB = 2**30


def image(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, form)
    return out.getvalue()


def word(*paragraphs: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def kind(data: bytes, name: str) -> tuple[MediaType, bool]:
    seen = recognise(io.BytesIO(data), name, GIB)
    return seen.media_type, seen.name_agrees


@pytest.mark.parametrize(
    ("data", "name", "found", "agrees"),
    [
        (b"%PDF-1.7\n...", "a.pdf", MediaType.PDF, True),
        (b"\n\n%PDF-1.4\n", "a.PDF", MediaType.PDF, True),
        (image("PNG"), "a.png", MediaType.PNG, True),
        (image("PNG"), "a.pdf", MediaType.PNG, False),
        (image("JPEG"), "a.jpeg", MediaType.JPEG, True),
        (image("TIFF"), "a.tif", MediaType.TIFF, True),
        (word("Xin chào"), "a.docx", MediaType.DOCX, True),
        (word("Xin chào"), "a.txt", MediaType.DOCX, False),
        ("Điều 1. Phạm vi".encode(), "a.txt", MediaType.TEXT, True),
        ("Điều 1. Phạm vi".encode("utf-16"), "a.txt", MediaType.TEXT, True),
        ("# Điều 1".encode(), "a.md", MediaType.MARKDOWN, True),
        ("Điều 1".encode(), "a.pdf", MediaType.TEXT, False),
        ("Điều 1".encode(), "khong-duoi", MediaType.TEXT, False),
    ],
)
def test_content_decides(data: bytes, name: str, found: MediaType, agrees: bool) -> None:
    assert kind(data, name) == (found, agrees)


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"MZ\x90\0\x03" + bytes(64), "a.pdf", UnsupportedType),
        (b"GIF89a" + bytes(20), "a.gif", UnsupportedType),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "a.doc", OldWordFile),
        ("Uû ban nh©n d©n".encode("cp1252"), "a.txt", TextEncodingUnknown),
        (b"PK\x03\x04 not a zip at all", "a.docx", DocxDamaged),
        (word("Xin chào")[:-300], "a.docx", DocxDamaged),
        (zipped(xl__workbook_xml=b"<x/>"), "a.xlsx", UnsupportedType),
    ],
)
def test_what_is_not_taken(data: bytes, name: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        kind(data, name)


def test_zip_bombs_are_not_unpacked() -> None:
    bomb = zipped(**{"word__document.xml": b" " * (80 * 2**20)})
    assert len(bomb) < 2**20
    with pytest.raises(UnpacksTooLarge):
        kind(bomb, "a.docx")
    with pytest.raises(UnpacksTooLarge):
        recognise(io.BytesIO(word("Xin chào" * 500)), "a.docx", max_unpacked_bytes=1000)


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("báo \"cáo\" 'cuối'.pdf", "báo \"cáo\" 'cuối'.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Văn bản\\Công văn.docx", "Công văn.docx"),
        ("Số 12/QĐ-UBND.pdf", "QĐ-UBND.pdf"),
        ("họp 📄.pdf", "họp 📄.pdf"),
        (unicodedata.normalize("NFD", "Quyết định số một.pdf"), "Quyết định số một.pdf"),
        ("hai\ndòng\t.txt", "hai dòng .txt"),
        ("đảo\u202egpj.exe", "đảogpj.exe"),
        ("", "không tên"),
        ("///", "không tên"),
        ("x" * 400, "x" * 255),
    ],
)
def test_display_names(given_name: str, shown: str) -> None:
    assert display_name(given_name) == shown


@given(st.text())
def test_any_name_can_be_shown(name: str) -> None:
    shown = display_name(name)
    assert shown
    assert "/" not in shown
    assert shown == unicodedata.normalize("NFC", shown)
    assert shown.isprintable() or all(c.isprintable() or ord(c) > 127 for c in shown)
    assert Path(shown).name == shown or shown in {".", ".."}
