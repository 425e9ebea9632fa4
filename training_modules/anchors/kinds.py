"""What can happen to a clause, and how it is settled. Stored by value."""

from __future__ import annotations

from enum import StrEnum


class ChangeKind(StrEnum):
    TEXT = "text"
    """Its words are others now: corrected, or read anew."""
    AMENDS = "amends"
    REPLACES = "replaces"
    REPEALS = "repeals"
    WITHDRAWN = "withdrawn"
    """The document was taken out of the library, or the clause is no longer found in it."""
    GONE = "gone"
    """The document was removed for good; nothing is known of what it said."""


class Verdict(StrEnum):
    STILL_RIGHT = "still_right"
    """A trainer has compared: what rests on it stays as it is."""
    REVISED = "revised"
    """Everything that rests on it was written anew."""
    UNDONE = "undone"
    """What had happened is no longer so."""
