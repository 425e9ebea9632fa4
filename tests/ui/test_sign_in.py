"""The sign-in page: sets the cookie for the right password, and leads nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.ui.conftest import PASSWORD, House
from ui.door import SESSION_COOKIE
from ui.sign_in.replies import local_path
from ui.sign_in.routes import SignIn


@pytest.fixture
def browser(house: House) -> TestClient:
    app = Starlette(routes=SignIn(house.services).routes())
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


def test_right_password_opens_a_session(house: House, browser: TestClient) -> None:
    form = {"username": "lan", "password": PASSWORD, "next": "/so-hoa"}
    reply = browser.post("/sign-in", data=form, headers={"Origin": "http://localhost"})
    assert (reply.status_code, reply.headers["location"]) == (303, "/so-hoa")
    cookie = reply.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie
    token = reply.cookies[SESSION_COOKIE]
    assert house.services.sessions.read(token).account_id == house.clerk.account_id
    assert house.audited() == [("sign_in", house.clerk.account_id, None)]


@pytest.mark.parametrize("form", [{"username": "lan", "password": "sai"}, {"username": "khong-co"}, {}])
def test_wrong_password_and_unknown_name_are_told_alike(
    house: House, browser: TestClient, form: dict[str, str]
) -> None:
    reply = browser.post("/sign-in", data=form)
    assert 400 <= reply.status_code < 500
    assert 'role="alert"' in reply.text
    assert SESSION_COOKIE not in reply.cookies
    assert [action for action, _, _ in house.audited()] == ["sign_in_failed"]


def test_a_foreign_page_cannot_sign_anyone_in(house: House, browser: TestClient) -> None:
    form = {"username": "lan", "password": PASSWORD}
    reply = browser.post("/sign-in", data=form, headers={"Origin": "http://evil.example"})
    assert reply.status_code == 403
    assert SESSION_COOKIE not in reply.cookies


def test_signing_out_ends_the_cookie(house: House, browser: TestClient) -> None:
    browser.post("/sign-in", data={"username": "lan", "password": PASSWORD})
    assert browser.get("/sign-in").status_code == 303
    reply = browser.post("/sign-out")
    assert (reply.status_code, reply.headers["location"]) == (303, "/sign-in")
    assert browser.get("/sign-in").status_code == 200
    assert [action for action, _, _ in house.audited()] == ["sign_in", "sign_out"]


def test_what_was_typed_is_text_never_markup(browser: TestClient) -> None:
    typed = '"><script>alert(1)</script>'
    reply = browser.post("/sign-in", data={"username": typed, "password": "x", "next": "/" + typed})
    assert "<script" not in reply.text


def test_language_switch_is_remembered(browser: TestClient) -> None:
    assert '<html lang="vi">' in browser.get("/sign-in").text
    reply = browser.get("/sign-in?language=en")
    assert reply.cookies["vanthu_language"] == "en"
    assert '<html lang="en">' in browser.get("/sign-in").text


def test_a_browser_set_to_english_is_met_in_vietnamese(browser: TestClient) -> None:
    assert '<html lang="vi">' in browser.get("/sign-in", headers={"Accept-Language": "en-US,en"}).text


def test_an_oversized_form_is_not_read(browser: TestClient) -> None:
    reply = browser.post("/sign-in", data={"username": "lan", "password": "x" * 100_000})
    assert reply.status_code >= 400


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "/\\evil.example", "https://evil.example", "evil", "", None, "/a\r\nb", "/\\"],
)
def test_next_leads_nowhere_else(wanted: str | None) -> None:
    assert local_path(wanted) == "/"


@settings(deadline=None)
@given(st.text())
def test_next_is_always_a_path_here(wanted: str) -> None:
    path = local_path(wanted)
    assert path.startswith("/") and not path.startswith("//") and "\\" not in path
    assert path.isprintable()
