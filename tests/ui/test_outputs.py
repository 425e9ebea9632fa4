"""What leaves the library by the API and the command line, for whom, and what comes back in."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from lxml import etree, html
from streamlit.testing.v1 import AppTest

from access.roles import Role
from records.dossiers.types import DossierCard, Retention
from records.outputs.read_tables import read_table
from records.outputs.tables import csv_of
from records.types import FieldName
from tests.ingest.conftest import page_picture, png
from tests.ui.conftest import House, signed_in_client
from tests.ui.test_cli_socket import served as served_house
from tests.ui.test_cli_socket import vanthu

served = served_house
SUBJECT = "Về việc phân công nhiệm vụ"


@pytest.fixture
def document(house: House) -> int:
    return house.add_document(house.clerk, "phân công.pdf", "12-QĐ/ĐU", SUBJECT)


@pytest.fixture
def dossier(house: House, document: int) -> int:
    """A dossier of the unit with the document in it."""
    filing = house.services.acting(house.clerk).filing
    number = filing.add(DossierCard("H.01", "Phân công năm 2026", Retention.YEARS_20))
    filing.put(number, [document])
    return number


def get(house: House, path: str, **query: object) -> object:
    return signed_in_client(house, house.official).get(path, params=query)


def test_every_form_of_a_document(house: House, document: int) -> None:
    found = {
        form: get(house, f"/outputs/documents/{document}", form=form)
        for form in ("pdf", "txt", "hocr", "alto", "json", "csv", "xlsx")
    }
    assert {form: reply.status_code for form, reply in found.items()} == dict.fromkeys(found, 200)
    assert found["txt"].text.strip() == SUBJECT
    words = [each.get("CONTENT") for each in etree.fromstring(found["alto"].content).iter("{*}String")]
    assert words == SUBJECT.split()
    assert html.fromstring(found["hocr"].content).text_content().split()[-5:] == SUBJECT.split()[-5:]
    whole = found["json"].json()
    assert (whole["id"], whole["pages"][0]["lines"][0]["text"]) == (document, SUBJECT)
    for form in ("csv", "xlsx"):
        (row,) = read_table(found[form].content)
        assert (row.values["docId"], row.values["subject"]) == (str(document), SUBJECT)
    for form, reply in found.items():
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert f".{form}" in reply.headers["content-disposition"]
        assert "no-store" in reply.headers["cache-control"]
    assert ("export", house.official.account_id, document) in house.audited()


@pytest.mark.parametrize("form", ["pdf", "txt", "alto", "json", "xlsx", "sip"])
def test_another_unit_gets_nothing(house: House, document: int, dossier: int, form: str) -> None:
    stranger = signed_in_client(house, house.stranger)
    assert stranger.get(f"/outputs/documents/{document}", params={"form": form}).status_code == 404
    if form in {"xlsx", "sip"}:
        assert stranger.get(f"/outputs/dossiers/{dossier}", params={"form": form}).status_code in {403, 404}
    rows = read_table(stranger.get("/outputs/metadata", params={"ids": [document], "form": "csv"}).content)
    assert rows == []


def test_a_document_alone_as_a_package(house: House, document: int) -> None:
    reply = get(house, f"/outputs/documents/{document}", form="sip")
    assert f"SIP_tailieu_{document}.zip" in reply.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(reply.content)) as archive:
        names = {name.partition("/")[2] for name in archive.namelist()}
    assert {"METS.xml", f"representations/rep1/data/{document}.pdf"} <= names
    assert not list(house.services.settings.temporary.glob("*.zip")), "nothing is left behind"


def test_a_dossier_goes_out_whole_to_who_keeps_it(house: House, document: int, dossier: int) -> None:
    keeper, _ = house.services.accounts.add("giu", "Người giữ", "XA-A", [Role.CUSTODIAN], "Mật khẩu dài 2026")
    path = f"/outputs/dossiers/{dossier}"
    assert signed_in_client(house, house.clerk).get(path, params={"form": "sip"}).status_code == 403
    reply = signed_in_client(house, keeper).get(path, params={"form": "sip"})
    assert "SIP_hoso_H.01.zip" in reply.headers["content-disposition"]
    assert ("export", keeper.account_id, document) in house.audited()
    table = signed_in_client(house, house.clerk).get(path, params={"form": "xlsx"})
    (row,) = read_table(table.content)
    assert (row.values["arcDocCode"], row.values["maintenance"]) == ("H.01.0000001", "05")


def test_metadata_comes_back_after_a_look(house: House, document: int) -> None:
    client = signed_in_client(house, house.clerk)
    table = csv_of([
        {"docId": str(document), "subject": "Về phân công", "issuedDate": "02/01/2026"},
        {"docId": "99999", "subject": "Không có"},
    ])  # fmt: skip
    told = client.post("/outputs/metadata", content=table).json()
    assert told["dry_run"] and len(told["changes"]) == 2
    assert [(fault["row"], fault["code"]) for fault in told["faults"]] == [(3, "not_found")]
    catalogue = house.services.catalogue
    scope = house.services.acting(house.clerk).scope
    assert catalogue.document(document, scope).summary.subject == SUBJECT
    done = client.post("/outputs/metadata", content=table, params={"dry_run": False}).json()
    assert not done["dry_run"] and len(done["changes"]) == 2
    kept = catalogue.document(document, scope)
    assert (kept.summary.subject, kept.summary.issue_date) == ("Về phân công", date(2026, 1, 2))
    field = kept.fields[FieldName.SUBJECT]
    assert (field.source, field.by_person) == ("import", True)
    assert ("correct", house.clerk.account_id, document) in house.audited()
    assert client.post("/outputs/metadata", content=table).json()["changes"] == []


def test_who_may_not_correct_may_not_import(house: House, document: int) -> None:
    table = csv_of([{"docId": str(document), "subject": "Khác"}])
    assert signed_in_client(house, house.official).post("/outputs/metadata", content=table).status_code == 403
    stranger = signed_in_client(house, house.stranger)
    told = stranger.post("/outputs/metadata", content=table, params={"dry_run": False}).json()
    assert (told["changes"], [fault["code"] for fault in told["faults"]]) == ([], ["not_found"])
    assert stranger.post("/outputs/metadata", content=b"no table").json()["code"] == "table_invalid"


def test_a_package_is_taken_document_by_document(house: House, document: int) -> None:
    package = get(house, f"/outputs/documents/{document}", form="sip").content
    clerk = signed_in_client(house, house.clerk)
    query = {"secrecy": "none", "sensitive": False}
    reply = clerk.post("/outputs/packages", content=package, params=query)
    assert reply.status_code == 201, reply.text
    (taken,) = reply.json()["documents"]
    assert taken["row"]["subject"] == SUBJECT
    assert taken["job"]["state"] == "duplicate", "the original's bytes are in the library already"
    assert (
        clerk.post("/outputs/packages", content=package[:-40], params=query).json()["code"]
        == "package_refused"
    )
    assert clerk.post("/outputs/packages", content=b"", params=query).json()["code"] == "empty_file"
    secret = clerk.post("/outputs/packages", content=package, params={**query, "secrecy": "secret"})
    assert secret.json()["code"] == "secret_declared"
    stranger = signed_in_client(house, house.official).post(
        "/outputs/packages", content=package, params=query
    )
    assert stranger.status_code == 403
    spool = house.services.settings.spool
    assert not any(path.is_file() and path.stat().st_size > len(package) for path in spool.rglob("*"))


def test_export_by_form_and_by_dossier(
    served: House,
    document: int,
    dossier: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    served.services.accounts.add("giu", "Người giữ", "XA-A", [Role.CUSTODIAN], "Mật khẩu dài 2026")
    for form in ("pdf", "txt", "hocr", "alto", "json", "csv", "xlsx", "sip"):
        target = tmp_path / form
        status, out, err = vanthu(
            capsys, "export", str(document), str(target), "--form", form, "--as", "lan", "--json"
        )
        assert status == 0, err
        (path,) = json.loads(out)[0]["files"]
        assert Path(path).stat().st_size and len(list(target.iterdir())) == 1
    status, out, _ = vanthu(capsys, "export", "--dossier", "H.01", str(tmp_path), "--as", "giu")
    assert status == 0 and out.strip().endswith("SIP_hoso_H.01.zip")
    assert vanthu(capsys, "export", "--dossier", "H.9", str(tmp_path), "--as", "giu")[0] == 1
    assert (
        vanthu(capsys, "export", "--dossier", "H.01", str(tmp_path), "--form", "txt", "--as", "giu")[0] == 1
    )


def test_import_of_metadata_looks_first(
    served: House,
    document: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = tmp_path / "bang.csv"
    table.write_bytes(csv_of([{"docId": str(document), "subject": "Về phân công"}, {"docId": "x"}]))
    status, out, err = vanthu(capsys, "import", str(table), "--as", "lan")
    assert status == 1 and "Về phân công" in out and "Dòng 3" in err
    scope = served.services.acting(served.clerk).scope
    assert served.services.catalogue.document(document, scope).summary.subject == SUBJECT
    vanthu(capsys, "import", str(table), "--apply", "--as", "lan")
    assert served.services.catalogue.document(document, scope).summary.subject == "Về phân công"


@pytest.fixture
def working(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A house that works on what is handed in, without vectors."""

    class NoIndex:
        def index(self, document_id: int) -> None: ...
        def remove(self, document_id: int) -> None: ...

    monkeypatch.setitem(house.services.__dict__, "indexer", NoIndex())
    house.services.ingest.start()
    yield house
    house.services.ingest.stop()


def test_a_package_goes_out_of_one_library_and_into_another(
    working: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = working
    lan = house.services.acting(house.clerk)
    job = lan.submit(io.BytesIO(png(page_picture("Quyết định", "Về việc thử"))), "quyết định.png")
    (done,) = lan.wait([job.id], 60)
    assert done.document_id is not None
    lan.correct(done.document_id, FieldName.SUBJECT, "Về việc thử gói")
    package = get(house, f"/outputs/documents/{done.document_id}", form="sip").content
    other = signed_in_client(house, house.stranger)
    query = {"secrecy": "none", "sensitive": False}
    (taken,) = other.post("/outputs/packages", content=package, params=query).json()["documents"]
    hoa = house.services.acting(house.stranger)
    (arrived,) = hoa.wait([taken["job"]["id"]], 60)
    assert arrived.state.value == "done" and arrived.filename == "quyết định.png"
    row = {**taken["row"], "docId": str(arrived.document_id)}
    other.post("/outputs/metadata", content=csv_of([row]), params={"dry_run": False})
    assert hoa.document(int(arrived.document_id or 0)).summary.subject == "Về việc thử gói"


def test_the_download_menu_names_every_form(
    house: House, document: int, open_page: Callable[..., AppTest]
) -> None:
    shown = open_page(house.official, "document", id=str(document))
    told = " ".join(str(each.proto.body) for each in shown.get("html"))
    for form in ("txt", "hocr", "alto", "json", "xlsx", "csv", "sip"):
        assert f"/api/outputs/documents/{document}?form={form}" in told
    assert "Gói nộp lưu" in told
