"""Signed, timed session tokens; the same cookie serves the web pages and the API."""

from __future__ import annotations

from itsdangerous import BadData, URLSafeTimedSerializer

from access.errors import SessionExpired
from access.principal import Principal

COOKIE_NAME = "vanthu_session"


class SessionSigner:
    """Issues and reads tokens that hold an account id and the moment of sign-in."""

    def __init__(self, secret: bytes, hours: float) -> None:
        self._serializer = URLSafeTimedSerializer(secret, salt="vanthu.session")
        self._max_age_s = round(hours * 3600)

    @property
    def max_age_s(self) -> int:
        """Seconds a token is good for: also the cookie's age."""
        return self._max_age_s

    def issue(self, principal: Principal) -> str:
        token: str | bytes = self._serializer.dumps(principal.account_id)
        return token.decode() if isinstance(token, bytes) else token

    def read(self, token: str) -> int:
        """The account id; raises `SessionExpired` for a forged, damaged or old token."""
        try:
            account_id = self._serializer.loads(token, max_age=self._max_age_s)
        except (BadData, UnicodeError):
            raise SessionExpired from None
        if not isinstance(account_id, int):
            raise SessionExpired
        return account_id
