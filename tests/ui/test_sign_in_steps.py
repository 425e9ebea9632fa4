"""Second factor, activation, sign-out everywhere, one's own password and unit: the pages beside the first."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from access.authentication import confirm_password
from access.principal import Principal
from access.roles import Action, Role
from access.throttle import CODE
from tests.ui.conftest import PASSWORD, House
from tests.ui.signing_in import Factor, enter, shown_secret
from ui.door import SESSION_COOKIE
from ui.sign_in.replies import STEP_COOKIE
from ui.sign_in.routes import SignIn
from vanthu.db import now

NEW = "bốn con mèo trèo cây cau"
OWN_PAGES = ("/account/password", "/account/second-factor")


@pytest.fixture
def app(house: House) -> Starlette:
    return Starlette(routes=SignIn(house.services).routes())


def browser_of(app: Starlette) -> TestClient:
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


@pytest.fixture
def browser(app: Starlette) -> TestClient:
    return browser_of(app)


@pytest.fixture
def custodian(house: House) -> Principal:
    return house.services.accounts.add("baomat", "Vũ Thị Bảo", "XA-A", [Role.CUSTODIAN], PASSWORD)[0]


def is_in(client: TestClient) -> bool:
    return bool(client.get("/session").status_code == 204)


def test_no_session_before_the_second_factor(house: House, browser: TestClient, custodian: Principal) -> None:
    reply = browser.post("/sign-in", data={"username": "baomat", "password": PASSWORD, "next": "/so-hoa"})
    assert reply.headers["location"] == "/sign-in/enrol?next=%2Fso-hoa"
    assert SESSION_COOKIE not in browser.cookies and not is_in(browser)
    cookie = reply.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/sign-in" in cookie
    assert house.services.sessions.of_account(custodian.account_id) == []
    assert house.audited() == []

    page = browser.get("/sign-in/enrol").text
    assert "<svg" in page and shown_secret(page) == shown_secret(browser.get("/sign-in/enrol").text)
    wrong = browser.post("/sign-in/enrol", data={"code": "000000"})
    assert wrong.status_code == 401 and not is_in(browser)
    factor = Factor(shown_secret(page))
    done = browser.post("/sign-in/enrol", data={"code": factor.code(), "next": "/so-hoa"})
    assert done.status_code == 200 and 'href="/so-hoa"' in done.text and is_in(browser)
    assert STEP_COOKIE not in browser.cookies
    assert [action for action, _, _ in house.audited()] == ["second_factor_set", "sign_in"]
    again = browser.post("/sign-in/enrol", data={"code": factor.code()})
    assert again.status_code == 401, "an enrolment is done once"


def test_a_code_is_good_once_and_a_recovery_code_too(app: Starlette, custodian: Principal) -> None:
    factor = enter(browser_of(app), "baomat", PASSWORD)
    assert len(set(factor.recovery)) == 10
    used = factor.recovery[0]
    for code, good in ((factor.code(), False), (factor.code(steps=1), True), (factor.code(steps=1), False)):
        browser = browser_of(app)
        browser.post("/sign-in", data={"username": "baomat", "password": PASSWORD})
        reply = browser.post("/sign-in/code", data={"code": code})
        assert (reply.status_code == 303) is good and is_in(browser) is good
    for typed, good in ((used.upper().replace("-", " "), True), (used, False), ("aaaaa-bbbbb", False)):
        browser = browser_of(app)
        browser.post("/sign-in", data={"username": "baomat", "password": PASSWORD})
        reply = browser.post("/sign-in/code", data={"code": typed, "recovery": "1"})
        assert (reply.status_code == 303) is good and is_in(browser) is good


def test_codes_cannot_be_guessed_for_long(app: Starlette, custodian: Principal) -> None:
    factor = enter(browser_of(app), "baomat", PASSWORD)
    browser = browser_of(app)
    browser.post("/sign-in", data={"username": "baomat", "password": PASSWORD})
    replies = [browser.post("/sign-in/code", data={"code": "000000"}) for _ in range(CODE.free + 1)]
    assert [reply.status_code for reply in replies] == [401] * CODE.free + [429]
    assert browser.post("/sign-in/code", data={"code": factor.code(steps=1)}).status_code == 429


def test_a_step_without_the_one_before_leads_back(browser: TestClient) -> None:
    assert browser.get("/sign-in/code?next=/so-hoa").headers["location"] == "/sign-in?next=%2Fso-hoa"
    assert browser.get("/sign-in/enrol").headers["location"] == "/sign-in"
    for path in ("/sign-in/code", "/sign-in/enrol"):
        browser.cookies.set(STEP_COOKIE, "đoán-mò".encode().hex())
        assert browser.post(path, data={"code": "123456"}).status_code == 401


def test_one_step_does_not_open_another(house: House, app: Starlette, custodian: Principal) -> None:
    """The value of an enrolment shows no code page, nor the other way about."""
    enrolling = browser_of(app)
    enrolling.post("/sign-in", data={"username": "baomat", "password": PASSWORD})
    assert enrolling.post("/sign-in/code", data={"code": "123456"}).status_code == 401
    enter(browser_of(app), "baomat", PASSWORD)
    coding = browser_of(app)
    coding.post("/sign-in", data={"username": "baomat", "password": PASSWORD})
    assert coding.get("/sign-in/enrol").status_code == 303


def test_disabled_between_the_steps(house: House, app: Starlette, custodian: Principal) -> None:
    factor = enter(browser_of(app), "baomat", PASSWORD)
    browser = browser_of(app)
    browser.post("/sign-in", data={"username": "baomat", "password": PASSWORD})
    house.services.accounts.disable("baomat")
    reply = browser.post("/sign-in/code", data={"code": factor.recovery[0]})
    assert reply.status_code == 401 and not is_in(browser)


def test_a_role_given_later_asks_for_the_second_factor(house: House, browser: TestClient) -> None:
    enter(browser, "minh", PASSWORD)
    assert is_in(browser)
    accounts = house.services.accounts
    accounts.change("minh", roles=[Role.OFFICIAL, Role.CUSTODIAN])
    assert not is_in(browser), "a session that has seen no second factor is not enough any more"


def test_sign_in_gives_a_new_name_each_time(house: House, browser: TestClient) -> None:
    """Session fixation: a name planted before is never taken over."""
    planted = house.services.sessions.begin(house.stranger)
    browser.cookies.set(SESSION_COOKIE, planted, domain="localhost.local", path="/")
    enter(browser, "lan", PASSWORD)
    first = browser.cookies[SESSION_COOKIE]
    assert first != planted
    assert house.services.sessions.read(first).account_id == house.clerk.account_id


def test_signed_out_means_replaying_the_cookie_is_in_vain(house: House, browser: TestClient) -> None:
    enter(browser, "lan", PASSWORD)
    kept = str(browser.cookies[SESSION_COOKIE])
    browser.post("/sign-out")
    browser.cookies.set(SESSION_COOKIE, kept)
    assert not is_in(browser)


def test_sign_out_everywhere(house: House, app: Starlette) -> None:
    browsers = [browser_of(app) for _ in range(3)]
    for each in browsers:
        enter(each, "lan", PASSWORD)
    browsers[1].post("/sign-out", data={"everywhere": "1"})
    assert not any(is_in(each) for each in browsers)
    assert house.audited()[-1][0] == "sign_out_everywhere"


def test_disabling_and_resetting_end_every_session(house: House, app: Starlette) -> None:
    for end in (house.services.accounts.reset, house.services.accounts.disable):
        browser = browser_of(app)
        browser.cookies.set(SESSION_COOKIE, house.services.sessions.begin(house.clerk))
        assert is_in(browser)
        end("lan")
        assert not is_in(browser)


def test_changing_ones_password_asks_the_old_one_and_ends_other_sessions(
    house: House, app: Starlette
) -> None:
    here, there = browser_of(app), browser_of(app)
    for each in (here, there):
        enter(each, "lan", PASSWORD)
    token = here.cookies[SESSION_COOKIE]
    for form, code in (
        ({"old": "sai mật khẩu rồi", "new": NEW, "again": NEW}, 403),
        ({"old": PASSWORD, "new": NEW, "again": NEW + "x"}, 400),
        ({"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}, 400),
        ({"old": PASSWORD, "new": "ngắn", "again": "ngắn"}, 400),
        ({"old": PASSWORD, "new": "Đảng uỷ xã A số một", "again": "Đảng uỷ xã A số một"}, 400),
    ):
        assert here.post("/account/password", data=form).status_code == code, form
    done = here.post("/account/password", data={"old": PASSWORD, "new": NEW, "again": NEW})
    assert done.headers["location"] == "/tai-khoan"
    assert is_in(here) and not is_in(there) and here.cookies[SESSION_COOKIE] != token
    confirm_password(house.services.db, house.clerk.account_id, NEW, now())
    assert "password_changed" in {action for action, _, _ in house.audited()}


def test_setting_up_a_second_factor_by_choice(house: House, app: Starlette) -> None:
    browser = browser_of(app)
    enter(browser, "lan", PASSWORD)
    assert browser.post("/account/second-factor", data={"password": "sai"}).status_code == 403
    reply = browser.post("/account/second-factor", data={"password": PASSWORD})
    assert reply.headers["location"] == "/sign-in/enrol?next=%2Ftai-khoan"
    factor = Factor(shown_secret(browser.get("/sign-in/enrol").text))
    before = browser.cookies[SESSION_COOKIE]
    assert browser.post("/sign-in/enrol", data={"code": factor.code()}).status_code == 200
    assert is_in(browser) and browser.cookies[SESSION_COOKIE] != before
    assert house.services.sessions.read(browser.cookies[SESSION_COOKIE]).second_factor
    next_time = browser_of(app).post("/sign-in", data={"username": "lan", "password": PASSWORD})
    assert next_time.headers["location"] == "/sign-in/code"


def test_account_pages_need_a_session(browser: TestClient) -> None:
    for path in OWN_PAGES:
        assert browser.get(path).headers["location"].startswith("/sign-in?next=")
    for path in (*OWN_PAGES, "/account/unit"):
        assert browser.post(path, data={"unit": "1"}).headers["location"].startswith("/sign-in")


def test_acting_for_another_unit_is_another_session(house: House, app: Starlette) -> None:
    unit = house.services.units.by_code("XA-B")
    browser = browser_of(app)
    enter(browser, "lan", PASSWORD)
    before = browser.cookies[SESSION_COOKIE]
    for other in (str(unit.id), "999", "1 OR 1=1", ""):
        assert browser.post("/account/unit", data={"unit": other}).headers["location"] == "/tai-khoan"
        assert browser.cookies[SESSION_COOKIE] == before, "not one of one's posts"
    today = now().date() - timedelta(days=1)
    house.services.assignments.assign(house.clerk.account_id, "XA-B", Role.OFFICIAL, from_day=today)
    assert browser.post("/account/unit", data={"unit": str(unit.id)}).headers["location"] == "/"
    token = browser.cookies[SESSION_COOKIE]
    assert token != before
    assert house.services.sessions.read(token).unit_id == unit.id
    left_behind = browser_of(app)
    left_behind.cookies.set(SESSION_COOKIE, before)
    assert not is_in(left_behind)
    assert "act_for_unit" in {action for action, _, _ in house.audited()}


@pytest.mark.parametrize(
    "path", ["/account/password", "/account/second-factor", "/account/unit", "/activate"]
)
def test_no_other_site_changes_anything(house: House, browser: TestClient, path: str) -> None:
    enter(browser, "lan", PASSWORD)
    form = {"old": PASSWORD, "new": NEW, "again": NEW, "password": PASSWORD, "unit": "2", "token": "x"}
    assert browser.post(path, data=form, headers={"Origin": "http://evil.example"}).status_code == 403


def test_activation_sets_the_first_password(house: House, app: Starlette) -> None:
    browser, accounts = browser_of(app), house.services.accounts
    token = accounts.reset_to_activation("minh")
    assert browser.get(f"/activate?token={token}").text.count(token) == 0, "no token is read from an address"
    assert browser.post("/activate", data={"token": token, "new": NEW, "again": "x"}).status_code == 400
    assert browser.post("/activate", data={"token": "sai", "new": NEW, "again": NEW}).status_code >= 400
    assert browser.post("/activate", data={"token": token, "new": NEW, "again": NEW}).status_code == 200
    assert browser.post("/activate", data={"token": token, "new": NEW, "again": NEW}).status_code >= 400
    enter(browser, "minh", NEW)
    assert is_in(browser)
    assert [action for action, _, _ in house.audited()] == ["activated", "sign_in"]


def test_logs_hold_no_secret(
    house: House, app: Starlette, custodian: Principal, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = browser_of(app)
    token = house.services.accounts.reset_to_activation("lan")
    browser.post("/activate", data={"token": token, "new": NEW, "again": NEW})
    browser.post("/sign-in", data={"username": "lan", "password": "sai mật khẩu rồi"})
    factor = enter(browser, "baomat", PASSWORD)
    code, recovery = factor.code(), factor.recovery[0]
    browser.post("/sign-in", data={"username": "baomat", "password": PASSWORD})
    step = browser.cookies[STEP_COOKIE]
    browser.post("/sign-in/code", data={"code": recovery})
    session = browser.cookies[SESSION_COOKIE]
    _, key = house.services.api_keys.add(custodian, "thử", [Action.READ], now().date() + timedelta(days=2))
    secrets = [token, NEW, PASSWORD, "sai mật khẩu rồi", factor.secret, code, recovery, step, session, key]
    for secret in secrets:
        assert secret not in caplog.text


def test_no_secret_stands_in_an_address(house: House, browser: TestClient, custodian: Principal) -> None:
    reply = browser.post("/sign-in", data={"username": "baomat", "password": PASSWORD, "next": "/so-hoa"})
    value = browser.cookies[STEP_COOKIE]
    for said in (reply.headers["location"], browser.get("/sign-in/enrol?next=%2Fso-hoa").text):
        assert value not in said and PASSWORD not in said


@pytest.mark.parametrize("base", ["https://localhost", "http://localhost"])
def test_cookies_are_secure_under_https(app: Starlette, base: str) -> None:
    browser = TestClient(app, base_url=base, follow_redirects=False)
    reply = browser.post("/sign-in", data={"username": "lan", "password": PASSWORD}, headers={"Origin": base})
    assert ("Secure" in reply.headers["set-cookie"]) is base.startswith("https")
