"""Grants and classes count at the next call, through every door; personal data is covered at each."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from sqlalchemy import select
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from access.audit_models import AuditEventRow
from access.principal import Principal
from access.roles import Action, Role
from access.scope import Scope
from rag.embed import Embedder
from rag.weights import install
from records.types import DataClass, DocumentStatus, FieldName, FieldValue, NewDocument, SecrecyLevel
from tests.records.archived import archive
from tests.ui.conftest import page
from tests.ui.signing_in import session_client
from tests.ui.web_pages import opener, text
from ui.export import Form
from ui.systems import routes as systems
from vanthu.db import Base
from vanthu.services import Services
from vanthu.settings import Settings, settings

PHONE = "0912 345 678"
SUBJECT = f"Về việc bổ nhiệm kế toán trưởng, điện thoại {PHONE}"
TEXT = f"Điều 1. Bổ nhiệm ông Nguyễn Văn An giữ chức kế toán trưởng, số điện thoại {PHONE}, từ ngày ký."
QUESTION = "Ai được bổ nhiệm giữ chức kế toán trưởng?"
CITED = "Theo Quyết định 47-QĐ/ĐU ai được bổ nhiệm kế toán trưởng?"
"""Answered with a quotation, where the other is refused with the nearest passages."""


@dataclass
class Office:
    services: Services
    people: dict[str, Principal]

    def client(self, name: str) -> TestClient:
        return session_client(self.services, self.people[name])

    def add(self, data_class: DataClass, number: str = "47-QĐ/ĐU") -> int:
        services, owner = self.services, self.people["clerk"]
        stored = services.files.put(f"{number} {data_class}".encode())
        document = services.catalogue.register(
            NewDocument(
                "bo-nhiem.pdf",
                owner.unit_id,
                stored.sha256,
                "application/pdf",
                stored.size,
                1,
                owner.account_id,
                data_class=data_class,
            )
        )
        written = io.BytesIO()
        Image.new("RGB", (200, 280), "white").save(written, "WEBP")
        services.catalogue.put_page(document, page(1, TEXT), services.files.put(written.getvalue()).sha256)
        values = {
            FieldName.REFERENCE_NUMBER: number,
            FieldName.SUBJECT: SUBJECT,
            FieldName.DOCUMENT_TYPE: "decision",
        }
        found = [FieldValue(name, value, 0.9, 1) for name, value in values.items()]
        services.catalogue.put_fields(document, found, needs_review=False)
        archive(services.db, services.files, document, b"%PDF-1.7 searchable")
        services.catalogue.set_status(document, DocumentStatus.READY)
        services.indexer.index(document)
        return document

    def give(self, document: int, to: str, by: str = "hoa") -> int:
        first = self.services.grants.today()
        reply = self.client(by).post(
            f"/documents/{document}/grants",
            json={
                "account_id": self.people[to].account_id,
                "from_day": first.isoformat(),
                "until_day": (first + timedelta(days=9)).isoformat(),
                "reason": "Thẩm định hồ sơ",
            },
        )
        assert reply.status_code == 201, reply.text
        return int(reply.json()["id"])

    def audited(self) -> list[str]:
        with self.services.db.session() as session:
            events = session.scalars(select(AuditEventRow).order_by(AuditEventRow.sequence))
            return [event.action for event in events]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    """Loaded once: it takes seconds."""
    return Embedder(install(settings().models))


@pytest.fixture
def office(tmp_path: Path, embedder: Embedder) -> Iterator[Office]:
    services = Services(Settings(data=tmp_path / "data", models=settings().models))
    services.embedder = embedder
    services.folder.create()
    Base.metadata.create_all(services.db.engine)
    services.units.add("A", "Đảng uỷ xã A")
    services.units.add("B", "Đảng uỷ xã B")
    people = {
        name: services.accounts.add(name, name.title(), unit, [role])[0]
        for name, unit, role in (
            ("clerk", "A", Role.CLERK),
            ("reader", "A", Role.OFFICIAL),
            ("hoa", "A", Role.CUSTODIAN),
            ("son", "A", Role.CUSTODIAN),
            ("stranger", "B", Role.CUSTODIAN),
        )
    }
    yield Office(services, people)
    services.close()


def told_to(client: TestClient, document: int) -> dict[str, tuple[int, str]]:
    """What each door answers about the document: status and body."""
    asked = {
        "list": client.get("/documents"),
        "by reference": client.get("/documents/by-reference", params={"number": "47-QĐ/ĐU"}),
        "document": client.get(f"/documents/{document}"),
        "pages": client.get(f"/documents/{document}/pages"),
        "text": client.get(f"/documents/{document}/pages/1/text"),
        "image": client.get(f"/documents/{document}/pages/1/image"),
        "original": client.get(f"/documents/{document}/original"),
        "archive": client.get(f"/documents/{document}/archive"),
        "export": client.get(f"/documents/{document}/export"),
        "search": client.get("/search", params={"q": QUESTION}),
        "ask": client.post("/ask", json={"question": QUESTION}),
    }
    return {name: (reply.status_code, reply.content.decode("latin-1")) for name, reply in asked.items()}


def speaks_of(told: dict[str, tuple[int, str]]) -> set[str]:
    """The doors that give something of the document away."""
    whole = {"document", "pages", "text", "image", "original", "archive", "export"}
    name = "47-QĐ/ĐU".encode().decode("latin-1")
    return {
        door for door, (status, body) in told.items() if (door in whole and status == 200) or name in body
    }


EVERY_DOOR = {
    *("list", "by reference", "document", "pages", "text", "image", "original", "archive", "export"),
    *("search", "ask"),
}


def test_a_grant_opens_every_door_at_the_next_call_and_its_end_closes_them(office: Office) -> None:
    document = office.add(DataClass.SENSITIVE)
    clerk = office.client("clerk")
    assert speaks_of(told_to(clerk, document)) == set()
    grant = office.give(document, "clerk")
    assert speaks_of(told_to(clerk, document)) == EVERY_DOOR
    assert office.client("son").post(f"/grants/{grant}/revoke").status_code == 200
    assert speaks_of(told_to(clerk, document)) == set()
    assert [act for act in office.audited() if act.startswith("grant")] == ["grant", "grant_revoke"]


def test_a_change_of_class_counts_before_the_index_has_followed(office: Office) -> None:
    document = office.add(DataClass.ORDINARY)
    reader = office.client("reader")
    assert speaks_of(told_to(reader, document)) == EVERY_DOOR
    changed = office.client("hoa").put(
        f"/documents/{document}/class", json={"data_class": "sensitive", "reason": "Có dữ liệu cá nhân"}
    )
    assert changed.json()["data_class"] == "sensitive"
    assert changed.json()["title"] is None
    assert speaks_of(told_to(reader, document)) == set()
    assert office.services.indexer.catch_up() == 1
    assert speaks_of(told_to(reader, document)) == set()
    assert "classify" in office.audited()


def test_personal_data_is_covered_at_every_door(office: Office) -> None:
    document = office.add(DataClass.SENSITIVE)
    office.give(document, "reader")
    office.give(document, "clerk")
    reader, clerk = told_to(office.client("reader"), document), told_to(office.client("clerk"), document)
    assert {door for door, (_, body) in reader.items() if PHONE in body or "0912" in body} == set()
    assert {reader["original"][0], reader["archive"][0]} == {403}
    assert json.loads(reader["original"][1])["code"] == "personal_data_hidden"
    assert {"list", "document", "text", "search", "ask"} <= {
        door for door, (_, body) in clerk.items() if PHONE in body
    }
    assert reader["image"][1] != clerk["image"][1]


def told_elsewhere(office: Office, name: str, document: int) -> dict[str, str]:
    """What chat programs, agents, kept conversations, files of answers and tables tell of the document."""
    client, person = office.client(name), office.people[name]
    until = office.services.grants.today() + timedelta(days=1)
    may = [action for action in Action if person.may(action)]
    _, key = office.services.api_keys.add(person, "chương trình", may, until)
    headers = {"Authorization": f"Bearer {key}", "Accept": "application/json, text/event-stream"}
    doors = TestClient(Starlette(routes=systems.routes(office.services)), base_url="http://localhost")

    def tool(name: str, **arguments: object) -> Any:
        params = {"name": name, "arguments": arguments}
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        return doors.post("/mcp", json=call, headers=headers)

    chat = {"model": "vanthu", "messages": [{"role": "user", "content": CITED}]}
    kept = client.post("/ask", json={"question": CITED, "keep": True})
    talk, exchange = kept.json()["conversation"], kept.json()["exchange"]
    replies = {
        "chat": doors.post("/v1/chat/completions", json=chat, headers=headers),
        "chat, streamed": doors.post("/v1/chat/completions", json={**chat, "stream": True}, headers=headers),
        "tool search": tool("search", query=CITED),
        "tool ask": tool("ask", question=CITED),
        "tool read": tool("read", document=str(document)),
        "kept": kept,
        "shown again": client.get(f"/conversations/{talk}"),
        "file of the answer": client.get(f"/exchanges/{exchange}/file?form=txt"),
        "file of the conversation": client.get(f"/conversations/{talk}/file?form=txt"),
        "all conversations": client.get("/conversations/export"),
        "table": client.get(f"/outputs/metadata?form=csv&ids={document}"),
        **{
            form.value: client.get(f"/outputs/documents/{document}?form={form.value}")
            for form in (Form.TXT, Form.JSON, Form.HOCR, Form.ALTO)
        },
    }
    assert {door: reply.status_code for door, reply in replies.items() if reply.status_code != 200} == {}
    return {door: reply.text for door, reply in replies.items()}


def test_personal_data_is_covered_in_everything_else_that_goes_out(office: Office) -> None:
    document = office.add(DataClass.SENSITIVE)
    for name in ("reader", "clerk"):
        office.give(document, name)
    reader, clerk = (told_elsewhere(office, name, document) for name in ("reader", "clerk"))
    assert {door for door, said in reader.items() if PHONE in said or "0912" in said} == set()
    assert {door for door, said in clerk.items() if PHONE not in said} <= {"hocr", "alto"}, "words apart"
    package = office.client("reader").get(f"/outputs/documents/{document}?form=sip")
    assert (package.status_code, package.json()["code"]) == (403, "personal_data_hidden")


def test_an_export_is_covered_and_without_the_file(office: Office) -> None:
    document = office.add(DataClass.SENSITIVE)
    office.give(document, "reader")
    reply = office.client("reader").get(f"/documents/{document}/export")
    with zipfile.ZipFile(io.BytesIO(reply.content)) as packed:
        assert sorted(Path(name).suffix for name in packed.namelist()) == [".json", ".txt"]
        assert not [name for name in packed.namelist() if PHONE.encode() in packed.read(name)]


def test_pages_under_grants_are_kept_by_no_browser(office: Office) -> None:
    document, ordinary = office.add(DataClass.SENSITIVE), office.add(DataClass.ORDINARY, "12-KH/ĐU")
    office.give(document, "clerk")
    clerk = office.client("clerk")
    kept = {
        number: clerk.get(f"/documents/{number}/pages/1/image").headers["cache-control"]
        for number in (document, ordinary)
    }
    assert "no-store" in kept[document]
    assert "no-store" not in kept[ordinary]


def test_nobody_finds_a_document_by_a_covered_number(office: Office) -> None:
    document = office.add(DataClass.SENSITIVE)
    office.give(document, "reader")
    office.give(document, "clerk")
    for name in ("reader", "clerk"):
        listed = office.client(name).get("/documents", params={"text": PHONE}).json()
        assert listed["total"] == 0
    held = {
        passage.text for passage in office.services.passages.of_document(document, scope(office, "clerk"))
    }
    assert any(PHONE in text for text in held)


def scope(office: Office, name: str) -> object:

    return Scope.of(office.services.accounts.principal(name))


def test_copies_of_a_state_secret_are_numbered_before_they_leave(office: Office) -> None:
    document = office.add(DataClass.SECRET)
    grant = office.give(document, "clerk")
    clerk = office.client("clerk")
    assert clerk.get(f"/documents/{document}/archive").status_code == 404
    assert office.client("hoa").post(f"/grants/{grant}/approve").status_code == 403
    assert office.client("son").post(f"/grants/{grant}/approve").status_code == 200
    for way in ("original", "archive", "export"):
        assert clerk.get(f"/documents/{document}/{way}").status_code == 200
    lines = office.client("hoa").get("/copies").json()
    assert [(line["copy_number"], line["form"], line["grant_id"]) for line in reversed(lines)] == [
        (1, "download", grant),
        (2, "download", grant),
        (3, "export", grant),
    ]
    assert office.client("stranger").get("/copies").json() == []
    assert clerk.get("/copies").status_code == 403
    assert office.audited().count("secret_copy") == 3


def test_a_sensitive_documents_files_are_in_no_copy_register(office: Office) -> None:
    document = office.add(DataClass.SENSITIVE)
    office.give(document, "clerk")
    assert office.client("clerk").get(f"/documents/{document}/original").status_code == 200
    assert office.client("hoa").get("/copies").json() == []


@pytest.mark.parametrize("name", ["clerk", "reader", "stranger"])
def test_others_keep_nothing(office: Office, name: str) -> None:
    document = office.add(DataClass.SENSITIVE)
    grant, client = office.give(document, "reader"), office.client(name)
    today = date.today().isoformat()
    body = {"account_id": 1, "from_day": today, "until_day": today, "reason": "x"}
    wanted = {"clerk": 403, "reader": 403, "stranger": 404}[name]
    replies = [
        client.get(f"/documents/{document}/grants"),
        client.post(f"/documents/{document}/grants", json=body),
        client.post(f"/grants/{grant}/revoke"),
        client.post(f"/grants/{grant}/approve"),
        client.put(f"/documents/{document}/class", json={"data_class": "ordinary", "reason": "x"}),
    ]
    assert [reply.status_code for reply in replies] == [wanted] * 5
    absent = client.get(f"/documents/{document + 1000}/grants")
    assert (absent.status_code, absent.content) == (replies[0].status_code, replies[0].content)


def test_the_register_names_no_subject(office: Office) -> None:
    document = office.add(DataClass.SENSITIVE)
    hoa = office.client("hoa")
    (entry,) = hoa.get("/register").json()["items"]
    assert (entry["reference_number"], entry["title"], entry["page_count"]) == ("47-QĐ/ĐU", None, None)
    office.give(document, "hoa", by="son")
    (entry,) = hoa.get("/register").json()["items"]
    assert (entry["title"], entry["page_count"]) == (SUBJECT, 1)


@pytest.fixture
def open_page(office: Office, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    return opener(office.services, monkeypatch)


def test_the_custodians_page(office: Office, open_page: Callable[..., AppTest]) -> None:
    office.add(DataClass.SENSITIVE)
    hoa = office.people["hoa"]
    said = text(open_page(hoa, "keep"))
    assert "47-QĐ/ĐU" in said
    assert "kế toán trưởng" not in said
    chosen = open_page(hoa, "keep", vb="1")
    assert "Bạn chưa được cấp quyền xem nội dung." in text(chosen)
    chosen.text_input(key="grant-find-0").set_value("hoa").run()
    chosen.text_input(key="grant-reason-0").set_value("Phụ trách hồ sơ")
    next(button for button in chosen.button if button.label == "Cấp quyền xem").click().run()
    assert "Phụ trách hồ sơ" in text(chosen)
    assert "kế toán trưởng" in text(open_page(hoa, "keep", vb="1"))


def test_the_page_of_a_covered_document_says_so(office: Office, open_page: Callable[..., AppTest]) -> None:
    document = office.add(DataClass.SENSITIVE)
    office.give(document, "reader")
    said = text(open_page(office.people["reader"], "document", id=str(document)))
    assert "Nhạy cảm" in said
    assert "Bạn được xem đến hết" in said
    assert "Thông tin cá nhân được che" in said
    assert "/original" not in said and "/archive" not in said and "form=sip" not in said
    assert PHONE not in said
    assert "Ai được xem" not in said


def test_the_entry_is_for_custodians(office: Office, open_page: Callable[..., AppTest]) -> None:
    assert "Tài khoản của bạn không được giao việc này." in text(open_page(office.people["clerk"], "keep"))


def test_a_document_that_turns_out_secret_is_removed_through_every_door(office: Office) -> None:
    document, other = office.add(DataClass.ORDINARY), office.add(DataClass.ORDINARY, "12-KH/ĐU")
    body = {"level": "secret", "why": "marked", "confirm": str(document)}
    for name, status in {"clerk": 403, "reader": 403, "stranger": 404}.items():
        assert office.client(name).post(f"/documents/{document}/purge", json=body).status_code == status
    hoa, reader = office.client("hoa"), office.client("reader")
    for wrong, status in (({"confirm": str(other)}, 409), ({"level": "none"}, 422), ({"why": "Vì"}, 422)):
        assert hoa.post(f"/documents/{document}/purge", json={**body, **wrong}).status_code == status
    assert speaks_of(told_to(reader, document)) == EVERY_DOOR
    assert hoa.post(f"/documents/{document}/purge", json=body).json() == {"same_file": []}
    assert speaks_of(told_to(reader, document)) == set()
    assert hoa.post(f"/documents/{document}/purge", json=body).status_code == 404
    assert reader.get(f"/documents/{other}").status_code == 200
    assert office.audited().count("purge") == 6  # three denied, begun, finished, denied


def test_the_custodian_removes_a_document_on_the_page(
    office: Office, open_page: Callable[..., AppTest]
) -> None:
    document = office.add(DataClass.ORDINARY)
    page_ = open_page(office.people["hoa"], "keep", vb=str(document))
    page_.text_input(key=f"purge-confirm-{document}").set_value("0")
    press = "Gỡ bỏ tài liệu mật"
    next(button for button in page_.button if button.label == press).click().run()
    assert "Chỉ gỡ bỏ theo cách này văn bản có độ mật." in text(page_)
    page_.radio(key=f"purge-level-{document}").set_value(SecrecyLevel.SECRET)
    next(button for button in page_.button if button.label == press).click().run()
    assert "Chưa xác nhận" in text(page_)
    page_.text_input(key=f"purge-confirm-{document}").set_value(str(document))
    next(button for button in page_.button if button.label == press).click().run()
    assert [said.value for said in page_.success] == [
        "Đã gỡ bỏ văn bản. Không còn nội dung nào của văn bản trong hệ thống."
    ]
    assert "47-QĐ/ĐU" not in text(page_)
