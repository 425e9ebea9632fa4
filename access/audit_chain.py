"""One event of the trail as plain data, and the hash that ties it to the one before."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import NamedTuple

GENESIS = "0" * 64
"""What the first event is chained to."""

_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


class Event(NamedTuple):
    """What is hashed of an event, in this order."""

    sequence: int
    at: datetime | str
    """A moment, or the text it is hashed as."""
    account_id: int | None
    unit_id: int | None
    channel: str | None
    action: str
    result: str | None
    document_id: int | None
    detail: str
    """Canonical JSON."""
    previous_hash: str


def digest(event: Event) -> str:
    """SHA-256 over the JSON list of the event's fields, hexadecimal.

    An event without a result was written before results, units and channels were kept, and is hashed
    without them; with a result it never is, so the one form cannot be passed off as the other.
    """
    at = moment(event.at)
    if event.result is None:
        fields = [event.sequence, at, event.account_id, event.action, event.document_id, event.detail]
    else:
        fields = [event.sequence, at, event.account_id, event.unit_id, event.channel, event.action]
        fields += [event.result, event.document_id, event.detail]
    return hashlib.sha256(_encode([*fields, event.previous_hash]).encode()).hexdigest()


def moment(at: datetime | str) -> str:
    """A moment as it is hashed and exported: UTC, to the microsecond."""
    if isinstance(at, str):
        return at
    return at.astimezone(UTC).isoformat(timespec="microseconds")
