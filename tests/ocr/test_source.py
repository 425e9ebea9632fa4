"""Opening files: what is read, what is refused and why."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ocr.errors import (
    EmptyFile,
    ImageDamaged,
    ImageTooLarge,
    PdfDamaged,
    PdfEncrypted,
    PdfPasswordWrong,
    TooManyPages,
    UnknownFormat,
)
from ocr.source import SourceLimits, open_source
from tests.ocr.conftest import LINES

MakePdf = Callable[..., Path]


def test_a_born_digital_page_gives_its_words_with_boxes(text_pdf: MakePdf) -> None:
    with open_source(text_pdf(2)) as source:
        assert (source.kind, source.page_count) == ("pdf", 2)
        page = source.page(2)
        assert page.decision == "text_layer"
        layer = page.text_layer()
    assert [line.text for line in layer.lines] == LINES
    title = layer.lines[1].words[0]
    assert title.text == "QUYẾT"
    left, top, right, bottom = title.box
    assert 70 / 595 - 0.01 < left < right < 0.25
    assert (842 - 770 + 22 - 13) / 842 - 0.02 < top < bottom < 0.13


def test_page_stored_lying_on_its_side_is_shown_and_boxed_upright(tmp_path: Path, font: str) -> None:
    path = tmp_path / "side.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.rotate(90)
    canvas.setFont(font, 13)
    for row, line in enumerate(LINES):
        canvas.drawString(70, -100 - 22 * row, line)  # runs up the stored page
    canvas.save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].rotate(90, relative=False)
        pdf.save()
    with open_source(path) as source:
        page = source.page(1)
        image = page.image(72)
        layer = page.text_layer()
        assert page.decision == "text_layer"
    assert image.width > image.height
    assert layer.width > layer.height
    assert [line.text for line in layer.lines] == LINES
    left, top, right, bottom = layer.lines[0].words[0].box
    assert left == pytest.approx(70 / 842, abs=0.01)
    ink = image.convert("L").crop(
        tuple(int(v) for v in (left * 842, top * 595, right * 842 + 1, bottom * 595 + 1))
    )
    assert ink.getextrema()[0] < 120


def test_text_put_on_as_an_annotation_stands_in_its_line(shared_data: Path) -> None:
    with open_source(shared_data / "born_digital" / "hanoi_tb_453_flag.pdf") as source:
        lines = [line.text for line in source.page(1).text_layer().lines]
    assert "Số: 453 /TB-UBND" in lines
    assert "Hà Nội, ngày 29 tháng 4 năm 2026" in lines


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyFile),
        (b"PK\x03\x04 not a page", UnknownFormat),
        (b"MZ\x90\x00", UnknownFormat),
        (b"%PDF-1.7\nnothing here\n%%EOF\n", PdfDamaged),
        (b"\x89PNG\r\n\x1a\n", ImageDamaged),
    ],
)
def test_unusable_files_are_named(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(content)
    with pytest.raises(error), open_source(path):
        pass


def test_truncated_pdf(text_pdf: MakePdf, tmp_path: Path) -> None:
    whole = text_pdf(3).read_bytes()
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(PdfDamaged), open_source(cut):
        pass


@pytest.mark.parametrize(("form", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg"), ("TIFF", "a.tif")])
def test_truncated_image(tmp_path: Path, form: str, name: str) -> None:
    path = tmp_path / name
    Image.effect_noise((400, 400), 80).save(path, form)
    path.write_bytes(path.read_bytes()[:30_000])
    with pytest.raises(ImageDamaged), open_source(path) as source:
        source.page(1)


def test_encrypted_pdf_asks_for_its_password(text_pdf: MakePdf) -> None:
    path = text_pdf(encrypt="mat-khau")
    with pytest.raises(PdfEncrypted), open_source(path):
        pass
    with pytest.raises(PdfPasswordWrong), open_source(path, password="sai"):
        pass
    with open_source(path, password="mat-khau") as source:
        assert source.page_count == 1


def test_too_many_pages(text_pdf: MakePdf, tmp_path: Path) -> None:
    with pytest.raises(TooManyPages) as caught, open_source(text_pdf(4), limits=SourceLimits(max_pages=3)):
        pass
    assert caught.value.facts == {"pages": 4, "limit": 3}
    frames = [Image.new("L", (50, 50), shade) for shade in range(5)]
    frames[0].save(tmp_path / "many.tif", save_all=True, append_images=frames[1:])
    with pytest.raises(TooManyPages), open_source(tmp_path / "many.tif", limits=SourceLimits(max_pages=4)):
        pass


def _png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header promises a huge image; decoding it would fill the memory."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(20_000, 15_000), (60_000, 60_000)])
def test_a_decompression_bomb_is_refused_before_decoding(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(_png_claiming(*size))
    with pytest.raises(ImageTooLarge) as refused, open_source(path):
        pass
    assert f"{size[0] * size[1] // 1_000_000} triệu điểm ảnh" in refused.value.say()


def test_an_oversized_image_inside_a_pdf_is_refused(image_pdf: MakePdf) -> None:
    path = image_pdf(Image.new("1", (1200, 1200), 1))
    with open_source(path, limits=SourceLimits(max_pixels=1_000_000)) as source, pytest.raises(ImageTooLarge):
        source.page(1).image()


def test_multi_page_tiff_and_orientation_tag(tmp_path: Path) -> None:
    first = Image.new("RGB", (300, 200), "white")
    first.paste("black", (0, 0, 40, 40))
    first.save(tmp_path / "two.tif", save_all=True, append_images=[Image.new("1", (100, 120))])
    with open_source(tmp_path / "two.tif") as source:
        assert source.page_count == 2
        assert source.page(2).image().size == (100, 120)
        assert source.page(1).image().size == (300, 200)
    for form in ("jpg", "tif", "png"):
        exif = Image.Exif()
        exif[274] = 6  # stored lying on its left side: turn clockwise to show
        first.save(tmp_path / f"turned.{form}", exif=exif)
        with open_source(tmp_path / f"turned.{form}") as source:
            shown = source.page(1).image().convert("L")
        assert shown.size == (200, 300), form
        assert shown.getpixel((190, 10)) < 60, form
        assert shown.getpixel((10, 10)) > 200, form


def test_odd_image_modes_become_grey_or_colour(tmp_path: Path) -> None:
    modes = {
        "clear.png": "RGBA",
        "palette.png": "P",
        "deep.png": "I;16",
        "print.tif": "CMYK",
        "bits.tif": "1",
    }
    for name, mode in modes.items():
        Image.new(mode, (80, 60)).save(tmp_path / name)
        with open_source(tmp_path / name) as source:
            assert source.page(1).image().mode in {"L", "RGB"}, name
