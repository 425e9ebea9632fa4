"""Injection: SQL, paths and templates in every place that takes text; log lines and headers made of names."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import inspect, text

from access.audit_models import AuditEventRow
from access.roles import Role
from tests.attacks import routes
from tests.attacks.conftest import COURSE, SECRET_WORDS, Estate
from tests.attacks.hostile import FILE_NAMES, HOSTILE
from tests.attacks.routes import Operation, filled
from tests.attacks.test_guessing import example
from tests.attacks.test_other_systems import calls, key_of
from tests.conftest import ROOT
from tests.ui.conftest import House
from vanthu.errors import VanthuError

TYPED = {"offset", "limit", "year", "timeout", "on", "issued_until", "needs_review", "before", "from", "to"}


def text_parameters(operation: Operation) -> list[str]:
    return [each["name"] for each in operation.parameters("query") if each["name"] not in TYPED]


EVERY = pytest.mark.parametrize("all_of_it", [False, pytest.param(True, marks=pytest.mark.long)])
SHARE = 6


def hostile_texts(turn: int, all_of_it: bool) -> tuple[str, ...]:
    """Every hostile text, or each place in turn another sixth of them: together the places see them all."""
    return HOSTILE if all_of_it else HOSTILE[turn % SHARE :: SHARE]


def counts(estate: Estate) -> dict[str, int]:
    """Rows of every table."""
    with estate.services.db.session() as session:
        names = inspect(estate.services.db.engine).get_table_names()
        return {
            name: int(session.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()) for name in names
        }


@EVERY
def test_every_query_parameter_takes_it_as_text(estate: Estate, all_of_it: bool) -> None:
    client = estate.client("outsider")
    before = counts(estate)
    tried = 0
    for operation in routes.described(estate.api):
        if operation.changes or operation.path.startswith("/jobs/wait"):
            continue
        needed = {
            each["name"]: example(each["schema"], estate.api.openapi())
            for each in operation.parameters("query")
            if each.get("required")
        }
        for turn, name in enumerate(text_parameters(operation), tried):
            for hostile in hostile_texts(turn, all_of_it):
                path = filled(operation.path, {"course_id": COURSE})
                reply = client.request(operation.method, path, params={**needed, name: hostile})
                assert reply.status_code < 500, (str(operation), name, hostile[:40])
                _says_nothing(reply.text, str(operation), hostile)
                tried += 1
    assert tried > 100
    after = counts(estate)
    assert {name for name in before if after[name] < before[name]} == set()


@EVERY
def test_every_path_parameter_takes_it_as_text(estate: Estate, all_of_it: bool) -> None:
    for client in (estate.client("outsider"), estate.local()):
        for turn, operation in enumerate(routes.everything(estate.api)):
            named = [part.strip("{}") for part in operation.path.split("/") if part.startswith("{")]
            for name in named:
                for hostile in hostile_texts(turn, all_of_it):
                    path = filled(operation.path, {name: quote(hostile, safe="")})
                    reply = client.request(operation.method, path)
                    assert reply.status_code < 500, (str(operation), name, hostile[:40], reply.text[:200])
                    assert reply.status_code >= 400, (str(operation), name, hostile[:40])
                    _says_nothing(reply.text, str(operation), hostile)


@EVERY
def test_every_text_of_a_body_is_taken_as_text(estate: Estate, all_of_it: bool) -> None:
    schema, client = estate.api.openapi(), estate.client("outsider")
    tried = 0
    for turn, operation in enumerate(routes.described(estate.api)):
        wanted = operation.body_schema(schema)
        if wanted is None:
            continue
        for hostile in hostile_texts(turn, all_of_it):
            body = _with_text(wanted, schema, hostile)
            reply = client.request(operation.method, filled(operation.path, {"course_id": COURSE}), json=body)
            assert reply.status_code < 500, (str(operation), hostile[:40], reply.text[:200])
            _says_nothing(reply.text, str(operation), hostile)
            tried += 1
    assert tried > 60


def test_lone_surrogates_and_other_broken_text_are_refused(estate: Estate) -> None:
    """JSON may spell what is no Unicode text; no text field may pass it on."""
    schema, client = estate.api.openapi(), estate.client("clerk")
    kind = {"Content-Type": "application/json"}
    for operation in routes.described(estate.api):
        wanted = operation.body_schema(schema)
        if wanted is None:
            continue
        body = _with_text(wanted, schema, "\ud800 xã")
        raw = json.dumps(body).encode()
        reply = client.request(
            operation.method, filled(operation.path, estate.ids), content=raw, headers=kind
        )
        assert reply.status_code < 500, (str(operation), reply.text[:200])
        for broken in (b"", b"{", b"\xff\xfe{}", b'{"q": "\xc3\x28"}', b"[" * 100_000, b"1" * 6_000, b"nul"):
            path = filled(operation.path, estate.ids)
            reply = client.request(operation.method, path, content=broken, headers=kind)
            assert 400 <= reply.status_code < 500, (str(operation), broken[:20])
            told = reply.json()
            assert set(told) == {"code", "message", "remedy"}
            assert "error parsing" not in told["message"].lower()


def _with_text(part: Any, schema: Any, hostile: str) -> Any:
    """The plainest body, with every string replaced."""

    def put(value: Any) -> Any:
        if isinstance(value, str):
            return hostile
        if isinstance(value, list):
            return [put(each) for each in value]
        if isinstance(value, dict):
            return {key: put(each) for key, each in value.items()}
        return value

    return put(example(part, schema))


def _says_nothing(answer: str, where: str, hostile: str) -> None:
    for leak in (
        "root:x:0",
        "argon2",
        "password_hash",
        "Traceback",
        "sqlite3",
        "sqlalchemy",
        "bãi bồi",
        str(ROOT),
        "site-packages",
    ):
        assert leak not in answer or leak in hostile, (where, hostile[:40], leak)


@pytest.mark.parametrize("wild", ["%", "_", "%%", "\\", "*", "?"])
def test_wild_cards_of_the_database_are_ordinary_characters(estate: Estate, wild: str) -> None:
    assert estate.client("official").get("/documents", params={"text": wild}).json()["total"] == 0


@pytest.mark.parametrize("name", [*HOSTILE[:12], "../../x", "a\r\nb", "{0}", "a'b", "x" * 500, "\x00", "<b>"])
def test_names_of_accounts_and_units(estate: Estate, name: str) -> None:
    """Taken as they are or refused; never a fault of ours, and never another account."""
    accounts, before = estate.services.accounts, counts(estate)
    for make in (
        lambda: accounts.add(name, "Tên", "XA-B", [Role.TRAINEE]),
        lambda: estate.services.units.add(name, "Đơn vị", "XA-B"),
        lambda: accounts.principal(name),
        lambda: accounts.add(f"n{abs(hash(name)) % 10**9}", name, "XA-B", [Role.TRAINEE]),
    ):
        try:
            make()
        except VanthuError as fault:
            assert fault.code
            assert "{" not in fault.say().replace(name, "")
    after = counts(estate)
    assert after["accounts"] >= before["accounts"]


@pytest.mark.parametrize("name", FILE_NAMES)
def test_file_names_make_no_headers_and_no_paths(estate: Estate, tmp_path: Path, name: str) -> None:
    house = House(
        estate.services, estate.people["outsider"], estate.people["outsider"], estate.people["clerk"]
    )
    document = house.add_document(estate.people["outsider"], name, "3-TB/ĐU", f"Tên tệp {name!r}"[:80])
    client = estate.client("outsider")
    for path in ("original", "archive", "export"):
        reply = client.get(f"/documents/{document}/{path}")
        assert reply.status_code == 200
        told = reply.headers["content-disposition"]
        assert told.startswith("attachment; filename=") and told.isascii() and told.isprintable()
        assert told.count('"') == 2 and "/" not in told and "\\" not in told
        assert "set-cookie" not in reply.headers and "x" not in {key.lower() for key in reply.headers}
        if path == "export":
            with zipfile.ZipFile(io.BytesIO(reply.content)) as archive:
                for entry in archive.namelist():
                    target = (tmp_path / entry).resolve()
                    assert target.parent == tmp_path.resolve(), entry


def by_other_systems(estate: Estate, words: str) -> None:
    """The words asked, searched and looked up with a key, in the forms of the doors for other systems."""
    front = estate.client(None, front=True)
    headers = key_of(estate, "outsider")
    for method, address, body in calls(estate):
        said = _put(body, words) if body else None
        assert front.request(method, address, json=said, headers=headers).status_code < 500


def _put(body: Any, words: str) -> Any:
    """Every text that is nobody's name for something, replaced."""
    kept = {"model", "role", "jsonrpc", "method", "name"}
    if isinstance(body, dict):
        return {key: value if key in kept else _put(value, words) for key, value in body.items()}
    if isinstance(body, list):
        return [_put(each, words) for each in body]
    return words if isinstance(body, str) else body


def test_no_name_and_no_question_reaches_the_log(estate: Estate, caplog: pytest.LogCaptureFixture) -> None:
    """Log injection needs something of the user's in the log: there is nothing."""
    caplog.set_level(logging.DEBUG)
    client = estate.client("outsider", front=True)
    marker = "kimcuong77"
    hostile = f"{marker}\n2026-11-22 INFO root: administrator signed in"
    client.post("/sign-in", data={"username": hostile, "password": hostile})
    client.get("/api/search", params={"q": hostile})
    client.post("/api/search", json={"q": hostile})
    client.post("/api/ask", json={"question": hostile})
    declared = {"secrecy": "none", "sensitive": False}
    named = {"x-vanthu-filename": quote(hostile)}
    client.post("/api/uploads", params=declared, headers=named, content=b"MZ\x00\x01")
    kept = client.post("/api/ask", json={"question": hostile, "keep": True}).json()
    client.patch(f"/api/conversations/{kept['conversation']}", json={"title": hostile})
    opinion = {"good": False, "words": hostile, "send": True}
    client.put(f"/api/exchanges/{kept['exchange']}/feedback", json=opinion)
    client.get(f"/api/exchanges/{kept['exchange']}/file", params={"form": "docx"})
    client.post("/api/conversations/find", json={"text": hostile})
    by_other_systems(estate, hostile)
    client.get(f"/{marker}", headers={"User-Agent": hostile.replace("\n", " "), "X-Vanthu-As": marker})
    ours = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert not [record for record in ours if marker in record.getMessage()]


def test_no_name_and_no_question_reaches_the_trail(estate: Estate) -> None:
    client = estate.client("outsider")
    client.post("/ask", json={"question": f"kimcuong78 {SECRET_WORDS}"})
    client.post("/search", json={"q": "kimcuong78"})
    kept = client.post("/ask", json={"question": "kimcuong78", "keep": True}).json()
    client.patch(f"/conversations/{kept['conversation']}", json={"title": "kimcuong78"})
    opinion = {"good": True, "words": "kimcuong78", "send": True}
    client.put(f"/exchanges/{kept['exchange']}/feedback", json=opinion)
    client.post(f"/exchanges/{kept['exchange']}/unanswered")
    by_other_systems(estate, "kimcuong78")
    with estate.services.db.session() as session:
        kept = [repr(vars(row)) for row in session.query(AuditEventRow)]
    assert kept and not [row for row in kept if "kimcuong78" in row or "bãi bồi" in row]
