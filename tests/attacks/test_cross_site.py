"""Cross-site request forgery: no page of another origin changes anything, opens a socket or frames ours."""

from __future__ import annotations

import pytest

from tests.attacks import routes
from tests.attacks.conftest import Estate
from tests.attacks.routes import filled
from ui.door import SAFE_METHODS

FOREIGN = (
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:9999"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin", "Host": "localhost"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
)
STREAMLITS_OWN = "/_stcore/upload_file/"


def test_every_change_over_the_api_is_refused_to_another_origin(estate: Estate) -> None:
    changing = [each for each in routes.everything(estate.api) if each.changes]
    assert len(changing) >= 8
    for name in ("clerk", "administrator"):
        client = estate.client(name)
        for operation in changing:
            for headers in FOREIGN:
                reply = client.request(operation.method, filled(operation.path, estate.ids), headers=headers)
                assert reply.status_code == 403, (str(operation), headers, reply.status_code)
                assert reply.json()["code"] == "foreign_origin", str(operation)


def test_every_change_outside_the_api_is_refused_to_another_origin(estate: Estate) -> None:
    found = {pair for pair in routes.of_the_front(estate.front) if pair[0] not in SAFE_METHODS}
    assert {("POST", "/sign-in"), ("POST", "/sign-out")} <= found
    client = estate.client("clerk", front=True)
    for method, path in found:
        for headers in FOREIGN:
            reply = client.request(method, filled(path, {}), headers=headers)
            refused = reply.status_code in {403, 404}
            # Signing out sends everybody to the sign-in page; what counts is that the session goes on.
            assert refused or path == "/sign-out", (method, path, headers, reply.status_code)
    assert client.get("/api/me").status_code == 200


def test_a_read_changes_nothing(estate: Estate) -> None:
    """Links and images of other sites can only read: no GET route of ours may be a change in disguise."""
    words = ("sign-out", "delete", "remove", "disable", "reset", "grant", "revoke", "retry", "submission")
    paths = [each.path for each in routes.everything(estate.api) if not each.changes]
    paths += [path for method, path in routes.of_the_front(estate.front) if method in SAFE_METHODS]
    ours = [path for path in paths if not path.startswith(("/_stcore", "/auth/", "/oauth2callback"))]
    assert not [path for path in ours if path.rsplit("/", 1)[-1] in words]


def test_what_streamlit_offers_besides_is_not_there(estate: Estate) -> None:
    client = estate.client("clerk", front=True)
    used = (
        "/_stcore/health",
        "/_stcore/stream",
        "/_stcore/host-config",
        "/_stcore/bidi-components/",
        "/media/",
    )
    ours = (
        "/sign-",
        "/account/",
        "/activate",
        "/session",
        "/fonts/",
        "/chung-chi",
        "/.well-known/jwks.json",
        STREAMLITS_OWN,
        *used,
    )
    for method, path in routes.of_the_front(estate.front):
        if path.startswith(ours) or path == "":
            continue
        reply = client.request(method, filled(path, {}), headers={"Accept": "*/*"})
        assert reply.status_code in {404, 405}, (method, path, reply.status_code)


def test_no_answer_invites_another_origin(estate: Estate) -> None:
    """No CORS header anywhere: a foreign page cannot read what it can make a browser fetch."""
    client = estate.client("clerk", front=True)
    for path in ("/api/me", "/api/documents", "/", "/sign-in", "/_stcore/host-config", "/api/openapi.json"):
        for method in ("GET", "OPTIONS"):
            asked = {"Origin": "http://evil.example", "Access-Control-Request-Method": "PATCH"}
            reply = client.request(method, path, headers=asked)
            told = [name for name in reply.headers if name.lower().startswith("access-control-allow")]
            assert not told, (method, path, told)


@pytest.mark.parametrize("path", ["/", "/kho-van-ban", "/sign-in", "/api/docs", "/api/me", "/nowhere"])
def test_nobody_frames_us_or_guesses_at_types(estate: Estate, path: str) -> None:
    headers = estate.client("clerk", front=True).get(path, headers={"Accept": "text/html"}).headers
    assert "frame-ancestors 'self'" in headers["content-security-policy"] or (
        "frame-ancestors 'none'" in headers["content-security-policy"]
    )
    assert headers["x-frame-options"] in {"SAMEORIGIN", "DENY"}
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["referrer-policy"] in {"same-origin", "no-referrer", "strict-origin"}
