"""The searchable PDF follows what people put right, and is never lost on the way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from ingest.archive import ArchiveForm, Source, searchable_pdf
from ingest.errors import ArchiveFailed
from ingest.typeset import to_pdf
from records.archive_copies import ArchiveCopies
from records.types import FieldName
from tests.ingest.conftest import House, page_picture, png, scan_pdf
from tests.ingest.pdfa_checks import broken_clauses, has_preflight, preflight


def copied(house: House, document_id: int) -> str:
    with pypdfium2.PdfDocument(house.catalogue.archive(document_id, house.scope)) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def put_right(house: House, document_id: int, word: str) -> None:
    """As a person does: another word in the place of the first one."""
    page = house.catalogue.page_text(document_id, 1, house.scope)
    first, *rest = page.lines
    words = (replace(first.words[0], text=word, engine="person"), *first.words[1:])
    line = replace(first, text=" ".join(each.text for each in words), words=words)
    house.catalogue.put_page(document_id, replace(page, lines=(line, *rest)), None)


def remake(house: House) -> None:
    """What the archivist's thread does: first of all, and when a correction is said to be due."""
    house.service._archives.remake_stale()


def test_corrections_reach_the_searchable_pdf(house: House) -> None:
    job = house.take(scan_pdf(page_picture("Quyết định một", "Điều hai")), "a.pdf")
    document, archives = job.document_id, ArchiveCopies(house.db, house.files)
    assert document is not None
    before = archives.state(document)
    assert before.made is not None and archives.stale() == []
    put_right(house, document, "Nghịquyết")
    house.catalogue.correct_field(document, FieldName.REFERENCE_NUMBER, "57-NQ/TW", house.me)
    assert archives.stale() == [document]
    remake(house)
    assert archives.stale() == []
    assert "Nghịquyết" in copied(house, document)
    path = house.catalogue.archive(document, house.scope)
    assert broken_clauses(path, "2", "U") == []
    with pikepdf.open(path) as pdf:
        assert pdf.open_metadata()["dc:identifier"] == "57-NQ/TW"
    assert not house.files.has(before.made), "the one before is no longer kept"
    assert house.files.has(before.original)


def test_what_was_left_out_of_date_is_made_at_the_next_start(house: House) -> None:
    document = house.take(scan_pdf(page_picture("Thông báo ba")), "b.pdf").document_id
    assert document is not None
    archives = ArchiveCopies(house.db, house.files)
    put_right(house, document, "Kếtluận")
    assert "Kếtluận" not in copied(house, document)
    assert archives.stale() == [document]
    remake(house)
    assert archives.stale() == []
    assert "Kếtluận" in copied(house, document)


def test_an_older_making_never_hides_a_newer_change(house: House) -> None:
    document = house.take(scan_pdf(page_picture("Báo cáo bốn")), "c.pdf").document_id
    assert document is not None
    archives = ArchiveCopies(house.db, house.files)
    begun = archives.state(document)
    put_right(house, document, "Tờtrình")  # while a copy is being made
    archives.keep(document, str(begun.made), begun.revision)
    assert archives.stale() == [document]
    remake(house)


def test_an_original_with_a_password_nobody_kept(house: House, tmp_path: Path) -> None:
    locked = tmp_path / "locked.pdf"
    (tmp_path / "open.pdf").write_bytes(scan_pdf(page_picture("Kế hoạch năm")))
    with pikepdf.open(tmp_path / "open.pdf") as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="chu", user="khach"))
    document = house.take(locked, "d.pdf", password="khach").document_id
    assert document is not None
    put_right(house, document, "Chươngtrình")
    remake(house)
    assert "Chươngtrình" in copied(house, document)


def test_a_typeset_document_keeps_its_pages(house: House) -> None:
    document = house.take("# Kế hoạch\n\nNội dung ửữự\n".encode(), "e.md").document_id
    assert document is not None
    before = copied(house, document)
    assert broken_clauses(house.catalogue.archive(document, house.scope), "2", "U") == []
    house.catalogue.correct_field(document, FieldName.SUBJECT, "Kế hoạch công tác", house.me)
    remake(house)
    assert copied(house, document) == before
    with pikepdf.open(house.catalogue.archive(document, house.scope)) as pdf:
        assert pdf.open_metadata()["dc:title"] == "Kế hoạch công tác"


def test_one_that_cannot_be_made_is_not_tried_for_ever(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    document = house.take(png(page_picture("Biên bản sáu")), "f.png").document_id
    assert document is not None
    put_right(house, document, "Quychế")
    maker, tried = house.service._archives, []

    def fails(document_id: int) -> None:
        tried.append(document_id)
        raise ArchiveFailed

    monkeypatch.setattr(maker, "remake", fails)
    assert [maker.remake_stale(), maker.remake_stale()] == [0, 0]
    assert tried == [document]
    monkeypatch.undo()
    put_right(house, document, "Quyđịnh")
    assert maker.remake_stale() == 1


@pytest.mark.skipif(not has_preflight(), reason="Apache PDFBox Preflight is not installed (libpdfbox2-java)")
def test_typeset_pages_are_pdfa(tmp_path: Path) -> None:
    text, pages, out = tmp_path / "a.md", tmp_path / "pages.pdf", tmp_path / "out.pdf"
    text.write_text("# Quyết định\n\nVề **ban hành** *quy chế*\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    to_pdf(text, "text/markdown", pages)
    searchable_pdf(pages, [], out, source=Source.TYPESET, form=ArchiveForm.A1B)
    assert broken_clauses(out, "1", "B") == []
    assert preflight(out) == ""
