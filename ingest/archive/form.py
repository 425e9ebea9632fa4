"""Which kind of PDF/A is made, and what is said of the document in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ArchiveForm(StrEnum):
    """The archival form of the searchable PDF."""

    A2U = "pdfa-2u"  # ISO 19005-2, level U: every letter has its Unicode value
    A1B = "pdfa-1b"  # ISO 19005-1, level B, as TCVN 14159-1:2024 asks

    @property
    def part(self) -> str:
        return self.value[5]

    @property
    def conformance(self) -> str:
        return self.value[6:].upper()


@dataclass(frozen=True, slots=True)
class Facts:
    """The document as its metadata packet (XMP) names it; None where it is not known."""

    title: str | None = None
    number: str | None = None
    """Reference number: `115/NQ-CP`."""
    issued: str | None = None
    """ISO date."""
    issuer: str | None = None
    language: str | None = None
    original_sha256: str | None = None
    """Of the file this is a copy of."""


NOTHING_KNOWN = Facts()
