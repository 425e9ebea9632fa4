"""Scan, text layer or blank: one decision, on pages made to mislead it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ocr.decision import PageFacts, decide, is_sound
from ocr.source import open_source
from tests.ocr.conftest import LINES

BANNER = [
    "Người ký: CỔNG THÔNG TIN ĐIỆN TỬ",
    "Email: vanthu@example.vn",
    "Cơ quan: VĂN PHÒNG",
    "Thời gian ký: 29.04.2026 16:35:55 +07:00",
]


def _decision(path: Path, number: int = 1) -> str:
    with open_source(path) as source:
        return source.page(number).decision


def test_hidden_layer_behind_a_scan_is_not_trusted(text_pdf, scan_of, image_pdf) -> None:
    scan = scan_of(text_pdf(lines=LINES * 3))
    assert _decision(image_pdf(scan, overlay=LINES * 3, hidden=True)) == "scan"


def test_signature_banner_does_not_make_a_scan_born_digital(text_pdf, scan_of, image_pdf) -> None:
    assert _decision(image_pdf(scan_of(text_pdf()), overlay=BANNER)) == "scan"


def test_plain_scan_and_text_pages(text_pdf, scan_of, image_pdf) -> None:
    assert _decision(image_pdf(scan_of(text_pdf()))) == "scan"
    assert _decision(text_pdf(lines=["PHỤ LỤC"])) == "text_layer"


def test_text_in_codes_of_legacy_fonts_is_converted_and_garbage_read_from_the_image(text_pdf) -> None:
    legacy = ["Uû ban nh©n d©n tØnh Hµ TÜnh", "QuyÕt ®Þnh ban hµnh quy chÕ"]
    assert _decision(text_pdf(lines=legacy * 6)) == "text_layer"
    garbage = ["á»¦y ban nhÃ¢n dÃ¢n tá»‰nh", "Quyáº¿t Ä‘á»‹nh ban hÃ nh"]
    assert _decision(text_pdf(lines=garbage * 6)) == "scan"


def test_blank_pages(tmp_path: Path, text_pdf: Callable[..., Path]) -> None:
    assert _decision(text_pdf(lines=[])) == "blank"
    dusty = Image.new("L", (1654, 2339), 250)
    for x, y in ((400, 500), (900, 1500), (1200, 700)):
        dusty.paste(0, (x, y, x + 2, y + 2))
    dusty.paste(0, (0, 0, 1654, 30))  # the scanner's black edge
    dusty.save(tmp_path / "dusty.png", dpi=(200, 200))
    assert _decision(tmp_path / "dusty.png") == "blank"


def test_a_lone_page_number_is_not_blank(text_pdf, scan_of, tmp_path: Path) -> None:
    scan_of(text_pdf(lines=["2"])).save(tmp_path / "two.png", dpi=(200, 200))
    assert _decision(tmp_path / "two.png") == "scan"


def test_real_files(shared_data: Path) -> None:
    for path in sorted((shared_data / "born_digital").glob("*.pdf")):
        assert _decision(path) == "text_layer", path.name
    for path in sorted((shared_data / "scans" / "pdf").glob("*.pdf")):
        assert _decision(path) == "scan", path.name


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("Ủy ban nhân dân tỉnh Hà Tĩnh ban hành Quyết định", True),
        ("Resolution of the Government, 2026", True),
        ("Uû ban nh©n d©n tØnh Hµ TÜnh ®· ban hµnh", False),
        ("Xin chaøo caùc baïn, uûy ban nhaân daân", False),
        ("\ue001\ue002\ue003 ab", False),
        ("", False),
    ],
)
def test_soundness_of_a_text_layer(text: str, sound: bool) -> None:
    assert is_sound(text) is sound


@given(
    st.builds(
        PageFacts,
        letters=st.integers(0, 5000),
        sound=st.booleans(),
        visible_on_top=st.floats(0, 1),
        text_height=st.floats(0, 1),
        image_cover=st.floats(0, 1),
        ink_covered=st.floats(0, 1),
        blank=st.booleans(),
    )
)
def test_unsound_or_hidden_text_is_never_trusted(facts: PageFacts) -> None:
    decision = decide(facts)
    if facts.blank:
        assert decision == "blank"
    if decision == "text_layer":
        assert facts.sound
        assert facts.letters
        assert facts.image_cover < 0.5 or facts.visible_on_top > 0.9
