"""Metadata in the circular's elements: out as tables, and read back the same; nothing a spreadsheet runs."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from records.archival import BESIDE, DOCUMENT, DOSSIER, document_row, dossier_row, missing
from records.dossiers.types import DossierCard, Retention
from records.errors import FieldInvalid, TableInvalid
from records.outputs.importing import ImportPlan, RowTwice, RowWithoutDocument, plan
from records.outputs.markup import held
from records.outputs.read_tables import NumberedRow, read_table
from records.outputs.tables import csv_of, xlsx_of
from records.types import Document, DocumentStatus, DocumentSummary, FieldName, FieldValue, SecrecyLevel
from vanthu.errors import NotFound
from vanthu.text import nfc

TOLD = {
    FieldName.REFERENCE_NUMBER: "115/NQ-CP",
    FieldName.DOCUMENT_NUMBER: "115",
    FieldName.DOCUMENT_SYMBOL: "NQ-CP",
    FieldName.DOCUMENT_TYPE: "resolution",
    FieldName.ISSUING_BODY: "CHÍNH PHỦ",
    FieldName.ISSUE_DATE: "2026-04-29",
    FieldName.SUBJECT: "Về một số giải pháp",
    FieldName.SIGNER_NAME: "Phạm Văn A",
}
CARD = DossierCard("H01.02", "Giải pháp năm 2026", Retention.YEARS_20, backed_up=True)


def document(number: int = 7, told: dict[FieldName, str] = TOLD) -> Document:
    day = told.get(FieldName.ISSUE_DATE)
    summary = DocumentSummary(
        number, "nq.pdf", DocumentStatus.READY, 1, told.get(FieldName.REFERENCE_NUMBER),
        told.get(FieldName.DOCUMENT_TYPE), told.get(FieldName.ISSUING_BODY),
        date.fromisoformat(day) if day else None, told.get(FieldName.SUBJECT), 2, False, datetime.now(UTC),
    )  # fmt: skip
    fields = {name: FieldValue(name, value, 0.9) for name, value in told.items()}
    return Document(summary, "0" * 64, "application/pdf", 10, "vi", SecrecyLevel.NONE, "none", 1, 1, fields)


def planned(*rows: dict[str, str], held_back: int = 0) -> ImportPlan:
    def find(number: int) -> Document:
        if number == held_back:
            raise NotFound
        return document(number)

    return plan([NumberedRow(at, row) for at, row in enumerate(rows, start=2)], find)


def test_the_circulars_names() -> None:
    assert len(DOCUMENT) == 21
    row = document_row(document(), CARD, 3, digitised=True)
    assert row["arcDocCode"] == "H01.02.0000003"
    assert (row["typeName"], row["codeNumber"], row["codeNotation"]) == ("01", "115", "NQ-CP")
    assert (row["issuedDate"], row["language"], row["maintenance"]) == ("29/04/2026", "01", "05")
    assert (row["confidenceLevel"], row["riskRecovery"], row["numberOfPage"]) == ("02", "1", "2")
    assert missing(row, DOCUMENT) == []
    party = document_row(document(told={FieldName.DOCUMENT_TYPE: "conclusion"}))
    assert (party["typeName"], party["typeText"]) == ("32", "Kết luận")
    assert "Trích yếu nội dung" in missing(party, DOCUMENT)
    whole = dossier_row(CARD, [document(), document(8)])
    assert (whole["totalDoc"], whole["numberOfPage"], whole["startDate"]) == ("2", "4", "29/04/2026")
    assert set(whole) == {element.name for element in DOSSIER}


def test_csv_is_read_by_excel_and_back() -> None:
    row = document_row(document(), CARD, 1)
    data = csv_of([row])
    assert data.startswith(b"\xef\xbb\xbf") and "Trích yếu nội dung (subject)".encode() in data
    (back,) = read_table(data)
    assert (back.number, back.values) == (2, row)


def test_xlsx_has_both_sheets_and_reads_back() -> None:
    row = document_row(document(), CARD, 1)
    data = xlsx_of([row], [dossier_row(CARD, [document()])])
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Văn bản", "Hồ sơ"]
    assert read_table(data)[0].values == row


@pytest.mark.parametrize("start", [*"=+-@|%＝", "\t=", "\r\n+"])
def test_nothing_is_taken_for_a_formula(start: str) -> None:
    row = {**document_row(document()), "subject": f"{start}cmd|' /C calc'!A0"}
    line = csv_of([row]).decode("utf-8-sig").splitlines()
    assert not any(cell.strip('"').startswith(tuple("=+-@|%＝")) for each in line for cell in each.split(","))
    cell = next(
        cell
        for cell in list(load_workbook(io.BytesIO(xlsx_of([row])))["Văn bản"].rows)[1]
        if "calc" in str(cell.value)
    )
    assert cell.data_type == "s" and cell.value.startswith("'")
    for data in (csv_of([row]), xlsx_of([row])):
        assert read_table(data)[0].values["subject"] == row["subject"].strip()


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.sampled_from([e.name for e in (*DOCUMENT, *BESIDE)]), st.text(max_size=30)))
def test_any_text_comes_back(values: dict[str, str]) -> None:
    row = {**dict.fromkeys((e.name for e in (*DOCUMENT, *BESIDE)), ""), **values, "docId": "7"}
    wanted = {name: nfc(held(value)).strip() for name, value in row.items()}
    for data in (csv_of([row]), xlsx_of([row])):
        (back,) = read_table(data)
        told = {name: value.replace("\r\n", "\n").replace("\r", "\n") for name, value in back.values.items()}
        assert told == {n: v.replace("\r\n", "\n").replace("\r", "\n") for n, v in wanted.items()}


def test_a_table_saved_by_a_vietnamese_excel() -> None:
    (row,) = read_table("docId;Trích yếu nội dung;issuedDate\n7;Về việc, mới;1/2/2026\n".encode("utf-8-sig"))
    assert row.values == {"docId": "7", "subject": "Về việc, mới", "issuedDate": "1/2/2026"}


def test_dates_and_numbers_that_excel_made() -> None:
    book = Workbook()
    book.active.append(["docId", "issuedDate", "codeNumber"])
    book.active.append([7, datetime(2026, 2, 1), 116.0])
    out = io.BytesIO()
    book.save(out)
    (row,) = read_table(out.getvalue())
    assert row.values == {"docId": "7", "issuedDate": "01/02/2026", "codeNumber": "116"}


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\n1,2\n",
        b"docId,subject,subject\n1,2,3\n",
        "docId,Trích yếu\n".encode("utf-16-le")[1:],
        b"PK\x03\x04 broken",
        b"\xff\xff docId",
    ],
)
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(TableInvalid):
        read_table(data)


def packed(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def test_bombs_and_entities_in_a_workbook() -> None:
    with pytest.raises(TableInvalid):
        read_table(packed("xl/workbook.xml", b"\0" * (201 * 1024 * 1024)))
    for prolog in (b'<!DOCTYPE a [<!ENTITY b "c">]>', "<!DOCTYPE a>".encode("utf-16-le")):
        with pytest.raises(TableInvalid):
            read_table(packed("xl/workbook.xml", prolog))


def test_only_what_differs_would_change() -> None:
    same = document_row(document())
    assert planned(same).changes == ()
    found = planned({**same, "subject": "Về việc khác", "issuedDate": "30/4/2026", "referenceNumber": ""})
    assert {(c.field, c.before, c.after) for c in found.changes} == {
        (FieldName.SUBJECT, "Về một số giải pháp", "Về việc khác"),
        (FieldName.ISSUE_DATE, "2026-04-29", "2026-04-30"),
    }


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({"typeName": "02"}, "decision"),
        ({"typeName": "2"}, "decision"),
        ({"typeName": "Công văn"}, "official_letter"),
        ({"typeName": "01", "typeText": "Kết luận"}, "conclusion"),
        ({"typeName": "32", "typeText": "kết luận"}, "conclusion"),
        ({"typeName": "02", "typeText": "Nghị quyết"}, "decision"),
    ],
)
def test_types_by_code_or_name(cells: dict[str, str], wanted: str) -> None:
    (change,) = planned({"docId": "7", **cells}).changes
    assert (change.field, change.after) == (FieldName.DOCUMENT_TYPE, wanted)


def test_number_and_symbol_make_the_reference_anew() -> None:
    (change,) = planned({"docId": "7", "codeNumber": "116"}).changes
    assert (change.field, change.after) == (FieldName.REFERENCE_NUMBER, "116/NQ-CP")
    party = {
        **TOLD,
        FieldName.REFERENCE_NUMBER: "57-NQ/TW",
        FieldName.DOCUMENT_NUMBER: "57",
        FieldName.DOCUMENT_SYMBOL: "NQ/TW",
    }
    (change,) = plan(
        [NumberedRow(2, {"docId": "7", "codeNumber": "58"})], lambda _n: document(told=party)
    ).changes
    assert change.after == "58-NQ/TW"


def test_wrong_rows_are_told_by_their_number_and_change_nothing() -> None:
    found = planned(
        {"docId": "7", "issuedDate": "31/02/2026", "subject": "Mới"},
        {"docId": "8", "typeName": "99"},
        {"docId": "không"},
        {"docId": "9"},
        {"docId": "9", "subject": "Hai lần"},
        {"docId": "10"},
        held_back=10,
    )
    assert [(fault.row, type(fault.error)) for fault in found.faults] == [
        (2, FieldInvalid), (3, FieldInvalid), (4, RowWithoutDocument), (6, RowTwice), (7, NotFound),
    ]  # fmt: skip
    assert found.changes == () and found.rows == 6


def test_an_empty_cell_changes_nothing() -> None:
    assert planned({**dict.fromkeys((e.name for e in DOCUMENT), ""), "docId": "7"}).changes == ()
    assert replace(found := planned({"docId": "7"}), rows=1) == found
