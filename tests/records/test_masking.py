"""What leaves the catalogue for a reader who is not to see personal data is covered, words and pictures."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from access.roles import Action
from access.scope import Scope
from ocr.page import Line, PageText, Region, Word
from records import masking
from records.errors import PersonalDataHidden
from records.personal_data import COVER
from records.types import DataClass, DocumentFilter, FieldName, FieldValue, RelationFound, RelationKind
from tests.access.keeping_house import KeepingHouse
from tests.records.archived import archive
from vanthu.db import Database
from vanthu.errors import Forbidden

PHONE = "0912 345 678"
SUBJECT = f"Về ông An, điện thoại {PHONE}"


def line(words: list[str], top: float) -> Line:
    """A line of words of equal width, from the left edge to the right one."""
    step = 1 / len(words)
    boxes = [(i * step, top, (i + 1) * step, top + 0.05) for i in range(len(words))]
    made = tuple(Word(word, box, 0.9) for word, box in zip(words, boxes, strict=True))
    return Line(" ".join(words), (0.0, top, 1.0, top + 0.05), 0.9, made)


def read(*lines: Line) -> PageText:
    return PageText(1, 400, 400, 100, "test", "scan", 0.9, lines)


PAGE = read(
    line(["Ông", "An,", "CCCD", "số"], 0.1),
    line(["079085001234", "cấp", "năm", "2021"], 0.3),
    line(["Số", "57-NQ/TW", "ngày", "22/12/2024"], 0.5),
)


def test_lines_and_words_are_covered_and_boxes_stay() -> None:
    """The label stands on one line, the number on the next."""
    shown = masking.page(PAGE)
    assert shown.lines[0] is PAGE.lines[0]
    assert shown.lines[2] is PAGE.lines[2]
    assert shown.lines[1].text == f"{COVER * 12} cấp năm 2021"
    assert [word.text for word in shown.lines[1].words] == [COVER * 12, "cấp", "năm", "2021"]
    assert [word.box for word in shown.lines[1].words] == [word.box for word in PAGE.lines[1].words]


def test_a_word_that_does_not_agree_with_its_line_is_covered_whole() -> None:
    odd = PAGE.lines[1]
    words = (replace(odd.words[0], text="O79085OO1234"), *odd.words[1:])
    shown = masking.page(read(PAGE.lines[0], replace(odd, words=words)))
    assert shown.lines[1].words[0].text == COVER * 12


def picture(form: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (400, 400), "white").save(written, form)
    return written.getvalue()


@pytest.mark.parametrize("form", ["WEBP", "JPEG"])
def test_a_picture_has_solid_rectangles_over_words_and_nowhere_else(form: str) -> None:
    shown = Image.open(io.BytesIO(masking.picture(picture(form), PAGE)))
    assert (shown.format, shown.size) == (form, (400, 400))
    grey = shown.convert("L")
    covered = [(x, y) for x in range(0, 400, 10) for y in range(0, 400, 10) if grey.getpixel((x, y)) < 128]
    assert {(x, y) for x in range(10, 100, 10) for y in range(120, 140, 10)} <= set(covered)
    assert all(x <= 110 and 110 <= y <= 150 for x, y in covered)


def test_a_page_that_was_not_read_is_covered_whole() -> None:
    shown = Image.open(io.BytesIO(masking.picture(picture("WEBP"), None))).convert("L")
    assert shown.getextrema()[1] < 64


@pytest.fixture
def house(database: Database, tmp_path: Path) -> KeepingHouse:
    return KeepingHouse(database, tmp_path)


@pytest.fixture
def document(house: KeepingHouse) -> int:
    """A sensitive document with personal data everywhere, which a clerk and an official may read."""
    document = house.add(subject=SUBJECT, text=f"Ông An, số điện thoại {PHONE}, cán bộ")
    page = replace(PAGE, number=1)
    house.catalogue.put_page(document, page, house.files.put(picture("WEBP")).sha256)
    values = {
        FieldName.REFERENCE_NUMBER: "47-QĐ/ĐU",
        FieldName.SUBJECT: SUBJECT,
        FieldName.SIGNER_NAME: "Nguyễn Văn Bình",
        FieldName.RECIPIENTS: f"- Ông An ({PHONE})",
        FieldName.ISSUE_DATE: "2025-11-03",
    }
    house.catalogue.put_fields(
        document, [FieldValue(name, value, 0.9, 1) for name, value in values.items()], False
    )
    archive(house.database, house.files, document)
    for name in ("clerk", "reader"):
        house.give(document, name)
    return document


def test_a_reader_without_the_need_sees_nothing_personal(house: KeepingHouse, document: int) -> None:
    scope, catalogue = Scope.of(house.who("reader")), house.catalogue
    shown = catalogue.document(document, scope)
    assert shown.masked
    assert not shown.has_archive
    assert shown.summary.title == f"Về ông An, điện thoại {COVER * 4} {COVER * 3} {COVER * 3}"
    assert shown.fields[FieldName.SIGNER_NAME].value == "Nguyễn Văn Bình"
    assert shown.fields[FieldName.REFERENCE_NUMBER].value == "47-QĐ/ĐU"
    assert shown.fields[FieldName.ISSUE_DATE].value == "2025-11-03"
    told = [
        repr(shown),
        repr(catalogue.page_text(document, 1, scope)),
        repr(catalogue.page_texts(document, scope)),
        repr(catalogue.summaries([document], scope)),
        repr(catalogue.find_by_reference("47-QĐ/ĐU", scope)),
        repr(catalogue.list(scope, DocumentFilter())),
    ]
    assert not [text for text in told if PHONE in text or "079085001234" in text or "0912" in text]
    assert catalogue.page_image(document, 1, scope) != picture("WEBP")
    for file in (catalogue.original, catalogue.archive):
        with pytest.raises(PersonalDataHidden):
            file(document, scope)


def test_a_clerk_sees_it_as_printed(house: KeepingHouse, document: int) -> None:
    scope, catalogue = Scope.of(house.who("clerk")), house.catalogue
    shown = catalogue.document(document, scope)
    assert not shown.masked
    assert shown.summary.title == SUBJECT
    assert catalogue.page_text(document, 1, scope) == PAGE
    assert catalogue.page_image(document, 1, scope) == picture("WEBP")
    assert catalogue.archive(document, scope).read_bytes() == b"%PDF-1.7"


def test_an_ordinary_document_is_not_covered(house: KeepingHouse) -> None:
    document = house.add(DataClass.ORDINARY, subject=SUBJECT)
    assert house.catalogue.document(document, Scope.of(house.who("reader"))).summary.title == SUBJECT


def test_relations_corrections_and_validity_are_covered(house: KeepingHouse, document: int) -> None:
    other = house.add(DataClass.ORDINARY, number="12-QĐ/ĐU", subject="Phân công")
    house.catalogue.put_fields(
        other,
        [
            FieldValue(FieldName.REFERENCE_NUMBER, "12-QĐ/ĐU", 0.9),
            FieldValue(FieldName.ISSUE_DATE, "2024-01-01", 0.9),
        ],
        False,
    )
    evidence = f"thay thế Quyết định số 12-QĐ/ĐU về ông An, số điện thoại {PHONE}"
    found = RelationFound(RelationKind.REPLACES, "12-QĐ/ĐU", None, None, evidence, 1, None)
    house.catalogue.put_relations(document, [found])
    house.catalogue.correct_field(document, FieldName.SUBJECT, f"{SUBJECT}, cán bộ", house.who("clerk"))
    reader, clerk = Scope.of(house.who("reader")), Scope.of(house.who("clerk"))

    def told(scope: Scope) -> str:
        catalogue = house.catalogue
        return repr(
            [
                catalogue.relations(document, scope),
                catalogue.relations(other, scope),
                catalogue.validity(other, scope, date(2026, 1, 1)),
                catalogue.history(document, scope),
            ]
        )

    assert told(clerk).count(PHONE) >= 5
    assert "0912" not in told(reader)
    assert "12-QĐ/ĐU" in told(reader)


def test_who_sees_it_covered_does_not_write_over_it(house: KeepingHouse, document: int) -> None:
    keyed = replace(house.who("clerk"), limits=frozenset({Action.READ, Action.DIGITISE}))
    with pytest.raises(Forbidden):
        house.catalogue.correct_field(document, FieldName.SUBJECT, "Khác", keyed)
    assert house.catalogue.document(document, Scope.of(house.who("clerk"))).summary.title == SUBJECT


def test_other_readings_and_handwriting_are_not_told() -> None:
    box = (0.1, 0.1, 0.5, 0.12)
    words = (
        Word("Số", box, 0.9),
        Word("CCCD:", box, 0.9),
        Word("001099012345", box, 0.4, alternatives=("001099012346",)),
    )
    read = PageText(
        1, 100, 100, 200, "t", "scan", 0.9,
        (Line("Số CCCD: 001099012345", box, 0.9, words),),
        regions=(Region("handwriting", (0.5, 0.5, 0.6, 0.6), "CCCD 001099012345", 0.5),),
    )  # fmt: skip
    shown = repr(masking.page(read))
    assert "00109901234" not in shown
    assert masking._covered_boxes(read)[-1] == (0.5, 0.5, 0.6, 0.6)
