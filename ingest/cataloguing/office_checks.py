"""The office of who signed against the body that issued and the authority it was signed by."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from ingest.cataloguing.abbreviations import Agreement
from vanthu.text import fold

_FILE = Path(__file__).with_name("offices.yaml")
_BY_ORDER = re.compile(r"\bt\s?[./]?\s?(?:l|uq)\b|\btuq\b|\bq\.")
_FOR_ALL = re.compile(r"^tm[. ]+(?P<body>[a-z ]+)$")
_HEADS = {"uy ban nhan dan": "CHỦ TỊCH", "chinh phu": "THỦ TƯỚNG"}
_NO_PLAIN_DEPUTY = {"bo truong": "THỨ TRƯỞNG", "thu tuong": "PHÓ THỦ TƯỚNG"}


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w./]+", " ", fold(text)).split())


def office_of_deputy(authority: str) -> str | None:
    """`KT. CHỦ TỊCH` is signed by a `PHÓ CHỦ TỊCH`: the office in capitals; None without KT."""
    found = re.search(r"\bK\s?[./]?\s?T[\s./,]+(?P<office>\D+)$", authority)
    if not found:
        return None
    office = found["office"].strip()
    bare = _bare(office)
    for head, deputy in _NO_PLAIN_DEPUTY.items():
        if bare.startswith(head):
            return deputy
    return f"PHÓ {office}"


def office_for_all(authority: str) -> str | None:
    """`TM. ỦY BAN NHÂN DÂN` alone is signed by its head."""
    found = _FOR_ALL.match(_bare(authority))
    return next((office for head, office in _HEADS.items() if found and found["body"] == head), None)


def under_authority(title: str, authority: str) -> Agreement:
    """Whether who signs for another by KT. is that one's deputy."""
    expected = office_of_deputy(authority)
    if expected is None:
        return Agreement.SILENT
    named, wanted = _bare(title), _bare(expected)
    return Agreement.AGREES if named.startswith(wanted) or wanted.startswith(named) else Agreement.DIFFERS


def of_body(title: str, body: str, authority: str) -> Agreement:
    """Whether such an office signs for such a body."""
    if _BY_ORDER.search(_bare(authority)):
        return Agreement.SILENT
    key = _bare(body)
    known = [head for head in _offices() if key.startswith(head + " ") or key == head]
    if not known:
        return Agreement.SILENT
    named = re.sub(r"^(?:pho|quyen|q\.)\s", "", _bare(title))
    offices = _offices()[max(known, key=len)]
    return Agreement.AGREES if any(named.startswith(office) for office in offices) else Agreement.DIFFERS


@cache
def _offices() -> dict[str, tuple[str, ...]]:
    rows = yaml.safe_load(_FILE.read_text("utf-8"))
    return {str(head): tuple(offices) for head, offices in rows.items()}
