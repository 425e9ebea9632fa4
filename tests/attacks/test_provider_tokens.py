"""Tokens of the identity provider: algorithm confusion, foreign keys, other people's and stale tokens."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.jwk import RSAKey

from access.errors import ProviderRefused
from access.oidc import IdentityProvider, ProviderConfig
from vanthu.db import now

ISSUER, CLIENT = "https://id.example", "vanthu"
KEY = RSAKey.generate_key(2048, {"kid": "ours", "use": "sig"})
FOREIGN = RSAKey.generate_key(2048, {"kid": "ours", "use": "sig"})
PEM = KEY.raw_value.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def claims(nonce: str, **changed: Any) -> dict[str, Any]:
    at = int(now().timestamp())
    said = {"iss": ISSUER, "aud": CLIENT, "sub": "77", "nonce": nonce, "iat": at, "exp": at + 300}
    said |= {"preferred_username": "lan"}
    return {key: value for key, value in {**said, **changed}.items() if value is not None}


def signed(body: dict[str, Any], key: Any = KEY, alg: str = "RS256", **header: Any) -> str:
    return str(jwt.encode({"alg": alg, "kid": "ours", **header}, body, key, algorithms=[alg]))


def bare(body: dict[str, Any], alg: str, signature: str = "") -> str:
    def part(value: Any) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': alg, 'kid': 'ours'})}.{part(body)}.{signature}"


def came_back(make: Callable[[str], str], *, about: dict[str, Any] | None = None, **answer: str) -> Any:
    """Who the provider's answer makes of the person, with the ID token that `make` gives for a nonce."""
    nonce: dict[str, str] = {}

    def reply(request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path == "/.well-known/openid-configuration":
            told = {
                "issuer": ISSUER,
                "authorization_endpoint": f"{ISSUER}/authorize",
                "token_endpoint": f"{ISSUER}/token",
                "jwks_uri": f"{ISSUER}/keys",
                "id_token_signing_alg_values_supported": ["RS256", "none", "HS256"],
            }
            return httpx.Response(200, json={**told, **(about or {})})
        if path == "/keys":
            return httpx.Response(200, json={"keys": [KEY.as_dict(private=False)]})
        assert path == "/token", path
        return httpx.Response(
            200, json={"id_token": make(nonce["is"]), "access_token": "x", "token_type": "Bearer"}
        )

    client = httpx.Client(transport=httpx.MockTransport(reply))
    provider = IdentityProvider(ProviderConfig(ISSUER, CLIENT, "s", "preferred_username"), client)
    _, kept = provider.begin("http://localhost/back")
    nonce["is"] = kept["nonce"]
    return provider.finish(kept, {"state": kept["state"], "code": "c", **answer})


def test_a_sound_token_is_taken() -> None:
    assert came_back(lambda nonce: signed(claims(nonce))).username == "lan"


def hmac_signed(body: dict[str, Any], secret: bytes) -> str:
    """HS256 by hand: the library itself refuses a public key as a secret."""
    unsigned = bare(body, "HS256").rpartition(".")[0]
    mac = hmac.digest(secret, unsigned.encode(), "sha256")
    return f"{unsigned}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


BAD: dict[str, Callable[[str], str]] = {
    "no signature": lambda n: bare(claims(n), "none"),
    "no signature, other spelling": lambda n: bare(claims(n), "NoNe"),
    "signature dropped": lambda n: signed(claims(n)).rpartition(".")[0] + ".",
    "the public key as a shared secret": lambda n: hmac_signed(claims(n), PEM),
    "the client secret as a shared secret": lambda n: hmac_signed(claims(n), b"s"),
    "another key of the same name": lambda n: signed(claims(n), FOREIGN),
    "a key it brings itself": lambda n: signed(claims(n), FOREIGN, jwk=FOREIGN.as_dict(private=False)),
    "a key it says where to fetch": lambda n: signed(claims(n), FOREIGN, jku="http://evil.example/keys"),
    "a key of no name": lambda n: signed(claims(n), FOREIGN, kid="../../dev/null"),
    "for another client": lambda n: signed(claims(n, aud="someone-else")),
    "for us and a stranger": lambda n: signed(claims(n, aud=[CLIENT, "other"], azp="other")),
    "of another issuer": lambda n: signed(claims(n, iss="http://evil.example")),
    "of another sign-in": lambda n: signed(claims("another nonce")),
    "without nonce": lambda n: signed(claims(n, nonce=None)),
    "without subject": lambda n: signed(claims(n, sub=None)),
    "expired": lambda n: signed(claims(n, exp=int(now().timestamp()) - 3600)),
    "without end": lambda n: signed(claims(n, exp=None)),
    "not yet": lambda n: signed(claims(n, nbf=int(now().timestamp()) + 3600)),
    "no token": lambda n: "x.y.z",
    "empty": lambda n: "",
    "changed after signing": lambda n: _swapped(signed(claims(n)), claims(n, preferred_username="admin")),
}


def _swapped(token: str, body: dict[str, Any]) -> str:
    head, _, signature = token.split(".")
    return f"{head}.{bare(body, 'RS256').split('.')[1]}.{signature}"


@pytest.mark.parametrize("name", BAD)
def test_a_token_that_is_not_sound_is_refused(name: str) -> None:
    with pytest.raises(ProviderRefused):
        came_back(BAD[name])


@pytest.mark.parametrize(
    "answer",
    [
        {"state": "another"},
        {"state": ""},
        {"code": ""},
        {"error": "access_denied"},
        {"iss": "http://evil.example"},
    ],
)
def test_an_answer_to_another_sign_in_is_refused(answer: dict[str, str]) -> None:
    with pytest.raises(ProviderRefused):
        came_back(lambda nonce: signed(claims(nonce)), **answer)


@pytest.mark.parametrize(
    "about", [{"issuer": "http://evil.example"}, {"token_endpoint": "file:///etc/passwd"}, {"jwks_uri": 7}]
)
def test_a_provider_that_describes_itself_wrongly_is_refused(about: dict[str, Any]) -> None:
    with pytest.raises(ProviderRefused):
        came_back(lambda nonce: signed(claims(nonce)), about=about)
