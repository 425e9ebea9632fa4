"""The committed scans: they open, say that they are samples, and can be read again."""

from __future__ import annotations

import io
import os
import zipfile

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytesseract
import pytest
from PIL import Image
from rapidfuzz import fuzz

from samples.generate import produce
from samples.library import LIBRARY, manifest, sample_files
from samples.source import DOCUMENTS, load
from vanthu.text import fold, squeeze

ENTRIES = manifest()
PDFS = [entry for entry in ENTRIES if entry["filename"].endswith(".pdf")]
SCANS = [entry for entry in ENTRIES if entry["format"] == "scan"]
QUICK = {"2026-kl-22-tu.pdf", "2026-cv-318-vptu.pdf", "2024-qd-1145-ubnd-suoi-may.pdf"}
"""A printed number in grey, a stamped letter in colour, a one-bit scan with a page upside down."""


def scans() -> list:
    return [
        pytest.param(e, id=e["filename"], marks=[] if e["filename"] in QUICK else pytest.mark.long)
        for e in SCANS
    ]


def pages(data: bytes, dpi: int = 200) -> list[Image.Image]:
    with pdfium.PdfDocument(data) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]


def read(picture: Image.Image, layout: int) -> str:
    os.environ["OMP_THREAD_LIMIT"] = "1"
    return squeeze(pytesseract.image_to_string(picture, lang="vie", config=f"--psm {layout}", timeout=60))


def test_the_files_are_those_of_the_manifest_oldest_first() -> None:
    on_disk = {path.name for path in LIBRARY.iterdir()} - {"manifest.json"}
    files = sample_files()
    assert {path.name for path in files} == on_disk
    assert files[0].name.startswith("2023")
    assert files[-1].name.startswith("2026")


def test_the_library_is_small_enough_to_be_cloned() -> None:
    assert sum(path.stat().st_size for path in LIBRARY.iterdir()) < 12_000_000
    assert 55 <= sum(entry["page_count"] for entry in ENTRIES) <= 90


@pytest.mark.parametrize("entry", PDFS, ids=[e["filename"] for e in PDFS])
def test_a_pdf_opens_and_has_its_pages(entry: dict) -> None:
    with pikepdf.open(LIBRARY / entry["filename"]) as pdf:
        assert len(pdf.pages) == entry["page_count"]
        assert str(pdf.docinfo["/Title"]) == "Văn bản mẫu"
        assert not pdf.check_pdf_syntax()
    document = pdfium.PdfDocument(LIBRARY / entry["filename"])
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    if entry["format"] == "scan":
        assert not any(texts)
    else:
        assert all("VĂN BẢN MẪU" in text for text in texts)


def test_office_files_say_that_they_are_samples() -> None:
    with zipfile.ZipFile(LIBRARY / "2026-gm-58-ubnd.docx") as archive:
        footers = [archive.read(name).decode() for name in archive.namelist() if "footer" in name]
    assert any("VĂN BẢN MẪU" in footer for footer in footers)
    assert "VĂN BẢN MẪU" in (LIBRARY / "2026-tb-52-ttcds.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("entry", scans())
def test_every_scanned_page_bears_the_sample_mark(entry: dict) -> None:
    for number, picture in enumerate(pages((LIBRARY / entry["filename"]).read_bytes()), 1):
        upright = picture.rotate(180) if number in entry["upside_down"] else picture
        width, height = upright.size
        strip = upright.crop((width * 3 // 5, height - 160, width - 60, height - 30)).resize((1200, 240))
        assert fuzz.ratio("van ban mau", fold(read(strip, 6))) >= 70, f"page {number}"


@pytest.mark.parametrize("entry", scans())
def test_the_head_of_the_first_page_can_be_read(entry: dict) -> None:
    first = pages((LIBRARY / entry["filename"]).read_bytes())[0]
    text = read(first.crop((0, 0, first.width, int(first.height * 0.45))), 3)
    assert fuzz.partial_ratio(entry["subject"], text) >= 85
    assert entry["issue_date"][:4] in text
    printed = entry["document_symbol"] if entry["number_by_hand"] else entry["reference_number"]
    assert fuzz.partial_ratio(printed, text.replace(" ", "")) >= 80


@pytest.mark.parametrize("name", ["2026-cv-318-vptu", "2026-gm-58-ubnd", "2026-tb-52-ttcds"])
def test_a_document_comes_out_the_same_again(name: str) -> None:
    sample = load(DOCUMENTS / f"{name}.md")
    data, _ = produce(sample)
    assert data == produce(sample)[0]
    committed = (LIBRARY / sample.filename).read_bytes()
    if sample.head.format != "scan":
        assert _members(data) == _members(committed)
        return
    for new, old in zip(pages(data, 100), pages(committed, 100), strict=True):
        assert np.abs(np.asarray(new, float) - np.asarray(old, float)).mean() < 1.0


def _members(data: bytes) -> dict[str, bytes]:
    """Contents without the packing, which may differ between versions of the compressor."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return {"": data}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
