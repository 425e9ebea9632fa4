"""The searchable PDF: same pages, same look, words where they stand, Vietnamese intact."""

from __future__ import annotations

import io
import time
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import Image

from ingest.archive import ArchiveForm, Facts, searchable_pdf
from ocr.page import Line, PageText, Word
from ocr.recognise import OcrOptions, recognise_page
from ocr.source import open_source
from tests.ingest.conftest import page_picture, png, scan_pdf
from tests.ingest.pdfa_checks import broken_clauses, has_preflight, preflight

WORDS = (
    ("Quyết", (0.10, 0.10, 0.20, 0.14)),
    ("định", (0.22, 0.10, 0.28, 0.14)),
    ("57-NQ/TW", (0.60, 0.80, 0.80, 0.84)),
    ("ỬỮỰỲỴỶỸắằẳẵặ", (0.10, 0.50, 0.45, 0.53)),
)


def page(
    number: int = 1, *, rotation: int = 0, source: str = "scan", size: tuple[int, int] = (1000, 640)
) -> PageText:
    width, height = size if rotation % 180 == 0 else size[::-1]
    lines = tuple(Line(text, box, 0.9, (Word(text, box, 0.9),)) for text, box in WORDS)
    return PageText(number, width, height, 200, "test", source, 0.9, lines, rotation)  # type: ignore[arg-type]


def found(path: Path, word: str, number: int = 0) -> tuple[float, float, float, float]:
    """Where pdfium finds `word` on the page as displayed, as fractions."""
    with pypdfium2.PdfDocument(path) as pdf:
        shown = pdf[number]
        text = shown.get_textpage()
        hit = text.search(word, match_case=True).get_next()
        assert hit is not None, f"{word!r} not in {text.get_text_range()!r}"
        boxes = np.array([text.get_charbox(hit[0] + i, loose=True) for i in range(hit[1])])
        left, bottom, right, top = (
            boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()
        )  # fmt: skip
        wide, high = shown.get_size()
        turn = shown.get_rotation()
        w, h = (wide, high) if turn % 180 == 0 else (high, wide)
        corners = []
        for x, y in ((left / w, bottom / h), (right / w, top / h)):
            corners.append({0: (x, 1 - y), 90: (y, x), 180: (1 - x, y), 270: (1 - y, 1 - x)}[turn])
        (x0, y0), (x1, y1) = corners
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def assert_close(box: tuple[float, ...], wanted: tuple[float, ...]) -> None:
    assert box == pytest.approx(wanted, abs=0.012)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("kind", ["pdf", "png", "rotated_pdf"])
def test_words_stand_where_they_were_read(tmp_path: Path, rotation: int, kind: str) -> None:
    original, out = tmp_path / "in", tmp_path / "out.pdf"
    original.write_bytes(png(page_picture("x")) if kind == "png" else scan_pdf(page_picture("x")))
    size = (1000, 640)
    if kind == "rotated_pdf":
        with pikepdf.open(original, allow_overwriting_input=True) as pdf:
            pdf.pages[0].Rotate = 90
            pdf.save(original)
        size = (640, 1000)
    searchable_pdf(original, [page(rotation=rotation, size=size)], out)
    for word, box in WORDS:
        assert_close(found(out, word), box)


def test_text_copies_in_order_and_pictures_stay(tmp_path: Path) -> None:
    original, out = tmp_path / "in.pdf", tmp_path / "out.pdf"
    original.write_bytes(scan_pdf(page_picture("Một"), page_picture("Hai")))
    searchable_pdf(original, [page(1), page(2)], out)
    with pypdfium2.PdfDocument(original) as before, pypdfium2.PdfDocument(out) as after:
        assert after[1].get_textpage().get_text_range().split()[:2] == ["Quyết", "định"]
        for number in (0, 1):
            one, other = (np.asarray(pdf[number].render(scale=2).to_pil()) for pdf in (before, after))
            assert np.array_equal(one, other)
    assert not list(tmp_path.glob(".*part"))


def test_declares_pdfa_with_what_it_needs(tmp_path: Path) -> None:
    original, out = tmp_path / "in.png", tmp_path / "out.pdf"
    original.write_bytes(png(page_picture("Một")))
    searchable_pdf(original, [page()], out)
    with pikepdf.open(out) as pdf:
        assert pdf.open_metadata().pdfa_status == "2U"
        assert bytes(pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes())[36:40] == b"acsp"
        assert "/Info" not in pdf.trailer
        assert not pdf.is_encrypted
        font = pdf.pages[0].resources.Font["/VanthuUnseen"]
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
        gids = bytes(font.DescendantFonts[0].CIDToGIDMap.read_bytes())
        assert all(gids[at : at + 2] == b"\0\1" for at in range(2, len(gids), 2))
        assert len(gids) // 2 > max(map(ord, "".join(word for word, _ in WORDS)))


def test_same_input_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = tmp_path / "in.png"
    original.write_bytes(png(page_picture("Một")))
    for name, moment in (("a.pdf", 1_700_000_000.0), ("b.pdf", 1_800_000_000.0)):
        monkeypatch.setattr(time, "time", lambda moment=moment: moment)
        searchable_pdf(original, [page()], tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_born_digital_is_kept_to_the_byte(shared_data: Path, tmp_path: Path) -> None:
    original, out = shared_data / "born_digital" / "hanoi_tb_453_flag.pdf", tmp_path / "out.pdf"
    with open_source(original) as source:
        pages = [recognise_page(source, n + 1, OcrOptions()) for n in range(source.page_count)]
    assert {p.source for p in pages} == {"text_layer"}
    searchable_pdf(original, pages, out)
    assert out.read_bytes() == original.read_bytes()


def test_what_acts_is_taken_out(tmp_path: Path) -> None:
    original, out = tmp_path / "in.pdf", tmp_path / "out.pdf"
    original.write_bytes(scan_pdf(page_picture("Một")))
    with pikepdf.open(original, allow_overwriting_input=True) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.save(original)
    searchable_pdf(original, [page()], out)
    assert broken_clauses(out, "2", "U") == []
    assert_close(found(out, "Quyết"), WORDS[0][1])


def test_no_claim_where_a_font_is_not_embedded(tmp_path: Path) -> None:
    original, out = tmp_path / "in.pdf", tmp_path / "out.pdf"
    original.write_bytes(scan_pdf(page_picture("Một")))
    with pikepdf.open(original, allow_overwriting_input=True) as pdf:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        pdf.pages[0].add_resource(font, pikepdf.Name.Font, pikepdf.Name.F1)
        pdf.pages[0].contents_add(b"BT /F1 12 Tf 20 20 Td (stamped) Tj ET")
        pdf.save(original)
    searchable_pdf(original, [page()], out)
    with pikepdf.open(out) as pdf:
        assert pdf.open_metadata().pdfa_status == ""
    assert_close(found(out, "Quyết"), WORDS[0][1])


@pytest.mark.parametrize("form", ArchiveForm)
@pytest.mark.parametrize("colour", ["1", "L", "RGB"])
def test_the_claim_holds(tmp_path: Path, form: ArchiveForm, colour: str) -> None:
    original, out = tmp_path / "in.pdf", tmp_path / "out.pdf"
    original.write_bytes(scan_pdf(page_picture("Một").convert(colour)))
    facts = Facts("Về việc <A & B>", "57-NQ/TW", "2024-12-22", "BỘ CHÍNH TRỊ", "vi", "0" * 64)
    searchable_pdf(original, [page()], out, form=form, facts=facts)
    assert broken_clauses(out, form.part, form.conformance) == []
    with pikepdf.open(out) as pdf:
        said = pdf.open_metadata()
        assert said["dc:title"] == "Về việc <A & B>"
        assert said["dc:identifier"] == "57-NQ/TW"
        assert said["dc:date"] == ["2024-12-22"]
        assert said["dc:publisher"] == {"BỘ CHÍNH TRỊ"}
        assert said["dc:source"] == "urn:sha256:" + "0" * 64
        assert "nhận dạng" in said["dc:description"]


@pytest.mark.skipif(not has_preflight(), reason="Apache PDFBox Preflight is not installed (libpdfbox2-java)")
def test_an_independent_validator_finds_nothing(tmp_path: Path) -> None:
    original, out = tmp_path / "in.png", tmp_path / "out.pdf"
    original.write_bytes(png(page_picture("Một")))
    searchable_pdf(original, [page()], out, form=ArchiveForm.A1B)
    assert preflight(out) == ""


@pytest.mark.skipif(not has_preflight(), reason="Apache PDFBox Preflight is not installed (libpdfbox2-java)")
def test_a_signed_scan_becomes_an_archive_copy(shared_data: Path, tmp_path: Path) -> None:
    """A real one: its signature's font is not embedded, and is kept as a picture."""
    original, out = shared_data / "scans" / "pdf" / "nq_115_ba_vi.pdf", tmp_path / "out.pdf"
    searchable_pdf(original, [page(1), page(2)], out, form=ArchiveForm.A1B)
    assert preflight(out) == ""
    with pypdfium2.PdfDocument(original) as before, pypdfium2.PdfDocument(out) as after:
        one, other = (
            np.asarray(pdf[0].render(scale=1).to_pil().convert("L")).astype(int) for pdf in (before, after)
        )
    assert abs(one - other).mean() < 0.5


def test_a_second_reader_copies_the_same(tmp_path: Path) -> None:
    original, out = tmp_path / "in.pdf", tmp_path / "out.pdf"
    original.write_bytes(scan_pdf(page_picture("Một")))
    decomposed = unicodedata.normalize("NFD", "Nguyễn")
    words = (*WORDS, (f"{decomposed}\u00ad\ufeff😀", (0.1, 0.9, 0.3, 0.93)))
    line = Line(
        " ".join(text for text, _ in words), (0.1, 0.1, 0.9, 0.93), 0.9,
        tuple(Word(text, box, 0.9) for text, box in words),
    )  # fmt: skip
    searchable_pdf(original, [replace(page(), lines=(line,))], out)
    copied = pypdf.PdfReader(out).pages[0].extract_text().split()
    assert copied == ["Quyết", "định", "57-NQ/TW", "ỬỮỰỲỴỶỸắằẳẵặ", "Nguyễn😀"]


def test_a_line_whose_words_are_not_known_is_searchable(tmp_path: Path) -> None:
    original, out = tmp_path / "in.pdf", tmp_path / "out.pdf"
    original.write_bytes(scan_pdf(page_picture("Một")))
    lines = (Line("Độc lập - Tự do", (0.2, 0.2, 0.6, 0.23), 0.9, ()),)
    searchable_pdf(original, [replace(page(), lines=lines)], out)
    assert_close(found(out, "Độc lập - Tự do"), (0.2, 0.2, 0.6, 0.23))


def test_an_older_unseen_layer_is_replaced(tmp_path: Path) -> None:
    original, once, twice = (tmp_path / name for name in ("in.pdf", "once.pdf", "twice.pdf"))
    original.write_bytes(scan_pdf(page_picture("Một")))
    searchable_pdf(original, [page()], once)
    searchable_pdf(once, [page()], twice)
    with pypdfium2.PdfDocument(twice) as pdf:
        assert pdf[0].get_textpage().get_text_range().count("57-NQ/TW") == 1


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_picture(tmp_path: Path, mode: str) -> None:
    original, out = tmp_path / "in", tmp_path / "out.pdf"
    picture = page_picture("Một")
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(picture).astype(np.uint16) * 257)
    else:
        picture = (
            picture.convert("RGBA").convert(mode) if mode != "CMYK" else picture.convert("RGB").convert(mode)
        )
    picture.save(original, "TIFF" if mode == "CMYK" else "PNG")
    searchable_pdf(original, [page()], out)
    with pypdfium2.PdfDocument(out) as pdf:
        seen = np.asarray(pdf[0].render(scale=2).to_pil().convert("L").resize((1000, 640))).astype(int)
    assert abs(seen - np.asarray(page_picture("Một")).astype(int)).mean() < 6


def test_all_frames_of_a_tiff(tmp_path: Path) -> None:
    original, out = tmp_path / "in.tif", tmp_path / "out.pdf"
    frames = [page_picture(text).convert("1") for text in ("Một", "Hai", "Ba")]
    frames[0].save(original, "TIFF", save_all=True, append_images=frames[1:], compression="group4")
    searchable_pdf(original, [page(1), page(3)], out)
    with pypdfium2.PdfDocument(out) as pdf:
        assert len(pdf) == 3
    assert_close(found(out, "Quyết", 2), WORDS[0][1])


def test_password_is_taken_off(tmp_path: Path) -> None:
    original, out = tmp_path / "in.pdf", tmp_path / "out.pdf"
    with pikepdf.open(io.BytesIO(scan_pdf(page_picture("Một")))) as pdf:
        pdf.save(original, encryption=pikepdf.Encryption(owner="chu", user="khach"))
    searchable_pdf(original, [page()], out, password="khach")
    assert_close(found(out, "Quyết"), WORDS[0][1])


@pytest.mark.parametrize(
    "name", ["pdf/nq_115_ba_vi.pdf", "pages/qd_707_ttg_p2.png", "pages/tt_37_bca_p1.png"]
)
def test_real_scans_grow_little(shared_data: Path, tmp_path: Path, name: str) -> None:
    original, out = shared_data / "scans" / name, tmp_path / "out.pdf"
    with open_source(original) as source:
        pages = [recognise_page(source, n + 1, OcrOptions()) for n in range(source.page_count)]
    searchable_pdf(original, pages, out)
    assert out.stat().st_size <= original.stat().st_size * 1.15
    # pdfium reads a hyphen at a line's end as a soft one (U+FFFE), and takes specks that overlap for one.
    with pypdfium2.PdfDocument(out) as pdf:
        copied = pdf[0].get_textpage().get_text_range().replace("\ufffe", "-").split()
    words = [word for line in pages[0].lines for word in line.text.split()]
    letters, lost = Counter("".join(words)), Counter("".join(words)) - Counter("".join(copied))
    assert lost.total() <= 0.005 * letters.total(), lost
    assert len(set(words) - set(copied)) <= 0.02 * len(set(words))
