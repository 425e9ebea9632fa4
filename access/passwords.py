"""Passwords: Argon2id through pwdlib, long rather than complicated, the same work for every name."""

from __future__ import annotations

import re
import secrets
import threading
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError

from access.errors import PasswordPredictable, PasswordWeak
from vanthu.text import fold

LEAST = 12
MOST = 256
_LEAST_DISTINCT = 5
_LEAST_NAME = 4
"""Names shorter than this stand in many good phrases by chance."""
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # no l, o, 0, 1: read aloud and copied by hand
_AT_ONCE = threading.BoundedSemaphore(4)
"""Each hash takes 64 MiB: many sign-ins at once must not take all memory."""


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _decoy() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))


@cache
def _predictable() -> frozenset[str]:
    """Words and runs that many people make passwords of, without accents, signs and digits around them."""
    lines = (Path(__file__).parent / "predictable_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def generate() -> str:
    """A new password of four groups of four, 80 bits."""
    letters = [secrets.choice(_ALPHABET) for _ in range(16)]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, 16, 4))


def check_strength(password: str, *names: str) -> None:
    """Length first, no required kinds of characters (NIST SP 800-63B, 3.1.1.2).

    Raises `PasswordWeak` unless long and varied, `PasswordPredictable` for what many people choose and for
    one's own `names` (user name, unit).
    """
    password = _normal(password)
    if not LEAST <= len(password) <= MOST or len(set(password)) < _LEAST_DISTINCT:
        raise PasswordWeak(least=LEAST, most=MOST)
    plain = fold(password)
    core = re.sub(r"^[\d\W_]+|[\d\W_]+$", "", plain).replace(" ", "")
    squeezed = re.sub(r"[\W_]+", "", plain)
    own = {re.sub(r"[\W_]+", "", fold(name)) for name in names}
    if (
        {_unit_of(core), _unit_of(re.sub(r"[\d\W_]+", "", plain))} & _predictable()
        or _is_run(squeezed)
        or any(len(name) >= _LEAST_NAME and name in squeezed for name in own)
    ):
        raise PasswordPredictable


def hash_password(password: str) -> str:
    with _AT_ONCE:
        return _hasher().hash(_normal(password))


def verify(password: str, password_hash: str | None) -> tuple[bool, str | None]:
    """Whether the password fits, and its new hash where the kept one is of another cost.

    Without a hash the same work is done against a decoy.
    """
    candidate = _normal(password)[: MOST + 1]
    with _AT_ONCE:
        try:
            fits, renewed = _hasher().verify_and_update(candidate, password_hash or _decoy())
        except PwdlibError:
            fits, renewed = False, None
    return (True, renewed) if fits and password_hash is not None else (False, None)


def _normal(password: str) -> str:
    """One form for every keyboard: Vietnamese typed composed and decomposed is the same password."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "replace").decode()


def _unit_of(text: str) -> str:
    """What a text repeats, or the text itself: `matkhaumatkhau` is `matkhau`."""
    again = (text + text).find(text, 1)
    return text[:again] if text and len(text) % again == 0 else text


def _is_run(text: str) -> bool:
    """Neighbours in the alphabet, among the digits or on the keyboard, one after the other."""
    rows = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
    near = {pair for row in rows for line in (row, row[::-1]) for pair in pairwise(line)}
    pairs = list(pairwise(text))
    return bool(pairs) and sum(pair in near or pair[0] == pair[1] for pair in pairs) / len(pairs) > 0.75
