"""Pages made on the spot: text PDFs, scans of them, and engines that fail in known ways."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT = Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf")
LINES = [
    "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM",
    "QUYẾT ĐỊNH",
    "Về việc ban hành Quy chế tiếp nhận và số hoá văn bản",
    "Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;",
    "Điều 1. Ban hành kèm theo Quyết định này Quy chế tiếp nhận và số hoá văn bản.",
    "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.",
    "Điều 3. Chánh Văn phòng và các đơn vị liên quan chịu trách nhiệm thi hành.",
]


@pytest.fixture(scope="session")
def font() -> str:
    if not FONT.exists():
        pytest.skip("font Tinos (fonts-croscore) is not installed")
    pdfmetrics.registerFont(TTFont("Tinos", FONT))
    return "Tinos"


@pytest.fixture
def text_pdf(tmp_path: Path, font: str) -> Callable[..., Path]:
    """A born-digital PDF of `pages` pages; `scan` lays an image over or under the text."""

    def make(
        pages: int = 1, *, lines: list[str] | None = None, name: str = "text.pdf", **encrypt: str
    ) -> Path:
        path = tmp_path / name
        canvas = Canvas(str(path), pagesize=A4, **encrypt)
        for _ in range(pages):
            canvas.setFont(font, 13)
            for row, line in enumerate(LINES if lines is None else lines):
                canvas.drawString(70, 770 - 22 * row, line)
            canvas.showPage()
        canvas.save()
        return path

    return make


@pytest.fixture
def scan_of() -> Callable[..., Image.Image]:
    """The first page of a PDF as a scanner would give it."""

    def make(path: Path, dpi: int = 200) -> Image.Image:
        document = pdfium.PdfDocument(path)
        image = document[0].render(scale=dpi / 72).to_pil().convert("L")
        document.close()
        return image

    return make


@pytest.fixture
def image_pdf(tmp_path: Path, font: str) -> Callable[..., Path]:
    """A PDF whose page is an image, with text painted on it or hidden behind it."""

    def make(image: Image.Image, *, overlay: list[str] = (), hidden: bool = False) -> Path:
        path = tmp_path / f"image-{hidden}.pdf"
        canvas = Canvas(str(path), pagesize=A4)
        data = io.BytesIO()
        image.save(data, "PNG")
        data.seek(0)
        canvas.drawImage(ImageReader(data), 0, 0, *A4)
        text = canvas.beginText(70, 800 if not hidden else 770)
        text.setFont(font, 8 if not hidden else 13, 9 if not hidden else 22)
        text.setTextRenderMode(3 if hidden else 0)
        for line in overlay:
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
        canvas.save()
        return path

    return make


@pytest.fixture
def engine(tmp_path: Path) -> Callable[[str], str]:
    """A stand-in for Tesseract that answers questions properly and then runs `body`."""

    def make(body: str) -> str:
        path = tmp_path / "tesseract"
        path.write_text(
            "#!/bin/sh\n"
            'case "$1" in\n'
            "  --list-langs) printf 'List of available languages (3):\\neng\\nosd\\nvie\\n'; exit 0;;\n"
            "  --version) echo 'tesseract 5.3.0'; exit 0;;\n"
            "esac\n" + body + "\n"
        )
        path.chmod(0o755)
        return str(path)

    return make
