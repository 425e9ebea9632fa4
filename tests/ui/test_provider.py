"""Sign-in at the site's identity provider: a real provider process, and everything that can be forged."""

from __future__ import annotations

import json
import logging
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from access.audit_models import AuditEventRow
from access.oidc import IdentityProvider
from access.roles import Role
from tests.ui.conftest import PASSWORD
from tests.ui.provider_process import Provider, providing
from ui.door import SESSION_COOKIE
from ui.sign_in.routes import SignIn
from vanthu.db import Base
from vanthu.services import Services
from vanthu.settings import Settings

SECRET = "mã bí mật của máy khách"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with providing() as running:
        running.set_person("s-lan", preferred_username="lan", name="Nguyễn Thị Lan")
        running.set_person("s-baomat", preferred_username="baomat")
        running.set_person("s-baomat-mfa", preferred_username="baomat", amr=["pwd", "otp"])
        running.set_person("s-la", preferred_username="người.lạ")
        running.set_person("s-khoa", preferred_username="khoa")
        running.set_person("s-local", preferred_username="local")
        running.set_person("s-khong-ten", email="x@example.vn")
        yield running


def services_on(data: Path, issuer: str, **more: object) -> Services:
    conf = {"oidc_issuer": issuer, "oidc_client_id": "văn thư", "oidc_client_secret": SECRET, **more}
    services = Services(Settings(data=data, **conf))
    services.folder.create()
    Base.metadata.create_all(services.db.engine)
    for name, role in (("lan", Role.CLERK), ("baomat", Role.CUSTODIAN), ("khoa", Role.CLERK)):
        services.accounts.add(name, name.title(), "LOCAL", [role], PASSWORD)
    services.accounts.local_operator()
    services.accounts.disable("khoa")
    return services


@pytest.fixture
def services(tmp_path: Path, provider: Provider) -> Iterator[Services]:
    made = services_on(tmp_path / "data", provider.issuer)
    yield made
    made.close()


def browser_of(services: Services) -> TestClient:
    app = Starlette(routes=SignIn(services).routes())
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


@pytest.fixture
def browser(services: Services) -> TestClient:
    return browser_of(services)


def go(browser: TestClient, following: str = "/") -> str:
    reply = browser.post("/sign-in/provider", data={"next": following})
    assert reply.status_code == 303, reply.text
    return str(reply.headers["location"])


def back(browser: TestClient, address: str) -> httpx.Response:
    """The browser follows the provider's redirect."""
    parts = urlsplit(address)
    return browser.get(f"{parts.path}?{parts.query}")


def changed(address: str, **new: str | None) -> str:
    parts = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | new
    kept = {name: value for name, value in query.items() if value is not None}
    return parts._replace(query=urlencode(kept)).geturl()


def is_in(browser: TestClient) -> bool:
    return bool(browser.get("/session").status_code == 204)


def events(services: Services) -> list[str]:
    with services.db.session() as session:
        return list(session.scalars(select(AuditEventRow.action).order_by(AuditEventRow.sequence)))


def refused(reply: httpx.Response) -> bool:
    return reply.status_code == 401 and "Không đăng nhập được bằng hệ thống định danh" in reply.text


def test_the_button_stands_where_a_provider_is_configured(browser: TestClient, tmp_path: Path) -> None:
    assert "Đăng nhập bằng Hệ thống định danh của cơ quan" in browser.get("/sign-in").text
    without = Services(Settings(data=tmp_path / "other"))
    without.folder.create()
    Base.metadata.create_all(without.db.engine)
    other = browser_of(without)
    assert "Đăng nhập bằng" not in other.get("/sign-in").text
    assert refused(other.post("/sign-in/provider", data={}))
    without.close()


def test_there_and_back(services: Services, browser: TestClient, provider: Provider) -> None:
    address = go(browser, "/so-hoa")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert address.startswith(provider.issuer) and asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256" and len(asked["code_challenge"]) == 43
    assert asked["redirect_uri"] == "http://localhost/sign-in/provider/return"
    assert asked["scope"].split()[0] == "openid" and asked["state"] != asked["nonce"]
    assert SECRET not in address and not is_in(browser)
    reply = back(browser, provider.approve(address, "s-lan"))
    assert (reply.status_code, reply.headers["location"]) == (303, "/so-hoa")
    assert is_in(browser)
    view = services.sessions.read(browser.cookies[SESSION_COOKIE])
    assert (view.method, view.second_factor) == ("oidc", False)
    assert events(services) == ["identity_linked", "sign_in"]
    again = browser_of(services)
    back(again, provider.approve(go(again), "s-lan"))
    assert is_in(again) and events(services)[2:] == ["sign_in"]


@pytest.mark.parametrize("subject", ["s-la", "s-khoa", "s-local", "s-khong-ten"])
def test_unknown_disabled_and_reserved_are_told_alike(
    services: Services, browser: TestClient, provider: Provider, subject: str
) -> None:
    reply = back(browser, provider.approve(go(browser), subject))
    assert refused(reply) and not is_in(browser)
    assert events(services) == ["sign_in_failed"]
    other = browser_of(services)
    words = back(other, changed(provider.approve(go(other), "s-lan"), state="x")).text
    assert _without_nonce(reply.text) == _without_nonce(words)


def test_a_linked_person_who_is_disabled_stays_out(
    services: Services, browser: TestClient, provider: Provider
) -> None:
    back(browser, provider.approve(go(browser), "s-lan"))
    services.accounts.disable("lan")
    assert not is_in(browser)
    again = browser_of(services)
    assert refused(back(again, provider.approve(go(again), "s-lan")))


def test_a_name_given_to_another_person_opens_nothing(
    services: Services, browser: TestClient, provider: Provider
) -> None:
    back(browser, provider.approve(go(browser), "s-lan"))
    provider.set_person("s-moi", preferred_username="lan")
    newcomer = browser_of(services)
    assert refused(back(newcomer, provider.approve(go(newcomer), "s-moi"))) and not is_in(newcomer)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "kẻ lạ"},
        {"state": None},
        {"code": "kẻ-lạ"},
        {"code": None},
        {"code": None, "error": "access_denied"},
        {"iss": "https://evil.example"},
    ],
)
def test_a_forged_answer_is_refused(
    services: Services, browser: TestClient, provider: Provider, change: dict[str, str | None]
) -> None:
    answer = provider.approve(go(browser), "s-lan")
    assert refused(back(browser, changed(answer, **change))) and not is_in(browser)
    assert refused(back(browser, answer)), "an answer is heard once"


def test_an_answer_is_good_once_and_in_one_browser(
    services: Services, browser: TestClient, provider: Provider
) -> None:
    answer = provider.approve(go(browser), "s-lan")
    stranger = browser_of(services)
    assert refused(back(stranger, answer)), "sign-in CSRF: another browser did not ask for this"
    go(stranger)
    assert refused(back(stranger, answer)), "nor with a question of its own"
    back(browser, answer)
    assert is_in(browser)
    replay = browser_of(services)
    asked = go(replay)
    state = parse_qs(urlsplit(asked).query)["state"][0]
    assert refused(back(replay, changed(answer, state=state))), "a used code"


def test_an_id_token_for_another_question_is_refused(
    services: Services, browser: TestClient, provider: Provider
) -> None:
    """Code injection: a code that was issued for a victim's question, put into one's own answer."""
    stolen = provider.approve(go(browser_of(services)), "s-lan")
    code = parse_qs(urlsplit(stolen).query)["code"][0]
    mine = go(browser)
    state = parse_qs(urlsplit(mine).query)["state"][0]
    assert refused(back(browser, changed(stolen, code=code, state=state))), "its nonce is not ours"


def test_a_provider_that_calls_itself_otherwise_is_refused(tmp_path: Path, provider: Provider) -> None:
    other_name = provider.issuer.replace("localhost", "127.0.0.1")
    services = services_on(tmp_path / "data", other_name + "/")
    reply = browser_of(services).post("/sign-in/provider", data={})
    assert refused(reply)
    services.close()


def test_an_id_token_of_another_issuer_audience_or_time(
    services: Services, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = services.identity_provider
    assert real is not None
    for spoil in ({"issuer": "https://evil.example"}, {"client_id": "khác"}):
        browser = browser_of(services)
        answer = provider.approve(go(browser), "s-lan")
        config = type(real.config)(
            **{
                "issuer": real.config.issuer,
                "client_id": real.config.client_id,
                "client_secret": SECRET,
                "username_claim": "preferred_username",
                **spoil,
            }
        )
        with monkeypatch.context() as patch:
            patch.setattr(real, "config", config)
            assert refused(back(browser, answer)), spoil
    late = browser_of(services)
    answer = provider.approve(go(late), "s-lan")
    clock = real._clock
    with monkeypatch.context() as patch:
        patch.setattr(real, "_clock", lambda: clock().replace(year=2040))
        assert refused(back(late, answer))


def test_no_unsigned_and_no_otherwise_signed_token(
    services: Services, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def encoded(part: object) -> str:
        return urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")

    def decoded(part: str) -> dict[str, object]:
        return dict(json.loads(urlsafe_b64decode(part + "==")))

    fetch = IdentityProvider._token
    spoils = {
        "none": lambda head, body, _sign: f"{encoded({**decoded(head), 'alg': 'none'})}.{body}.",
        "shared secret": lambda head, body, sign: (
            f"{encoded({**decoded(head), 'alg': 'HS256'})}.{body}.{sign}"
        ),
        "another body": lambda head, body, sign: (
            f"{head}.{encoded({**decoded(body), 'sub': 's-khac'})}.{sign}"
        ),
        "no signature": lambda head, body, _sign: f"{head}.{body}.",
        "no token": lambda *_: "",
    }
    for name, spoil in spoils.items():

        def spoiled(self: IdentityProvider, *given: str, spoil=spoil) -> dict[str, object]:  # type: ignore[no-untyped-def]
            token = fetch(self, *given)
            return {**token, "id_token": spoil(*token["id_token"].split("."))}

        browser = browser_of(services)
        answer = provider.approve(go(browser), "s-lan")
        with monkeypatch.context() as patch:
            patch.setattr(IdentityProvider, "_token", spoiled)
            assert refused(back(browser, answer)), name


def test_the_second_factor_stays_ours_unless_the_providers_is_trusted(
    services: Services, tmp_path: Path, provider: Provider
) -> None:
    for subject in ("s-baomat", "s-baomat-mfa"):
        fresh = services_on(tmp_path / subject, provider.issuer)
        browser = browser_of(fresh)
        reply = back(browser, provider.approve(go(browser, "/so-hoa"), subject))
        assert reply.headers["location"] == "/sign-in/enrol?next=%2Fso-hoa" and not is_in(browser)
        fresh.close()
    for subject, inside in (("s-baomat", False), ("s-baomat-mfa", True)):
        trusting = services_on(tmp_path / f"t-{subject}", provider.issuer, oidc_trust_amr=True)
        browser = browser_of(trusting)
        back(browser, provider.approve(go(browser), subject))
        assert is_in(browser) is inside
        trusting.close()


def test_the_way_leads_nowhere_else(browser: TestClient, provider: Provider) -> None:
    reply = back(browser, provider.approve(go(browser, "https://evil.example/"), "s-lan"))
    assert reply.headers["location"] == "/"


def test_a_provider_that_does_not_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    services = services_on(tmp_path / "data", "http://localhost:9")
    assert refused(browser_of(services).post("/sign-in/provider", data={}))
    services.close()


def test_logs_hold_nothing_of_it(
    browser: TestClient, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = provider.approve(go(browser), "s-lan")
    query = parse_qs(urlsplit(answer).query)
    caplog.clear()
    back(browser, answer)
    assert is_in(browser)
    ours = "\n".join(
        record.getMessage() for record in caplog.records if record.name not in {"httpx", "httpx2"}
    )
    for secret in (SECRET, query["code"][0], query["state"][0], browser.cookies[SESSION_COOKIE]):
        assert secret not in ours


def _without_nonce(page: str) -> str:
    return page.split("</style>")[1]
