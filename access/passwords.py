"""Passwords: Argon2id through pwdlib, long rather than complicated, the same work for every name."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError

from access.errors import PasswordWeak

LEAST = 12
MOST = 256
_LEAST_DISTINCT = 5
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # no l, o, 0, 1: read aloud and copied by hand


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _decoy() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))


def generate() -> str:
    """A new password of four groups of four, 80 bits."""
    letters = [secrets.choice(_ALPHABET) for _ in range(16)]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, 16, 4))


def check_strength(password: str, username: str) -> None:
    """Raise `PasswordWeak` unless long, varied and without the name (length first, no required classes)."""
    password = _normal(password)
    weak = (
        not LEAST <= len(password) <= MOST
        or len(set(password)) < _LEAST_DISTINCT
        or username in password.casefold()
    )
    if weak:
        raise PasswordWeak(least=LEAST, most=MOST)


def hash_password(password: str) -> str:
    return _hasher().hash(_normal(password))


def verify(password: str, password_hash: str | None) -> bool:
    """Whether the password fits; without a hash the same work is done against a decoy."""
    known = password_hash is not None
    candidate = _normal(password)[: MOST + 1]
    try:
        fits = _hasher().verify(candidate, password_hash or _decoy())
    except PwdlibError:
        fits = False
    return fits and known


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
