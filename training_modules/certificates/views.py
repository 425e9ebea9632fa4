"""A certificate as its holder, a trainer and whoever checks it see it: restricted texts are only counted."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Standing(StrEnum):
    IN_FORCE = "in_force"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    """Another certificate with the holder's name or unit corrected stands in its place."""
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Score:
    """A drill or quiz of the course, as it was passed."""

    kind: str
    title: str
    correct: int
    total: int
    needed: int


@dataclass(frozen=True, slots=True)
class Finished:
    """A course of the programme, as it stood when the programme was finished."""

    course_id: str
    title: str
    title_en: str
    number: str | None
    """Of its own certificate, where it has one."""
    finished_on: date | None


@dataclass(frozen=True, slots=True)
class RestedOn:
    """A text it rests on that anyone may be told of."""

    key: str
    reference_number: str | None
    title: str
    issue_date: date | None
    article: str | None
    clause: str | None
    followed: bool
    """Whether this library holds the text, and so notices when it changes."""
    changed: bool
    """Whether its text has changed since the certificate was issued, as far as anyone may be told."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """The whole frozen record, and what has become of it."""

    id: int
    code: str
    number: str
    holder: str
    unit: str
    issuer: str
    course_id: str
    title: str
    title_en: str
    edition: int
    scores: tuple[Score, ...]
    programme: tuple[Finished, ...]
    """The courses of the programme; none where it certifies a single course."""
    issued_at: datetime
    issued_on: date
    valid_until: date | None
    sources: tuple[RestedOn, ...]
    restricted: int
    """How many more texts it rests on, of which only those entitled may know."""
    record_sha256: str
    identity_hash: str
    identity_salt: str
    standing: Standing
    sound: bool
    """Whether the record still has the hash it was kept with."""
    revoked_on: date | None = None
    reason: str | None = None
    supersedes: str | None = None
    """Number of the certificate this one corrects."""
    superseded_by: str | None = None
    superseded_on: date | None = None

    @property
    def changed(self) -> int:
        """How many of the texts have changed since."""
        return sum(source.changed for source in self.sources)

    def as_json(self) -> dict[str, Any]:
        """For whoever is handed it as a file; what the account is called here stays out."""
        told = asdict(self)
        del told["id"]
        return {name: _plain(value) for name, value in told.items()}


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One of many, for a trainer."""

    id: int
    code: str
    number: str
    holder: str
    unit: str
    course_id: str
    title: str
    edition: int
    issued_on: date
    standing: Standing


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
