"""Who gets in: sessions, forged cookies, foreign origins, the local operator's routes, languages."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Mount

from access.audit_models import AuditEventRow
from access.roles import Action
from access.sessions import Sessions
from tests.ui.conftest import House, signed_in_client
from ui.api import app
from ui.door import SESSION_COOKIE
from ui.guard import Guard
from vanthu.db import now


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


def with_key(house: House, *actions: Action) -> tuple[TestClient, str]:
    _, key = house.services.api_keys.add(house.clerk, "phần mềm", actions, now().date() + timedelta(days=9))
    client = TestClient(app.create(house.services), base_url="http://localhost")
    client.headers["Authorization"] = f"Bearer {key}"
    return client, key


def test_a_key_opens_the_api_within_its_actions(house: House) -> None:
    document = house.add_document(house.clerk, "a.pdf", "1-TB/ĐU", "Thông báo")
    reader, _ = with_key(house, Action.READ)
    reply = reader.get(f"/documents/{document}")
    assert reply.status_code == 200 and "set-cookie" not in reply.headers
    change = {"fields": {"subject": "khác"}}
    assert reader.patch(f"/documents/{document}", json=change).status_code == 403
    learner, _ = with_key(house, Action.LEARN)
    assert learner.get(f"/documents/{document}").status_code == 404
    corrector, _ = with_key(house, Action.READ, Action.DIGITISE)
    foreign = {"Origin": "http://evil.example"}  # a key is no cookie: nobody else's page can send it
    assert corrector.patch(f"/documents/{document}", json=change, headers=foreign).status_code == 200


def test_what_is_done_through_a_key_says_so(house: House) -> None:
    document = house.add_document(house.clerk, "a.pdf", "1-TB/ĐU", "Thông báo")
    client, _ = with_key(house, Action.READ)
    (number,) = (key.id for key in house.services.api_keys.of_account(house.clerk.account_id))
    client.get(f"/documents/{document}")
    with house.services.db.session() as session:
        last = session.scalars(select(AuditEventRow).order_by(AuditEventRow.sequence.desc())).first()
    assert last is not None and last.account_id == house.clerk.account_id
    assert (last.channel, json.loads(last.detail)["key"]) == ("key", number)


@pytest.mark.parametrize("said", ["Bearer vt_{x}", "Bearer ", "bearer x", "Basic bGFuOng=", "vt_{x}", ""])
def test_a_wrong_key_is_answered_alike_and_no_cookie_helps_it(house: House, said: str) -> None:
    client = signed_in_client(house, house.clerk)
    reply = client.get("/me", headers={"Authorization": said.format(x="x" * 43)})
    assert (reply.status_code, reply.json()["code"]) == (401, "key_refused")


def test_a_key_is_no_way_to_the_pages(house: House) -> None:
    _, key = with_key(house, *[action for action in Action if house.clerk.may(action)])
    front = Guard(Starlette(routes=[Mount("/api", app=app.create(house.services))]), house.services)
    browser = TestClient(front, base_url="http://localhost", follow_redirects=False)
    for path in ("/", "/tai-khoan", "/account/password", "/_stcore/host-config"):
        reply = browser.get(path, headers={"Authorization": f"Bearer {key}"})
        assert reply.status_code in {303, 401}, path
    browser.cookies.set(SESSION_COOKIE, key)
    assert browser.get("/api/me").status_code == 401


def test_a_disabled_owner_and_a_revoked_key_are_out_at_once(house: House) -> None:
    client, _ = with_key(house, Action.READ)
    assert client.get("/me").status_code == 200
    (number,) = (key.id for key in house.services.api_keys.of_account(house.clerk.account_id))
    house.services.api_keys.revoke(house.clerk, number)
    assert client.get("/me").status_code == 401
    again, _ = with_key(house, Action.READ)
    house.services.accounts.disable("lan")
    assert again.get("/me").status_code == 401
