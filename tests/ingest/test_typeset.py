"""Typesetting: every word of the source is on the pages, Vietnamese as it was, and nothing of the markup."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.shared import Pt
from PIL import Image

from ingest.errors import DocxDamaged
from ingest.media import MediaType
from ingest.typeset import to_pdf, typeset


def pages_of(data: bytes, kind: MediaType) -> list[str]:
    out = io.BytesIO()
    typeset(io.BytesIO(data), kind, out)
    with pypdfium2.PdfDocument(out.getvalue()) as pdf:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pdf]


def text_of(data: bytes, kind: MediaType) -> str:
    return "\n".join(pages_of(data, kind))


def words(text: str) -> list[str]:
    """Letters and digits only: pdfium takes hyphens at line ends for soft ones."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).replace("\ufffe", "-"))


def saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["57-NQ-TW_2024-12-22_official-layout", "384-QD-TW_2025-11-19", "69-KL-TW"])
def test_real_markdown(shared_data: Path, tmp_path: Path, name: str) -> None:
    source = (shared_data / "party_documents" / f"{name}.md").read_text(encoding="utf-8")
    to_pdf(shared_data / "party_documents" / f"{name}.md", "text/markdown", tmp_path / "out.pdf")
    with pypdfium2.PdfDocument(tmp_path / "out.pdf") as pdf:
        text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
        assert pdf[0].get_size() == pytest.approx((595.3, 841.9), abs=0.1)
    assert "**" not in text
    assert words(text) == words(source.replace("**", "").replace("*", ""))


def test_real_decree(shared_data: Path) -> None:
    path = shared_data / "born_digital" / "30_2020_ND_CP.docx"
    pages = pages_of(path.read_bytes(), MediaType.DOCX)
    text = " ".join(" ".join(pages).split())
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        wanted = words(paragraph.text)
        assert " ".join(wanted) in " ".join(words(text)), paragraph.text[:60]
    assert len(pages) > 12
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert text.index("Điều 1. Phạm vi điều chỉnh") < text.index("Điều 38.")


@pytest.mark.parametrize("number", range(1, 7))
def test_real_annexes(shared_data: Path, number: int) -> None:
    """Tables with merged cells, text boxes, footnotes: no word of a body paragraph or a cell is lost."""
    path = shared_data / "born_digital" / f"Phuluc{number}.docx"
    set_words = words(text_of(path.read_bytes(), MediaType.DOCX))
    document = docx.Document(str(path))
    texts = [p.text for p in document.paragraphs]
    texts += [cell.text for table in document.tables for cell in table._cells]
    wanted = {word for text in texts for word in words(text)}
    missing = wanted - set(set_words)
    # Words a narrow cell had to part are the only ones that may differ.
    assert len(missing) <= 0.01 * len(wanted), missing


def test_word_form_survives() -> None:
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(13)
    document.add_heading("Chương I", 1)
    document.add_paragraph("Mục thứ nhất", style="List Number")
    document.add_paragraph("Mục thứ hai", style="List Number")
    document.add_paragraph("Chấm", style="List Bullet")
    table = document.add_table(3, 3, style="Table Grid")
    table.cell(0, 0).merge(table.cell(1, 1)).text = "Ô gộp"
    table.cell(2, 2).text = "Ô cuối"
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(picture, "PNG")
    document.add_picture(picture)
    document.sections[0].header.paragraphs[0].text = "TỐI MẬT"
    text = text_of(saved(document), MediaType.DOCX)
    for wanted in ("Chương I", "1.", "2.", "Mục thứ hai", "Ô gộp", "Ô cuối", "TỐI MẬT"):
        assert wanted in text
    assert text.count("Ô gộp") == 1


def test_a_cell_taller_than_a_page_is_still_set() -> None:
    document = docx.Document()
    table = document.add_table(1, 2, style="Table Grid")
    table.cell(0, 0).text = "\n".join(f"dòng {n}" for n in range(400))
    text = text_of(saved(document), MediaType.DOCX)
    assert "dòng 0\n" in text
    assert "dòng 399" in text


def test_deleted_and_hidden_text_is_not_shown() -> None:
    document = docx.Document()
    hidden = document.add_paragraph("Hiện ").add_run("giấu kín")
    hidden.font.hidden = True
    text = text_of(saved(document), MediaType.DOCX)
    assert "Hiện" in text
    assert "giấu" not in text


def test_markup_characters_are_text() -> None:
    source = "Nếu a < b & c > d thì <b>không</b> đậm; xem &lt;phụ lục&gt;\n"
    assert source.strip() in text_of(source.encode(), MediaType.TEXT)
    assert "<script>" in text_of(b"x <script>alert(1)</script>", MediaType.MARKDOWN)


def test_markdown_form() -> None:
    source = (
        "---\ntitle: bỏ\n---\n# QUY ĐỊNH\n\nDòng một  \nDòng hai\n\n- gạch\n  - lùi\n\n3. ba\n4. bốn\n\n"
        "**Điều 1.**Phạm vi**còn lại\n\n| TT | Việc |\n|--|--|\n| 1 | Số hoá |\n\n"
        "    thụt vào không phải mã\n\nGạch dưới\n-----\n"
    )
    text = text_of(source.encode(), MediaType.MARKDOWN)
    assert "bỏ" not in text
    assert "**" not in text
    for wanted in (
        "QUY ĐỊNH",
        "Dòng một\nDòng hai",
        "gạch",
        "lùi",
        "3.",
        "4.",
        "Số hoá",
        "thụt vào",
        "Gạch dưới",
    ):
        assert wanted in text


def test_plain_text_lines_and_pages() -> None:
    decomposed = unicodedata.normalize("NFD", "Điều 1. Phạm vi\n\tThụt vào\n\fTrang hai\n")
    pages = pages_of(decomposed.encode("utf-16"), MediaType.TEXT)
    assert len(pages) == 2
    assert "Điều 1. Phạm vi" in pages[0]
    assert "Trang hai" in pages[1]


@pytest.mark.parametrize("data", [b"", b"\n\n\n", b" "])
def test_nothing_is_one_empty_page(data: bytes) -> None:
    assert len(pages_of(data, MediaType.TEXT)) == 1


def test_a_word_longer_than_the_line() -> None:
    assert "".join(text_of(b"x" * 3000, MediaType.TEXT).split()) == "x" * 3000


def test_damaged_word_file() -> None:
    document = docx.Document()
    document.add_paragraph("Xin chào")
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(document))) as good, zipfile.ZipFile(broken, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, b"<w:document" if name == "word/document.xml" else good.read(name))
    with pytest.raises(DocxDamaged):
        pages_of(broken.getvalue(), MediaType.DOCX)
