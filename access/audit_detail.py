"""What an event may hold beside who, what and when: ids, numbers, yes or no, and words of closed lists.

Free text is refused where it is written, so that no question, no name and no line of a document can slip
into the trail, whatever a caller hands over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from access.roles import Action, Role

_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
_HASH = re.compile(r"[0-9a-f]{16,64}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_IDS = 2_000
LARGEST = 2**63 - 1

_LEVELS = frozenset({"none", "confidential", "secret", "top_secret"})
_CLASSES = frozenset({"ordinary", "sensitive", "confidential", "secret"})

CLOSED: dict[str, frozenset[str]] = {
    "level": _LEVELS,
    "secrecy": _LEVELS,
    "mark": _LEVELS,
    "data_class": _CLASSES,
    "class_before": _CLASSES,
    "role": frozenset(Role),
    "mode": frozenset({"ordinary", "independent_lan"}),
    "method": frozenset({"password", "oidc", "totp", "recovery_code", "key", "activation"}),
    "form": frozenset({"download", "print", "export", "jsonl", "csv"}),
    "change": frozenset(
        {"add", "card", "put", "take_out", "arrange", "close", "reopen", "remove"}  # vanthu.filing
        | {"open", "pause", "resume", "cancel", "retry"}  # vanthu.batching
        | {"rename", "clear", "take_back"}  # vanthu.talking
    ),
    "why": frozenset({"marked", "classified", "ordered"}),  # records.removal.Why
    "way": frozenset(
        {"declared", "text", "stamp", "name", "beneath", "part_unseen", "page_unread"}  # ingest.findings.Kind
    ),
}
"""Keys whose value is one word (or a list of words) out of a closed list."""

LISTED: dict[str, frozenset[str]] = {"roles": frozenset(Role), "actions": frozenset(Action)}
HASHES = frozenset({"address", "settings", "wording"})
"""Hexadecimal: the keyed hash of an address, the hash of the settings, the digest of a question."""
DAYS = frozenset({"from_day", "until_day", "day", "on"})


class DetailRefused(ValueError):
    """The caller's mistake: `detail` holds something that is no id, number or listed word."""


def canonical(detail: Mapping[str, Any] | None) -> str:
    """`detail` as the one JSON text that is hashed; `DetailRefused` where it could hold anyone's words."""
    told = dict(detail or {})
    for name, value in told.items():
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise DetailRefused("the name of a detail is no plain word")
        if not _fits(name, value):
            raise DetailRefused(f"audit detail {name!r} may hold ids, numbers and listed words only")
    return json.dumps(told, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def _fits(name: str, value: Any) -> bool:
    if value is None or _is_number(value):
        return True
    if isinstance(value, list | tuple):
        listed = LISTED.get(name, frozenset())
        return len(value) <= MOST_IDS and all(_is_number(each) or _is_word(each, listed) for each in value)
    if name in HASHES:
        return isinstance(value, str) and _HASH.fullmatch(value) is not None
    if name in DAYS:
        return isinstance(value, str) and _DAY.fullmatch(value) is not None
    return _is_word(value, CLOSED.get(name, frozenset()))


def _is_number(value: Any) -> bool:
    """Whole numbers only: a fraction has more than one way of being written."""
    return isinstance(value, bool) or (isinstance(value, int) and -LARGEST <= value <= LARGEST)


def _is_word(value: Any, listed: frozenset[str]) -> bool:
    return isinstance(value, str | StrEnum) and str(value) in listed
