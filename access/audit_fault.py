"""What verification reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AuditFault:
    """What is wrong with the trail, and where."""

    sequence: int
    """The event; 0 where a guard or a seal is at fault."""
    kind: str
    """`edited`; `moved` (another event's number); `missing`; `inserted`; `replaced` (its hash is right, but
    the next event was chained to another one); `rewritten` (some event after the last seal that holds, up to
    this one); `seal_*` (a checkpoint); `guard_missing` (a trigger of the database)."""
    until: int | None = None
    """The last of several events that are missing or rewritten."""
    where: str = ""
    """The day of a seal, the name of a guard."""

    def __str__(self) -> str:
        if self.where:
            return self.where
        return str(self.sequence) if self.until in (None, self.sequence) else f"{self.sequence}-{self.until}"
