"""Sign-in at the site's identity provider: OpenID Connect 1.0, authorisation code with PKCE, state and nonce.

The provider says who it is; what the person may do stays here. Nothing the provider or the browser sends is
believed before the signature and the claims of the ID token have been checked.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from threading import Lock
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from access.errors import ProviderRefused
from vanthu.db import now
from vanthu.errors import VanthuError

log = logging.getLogger(__name__)

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Public-key signatures only: no `none`, no shared secrets."""
LEEWAY_S = 60
KEPT_FOR = timedelta(hours=1)
ASKED_AGAIN_AFTER = timedelta(seconds=30)
LARGEST_REPLY = 256 * 1024
_KNOWLEDGE = frozenset({"pwd", "pin"})
_POSSESSION = frozenset({"otp", "hwk", "swk", "sc"})


@dataclass(frozen=True, slots=True)
class ProviderConfig:
    issuer: str
    client_id: str
    client_secret: str
    username_claim: str


@dataclass(frozen=True, slots=True)
class OutsidePerson:
    """Who the provider says it is."""

    issuer: str
    subject: str
    username: str | None
    second_factor: bool
    """Whether the provider says that it saw one (RFC 8176)."""


class IdentityProvider:
    """The provider of this installation."""

    def __init__(
        self, config: ProviderConfig, client: httpx.Client, *, clock: Callable[[], datetime] = now
    ) -> None:
        self.config = config
        self._client = client
        self._clock = clock
        self._lock = Lock()
        self._about: dict[str, Any] = {}
        self._about_at: datetime | None = None
        self._keys: KeySet | None = None
        self._keys_at: datetime | None = None

    def begin(self, return_url: str) -> tuple[str, dict[str, str]]:
        """Where to send the browser, and what to keep until it is back. Raises `ProviderRefused`."""
        kept = {
            "state": secrets.token_urlsafe(32),
            "nonce": secrets.token_urlsafe(32),
            "verifier": secrets.token_urlsafe(48),
            "return_url": return_url,
        }
        asked = {
            "response_type": "code",
            "client_id": self.config.client_id,
            "redirect_uri": return_url,
            "scope": "openid profile email",
            "state": kept["state"],
            "nonce": kept["nonce"],
            "code_challenge": create_s256_code_challenge(kept["verifier"]),
            "code_challenge_method": "S256",
        }
        address = self._endpoint("authorization_endpoint")
        joint = "&" if urlsplit(address).query else "?"
        return f"{address}{joint}{urlencode(asked)}", kept

    def finish(self, kept: dict[str, Any], answered: dict[str, str]) -> OutsidePerson:
        """Who came back; `answered` is the query of the provider's redirect. Raises `ProviderRefused`."""
        try:
            return self._finish(kept, answered)
        except ProviderRefused:
            raise
        except (httpx.HTTPError, JoseError, VanthuError, OSError, ValueError, KeyError, TypeError) as fault:
            raise self._refused(type(fault).__name__) from None

    def _finish(self, kept: dict[str, Any], answered: dict[str, str]) -> OutsidePerson:
        if not compare_digest(str(kept["state"]).encode(), answered.get("state", "").encode()):
            raise self._refused("state")
        if "iss" in answered and answered["iss"] != self.config.issuer:  # RFC 9207
            raise self._refused("issuer of the answer")
        if "error" in answered or not answered.get("code"):
            raise self._refused("no code")
        token = self._token(answered["code"], str(kept["verifier"]), str(kept["return_url"]))
        claims = self._claims(token, nonce=str(kept["nonce"]))
        named = claims.get(self.config.username_claim)
        return OutsidePerson(
            issuer=self.config.issuer,
            subject=str(claims["sub"]),
            username=named if isinstance(named, str) else None,
            second_factor=_shows_second_factor(claims.get("amr")),
        )

    def _token(self, code: str, verifier: str, return_url: str) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": return_url,
            "code_verifier": verifier,
        }
        conf, supported = self.config, self._provider().get("token_endpoint_auth_methods_supported")
        auth: Any = (quote(conf.client_id, safe=""), quote(conf.client_secret, safe=""))  # RFC 6749, 2.3.1
        if isinstance(supported, list) and "client_secret_basic" not in supported:
            form |= {"client_id": conf.client_id, "client_secret": conf.client_secret}
            auth = httpx.USE_CLIENT_DEFAULT
        reply = self._client.post(
            self._endpoint("token_endpoint"),
            data=form,
            auth=auth,
            headers={"Accept": "application/json"},
        )
        return self._json(reply)

    def _claims(self, token: dict[str, Any], *, nonce: str) -> dict[str, Any]:
        raw = str(token["id_token"])
        offered = self._provider().get("id_token_signing_alg_values_supported") or ["RS256"]
        algorithms = [name for name in ALGORITHMS if name in offered]
        try:
            decoded = jwt.decode(raw, self._key_set(), algorithms=algorithms)
        except (JoseError, ValueError):  # signed with a key that is newer than what we hold, perhaps
            decoded = jwt.decode(raw, self._key_set(anew=True), algorithms=algorithms)
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {
                "iss": {"essential": True, "value": self.config.issuer},
                "aud": {"essential": True, "value": self.config.client_id},
                "sub": {"essential": True, "allow_blank": False},
                "nonce": {"essential": True, "value": nonce},
            },
            {
                "nonce": nonce,
                "client_id": self.config.client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(now=int(self._clock().timestamp()), leeway=LEEWAY_S)
        return dict(claims)

    def _provider(self) -> dict[str, Any]:
        """What the provider publishes about itself (OpenID Connect Discovery 1.0, section 4)."""
        with self._lock:
            if self._about_at is None or self._clock() - self._about_at > KEPT_FOR:
                address = self.config.issuer.rstrip("/") + "/.well-known/openid-configuration"
                about = self._json(self._client.get(address))
                if about.get("issuer") != self.config.issuer:
                    raise self._refused("issuer")
                self._about, self._about_at = about, self._clock()
            return self._about

    def _key_set(self, *, anew: bool = False) -> KeySet:
        address = self._endpoint("jwks_uri")
        with self._lock:
            age = self._clock() - self._keys_at if self._keys_at else None
            if self._keys is None or age is None or age > (ASKED_AGAIN_AFTER if anew else KEPT_FOR):
                published: Any = self._json(self._client.get(address))
                self._keys, self._keys_at = KeySet.import_key_set(published), self._clock()
            return self._keys

    def _endpoint(self, name: str) -> str:
        """An address the provider publishes, as safe on its way as the issuer itself."""
        try:
            address = str(self._provider()[name])
        except ProviderRefused:
            raise
        except (httpx.HTTPError, VanthuError, OSError, ValueError, KeyError, TypeError) as fault:
            raise self._refused(f"{name}: {type(fault).__name__}") from None
        if not safe_address(address):
            raise self._refused(f"{name} is not https")
        return address

    def _json(self, reply: httpx.Response) -> dict[str, Any]:
        if reply.status_code != 200 or len(reply.content) > LARGEST_REPLY:
            raise self._refused(f"status {reply.status_code}")
        said = reply.json()
        if not isinstance(said, dict):
            raise self._refused("no object")
        return said

    def _refused(self, why: str) -> ProviderRefused:
        """The person is told nothing of the reason; the log is, without saying who it was."""
        log.warning("sign-in at the identity provider refused: %s", why)
        return ProviderRefused()


def safe_address(address: str) -> bool:
    """HTTPS, or a service on this very host."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    )


def _shows_second_factor(amr: Any) -> bool:
    """Authentication methods (RFC 8176) that make two factors: said to be several, or one of each kind."""
    methods = set(amr) if isinstance(amr, list) and all(isinstance(each, str) for each in amr) else set()
    return "mfa" in methods or bool(methods & _KNOWLEDGE and methods & _POSSESSION)
