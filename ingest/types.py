"""What intake promises the uploader and what a job looks like while it runs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from records.types import SecrecyLevel


class JobState(StrEnum):
    """Live states, in the order a document passes them."""

    QUEUED = "queued"
    INSPECTING = "inspecting"
    RECOGNISING = "recognising"
    SCREENING = "screening"
    QUARANTINED = "quarantined"
    """Waits, sealed, for a custodian to say whether it is secret; nothing works on it meanwhile."""
    PAUSED = "paused"
    """Held by whoever handed it in; what was read of it stays read."""
    CATALOGUING = "cataloguing"
    INDEXING = "indexing"
    ARCHIVING = "archiving"
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"
    DUPLICATE = "duplicate"
    CANCELLED = "cancelled"
    """Let go by whoever handed it in, before it came into the library."""

    @property
    def finished(self) -> bool:
        return self in _FINISHED

    @property
    def worked_on(self) -> bool:
        """Whether something is to be done by the machine."""
        return not self.finished and self not in {JobState.QUARANTINED, JobState.PAUSED}


_FINISHED = frozenset(
    {JobState.DONE, JobState.FAILED, JobState.REFUSED, JobState.DUPLICATE, JobState.CANCELLED}
)
BEFORE_LIBRARY = tuple(
    state.value for state in (JobState.QUEUED, JobState.INSPECTING, JobState.RECOGNISING, JobState.SCREENING)
)
"""States in which nothing of the document is in the library yet: it can still be held or let go."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What the uploader says of the document; there is no silent answer to it."""

    secrecy: SecrecyLevel
    sensitive: bool = False
    """Holds personal or otherwise sensitive data (Regulation 384-QĐ/TW, Art. 4.6)."""


@dataclass(frozen=True, slots=True)
class JobView:
    """One upload as its owner sees it."""

    id: int
    filename: str
    state: JobState
    page: int
    """Pages recognised so far."""
    page_count: int | None
    document_id: int | None
    """The catalogued document, or for `duplicate` the existing one."""
    code: str | None
    message: str | None
    remedy: str | None
    failed_pages: int
    created_at: datetime
    updated_at: datetime
    seconds_left: float | None = None

    def as_json(self) -> dict[str, Any]:
        raw = asdict(self)
        raw["created_at"], raw["updated_at"] = self.created_at.isoformat(), self.updated_at.isoformat()
        return raw
