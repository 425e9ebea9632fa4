"""What two engines leave of a worn letterhead: blanks and strokes lost, figures taken for letters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.cataloguing import read_fields
from ingest.cataloguing.bodies import read_bodies
from ingest.cataloguing.foot_fields import _as_names_have_it, _marked
from ingest.cataloguing.number import read_by_one, read_number
from ingest.cataloguing.pen import figures
from ingest.cataloguing.segments import segment
from ocr.noise import is_noise
from records.types import FieldName
from tests.ingest.pages import line, page


@pytest.mark.parametrize(
    ("printed", "number", "symbol"),
    [
        ("S6: 22/T/SKHCN-CĐS", None, "SKHCN-CĐS"),
        ("S6: 130%/QĐ-UBND", None, "QĐ-UBND"),
        ("Sô: 492 KH-UBND", "492", "KH-UBND"),
        ("Số: 285 QD-TTg", "285", "QĐ-TTg"),
    ],
)
def test_the_symbol_stays_where_the_number_is_lost(printed: str, number: str | None, symbol: str) -> None:
    item = line(printed)
    read = read_number(segment(item, page([item], scanned=True)))
    assert read is not None
    assert (read.number, read.symbol) == (number, symbol)
    assert read.doubtful_number


@pytest.mark.parametrize(("engine", "alone"), [("both", False), ("trueocr", True), ("tesseract", True)])
def test_figures_that_one_engine_read_are_flagged(engine: str, alone: bool) -> None:
    printed = [line("ỦY BAN NHÂN DÂN", top=0.04), line("Số: 115/QĐ-UBND", top=0.08)]
    read = page(
        [replace(each, words=tuple(replace(w, engine=engine) for w in each.words)) for each in printed],
        scanned=True,
    )
    assert read_by_one(segment(read.lines[1], read), "115") is alone
    fields = {field.name: field for field in read_fields([read]).fields}
    for name in (FieldName.DOCUMENT_NUMBER, FieldName.REFERENCE_NUMBER):
        assert fields[name].source == "printed"
        assert fields[name].doubtful or not alone


@pytest.mark.parametrize(
    ("pen", "printed", "number"),
    [("115", "Số: /NQ-CP", "115"), ("0", "Số: F0%/QĐ-TTg", None), ("2", "Số: 2T'/2026/TT-BCA", None)],
)
def test_part_of_a_written_number_is_no_number(pen: str, printed: str, number: str | None) -> None:
    assert figures(pen, printed) == number


@pytest.mark.parametrize(
    ("read", "mark", "authority"),
    [
        ("TM BAN THƯỜNG VỤ", "/", "T/M BAN THƯỜNG VỤ"),
        ("KT CHỦ TỊCH", ".", "KT. CHỦ TỊCH"),
        ("TM. ỦY BAN NHÂN DÂN", "/", "TM. ỦY BAN NHÂN DÂN"),
    ],
)
def test_authorities_have_the_mark_of_their_form(read: str, mark: str, authority: str) -> None:
    assert _marked(read, mark) == authority


@pytest.mark.parametrize(
    ("read", "name"),
    [("Đĩnh Công Thành", "Đinh Công Thành"), ("Lê Thị Minh Nguyệt", "Lê Thị Minh Nguyệt")],
)
def test_family_names_have_their_marks(read: str, name: str) -> None:
    assert _as_names_have_it(read) == name


def test_the_word_before_a_place_is_one_of_few_and_flagged() -> None:
    item = line("ỦY BAN NHÂN DÂN TÍNH LAM GIANG")
    read = read_bodies([segment(item, page([item], scanned=True))])[-1]
    assert (read.name, read.doubtful) == ("Ủy ban nhân dân tỉnh Lam Giang", True)


@pytest.mark.parametrize(
    ("text", "noise"), [("S0: 596 TIr-510", False), ("- Lưu: VT", False), ("aS0.0", True), ("/MC", True)]
)
def test_worn_lines_of_the_form_are_no_noise(text: str, noise: bool) -> None:
    assert is_noise(line(text, confidence=0.02)) is noise
