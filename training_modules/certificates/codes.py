"""Check codes: unguessable, and easily read out, typed and copied by hand."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O, U, which are read as 1, 1, 0 and V."""
LENGTH = 20
"""Characters of five bits: 100 bits."""
GROUP = 5

_READ = {**{letter: letter for letter in ALPHABET}, "I": "1", "L": "1", "O": "0"}


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """In groups: `7K3M9-Q2XAB-…`."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read(typed: str) -> str | None:
    """The code as stored, however it was typed; None where it can be none."""
    letters = [letter for letter in typed[:100].upper() if letter not in "-–—_. \t\n"]
    code = "".join(_READ.get(letter, "") for letter in letters)
    return code if len(code) == LENGTH == len(letters) else None
