"""Keys derived from the data folder's secret, one for each purpose, and sealing with them."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derived_key(secret: bytes, purpose: str) -> bytes:
    """32 bytes for one purpose (HKDF-SHA256): to know one key is to know nothing of the others."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"vanthu {purpose}".encode()).derive(secret)


class Sealer:
    """Encrypts and authenticates small values kept in the database."""

    def __init__(self, secret: bytes, purpose: str) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(derived_key(secret, purpose)))

    def seal(self, value: bytes) -> bytes:
        return self._fernet.encrypt(value)

    def open(self, sealed: bytes) -> bytes | None:
        """The value, or None where it was sealed with another key or changed since."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            return None
