"""The desk over the API and through acts: what a clerk does, what the trail keeps, what others are told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from access.audit_models import AuditEventRow
from access.roles import Role
from ocr.layout import make_line
from ocr.page import PageText, Word
from records.types import DataClass, FieldName, FieldValue
from tests.ui.conftest import House, signed_in_client

SUBJECT = FieldValue(FieldName.SUBJECT, "Về việc khen thưỡng", 0.5, 1, doubtful=True)


def doubtful(house: House, document_id: int) -> None:
    """One word and one field of the document in doubt."""
    words = [
        Word("khen", (0.1, 0.1, 0.2, 0.12), 0.97, "tesseract"),
        Word("thưỡng", (0.2, 0.1, 0.3, 0.12), 0.4, "tesseract", ("thưởng",), doubtful=True),
    ]
    page = PageText(1, 1240, 1754, 150, "tesseract", "scan", 0.7, (make_line(words),))
    house.services.catalogue.put_page(document_id, page, None)
    house.services.catalogue.put_fields(document_id, [SUBJECT], needs_review=True)


@pytest.fixture
def document(house: House) -> int:
    made = house.add_document(house.clerk, "Quyết định 12.pdf", "12-QĐ/ĐU", "Về việc khen thưởng")
    doubtful(house, made)
    return made


@pytest.fixture
def clerk(house: House, document: int) -> TestClient:
    return signed_in_client(house, house.clerk)


def items(client: TestClient, **asked: Any) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in client.get("/desk/queue", params=asked).json()["items"]}


def test_a_word_is_settled_and_the_next_item_comes(clerk: TestClient, document: int) -> None:
    word = f"word:{document}:1:0:1"
    shown = items(clerk)[word]
    assert (shown["before"], shown["reading"], shown["alternatives"]) == ("khen", "thưỡng", ["thưởng"])
    answer = clerk.post(f"/desk/items/{word}", json={"text": "thưởng", "revision": shown["revision"]})
    assert answer.status_code == 200 and answer.json()["next"]["kind"] == "field"
    assert clerk.get(f"/documents/{document}/pages/1/text").json()["text"] == "khen thưởng"
    assert clerk.get(f"/desk/items/{word}").json() == {"item": None}
    again = clerk.post(f"/desk/items/{word}", json={"text": "x", "revision": 99})
    assert (again.status_code, again.json()["code"]) == (409, "item_settled")
    assert clerk.get("/desk/queue").json()["state"]["done_today"] == 1


def test_a_field_is_settled_taken_back_and_taken_again(clerk: TestClient, document: int) -> None:
    field = f"field:{document}:subject"
    revision = items(clerk)[field]["revision"]
    clerk.post(f"/desk/items/{field}", json={"text": "Về việc khen thưởng", "revision": revision})
    where = f"/desk/documents/{document}"

    def subject() -> str:
        return clerk.get(f"/documents/{document}").json()["subject"]

    assert subject() == "Về việc khen thưởng" and field not in items(clerk)
    undone = clerk.post(f"{where}/undo").json()["step"]
    assert (undone["field"], undone["undone"]) == ("subject", True)
    assert subject() == "Về việc khen thưỡng" and field in items(clerk)
    assert clerk.post(f"{where}/redo").json()["step"]["undone"] is False
    assert subject() == "Về việc khen thưởng"
    steps = clerk.get(f"{where}/history").json()["steps"]
    assert {step["by"] for step in steps} == {"Nguyễn Thị Lan"} and len(steps) == 3


def test_words_are_edited_found_and_replaced(clerk: TestClient, document: int) -> None:
    where = f"/desk/documents/{document}"
    page = clerk.get(f"{where}/pages/1").json()
    edit = {"page": 1, "line": 0, "word": 0, "text": "Khen  cao", "revision": page["revision"]}
    assert clerk.post(f"{where}/edits", json=edit).json()["step"]["after"] == "Khen cao"
    late = clerk.post(f"{where}/edits", json=edit)
    assert (late.status_code, late.json()["code"]) == (409, "line_moved")
    asked = {"text": "thuong", "fold": True, "replacement": "thưởng"}
    (found,) = clerk.post(f"{where}/find", json=asked).json()["found"]
    assert (found["word"], found["reading"], found["replaced"]) == (2, "thưỡng", "thưởng")
    assert found["lines"] == [{"line": 0, "word": 2, "words": 1}]
    assert clerk.post(f"{where}/replace", json=asked).json()["step"]["words"] == 1
    assert clerk.post(f"{where}/replace", json=asked | {"text": "xyz"}).json() == {"step": None}
    assert clerk.get(f"/documents/{document}/pages/1/text").json()["text"] == "Khen cao thưởng"


CALLS = (
    ("GET", "/desk/items/word:{id}:1:0:1", None),
    ("POST", "/desk/items/word:{id}:1:0:1", {"text": "x", "revision": 9}),
    ("POST", "/desk/items/field:{id}:subject", {"text": "x", "revision": 9}),
    ("GET", "/desk/documents/{id}/pages/1", None),
    ("POST", "/desk/documents/{id}/edits", {"page": 1, "line": 0, "word": 0, "text": "x", "revision": 9}),
    ("POST", "/desk/documents/{id}/find", {"text": "khen"}),
    ("POST", "/desk/documents/{id}/replace", {"text": "khen", "replacement": "x"}),
    ("POST", "/desk/documents/{id}/undo", None),
    ("POST", "/desk/documents/{id}/redo", None),
    ("GET", "/desk/documents/{id}/history", None),
)


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_another_unit_is_told_nothing(
    house: House, document: int, method: str, path: str, body: dict[str, Any] | None
) -> None:
    stranger = signed_in_client(house, house.stranger)
    hidden = stranger.request(method, path.format(id=document), json=body)
    absent = stranger.request(method, path.format(id=document + 1000), json=body)
    assert hidden.status_code == absent.status_code == 404
    assert hidden.json() == absent.json()
    official = signed_in_client(house, house.official).request(method, path.format(id=document), json=body)
    assert official.status_code == 403


def test_items_of_hidden_documents_never_appear_nor_are_counted(house: House, document: int) -> None:
    stranger = signed_in_client(house, house.stranger)
    empty = {"items": [], "state": {"items": 0, "documents": 0, "done_today": 0}}
    for asked in ({}, {"document_id": document}, {"after": f"word:{document}:1:0:1"}):
        assert stranger.get("/desk/queue", params=asked).json() == empty
    house.services.register.classify(document, DataClass.SENSITIVE, "có dữ liệu cá nhân", _custodian(house))
    assert signed_in_client(house, house.clerk).get("/desk/queue").json() == empty


def _custodian(house: House) -> Any:
    return house.services.accounts.add("giu", "Người giữ", "XA-A", [Role.CUSTODIAN])[0]


def test_the_trail_holds_places_and_counts_and_no_word(
    house: House, clerk: TestClient, document: int
) -> None:
    for name, item in items(clerk).items():
        clerk.post(f"/desk/items/{name}", json={"text": "thưởng", "revision": item["revision"]})
    clerk.post(f"/desk/documents/{document}/replace", json={"text": "khen", "replacement": "KHEN"})
    clerk.post(f"/desk/documents/{document}/undo")
    with house.services.db.session() as session:
        events = [*session.scalars(select(AuditEventRow).order_by(AuditEventRow.sequence))]
    kept = [(e.action, e.document_id) for e in events if e.action in {"correction", "correct"}]
    assert ("correction", document) in kept and ("correct", document) in kept
    told = json.dumps([e.detail for e in events], ensure_ascii=False).lower()
    assert not any(word in told for word in ("khen", "thưởng", "thưỡng"))
