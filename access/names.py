"""Names at the door in one form: two people cannot hold names that look alike by encoding only."""

from __future__ import annotations

import re
import unicodedata

from access.errors import UnitInvalid, UsernameInvalid

_USERNAME = re.compile(r"[^\W_][\w.\-]{1,63}")
_UNIT_CODE = re.compile(r"[^\W_][\w.\-]{0,63}")


def username(text: str) -> str:
    """The stored form of a user name: composed, case-folded; raises `UsernameInvalid`."""
    name = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text.strip()).casefold())
    if not _USERNAME.fullmatch(name):
        raise UsernameInvalid
    return name


def unit_code(text: str) -> str:
    """The stored form of a unit code: composed, upper case; raises `UnitInvalid`."""
    code = unicodedata.normalize("NFC", text.strip()).upper()
    if not _UNIT_CODE.fullmatch(code):
        raise UnitInvalid
    return code


def display_name(text: str) -> str:
    """A shown name: composed, single blanks, without control characters, at most 255 characters."""
    shown = "".join(
        c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c)[0] != "C" or c == " "
    )
    return " ".join(shown.split())[:255]
