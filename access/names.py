"""Names at the door in one form: two people cannot hold names that look alike by encoding only."""

from __future__ import annotations

import re
import unicodedata

from access.errors import AgencyCodeInvalid, UnitInvalid, UsernameInvalid
from vanthu.text import fold

_USERNAME = re.compile(r"[^\W_][\w.\-]{1,63}")
_UNIT_CODE = re.compile(r"[^\W_][\w.\-]{0,63}")
_AGENCY_CODE = re.compile(r"[A-Z][0-9]{2}(\.[0-9A-Z]+)*")
LONGEST_AGENCY_CODE = 35
LOCAL_USERNAME = "local"
"""The account of whoever owns the data folder; nobody signs in with it."""


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


def agency_code(text: str) -> str | None:
    """The stored form of an electronic identification code; None for an empty one.

    Decision 20/2020/QĐ-TTg: a letter and two digits for the first level (A the Party … K the people's
    councils), then a part after a full stop for every level below; at most 35 of `.`, 0-9, A-Z.
    Raises `AgencyCodeInvalid`.
    """
    code = text.strip().upper()
    if not code:
        return None
    if len(code) > LONGEST_AGENCY_CODE or not _AGENCY_CODE.fullmatch(code):
        raise AgencyCodeInvalid
    return code


def search_key(username: str, display_name: str) -> str:
    """What an account is found by: both its names without marks and in lower case."""
    return f"{fold(username)} {fold(display_name)}"[:400]


def display_name(text: str) -> str:
    """A shown name: composed, single blanks, without control characters, at most 255 characters."""
    shown = "".join(
        c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c)[0] != "C" or c == " "
    )
    return " ".join(shown.split())[:255]
