"""Session fixation and replay, forged and foreign tokens; sign-in does not tell which names exist."""

from __future__ import annotations

from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from itsdangerous import Signer, TimestampSigner

from access import passwords
from access.roles import Action
from access.sessions import Sessions
from tests.attacks.conftest import Estate
from tests.ui.conftest import PASSWORD
from ui.door import SESSION_COOKIE
from vanthu.db import now
from vanthu.services import Services
from vanthu.settings import Settings

PERSONAL = ("/api/me", "/api/documents", "/_stcore/host-config", "/kho-van-ban")


def tokens_of(estate: Estate, genuine: str) -> list[str]:
    """Cookies that are none of ours, or no longer."""
    name, _, signature = genuine.rpartition(".")
    account = str(estate.people["clerk"].account_id)
    sessions = estate.services.sessions
    ended = sessions.begin(estate.people["clerk"])
    sessions.end(ended)
    secret = estate.services.folder.secret()
    return [
        "", " ", "0", account, "null", "true", "admin", f"{account}.", f".{signature}", name, f"{name}.",
        genuine[:-1], genuine + "A", genuine.swapcase(), f"{name}.{signature[::-1]}",
        f"{account}.{signature}", f"{name}x.{signature}",
        Signer(b"vanthu", salt="vanthu.session").sign(name).decode(),
        Signer(b"", salt="vanthu.session").sign(name).decode(),
        Signer(secret, salt="another.salt").sign(name).decode(),
        TimestampSigner(secret, salt="vanthu.session").sign(account).decode(),
        Signer(secret, salt="vanthu.session").sign(account).decode(),  # signed by us, and no session
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "' OR 1=1 --", "../../secret", "A" * 20_000, "%00", ended,
    ]  # fmt: skip


def test_forged_cookies_open_nothing(estate: Estate) -> None:
    genuine = estate.services.sessions.begin(estate.people["clerk"])
    client = estate.client(None, front=True)
    for token in tokens_of(estate, genuine):
        for path in PERSONAL:
            header = {"Cookie": f"{SESSION_COOKIE}={token}"}
            reply = client.get(path, headers=header)
            assert reply.status_code in {401, 303}, (token[:60], path)
            assert reply.status_code == 401 or reply.headers["location"].startswith("/sign-in")
    assert client.get("/api/me", headers={"Cookie": f"{SESSION_COOKIE}={genuine}"}).status_code == 200


def test_tokens_of_another_data_folder_open_nothing(estate: Estate, tmp_path: Path) -> None:
    """Even with a copy of the row: the signature is of another secret."""
    other = Services(Settings(data=tmp_path))
    other.folder.create()
    hour = timedelta(hours=1)
    foreign = Sessions(estate.services.db, other.folder.secret(), idle=hour, absolute=hour)
    token = foreign.begin(estate.people["clerk"])
    client = estate.client(None)
    assert client.get("/me", headers={"Cookie": f"{SESSION_COOKIE}={token}"}).status_code == 401


def test_a_session_handed_to_the_victim_is_not_the_one_they_get(estate: Estate) -> None:
    """Fixation: what stood in the cookie before sign-in is worth nothing after it."""
    client = estate.client(None, front=True)
    planted = estate.services.sessions.begin(estate.people["outsider"])
    for before in (planted, "planted-by-evil"):
        client.cookies.clear()
        form = {"username": "a.official", "password": PASSWORD}
        reply = client.post("/sign-in", data=form, headers={"Cookie": f"{SESSION_COOKIE}={before}"})
        assert reply.status_code == 303
        given = SimpleCookie(reply.headers["set-cookie"])[SESSION_COOKIE]
        assert given.value != before
        assert given["httponly"] and given["samesite"].lower() == "lax" and not given["domain"]
        here = client.get("/api/me", headers={"Cookie": f"{SESSION_COOKIE}={given.value}"})
        assert here.json()["username"] == "a.official"


def test_a_second_cookie_of_the_name_wins_nothing(estate: Estate) -> None:
    """A cookie another host of the domain has set beside ours makes nobody somebody else."""
    clerk = estate.services.sessions.begin(estate.people["clerk"])
    client = estate.client(None)
    for pair in (f"{SESSION_COOKIE}=x; {SESSION_COOKIE}={clerk}", f"{SESSION_COOKIE.upper()}={clerk}"):
        assert client.get("/me", headers={"Cookie": pair}).status_code == 401


def test_the_session_is_heard_in_the_cookie_only(estate: Estate) -> None:
    """Never in the address, where logs, histories and referrers would keep it."""
    token = estate.services.sessions.begin(estate.people["clerk"])
    client = estate.client(None)
    for asked in ({SESSION_COOKIE: token}, {"token": token}, {"access_token": token}, {"session": token}):
        assert client.get("/me", params=asked).status_code == 401
    for name in (
        "Authorization",
        "X-Session",
        "X-Api-Key",
        "X-Auth-Token",
        "X-Forwarded-User",
        "Remote-User",
    ):
        for value in (token, f"Bearer {token}", "a.clerk"):
            assert client.get("/me", headers={name: value}).status_code == 401


def test_keys_do_what_they_were_made_for(estate: Estate) -> None:
    """An API key is not a session, holds its limits, and cannot be guessed from another."""
    services, owner = estate.services, estate.people["clerk"]
    key_id, key = services.api_keys.add(owner, "thử", [Action.READ], (now() + timedelta(days=2)).date())
    client = estate.client(None, front=True)
    bearing = {"Authorization": f"Bearer {key}"}
    reads = client.get("/api/documents", headers=bearing)
    assert reads.status_code == 200 and reads.json()["total"] >= 1
    may_not = client.post(
        "/api/uploads?secrecy=none&sensitive=false",
        content=b"x",
        headers={"Authorization": f"Bearer {key}"},
    )
    assert may_not.status_code == 403
    assert client.get("/kho-van-ban", headers=bearing).status_code == 303
    assert client.get("/api/me", headers={"Cookie": f"{SESSION_COOKIE}={key}"}).status_code == 401
    for wrong in (key[:-1], key + "a", key.upper(), key.removeprefix("vt_"), "vt_", f"vt_{key_id}", ""):
        assert client.get("/api/me", headers={"Authorization": f"Bearer {wrong}"}).status_code == 401, wrong
    assert client.get(f"/api/me?key={key}").status_code == 401


@pytest.mark.parametrize(
    "name", ["a.clerk", "khong-co-ai", "", "a.clerk\x00", "A.CLERK", "\ud800", "x" * 9_000]
)
def test_sign_in_does_the_same_work_for_every_name(
    estate: Estate, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The work is counted, not the time: one Argon2 verification, whoever is asked for."""
    done: list[str] = []
    real = passwords._hasher()

    class Counted:
        def verify_and_update(self, given: str, kept: str) -> tuple[bool, str | None]:
            done.append("verify")
            return real.verify_and_update(given, kept)

        def verify(self, given: str, kept: str) -> bool:
            done.append("verify")
            return real.verify(given, kept)

        def hash(self, given: str) -> str:
            done.append("hash")
            return real.hash(given)

    monkeypatch.setattr(passwords, "_hasher", Counted)
    form = {"username": name.encode("utf-8", "replace").decode(), "password": "sai mật khẩu rồi 2026"}
    reply = estate.client(None, front=True).post("/sign-in", data=form)
    assert 400 <= reply.status_code < 500
    assert done == ["verify"]


def test_known_and_unknown_names_get_one_answer(estate: Estate) -> None:
    client = estate.client(None, front=True)
    said = []
    for name in ("a.trainer", "khong.co1"):
        reply = client.post("/sign-in", data={"username": name, "password": "sai mật khẩu rồi 2026"})
        body = reply.text.replace(name, "NAME")
        nonce = body.partition('nonce="')[2].partition('"')[0]
        said.append((reply.status_code, body.replace(nonce, "NONCE"), reply.headers.get("retry-after")))
    assert said[0] == said[1]
