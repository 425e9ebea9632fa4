"""What acts leave in the trail, by whichever way they were done; who may read it; commands and API."""

from __future__ import annotations

import csv
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text

from access.audit_actions import AuditAction
from access.audit_models import AuditEventRow
from access.principal import Principal
from access.roles import Role
from tests.ui.conftest import House
from tests.ui.signing_in import signed_in_client
from vanthu.db import Database
from vanthu.errors import Forbidden, NotFound, VanthuError


@pytest.fixture
def document_id(house: House) -> int:
    return house.add_document(house.clerk, "qd-12.pdf", "12/QĐ-UBND", "Về công tác lưu trữ của thôn Hạ")


@pytest.fixture
def auditor(house: House) -> Principal:
    person, _ = house.services.accounts.add("kiem", "Phạm Thị Kiểm", "XA-A", [Role.AUDITOR])
    return person


@pytest.fixture
def reader(house: House, auditor: Principal) -> Iterator[TestClient]:
    """The API as the auditor sees it."""
    with signed_in_client(house.services, auditor.username) as client:
        yield client


def _events(house: House) -> list[dict[str, Any]]:
    with house.services.db.session() as session:
        rows = session.scalars(select(AuditEventRow).order_by(AuditEventRow.sequence))
        return [
            {
                "action": row.action,
                "document": row.document_id,
                "result": row.result,
                "channel": row.channel,
                "unit": row.unit_id,
                **json.loads(row.detail),
            }
            for row in rows
        ]


def test_each_page_that_is_shown_is_in_the_trail(house: House, document_id: int) -> None:
    with signed_in_client(house.services, "minh") as client:
        first = client.get(f"/documents/{document_id}/pages/1/image")
        again = client.get(
            f"/documents/{document_id}/pages/1/image", headers={"If-None-Match": first.headers["etag"]}
        )
        client.get(f"/documents/{document_id}/pages/1/text")
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert first.headers["cache-control"] == "private, no-cache"
    shown = [(e["action"], e["document"], e["page"], e["channel"]) for e in _events(house) if "page" in e]
    assert shown == [
        ("view_page", document_id, 1, "api"),
        ("view_page", document_id, 1, "api"),
        ("view_text", document_id, 1, "api"),
    ]


@pytest.mark.parametrize("what", ["", "/pages", "/pages/1/image", "/pages/1/text", "/original", "/export"])
def test_a_denial_is_recorded_alike_for_hidden_and_absent(house: House, document_id: int, what: str) -> None:
    with signed_in_client(house.services, "hoa") as client:
        hidden = client.get(f"/documents/{document_id}{what}")
        absent = client.get(f"/documents/{document_id + 1000}{what}")
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
    denied = [event for event in _events(house) if event["result"] == "denied"]
    assert [event.pop("document") for event in denied] == [document_id, document_id + 1000]
    assert denied[0] == denied[1]


def test_a_page_numbered_beyond_all_numbers_is_not_there(house: House, document_id: int) -> None:
    """The trail takes no number so large, as it could spell words; that was answered as a fault."""
    documents = f"/documents/{document_id}/pages"
    places = [f"{documents}/{{}}/text", f"{documents}/{{}}/image", f"/desk{documents}/{{}}"]
    pages = ["99", str(2**40), str(2**70), "9" * 4400]
    for person in ("lan", "minh", "hoa"):
        with signed_in_client(house.services, person) as client:
            for place in (*places, f"/desk/items/word:{document_id}:{{}}:0:1"):
                absent, *beyond = [client.get(place.format(page)) for page in pages]
                assert absent.status_code in {200, 403, 404}, (person, place)  # an item settled is 200
                assert {answer.status_code for answer in beyond} <= {absent.status_code, 404, 422}
    assert all((event.get("page") or 0) < 2**63 for event in _events(house))


def test_nothing_is_given_out_when_the_trail_cannot_be_written(house: House, document_id: int) -> None:
    acts = house.services.acting(house.clerk)
    _break_the_trail(house.services.db)
    with signed_in_client(house.services, "minh") as client:
        answer = client.get(f"/documents/{document_id}/pages/1/image")
    assert (answer.status_code, answer.json()["code"]) == (503, "audit_unwritable")
    with pytest.raises(VanthuError) as refused:
        acts.correct(document_id, _field("subject"), "Về việc khác")
    assert refused.value.code == "audit_unwritable"
    unchanged = house.services.catalogue.document(document_id, acts.scope)
    assert unchanged.summary.title == "Về công tác lưu trữ của thôn Hạ"


def _field(name: str) -> Any:
    from records.types import FieldName

    return FieldName(name)


def _break_the_trail(database: Database) -> None:
    with database.session() as session:
        session.execute(text("DROP TABLE audit_events"))


def test_a_change_that_fails_is_followed_by_a_word_of_it(house: House, document_id: int) -> None:
    acts = house.services.acting(house.clerk)
    with pytest.raises(VanthuError):
        acts.correct(document_id, _field("issue_date"), "không phải ngày")
    told = [(e["action"], e["result"], e.get("event")) for e in _events(house)]
    assert told[-2:] == [("correct", "done", None), ("correct", "failed", len(told) - 1)]


def test_an_answer_left_halfway_says_what_had_been_shown(house: House, document_id: int) -> None:
    from tests.ui.asking import a_citation, streaming

    acts = house.services.acting(house.official)
    house.services.__dict__["assistant"] = streaming(a_citation(document_id, passage_id=41))
    events = acts.stream("câu hỏi")
    next(events)
    next(events)
    events.close()  # type: ignore[attr-defined]
    last = _events(house)[-1]
    assert (last["action"], last["result"], last["complete"]) == ("ask", "failed", False)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/audit/events"),
        ("GET", "/audit/state"),
        ("GET", "/audit/export"),
        ("GET", "/audit/patterns?from=2026-01-01&to=2026-01-02"),
        ("POST", "/audit/verify"),
    ],
)
@pytest.mark.parametrize("username", ["lan", "minh"])
def test_only_auditors_read_the_trail(house: House, method: str, path: str, username: str) -> None:
    with signed_in_client(house.services, username) as client:
        assert client.request(method, path).status_code == 403
    assert _events(house)[-1]["result"] == "denied"
    with TestClient(client.app) as nobody:
        assert nobody.request(method, path).status_code == 401


def test_an_auditor_reads_no_document(house: House, document_id: int, auditor: Principal) -> None:
    acts = house.services.acting(auditor)
    for act in (acts.view, acts.page_texts, acts.original, acts.export):
        with pytest.raises((NotFound, Forbidden)):
            act(document_id)
    assert acts.documents().total == 0


def test_the_trail_over_the_api(house: House, document_id: int, reader: TestClient) -> None:
    house.services.acting(house.official).view(document_id)
    found = reader.get("/audit/events", params={"document": document_id}).json()
    assert [(event["action"], event["username"]) for event in found["events"]] == [("view", "minh")]
    assert "lưu trữ" not in json.dumps(found, ensure_ascii=False)
    assert reader.get("/audit/events", params={"action": "view", "result": "denied"}).json()["total"] == 0
    assert reader.get("/audit/events", params={"action": "looked"}).status_code == 422
    assert reader.get("/audit/patterns", params={"from": "2026-01-01", "to": "2026-12-31"}).json() == []


def test_an_export_is_recorded_and_streams_every_event(
    house: House, document_id: int, reader: TestClient
) -> None:
    house.services.acting(house.official).view(document_id)
    lines = reader.get("/audit/export").text.splitlines()
    assert [json.loads(line)["sequence"] for line in lines] == list(range(1, len(lines) + 1))
    assert _events(house)[-1]["action"] == "audit_export"
    table = reader.get("/audit/export", params={"format": "csv", "document": document_id}).text
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    assert [(row["action"], row["account"], row["unit"]) for row in rows] == [("view", "minh", "XA-A")]


def test_verifying_from_the_page_says_when_it_was_done(house: House, reader: TestClient) -> None:
    assert reader.get("/audit/state").json()["last_verified_at"] is None
    assert reader.post("/audit/verify").status_code == 202
    house.services.audit_check.wait()
    state = reader.get("/audit/state").json()
    assert (state["last_faults"], state["check"]["running"]) == (0, False)
    assert state["last_verified_at"] is not None


def test_the_operator_seals_and_exports(
    house: House, document_id: int, local: TestClient, tmp_path: Path
) -> None:
    house.services.acting(house.official).view(document_id)
    assert local.post("/operator/audit/seal").json() == []
    key = local.get("/operator/audit/key").json()["public_key"]
    target = tmp_path / "out.jsonl"
    told = local.post("/operator/audit/export", json={"file": str(target), "account": "minh"})
    assert told.status_code == 200, told.text
    assert [json.loads(line)["account"] for line in target.read_text().splitlines()] == ["minh"]
    again = local.post("/operator/audit/export", json={"file": str(target)})
    assert again.json()["code"] == "target_unwritable"
    verified = local.post("/operator/verify", json={"public_keys": [key]}).json()
    assert [fault for fault in verified["faults"] if fault["part"] == "audit"] == []


def test_usage_counts_hold_numbers_only(house: House, document_id: int) -> None:
    acts = house.services.acting(house.official)
    acts.view(document_id)
    acts.view(document_id)
    with pytest.raises(NotFound):
        acts.view(document_id + 1)
    counted = house.services.usage.days()
    assert [(row.day, row.act, row.count) for row in counted] == [(counted[0].day, "view", 2)]
    acts.view(document_id)
    assert house.services.usage.days()[0].count == 3


def test_a_days_work_leaves_no_words_in_the_logs(
    house: House, document_id: int, auditor: Principal, caplog: pytest.LogCaptureFixture
) -> None:
    """User names, questions, words of documents: with logging at its most talkative."""
    logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)
    with caplog.at_level(logging.DEBUG):
        with signed_in_client(house.services, "lan") as client:
            client.get("/documents", params={"text": "thôn Hạ"})
            client.get(f"/documents/{document_id}")
            client.get(f"/documents/{document_id}/export")
            client.patch(f"/documents/{document_id}", json={"fields": {"subject": "Về bến đò Thượng"}})
            client.get("/documents/999")
            client.post("/ask", json={"question": ""})
        with signed_in_client(house.services, "hoa") as client:
            client.get(f"/documents/{document_id}")
        house.services.seals.seal()
        house.services.usage.flush()
    logged = caplog.text
    for word in ("thôn Hạ", "lưu trữ", "bến đò", "Nguyễn Thị Lan", "'lan'", "lan@", "12/QĐ", "qd-12"):
        assert word not in logged, word


def test_every_recorded_action_is_listed_and_every_act_records() -> None:
    """Read from the program's text: an act that someone adds and forgets to record is found here."""
    import ast

    root = Path(__file__).resolve().parents[2]
    listed = set(AuditAction)
    for path in (p for room in ("access", "vanthu", "ingest", "ui") for p in (root / room).rglob("*.py")):
        for call in (n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            if name in {"operated", "_record", "_recorded", "record"} and call.args:
                for argument in call.args[:2]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        assert argument.value in listed, (path.name, argument.value)
    trees = [ast.parse(path.read_text()) for path in (root / "vanthu" / "acts").glob("*.py")]
    classes = [n for tree in trees for n in tree.body if isinstance(n, ast.ClassDef) and "Acts" in n.name]
    methods = [n for acts in classes for n in acts.body if isinstance(n, ast.FunctionDef)]
    assert len(methods) > 30, "the acts are somewhere else now"
    for method in (n for n in methods if not n.name.startswith("_")):
        if method.name in UNRECORDED or method.decorator_list:  # other rooms' acts, which record themselves
            continue
        said = ast.unparse(method)
        assert any(mark in said for mark in ("self._record", "self._log.", "self.uploading")), method.name


UNRECORDED = {
    "sees_any": "says yes or no about one's own library",
    "facets": "counts; the list they stand beside is recorded",
    "sources": "how to cite what an answer just recorded names",
    "sources_of": "how to cite passages just recorded as found",
    "jobs": "one's own uploads",
    "wait": "one's own uploads",
    "outcome": "one's own uploads; by `job`",
    "course": "courses are for everyone who learns",
    "lesson": "courses are for everyone who learns",
    "ask_in_lesson": "courses are for everyone who learns; the question itself is recorded by `ask`",
    "answer_card": "one's own answers",
    "hand_in": "one's own answers",
    "attempt_result": "one's own answers",
}
