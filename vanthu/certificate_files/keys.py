"""The key that signs badges: made on first use, kept with the data folder's other secrets."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc.jwk import OKPKey

KEY_FILE = "badge.key"


@dataclass(frozen=True, slots=True)
class BadgeKey:
    private: OKPKey
    name: str
    """Its thumbprint (RFC 7638): what the key's address ends in."""

    def public(self) -> dict[str, Any]:
        """As JWK, without the private part."""
        return {**self.private.as_dict(private=False), "kid": self.name, "use": "sig", "alg": "EdDSA"}


def badge_key(data: Path) -> BadgeKey:
    """Ed25519, from the file in `data`, which only its owner may read."""
    path = data / KEY_FILE
    with contextlib.suppress(FileExistsError):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(Ed25519PrivateKey.generate().private_bytes_raw())
    raw = Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    pem = raw.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key = OKPKey.import_key(pem)
    return BadgeKey(key, key.thumbprint())
