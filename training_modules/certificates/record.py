"""The frozen record: one spelling of it, its hash, and the seals over what it rests on."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

FORM = 1
"""Of the record; a later form is another number, and old records stay as they are."""


def canonical(value: Mapping[str, Any]) -> str:
    """The one spelling that is hashed: sorted names, no blanks, letters as they are (as RFC 8785 has it for
    values without fractions, which records do not hold)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def new_salt() -> str:
    """So that nobody finds out by trying what a seal or a hashed name stands for."""
    return secrets.token_hex(16)


def seal(body: str, document_id: int | None) -> str:
    """Over a source's row; the row's own salt is in `body`."""
    return sha256(f"{document_id or ''}\n{body}")


def identity_hash(identity: str, salt: str) -> str:
    """Open Badges 3.0, `IdentityHash`: the hash of the identity followed by the salt, in lower case hex."""
    return f"sha256${sha256(identity + salt)}"
