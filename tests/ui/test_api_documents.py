"""The library over the API: what is in the Scope, and nothing else."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from fastapi.testclient import TestClient

from access.roles import Role
from ingest.models import JobRow
from tests.ui.conftest import PAGE_IMAGE, House, signed_in_client

DOCUMENT_KEYS = {
    *(
        "id",
        "filename",
        "sha256",
        "status",
        "reference_number",
        "document_type",
        "issuing_body",
        "issue_date",
    ),
    *("subject", "signer_name", "signer_title", "recipients", "secrecy_level", "urgency_level", "language"),
    *("page_count", "fields", "needs_review", "relations", "validity", "data_class", "masked"),
}


@pytest.fixture
def document(house: House) -> int:
    return house.add_document(house.clerk, "Quyết định 12.pdf", "12-QĐ/ĐU", "Về việc phân công nhiệm vụ")


def test_document_in_its_stable_form(house: House, document: int) -> None:
    found = signed_in_client(house, house.official).get(f"/documents/{document}").json()
    assert set(found) == DOCUMENT_KEYS
    assert found["reference_number"] == "12-QĐ/ĐU"
    assert found["status"] == "ready"
    assert found["validity"]["status"] == "unknown"
    assert set(found["validity"]) == {"status", "as_of", "since", "until", "evidence"}
    assert found["fields"]["subject"] == {
        "value": "Về việc phân công nhiệm vụ",
        "confidence": 0.9,
        "page": 1,
        "box": [0.1, 0.2, 0.3, 0.4],
        "source": "printed",
    }


@pytest.mark.parametrize(
    "path",
    ["", "/pages", "/pages/1/image", "/pages/1/text", "/original", "/archive", "/export"],
)
def test_another_unit_is_told_nothing(house: House, document: int, path: str) -> None:
    stranger = signed_in_client(house, house.stranger)
    hidden = stranger.get(f"/documents/{document}{path}")
    absent = stranger.get(f"/documents/{document + 1000}{path}")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.json() == absent.json()
    assert hidden.json()["code"] == "not_found"
    assert signed_in_client(house, house.clerk).get(f"/documents/{document}{path}").status_code == 200


def test_list_holds_what_the_scope_holds(house: House, document: int) -> None:
    house.add_document(house.stranger, "khac.pdf", "9-KH/ĐU", "Kế hoạch của xã khác")
    listed = signed_in_client(house, house.official).get("/documents", params={"text": "phan cong"}).json()
    assert [row["id"] for row in listed["items"]] == [document]
    assert listed["total"] == 1
    assert signed_in_client(house, house.stranger).get("/documents?text=phan+cong").json()["total"] == 0
    assert signed_in_client(house, house.stranger).get("/documents/by-reference?number=12-QĐ/ĐU").json() == []


def test_page_image_and_text(house: House, document: int) -> None:
    client = signed_in_client(house, house.official)
    image = client.get(f"/documents/{document}/pages/1/image")
    assert (image.content, image.headers["content-type"]) == (PAGE_IMAGE, "image/webp")
    text = client.get(f"/documents/{document}/pages/1/text").json()
    assert text["lines"][0]["words"][0] == {"text": "Về", "box": [0.1, 0.1, 0.9, 0.15], "confidence": 0.95}
    assert client.get(f"/documents/{document}/pages/2/text").status_code == 404


def test_correction_is_a_persons_and_leaves_a_trace(house: House, document: int) -> None:
    clerk = signed_in_client(house, house.clerk)
    reply = clerk.patch(f"/documents/{document}", json={"fields": {"signer_name": "Nguyễn Văn An"}})
    assert reply.status_code == 200, reply.text
    assert reply.json()["signer_name"] == "Nguyễn Văn An"
    assert reply.json()["fields"]["signer_name"]["source"] == "person"
    assert ("correct", house.clerk.account_id, document) in house.audited()


def test_who_may_only_read_corrects_nothing(house: House, document: int) -> None:
    official = signed_in_client(house, house.official)
    reply = official.patch(f"/documents/{document}", json={"fields": {"subject": "khác"}})
    assert (reply.status_code, reply.json()["code"]) == (403, "forbidden")


def test_a_field_that_does_not_exist_is_refused_in_our_form(house: House, document: int) -> None:
    reply = signed_in_client(house, house.clerk).patch(f"/documents/{document}", json={"fields": {"x": "y"}})
    assert reply.status_code == 422
    assert set(reply.json()) == {"code", "message", "remedy"}


@pytest.mark.parametrize(
    "filename",
    [
        'Quyết định "12".pdf',
        "a;b=c.pdf",
        "báo cáo 📄.pdf",
        "dòng\r\nmới: x.pdf",
        "../../etc/passwd",
        "100%.pdf",
    ],
)
def test_originals_keep_their_name_and_can_do_nothing(house: House, filename: str) -> None:
    document = house.add_document(house.clerk, filename, "1-TB/ĐU", "Thông báo")
    reply = signed_in_client(house, house.clerk).get(f"/documents/{document}/original")
    disposition = reply.headers["content-disposition"]
    assert disposition.startswith('attachment; filename="')
    assert "\r" not in disposition and "\n" not in disposition and "/" not in disposition
    assert disposition.isascii() and disposition.count('"') == 2
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["content-security-policy"].startswith("sandbox")
    assert ("download", house.clerk.account_id, document) in house.audited()


def test_the_searchable_pdf_does_not_bear_the_originals_name(house: House) -> None:
    document = house.add_document(house.clerk, "quyết định.pdf", "1-QĐ/ĐU", "Quyết định")
    reply = signed_in_client(house, house.clerk).get(f"/documents/{document}/archive")
    assert 'filename="quyet dinh-ocr.pdf"' in reply.headers["content-disposition"]


def test_export_holds_pdf_text_and_metadata(house: House, document: int) -> None:
    reply = signed_in_client(house, house.official).get(f"/documents/{document}/export")
    with zipfile.ZipFile(io.BytesIO(reply.content)) as archive:
        by_ending = {name.rsplit(".", 1)[1]: archive.read(name) for name in archive.namelist()}
    assert set(by_ending) == {"pdf", "txt", "json"}
    assert by_ending["txt"].decode() == "Về việc phân công nhiệm vụ\n"
    assert set(json.loads(by_ending["json"])) == DOCUMENT_KEYS
    assert ("export", house.official.account_id, document) in house.audited()


def test_as_sees_exactly_what_that_account_sees(house: House, local: TestClient, document: int) -> None:
    as_official = local.get(f"/documents/{document}", headers={"X-Vanthu-As": "minh"})
    as_stranger = local.get(f"/documents/{document}", headers={"X-Vanthu-As": "hoa"})
    assert (as_official.status_code, as_stranger.status_code) == (200, 404)
    # The operator stands in the root unit, which does not see what the units below it hold.
    assert local.get(f"/documents/{document}").status_code == 404
    assert local.get(f"/documents/{document}", headers={"X-Vanthu-As": ""}).status_code >= 400


@pytest.mark.parametrize("number", [0, -1, 2**31, 10**20])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/documents/{}", None),
        ("GET", "/documents/{}/pages/1/image", None),
        ("GET", "/jobs/{}", None),
        ("POST", "/jobs/{}/retry", None),
        ("GET", "/jobs/wait?ids={}&timeout=0", None),
        ("GET", "/jobs/outcomes?ids={}", None),
        ("GET", "/training/attempts/{}/result", None),
        ("GET", "/search?q=a&document={}", None),
        ("POST", "/search", '{{"q": "a", "document": [{}]}}'),
    ],
)
def test_an_id_that_cannot_be_is_one_that_is_not(
    house: House, method: str, path: str, body: str | None, number: int
) -> None:
    content = body.format(number) if body else None
    reply = signed_in_client(house, house.clerk).request(
        method, path.format(number), content=content, headers={"Content-Type": "application/json"}
    )
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


def test_a_kept_page_image_is_not_the_next_persons(house: House, document: int) -> None:
    reply = signed_in_client(house, house.clerk).get(f"/documents/{document}/pages/1/image")
    assert reply.headers["vary"] == "Cookie"
    assert reply.headers["cache-control"].startswith("private")


def test_no_one_lowers_a_secrecy_level_by_the_api(house: House, document: int) -> None:
    client = signed_in_client(house, house.clerk)
    reply = client.patch(f"/documents/{document}", json={"fields": {"secrecy_level": "none"}})
    assert (reply.status_code, reply.json()["code"]) == (403, "secrecy_not_corrected")
    assert "secrecy_level" not in client.get(f"/documents/{document}").json()["fields"]


def test_what_became_of_an_upload_for_a_unit_below(house: House) -> None:
    """One may hand in for a unit below one's own; its document is then that unit's to read."""
    services = house.services
    services.units.add("XA-A-1", "Chi bộ thôn 1", "XA-A")
    job = services.acting(house.clerk).submit(
        io.BytesIO("Thông báo của chi bộ thôn 1".encode()), "thong-bao.txt", unit_code="XA-A-1"
    )
    below, _ = services.accounts.add("tam", "Phạm Tâm", "XA-A-1", [Role.CLERK])
    document_id = house.add_document(below, "thong-bao.txt", "1-TB/CB", "Họp chi bộ")
    with services.db.session() as session:
        row = session.get_one(JobRow, job.id)
        row.state, row.document_id = "done", document_id
    reply = signed_in_client(house, house.clerk).get("/jobs/outcomes", params={"ids": job.id})
    assert reply.json() == [{"filename": "thong-bao.txt", "status": "done", "job_id": job.id}]
