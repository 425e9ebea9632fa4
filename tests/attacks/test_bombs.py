# ruff: noqa: E501
"""Files made to exhaust whoever opens them, to read our files or to call out: each is refused or harmless.

Each is opened in a process of its own with a minute of processor time and 4 GB of memory: a sound reader
needs a small part of either. `died`: the library gave up at the limit of memory, as it would in the page
worker, whose end fails that upload alone (tests/ingest/test_workers.py).
"""

from __future__ import annotations

import io
import signal
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from tests.attacks.test_outbound import Listener
from tests.conftest import ROOT
from tests.ingest.test_media import word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def opened(path: Path) -> str:
    """What became of the file."""
    command = [sys.executable, "-m", "tests.attacks.open_hostile", str(path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ended.returncode == -signal.SIGABRT:
        return "died"
    assert ended.returncode == 0, ended.stderr[-600:]
    return ended.stdout.strip()


def docx(document: str, **parts: bytes) -> bytes:
    """A sound DOCX with its document replaced by this XML, and parts put in or replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word("x"))) as sound,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for entry in sound.namelist():
            if entry != "word/document.xml" and entry not in parts:
                made.writestr(entry, sound.read(entry))
        made.writestr("word/document.xml", document)
        for entry, content in parts.items():
            made.writestr(entry, content)
    return out.getvalue()


def body(inside: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>'


def said(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


LAUGHS = (
    "<!DOCTYPE w ["
    + '<!ENTITY l0 "lol">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


def table(cell_properties: str, cells: int = 1, rows: int = 1) -> str:
    cell = f"<w:tc><w:tcPr>{cell_properties}</w:tcPr>{said('ô')}</w:tc>"
    return f"<w:tbl>{f'<w:tr>{cell * cells}</w:tr>' * rows}</w:tbl>"


def lying_zip() -> bytes:
    """The directory says ten bytes; the entry unpacks to a hundred million."""
    raw = docx(body(said(" " * 100_000_000)))
    at = raw.rfind(b"word/document.xml") - 46  # its record in the central directory
    return raw[: at + 24] + struct.pack("<I", 10) + raw[at + 28 :]


def many_entries() -> bytes:
    return docx(body(said("x")), **{f"word/media/{n}.bin": b"" for n in range(12_000)})


def pdf(make: Callable[[pikepdf.Pdf, pikepdf.Page], None], **page: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        sheet = made.add_blank_page(page_size=(595, 842))
        make(made, sheet)
        for key, value in page.items():
            sheet.obj[f"/{key}"] = value
        made.save(out, compress_streams=False)
    return out.getvalue()


def content_bomb(made: pikepdf.Pdf, sheet: pikepdf.Page) -> None:
    """A quarter of a gigabyte of blanks, packed twice."""
    packer, twice = zlib.compressobj(9), zlib.compressobj(9)
    raw = b"".join(twice.compress(packer.compress(b" " * 2**20)) for _ in range(256))
    raw += twice.compress(packer.flush()) + twice.flush()
    stream = Stream(made, b"")
    stream.write(raw, filter=Array([Name.FlateDecode, Name.FlateDecode]))
    sheet.obj.Contents = made.make_indirect(stream)


def image_in_forms(depth: int, side: int) -> Callable[[pikepdf.Pdf, pikepdf.Page], None]:
    """A picture of side by side pixels, inside forms inside forms."""

    def make(made: pikepdf.Pdf, sheet: pikepdf.Page) -> None:
        inner = Stream(made, b"")
        inner.write(zlib.compress(bytes(1_000)), filter=Name.FlateDecode)
        inner.update(
            Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=side, Height=side, BitsPerComponent=8)
        )
        inner.ColorSpace = Name.DeviceRGB
        inside: pikepdf.Object = made.make_indirect(inner)
        for _ in range(depth):
            form = Stream(made, b"q 500 0 0 800 0 0 cm /X Do Q" if inside.Subtype == Name.Image else b"/X Do")
            form.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 595, 842])))
            form.Resources = Dictionary(XObject=Dictionary(X=inside))
            inside = made.make_indirect(form)
        sheet.obj.Resources = Dictionary(XObject=Dictionary(X=inside))
        sheet.obj.Contents = made.make_stream(b"/X Do")

    return make


def form_in_itself(made: pikepdf.Pdf, sheet: pikepdf.Page) -> None:
    form = made.make_stream(b"/X Do /X Do /X Do")
    form.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 595, 842])))
    form.Resources = Dictionary(XObject=Dictionary(X=form))
    sheet.obj.Resources = Dictionary(XObject=Dictionary(X=form))
    sheet.obj.Contents = made.make_stream(b"/X Do")


def deep_operands(made: pikepdf.Pdf, sheet: pikepdf.Page) -> None:
    sheet.obj.Contents = made.make_stream(b"[" * 200_000 + b"q " * 200_000 + b"<<" * 100_000)


def long_line(made: pikepdf.Pdf, sheet: pikepdf.Page) -> None:
    """A hundred thousand letters on one line."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    sheet.obj.Resources = Dictionary(Font=Dictionary(F=font))
    sheet.obj.Contents = made.make_stream(b"BT /F 0.01 Tf 1 400 Td (" + b"a" * 100_000 + b") Tj ET")


def nothing(_made: pikepdf.Pdf, _sheet: pikepdf.Page) -> None:
    pass


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rest = b"".join(
        chunk(kind, data) for kind, data in (*chunks, (b"IDAT", zlib.compress(b"\0" * 1_000)), (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + rest


def tiff(width: int, height: int) -> bytes:
    entries = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (278, 4, 1, height),
        (279, 4, 1, 100),
    ]
    ifd = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<I", 108) + bytes(100) + ifd + struct.pack("<I", 108)  # its next is itself


TOO_LARGE = {"image_too_large"}
HARMLESS = {
    "ok",
    "pdf_damaged",
    "docx_damaged",
    "image_damaged",
    "too_many_pages",
    "unsupported_type",
    "text_too_long",
    "image_too_large",
}
FILES: dict[str, tuple[str, Callable[[], bytes], set[str]]] = {
    "laughs": ("a.docx", lambda: docx(body(said("&l9;"), LAUGHS)), HARMLESS),
    "laughs in the types": (
        "a.docx",
        lambda: docx(body(said("x")), **{"[Content_Types].xml": f"{LAUGHS}<Types>&l9;</Types>".encode()}),
        HARMLESS,
    ),
    "lying zip": ("a.docx", lying_zip, {"docx_damaged", "unpacks_too_large"}),
    "many entries": ("a.docx", many_entries, {"unpacks_too_large"}),
    "wide span": ("a.docx", lambda: docx(body(table('<w:gridSpan w:val="999999999"/>'))), HARMLESS),
    "wide row": ("a.docx", lambda: docx(body(table("", cells=4_000))), HARMLESS),
    "negative span": ("a.docx", lambda: docx(body(table('<w:gridSpan w:val="-5"/>', cells=3))), HARMLESS),
    "far to the right": (
        "a.docx",
        lambda: docx(
            body(
                f'<w:tbl><w:tr><w:trPr><w:gridBefore w:val="888888888"/></w:trPr><w:tc>{said("x")}</w:tc></w:tr></w:tbl>'
            )
        ),
        HARMLESS,
    ),
    "nested tables": (
        "a.docx",
        lambda: docx(body("<w:tbl><w:tr><w:tc>" * 3_000 + said("x") + "</w:tc></w:tr></w:tbl>" * 3_000)),
        HARMLESS,
    ),
    "nested a hundred deep": (
        "a.docx",
        lambda: docx(body("<w:tbl><w:tr><w:tc>" * 70 + said("x") + "</w:tc></w:tr></w:tbl>" * 70)),
        HARMLESS,
    ),
    "deep list": ("a.md", lambda: "".join("  " * n + "- a\n" for n in range(1_000)).encode(), HARMLESS),
    "quotes in quotes": ("a.md", lambda: b">" * 50_000 + b" a", HARMLESS),
    "open brackets": ("a.md", lambda: b"[" * 50_000 + b"](" * 20_000, HARMLESS),
    "stars": ("a.md", lambda: b"*a **b " * 8_000, HARMLESS),
    "back ticks": ("a.md", lambda: b"".join(b"`" * n + b" " for n in range(250)), HARMLESS),
    "wide table": (
        "a.md",
        lambda: b"|a" * 5_000 + b"|\n" + b"|-" * 5_000 + b"|\n" + b"|b" * 5_000 + b"|\n",
        HARMLESS,
    ),
    "long line": ("a.txt", lambda: b"a" * 2_000_000, HARMLESS),
    "much text": ("a.txt", lambda: "điều khoản ".encode() * 4_000_000, {"text_too_long"}),
    "much Markdown": ("a.md", lambda: b"[a](b) " * 3_000_000, {"text_too_long"}),
    "much in a small DOCX": (
        "a.docx",
        lambda: docx(body(said("a b " * 1_000) * 4_000)),
        {"text_too_long", "unpacks_too_large"},
    ),
    "content bomb": ("a.pdf", lambda: pdf(content_bomb), HARMLESS),
    "giant page": ("a.pdf", lambda: pdf(nothing, MediaBox=Array([0, 0, 10**9, 10**9])), HARMLESS),
    "no page at all": ("a.pdf", lambda: pdf(nothing, MediaBox=Array([0, 0, 0, 0])), HARMLESS),
    "unit of a giant": ("a.pdf", lambda: pdf(nothing, UserUnit=10**9), HARMLESS),
    "form in itself": ("a.pdf", lambda: pdf(form_in_itself), {"died", *HARMLESS}),
    "deep operands": ("a.pdf", lambda: pdf(deep_operands), HARMLESS),
    "long line of a PDF": ("a.pdf", lambda: pdf(long_line), HARMLESS),
    "picture": ("a.pdf", lambda: pdf(image_in_forms(0, 60_000)), TOO_LARGE),
    "picture in six forms": ("a.pdf", lambda: pdf(image_in_forms(6, 60_000)), TOO_LARGE),
    "wide PNG": ("a.png", lambda: png(2_000_000_000, 1), TOO_LARGE),
    "large PNG": ("a.png", lambda: png(60_000, 60_000), TOO_LARGE),
    "packed words in a PNG": (
        "a.png",
        lambda: png(10, 10, (b"zTXt", b"a\0\0" + zlib.compress(bytes(300_000_000)))),
        HARMLESS,
    ),
    "packed colours in a PNG": (
        "a.png",
        lambda: png(10, 10, (b"iCCP", b"a\0\0" + zlib.compress(bytes(300_000_000)))),
        HARMLESS,
    ),
    "large TIFF": ("a.tif", lambda: tiff(100_000, 100_000), TOO_LARGE),
    "TIFF going round": ("a.tif", lambda: tiff(10, 10), HARMLESS),
    "WebP": (
        "a.webp",
        lambda: b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\xff\xff\xff\xff" + bytes(8),
        {"unsupported_type"},
    ),
    "JPEG 2000": ("a.jp2", lambda: b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(64), {"unsupported_type"}),
    "gzip": ("a.gz", lambda: b"\x1f\x8b\x08" + bytes(64), {"unsupported_type"}),
}


SLOW = {"long line", "wide table", "wide row", "stars", "back ticks", "form in itself", "content bomb", "quotes in quotes", "deep list", "open brackets", "laughs in the types", "TIFF going round", "no page at all", "unit of a giant"}  # fmt: skip


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long) if name in SLOW else name for name in FILES]
)
def test_a_bomb_does_not_go_off(tmp_path: Path, name: str) -> None:
    filename, make, expected = FILES[name]
    path = tmp_path / filename
    path.write_bytes(make())
    assert opened(path).split(" ")[0] in expected


def test_nothing_a_document_names_is_fetched_or_read(tmp_path: Path) -> None:
    """XML external entities, linked pictures, templates and stylesheets of DOCX, pictures of Markdown and SVG."""
    listener = Listener()
    try:
        address = f"http://127.0.0.1:{listener.port}/x"
        entity = f'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b SYSTEM "{address}"><!ENTITY % c SYSTEM "{address}"> %c;]>'
        drawing = (
            '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="rIdX" r:link="rIdX"/>'
            "</w:drawing></w:r></w:p>"
        )
        base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        links = "".join(
            f'<Relationship Id="{key}" Type="{base}/{kind}" Target="{address}" TargetMode="External"/>'
            for key, kind in (
                ("rIdX", "image"),
                ("rIdT", "attachedTemplate"),
                ("rIdF", "footnotes"),
                ("rIdS", "styles"),
            )
        )
        relations = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
        markdown = f"![a]({address}) [b](file:///etc/passwd) <img src='{address}'>\n\n[c]: {address}\n"
        files = {
            "a.docx": docx(body(said("&a; &b;"), entity)),
            "b.docx": docx(body(drawing), **{"word/_rels/document.xml.rels": relations.encode()}),
            "c.docx": docx(
                body(said("x")),
                **{"word/styles.xml": f"{entity}<w:styles xmlns:w='{W}'>&b;</w:styles>".encode()},
            ),
            "d.md": markdown.encode(),
            "e.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}"/></svg>'.encode(),
        }
        for name, content in files.items():
            path = tmp_path / name
            path.write_bytes(content)
            assert not opened(path).startswith("leaked"), name
        assert listener.asked == []
    finally:
        listener.stop()


def test_the_trial_sees_pictures(tmp_path: Path) -> None:
    """The counter-check: a plain scan goes through."""
    path = tmp_path / "a.png"
    Image.new("L", (800, 1_000), 255).save(path)
    assert opened(path) == "ok 0"
