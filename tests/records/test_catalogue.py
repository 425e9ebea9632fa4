"""The catalogue's contract, on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from access.accounts import AccountService
from access.principal import Principal
from access.roles import Role
from records.catalogue import Catalogue
from records.errors import DuplicateDocument, FieldInvalid, FileMissing, SecrecyNotCorrected, SortUnknown
from records.files import FileStore
from records.system import SystemReads
from records.types import DocumentFilter, DocumentStatus, FieldName, FieldValue
from tests.records.archived import archive
from tests.records.making import Maker, page
from vanthu.db import Database
from vanthu.errors import Forbidden, NotFound

pytestmark = pytest.mark.databases

RESOLUTION = {
    "number": "57-NQ/TW", "on": date(2024, 12, 22), "kind": "resolution", "issuer": "Bộ Chính trị",
    "subject": "về đột phá phát triển khoa học, công nghệ",
}  # fmt: skip


def test_a_document_comes_back_as_it_was_entered(catalogue: Catalogue, maker: Maker) -> None:
    document_id = maker.add(**RESOLUTION, content=b"%PDF", filename="Nghị quyết “57” 😀.pdf", pages=2)
    image = maker.files.put(b"webp")
    catalogue.put_page(document_id, page(1, "Nghị quyết về đột phá"), image.sha256)
    catalogue.put_failed_page(document_id, 2, "tesseract_timeout")
    catalogue.set_status(document_id, DocumentStatus.READY)
    scope = maker.scope("an")

    document = catalogue.document(document_id, scope)
    assert document.summary.filename == "Nghị quyết “57” 😀.pdf"
    assert document.summary.title == RESOLUTION["subject"]
    assert document.summary.issue_date == date(2024, 12, 22)
    assert document.summary.status is DocumentStatus.READY
    assert document.failed_pages == {2: "tesseract_timeout"}
    assert document.fields[FieldName.ISSUING_BODY].value == "Bộ Chính trị"
    assert catalogue.page_text(document_id, 1, scope) == page(1, "Nghị quyết về đột phá")
    assert catalogue.page_text(document_id, 2, scope).text == ""
    assert [text.number for text in catalogue.page_texts(document_id, scope)] == [1, 2]
    assert catalogue.page_image(document_id, 1, scope) == b"webp"
    path, name, media_type = catalogue.original(document_id, scope)
    assert (path.read_bytes(), name, media_type) == (b"%PDF", document.summary.filename, "application/pdf")
    for absent in (
        lambda: catalogue.page_image(document_id, 2, scope),
        lambda: catalogue.archive(document_id, scope),
    ):
        with pytest.raises(NotFound):
            absent()


@pytest.mark.parametrize("document_id", [0, -1, 999, 2**31, 2**63, 10**30])
def test_no_id_breaks_a_read(catalogue: Catalogue, maker: Maker, document_id: int) -> None:
    scope = maker.scope("an")
    with pytest.raises(NotFound):
        catalogue.document(document_id, scope)
    known = maker.add()
    with pytest.raises(NotFound):
        catalogue.page_text(known, document_id, scope)


def test_what_one_may_not_see_is_not_there(database: Database, catalogue: Catalogue, maker: Maker) -> None:
    hidden = maker.add("an", **RESOLUTION)
    maker.catalogue.put_page(hidden, page(1, "kín"), maker.files.put(b"x").sha256)
    archive(database, maker.files, hidden)
    scope = maker.scope("binh")
    for read in (
        lambda: catalogue.document(hidden, scope),
        lambda: catalogue.page_text(hidden, 1, scope),
        lambda: catalogue.page_texts(hidden, scope),
        lambda: catalogue.page_image(hidden, 1, scope),
        lambda: catalogue.original(hidden, scope),
        lambda: catalogue.archive(hidden, scope),
        lambda: catalogue.relations(hidden, scope),
        lambda: catalogue.validity(hidden, scope, date(2025, 1, 1)),
        lambda: catalogue.history(hidden, scope),
        lambda: catalogue.correct_field(hidden, FieldName.SUBJECT, "x", maker.people["binh"]),
    ):
        with pytest.raises(NotFound):
            read()
    assert (
        catalogue.find_duplicate(
            maker.people["an"].unit_id, catalogue.document(hidden, maker.scope("an")).sha256, scope
        )
        is None
    )


def test_the_same_bytes_once_per_unit(catalogue: Catalogue, maker: Maker) -> None:
    first = maker.add("an", content=b"same")
    sha256 = catalogue.document(first, maker.scope("an")).sha256
    assert maker.add("binh", content=b"same") != first
    with pytest.raises(DuplicateDocument) as duplicate:
        maker.add("an", content=b"same")
    assert duplicate.value.facts == {"document_id": first}
    assert catalogue.find_duplicate(maker.people["an"].unit_id, sha256, maker.scope("an")) == first


def test_a_registration_repeated_after_a_crash_gives_the_same_document(maker: Maker) -> None:
    first = maker.add(content=b"same", upload_key="job-1")
    assert maker.add(content=b"same", upload_key="job-1") == first
    with pytest.raises(DuplicateDocument):
        maker.add(content=b"same", upload_key="job-2")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("đột phá", True), ("dot pha", True), ("ĐỘT PHÁ", True), ("57-nq/tw bo chinh tri", True),
        ("dot pha giao thong", False), ("%", False), ("_", False), ("", True), ("  ", True), ("\\", False),
        ("' OR 1=1", False), ("\0dot", True), ("\ud800", False), ("nghi-quyet.pdf", True),
        ("nghị quyết 57", True), ("57", True), ("tw", True), ("7-nq", False), ("quyết định 57", False),
        ("dot ph", True), ("do pha", False),
    ],
)  # fmt: skip
def test_words_are_found_with_and_without_accents(
    catalogue: Catalogue, maker: Maker, typed: str, found: bool
) -> None:
    document_id = maker.add(**RESOLUTION, filename="nghi-quyet.pdf")
    listed = catalogue.list(maker.scope("an"), DocumentFilter(text=typed))
    assert [item.id for item in listed.items] == ([document_id] if found else [])


def test_filters_sort_and_pages(catalogue: Catalogue, maker: Maker) -> None:
    old = maker.add(number="1-QĐ/TU", on=date(2019, 5, 1), kind="decision", subject="Ấn định")
    new = maker.add(number="2-QĐ/TU", on=date(2024, 5, 1), kind="decision", subject="Bổ sung")
    undated = maker.add(kind="letter", subject="Công văn")
    scope = maker.scope("an")

    def ids(narrowing: DocumentFilter | None = None, **how: object) -> list[int]:
        return [item.id for item in catalogue.list(scope, narrowing or DocumentFilter(), **how).items]  # type: ignore[arg-type]

    assert ids() == [new, old, undated]
    assert ids(sort="issue_date") == [old, new, undated]
    assert ids(sort="title") == [old, new, undated]
    assert ids(sort="-title") == [undated, new, old]
    assert ids(sort="issuing_body") == [undated, new, old]
    assert ids(DocumentFilter(year=2019)) == [old]
    assert ids(DocumentFilter(year=10**9)) == []
    assert ids(DocumentFilter(document_type="decision")) == [new, old]
    assert ids(DocumentFilter(issued_until=date(2020, 1, 1))) == [old]
    assert ids(limit=1, offset=1) == [old]
    assert ids(offset=10**12) == []
    assert catalogue.list(scope, limit=1).total == 3
    assert catalogue.visible_ids(scope, issued_until=date(2024, 5, 1)) == [old, new]
    with pytest.raises(SortUnknown):
        ids(sort="password_hash")


def test_a_facet_counts_what_one_could_choose_instead(catalogue: Catalogue, maker: Maker) -> None:
    maker.add(on=date(2019, 5, 1), kind="decision", issuer="Tỉnh uỷ")
    maker.add(on=date(2024, 5, 1), kind="decision", issuer="Tỉnh uỷ")
    maker.add(kind="letter", issuer="Đảng uỷ")
    facets = catalogue.facets(maker.scope("an"), DocumentFilter(document_type="decision"))
    assert facets.document_types == {"decision": 2, "letter": 1}
    assert facets.issuing_bodies == {"Tỉnh uỷ": 2}
    assert facets.years == {2019: 1, 2024: 1}
    assert facets.statuses == {"processing": 2}


def test_a_correction_keeps_who_when_before_and_after(catalogue: Catalogue, maker: Maker) -> None:
    document_id = maker.add(**{**RESOLUTION, "number": "51-NQ/TW"})
    person, scope = maker.people["an"], maker.scope("an")
    catalogue.put_fields(
        document_id,
        [FieldValue(FieldName.REFERENCE_NUMBER, "51-NQ/TW", 0.4, 1, (0.1, 0.1, 0.2, 0.2), doubtful=True)],
        True,
    )
    before = catalogue.document(document_id, scope)
    catalogue.correct_field(document_id, FieldName.REFERENCE_NUMBER, " 57 - NQ/TW ", person)
    after = catalogue.document(document_id, scope)

    field = after.fields[FieldName.REFERENCE_NUMBER]
    assert (field.value, field.source, field.confidence, field.doubtful) == ("57-NQ/TW", "person", 1.0, False)
    assert field.box == (0.1, 0.1, 0.2, 0.2)
    assert after.revision == before.revision + 1
    assert [found.id for found in catalogue.find_by_reference("57 nq/tw".replace(" ", "-", 1), scope)] == [
        document_id
    ]
    entry, *parts = catalogue.history(document_id, scope)
    assert (entry.before, entry.after, entry.account_id) == ("51-NQ/TW", "57-NQ/TW", person.account_id)
    assert {part.name: part.after for part in parts} == {
        FieldName.DOCUMENT_NUMBER: "57",
        FieldName.DOCUMENT_SYMBOL: "NQ/TW",
    }
    assert after.fields[FieldName.DOCUMENT_NUMBER].value == "57"

    catalogue.put_fields(document_id, [FieldValue(FieldName.REFERENCE_NUMBER, "51-NQ/TW", 0.4)], True)
    assert catalogue.document(document_id, scope).fields[FieldName.REFERENCE_NUMBER].value == "57-NQ/TW"


def test_the_language_read_is_kept_until_another_is_read(catalogue: Catalogue, maker: Maker) -> None:
    document_id, scope = maker.add(), maker.scope("an")
    assert catalogue.document(document_id, scope).language == "vi"
    catalogue.put_fields(document_id, [], False, language="en")
    catalogue.put_fields(document_id, [], False)
    assert catalogue.document(document_id, scope).language == "en"


def test_review_ends_when_nothing_is_left_to_look_at(catalogue: Catalogue, maker: Maker) -> None:
    document_id = maker.add()
    person, scope = maker.people["an"], maker.scope("an")
    catalogue.put_fields(
        document_id, [FieldValue(FieldName.SUBJECT, "về viêc", 0.3, doubtful=True)], needs_review=True
    )
    for name, value in (
        (FieldName.DOCUMENT_TYPE, "official_letter"),
        (FieldName.ISSUING_BODY, "Đảng uỷ xã An Hoà"),
        (FieldName.ISSUE_DATE, ""),
        (FieldName.SUBJECT, "về việc"),
    ):
        assert catalogue.document(document_id, scope).summary.needs_review
        catalogue.correct_field(document_id, name, value, person)
    assert not catalogue.document(document_id, scope).summary.needs_review


def test_no_one_lowers_a_secrecy_level_in_passing(catalogue: Catalogue, maker: Maker) -> None:
    document_id = maker.add()
    with pytest.raises(SecrecyNotCorrected):
        catalogue.correct_field(document_id, FieldName.SECRECY_LEVEL, "none", maker.people["an"])
    assert catalogue.history(document_id, maker.scope("an")) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (FieldName.ISSUE_DATE, "31/12/2024"),
        (FieldName.ISSUE_DATE, "2024-02-30"),
        (FieldName.URGENCY_LEVEL, "rất khẩn"),
        (FieldName.DOCUMENT_TYPE, "<script>"),
    ],
)
def test_a_value_without_form_is_refused(
    catalogue: Catalogue, maker: Maker, name: FieldName, value: str
) -> None:
    document_id = maker.add()
    with pytest.raises(FieldInvalid):
        catalogue.correct_field(document_id, name, value, maker.people["an"])
    assert catalogue.history(document_id, maker.scope("an")) == []


def test_only_the_holding_unit_and_a_role_for_it_correct(
    catalogue: Catalogue, maker: Maker, database: Database
) -> None:
    above = maker.add("tinh", **RESOLUTION)
    with pytest.raises(Forbidden):
        catalogue.correct_field(above, FieldName.SUBJECT, "khác", maker.people["an"])
    official: Principal = AccountService(database).add("can.bo", "Cán bộ", "TINH", [Role.OFFICIAL])[0]
    with pytest.raises(Forbidden):
        catalogue.correct_field(above, FieldName.SUBJECT, "khác", official)


def test_the_revision_rises_with_change_and_only_then(catalogue: Catalogue, maker: Maker) -> None:
    document_id = maker.add(**RESOLUTION)
    system = SystemReads(maker.catalogue._db, maker.files)
    catalogue.set_status(document_id, DocumentStatus.READY)
    catalogue.put_page(document_id, page(1, "một"), None)
    revision = system.document(document_id).revision
    catalogue.put_page(document_id, page(1, "một"), None)
    assert system.document(document_id).revision == revision
    assert catalogue.stale_documents() == [document_id]
    catalogue.set_indexed(document_id, revision)
    assert catalogue.stale_documents() == []
    catalogue.put_page(document_id, page(1, "hai"), None)
    assert catalogue.stale_documents() == [document_id]
    assert system.page_texts(document_id) == [page(1, "hai")]


def test_a_lost_file_is_told_as_such(catalogue: Catalogue, maker: Maker, files: FileStore) -> None:
    document_id = maker.add()
    scope = maker.scope("an")
    files.delete(catalogue.document(document_id, scope).sha256)
    with pytest.raises(FileMissing):
        catalogue.original(document_id, scope)
