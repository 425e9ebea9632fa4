"""Names of places: those of the provinces are a closed list (before and after 01/7/2025)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from vanthu.text import canonical_tone, fold, nfc

_FILE = Path(__file__).with_name("provinces.txt")

_BEFORE_NAME = frozenset(
    {"tinh", "pho", "xa", "phuong", "huyen", "quan", "uy", "thon", "ap", "buon", "bon", "khu", "tran"}
)


def spelt(name: str) -> str:
    """One spelling for comparing: small letters, one tone placement."""
    return " ".join(canonical_tone(word) for word in nfc(name).lower().split())


def bare(name: str) -> str:
    """Letters alone: what a misread mark or a lost blank leaves."""
    return "".join(c for c in fold(name) if c.isalnum())


def listed(name: str) -> str | None:
    """The province with these letters, as it is written; None where no province has them."""
    return _provinces().get(bare(name))


def in_name(body: str) -> str | None:
    """The place in a body's name: `Sơn La` of `Ủy ban nhân dân tỉnh Sơn La`; None where none is named."""
    words = body.split()
    folded = [fold(word) for word in words]
    for at in range(len(words) - 1, -1, -1):
        if folded[at] in _BEFORE_NAME and at + 1 < len(words) and words[at + 1][:1].isupper():
            return " ".join(words[at + 1 :])
    return None


def is_listed(name: str) -> bool:
    found = listed(name)
    return found is not None and spelt(found) == spelt(name)


@cache
def _provinces() -> dict[str, str]:
    names = " ".join(_FILE.read_text("utf-8").split()).split(",")
    return {bare(name): name.strip() for name in names}
