"""Text layers in TCVN3 and VNI come out as Unicode with the original kept; garbage and lies are read anew."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ocr.decision import is_sound
from ocr.legacy import code_of_font, guess, is_capital_font, to_unicode
from ocr.legacy.convert import _tables
from ocr.recognise import OcrOptions, recognise_page
from ocr.source import open_source
from tests.ocr.conftest import LINES

TCVN3 = [
    ("H", "céng hoµ x· héi chñ nghÜa viÖt nam", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("", "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
    ("", "Uû ban nh©n d©n tØnh ban hµnh kÌm theo QuyÕt ®Þnh nµy Quy chÕ tiÕp nhËn v¨n b¶n",
     "Uỷ ban nhân dân tỉnh ban hành kèm theo Quyết định này Quy chế tiếp nhận văn bản"),
    ("", "QuyÕt ®Þnh nµy cã hiÖu lùc thi hµnh kÓ tõ ngµy ký. Ngêi ký chÞu tr¸ch nhiÖm",
     "Quyết định này có hiệu lực thi hành kể từ ngày ký. Ngời ký chịu trách nhiệm"),
]  # fmt: skip
VNI = [
    ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("Quyeát ñònh naøy coù hieäu löïc thi haønh keå töø ngaøy kyù, ngöôøi ñöùng ñaàu",
     "Quyết định này có hiệu lực thi hành kể từ ngày ký, người đứng đầu"),
]  # fmt: skip


def _filed(path: Path, rows: list[tuple[str, str]], fonts: dict[str, str]) -> Path:
    """Rows of (base font, text in Windows-1252) in fonts that bear legacy names."""
    canvas = Canvas(str(path), pagesize=A4)
    for place, (font, text) in enumerate(rows * 3):
        canvas.setFont(font, 10)
        canvas.drawString(60, 780 - 24 * place, text)
    canvas.save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/BaseFont") is not None:
                item.BaseFont = pikepdf.Name("/" + fonts[str(item.BaseFont)[1:]])
        pdf.save(path)
    return path


def test_tcvn3_by_its_fonts_with_capitals_restored(tmp_path: Path) -> None:
    rows = [("Helvetica-Bold" if font else "Helvetica", text) for font, text, _ in TCVN3]
    path = _filed(
        tmp_path / "a.pdf", rows, {"Helvetica": "ABCDEF+.VnTime", "Helvetica-Bold": "ABCDEF+.VnTimeH"}
    )
    with open_source(path) as source:
        page = recognise_page(source, 1, OcrOptions(tesseract="/nonexistent"))
    assert page.source == "text_layer"
    assert page.text.splitlines()[: len(TCVN3)] == [told for _, _, told in TCVN3]
    assert page.treatment == ("tcvn3",)
    first = page.lines[0].words[0]
    assert (first.text, first.alternatives) == ("CỘNG", ("céng",))


def test_vni_by_its_letters_where_fonts_have_no_names(tmp_path: Path) -> None:
    rows = [("Helvetica", text) for text, _ in VNI]
    path = _filed(tmp_path / "v.pdf", rows, {"Helvetica": "F1"})
    with open_source(path) as source:
        page = recognise_page(source, 1, OcrOptions(tesseract="/nonexistent"))
    assert page.text.splitlines()[:2] == [told for _, told in VNI]
    assert page.treatment == ("vni",)


def test_the_letter_of_the_soft_hyphen() -> None:
    assert to_unicode("ng\u00adêi, l\u00ade", "tcvn3") == "người, lưe"


@pytest.mark.parametrize(
    "text",
    [
        "L'été à Paris où naïve façade déjà vu coöperate, l'âme où naît l'idée",
        "die Bäume wären höher, über Straßen gefährlich: Äpfel und Öl für Übungen",
        "Ủy ban nhân dân tỉnh ban hành kèm theo Quyết định này Quy chế tiếp nhận",
        "Supérieur · garçon · Ñandú · año · mañana · señor · niño · España",
        "The Party committee issued a plan on digital transformation in agencies.",
        "ڈیجیٹل تبدیلی کا پروگرام سرکاری اداروں میں",
    ],
)
def test_other_languages_are_left_alone(text: str) -> None:
    assert guess(text) is None


@pytest.mark.parametrize(
    ("font", "code", "capital"),
    [
        ("ABCDEF+.VnTime", "tcvn3", False),
        (".VnTimeH", "tcvn3", True),
        ("BCDEEE+.VnArialH-Bold", "tcvn3", True),
        (".VnHelvetica", "tcvn3", False),
        ("VNI-Times", "vni", False),
        ("ABCDEE+Calibri", None, False),
        ("TimesNewRomanPSMT", None, False),
    ],
)
def test_fonts(font: str, code: str | None, capital: bool) -> None:
    assert (code_of_font(font), is_capital_font(font)) == (code, capital)


@given(st.text(max_size=60), st.sampled_from(["tcvn3", "vni"]))
def test_any_text_converts_and_plain_ascii_stays(text: str, code: str) -> None:
    to_unicode(text, code)
    plain = "".join(c for c in text if c.isascii())
    assert to_unicode(plain, code) == plain


def test_both_tables_reach_every_small_vietnamese_letter() -> None:
    letters = set("àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ")
    for code in ("tcvn3", "vni"):
        assert letters <= set(_tables()[code].values())


@pytest.mark.parametrize("wrong", ["cp1252", "mac_roman"])
def test_mojibake_is_no_sound_layer(wrong: str) -> None:
    garbage = " ".join(LINES).encode().decode(wrong, errors="ignore")
    assert not is_sound(garbage)
    assert is_sound(" ".join(LINES))


def test_a_layer_that_the_picture_does_not_show_is_not_believed(text_pdf, scan_of, image_pdf) -> None:
    """Text painted over a scanned page, in the paper's colour or not, that says something else."""
    shown = scan_of(text_pdf(lines=LINES * 3))
    lie = ["Điều khoản này đã được sửa đổi hoàn toàn so với bản chính thức"] * 14
    with open_source(image_pdf(shown, overlay=lie, hidden=False)) as source:
        page = recognise_page(source, 1, OcrOptions())
    assert page.source == "scan"
    assert "Quy chế tiếp nhận" in page.text


def test_a_ruled_table_in_a_text_layer_is_read_by_cells(tmp_path: Path, font: str) -> None:
    canvas = Canvas(str(tmp_path / "t.pdf"), pagesize=A4)
    canvas.setFont(font, 12)
    texts = [["Chỉ tiêu", "Đơn vị"], ["Kinh tế số", "% GDP"]]
    canvas.grid([60, 300, 500], [600, 640, 680])
    for row, cells in enumerate(texts):
        for column, text in enumerate(cells):
            canvas.drawString((70, 310)[column], 655 - 40 * row, text)
    for row, line in enumerate(LINES):
        canvas.drawString(60, 560 - 22 * row, line)
    canvas.save()
    with open_source(tmp_path / "t.pdf") as source:
        page = recognise_page(source, 1, OcrOptions(tesseract="/nonexistent"))
    assert page.source == "text_layer"
    assert [[page.lines[i].text for i in cell.lines] for cell in page.tables[0].cells] == [
        [text] for cells in texts for text in cells
    ]
