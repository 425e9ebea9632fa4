"""Documents with a secrecy mark and planted words, of every kind that is taken."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pikepdf
from PIL import Image, PngImagePlugin

from ingest.typeset.blocks import Paragraph, Run
from ingest.typeset.layout import lay_out
from tests.ingest.conftest import page_picture, png, scan_pdf

CANARIES = ("CHIMYENVANG", "Hoàng Yến Lửa", "Sơn Ca Đá")
"""Printed on pages; written in properties; in file names."""
PRINTED, PROPERTY, NAME = CANARIES


def _page(*lines: str) -> Image.Image:
    return page_picture(*lines, font=60)


def scan() -> bytes:
    """Three pages, the mark on the second; the words also as a property."""
    pages = [
        page_picture(f"Kế hoạch {PRINTED} năm 2026", "Nơi nhận: Văn phòng"),
        _page("TỐI MẬT", f"Phụ lục {PRINTED}"),
        page_picture(f"Trang sau {PRINTED}"),
    ]
    return _with_property(scan_pdf(*pages))


def picture() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("Description", PROPERTY)
    out = io.BytesIO()
    _page("MẬT", f"Báo cáo {PRINTED}").save(out, "PNG", dpi=(200, 200), pnginfo=notes)
    return out.getvalue()


def tiff() -> bytes:
    out = io.BytesIO()
    frames = [_page("Công văn", PRINTED), _page("MẬT", PRINTED)]
    frames[0].save(
        out, "TIFF", save_all=True, append_images=frames[1:], dpi=(200, 200), compression="tiff_lzw"
    )
    return out.getvalue()


def born_digital() -> bytes:
    lines = ["TUYỆT MẬT", f"Tờ trình {PRINTED}", "Điều 1. Nội dung"]
    return _with_property(lay_out([Paragraph((Run(line),)) for line in lines]))


def word() -> bytes:
    """The mark as text, a picture with words in it, words in the properties."""
    document = docx.Document()
    document.add_paragraph("MẬT")
    document.add_paragraph(f"Kế hoạch {PRINTED}")
    document.add_picture(io.BytesIO(png(_page(f"Sơ đồ {PRINTED}"))))
    document.core_properties.title = PROPERTY
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def text() -> bytes:
    return f"TỐI MẬT\n\nKế hoạch {PRINTED}\n{PROPERTY}\n".encode()


def markdown() -> bytes:
    return f"# Kế hoạch {PRINTED}\n\nMẬT\n\n<!-- {PROPERTY} -->\n".encode()


MARKED: dict[str, Callable[[], bytes]] = {
    f"{NAME}.pdf": scan,
    f"{NAME}.png": picture,
    f"{NAME}.tif": tiff,
    f"{NAME} 2.pdf": born_digital,
    f"{NAME}.docx": word,
    f"{NAME}.txt": text,
    f"{NAME}.md": markdown,
}


def _with_property(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.docinfo["/Title"] = PROPERTY
        pdf.save(out)
    return out.getvalue()
