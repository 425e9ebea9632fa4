"""Reference numbers in one comparable form: `Số: 05 - QĐ / TW` and `5-qd/tw` are one key."""

from __future__ import annotations

import re

from vanthu.text import fold

_PREFIX = re.compile(r"^so\s*:?\s*(?=\d)")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")


def key(reference_number: str) -> str:
    """Folded, without blanks, one kind of dash, no leading zeros. Empty when there is nothing to compare."""
    folded = _DASHES.sub("-", fold(reference_number)).strip()
    compact = "".join(_PREFIX.sub("", folded).split())
    return _LEADING_ZEROS.sub("", compact)
