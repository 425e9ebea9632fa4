"""Who gets in: sessions, forged cookies, foreign origins, the local operator's routes, languages."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from access.sessions import Sessions
from tests.ui.conftest import House, signed_in_client
from ui.api import app
from ui.door import SESSION_COOKIE


@pytest.fixture
def nobody(house: House) -> TestClient:
    return TestClient(app.create(house.services), base_url="http://localhost")


def test_nothing_without_a_session(nobody: TestClient) -> None:
    open_paths = {"/health"}
    schema = nobody.get("/openapi.json").json()
    for path, methods in schema["paths"].items():
        for method in methods:
            address = path.replace("{", "").replace("}", "")
            if address in open_paths:
                continue
            address = "/".join(
                "1" if part.endswith("_id") or part == "number" else part for part in address.split("/")
            )
            reply = nobody.request(method, address)
            assert reply.status_code == 401, (method, path, reply.text)
            assert reply.json()["code"] == "not_signed_in"


def test_forged_and_foreign_cookies_are_refused(house: House, nobody: TestClient) -> None:
    genuine = house.services.sessions.begin(house.clerk)
    day = timedelta(days=1)
    elsewhere = Sessions(house.services.db, b"another secret of 32 bytes......", idle=day, absolute=day)
    other_secret = elsewhere.begin(house.clerk)
    for token in ("1", genuine[:-2] + "xx", "." + genuine, other_secret, json.dumps(house.clerk.account_id)):
        nobody.cookies.set(SESSION_COOKIE, token)
        assert nobody.get("/me").status_code == 401, token
    nobody.cookies.set(SESSION_COOKIE, genuine)
    assert nobody.get("/me").json()["username"] == "lan"
    house.services.sessions.end(genuine)
    assert nobody.get("/me").status_code == 401


def test_a_disabled_account_is_out_at_once(house: House) -> None:
    client = signed_in_client(house, house.clerk)
    assert client.get("/me").status_code == 200
    house.services.accounts.disable("lan")
    assert client.get("/me").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_changes_from_another_origin_are_refused(house: House, headers: dict[str, str]) -> None:
    document = house.add_document(house.clerk, "a.pdf", "1-TB/ĐU", "Thông báo")
    client, change = signed_in_client(house, house.clerk), {"fields": {"subject": "khác"}}
    refused = client.patch(f"/documents/{document}", json=change, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "foreign_origin")
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert client.patch(f"/documents/{document}", json=change, headers=own).status_code == 200


def test_operator_routes_are_not_there_for_the_web(house: House) -> None:
    client = signed_in_client(house, house.clerk)
    for headers in ({}, {"X-Vanthu-As": "local"}):
        assert client.get("/operator/accounts", headers=headers).status_code == 404


def test_operator_routes_are_not_there_under_another_name(local: TestClient) -> None:
    assert local.get("/operator/accounts").status_code == 200
    assert local.get("/operator/accounts", headers={"X-Vanthu-As": "lan"}).status_code == 404


def test_as_is_not_heard_on_the_web(house: House) -> None:
    client = signed_in_client(house, house.stranger)
    assert client.get("/me", headers={"X-Vanthu-As": "lan"}).json()["username"] == "hoa"


def test_accounts_by_the_operator(house: House, local: TestClient) -> None:
    new = {"username": "tuan", "display_name": "Phạm Tuấn", "unit": "XA-A", "roles": ["trainee"]}
    added = local.post("/operator/accounts", json=new).json()
    assert house.services.accounts.authenticate("tuan", added["password"]).display_name == "Phạm Tuấn"
    reset = local.post("/operator/accounts/tuan/reset").json()
    assert reset["password"] != added["password"]
    assert local.post("/operator/accounts/tuan/disable").status_code == 200
    assert "tuan" in {row["username"] for row in local.get("/operator/accounts").json() if row["disabled"]}
    again = local.post("/operator/accounts", json=new)
    assert again.status_code >= 400
    assert set(again.json()) == {"code", "message", "remedy"}
    done = {action for action, _, _ in house.audited()}
    assert {"account_add", "account_reset", "account_disable"} <= done


def test_unknown_addresses_answer_in_our_form(nobody: TestClient) -> None:
    assert nobody.get("/nowhere").json()["code"] == "not_found"
    assert set(nobody.delete("/health").json()) == {"code", "message", "remedy"}
