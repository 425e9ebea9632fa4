"""Text in a form both databases keep: composed, without NUL (PostgreSQL) or lone surrogates (UTF-8)."""

from __future__ import annotations

from vanthu.text import nfc


def storable(text: str) -> str:
    return nfc(text.replace("\0", "").encode("utf-8", "replace").decode())
