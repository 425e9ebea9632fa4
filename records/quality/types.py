"""Lots, checks and what they found, as other rooms see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from records.types import FieldName

STAGES = (1, 2, 3)


class LotState(StrEnum):
    CHECKING = "checking"
    ACCEPTED = "accepted"


class PageFault(StrEnum):
    """What may be wrong with the pages themselves."""

    MISSING_PAGE = "missing_page"
    PAGE_ORDER = "page_order"
    IMAGE = "image"
    """Cut off, too dark, crooked: to be scanned again."""
    TEXT = "text"
    """Words read wrongly and not marked as doubtful."""


@dataclass(frozen=True, slots=True)
class StageProgress:
    stage: int
    total: int
    done: int
    fields_checked: int
    errors: int

    @property
    def error_rate(self) -> float:
        """Wrong fields of those checked, 0..1."""
        return self.errors / self.fields_checked if self.fields_checked else 0.0


@dataclass(frozen=True, slots=True)
class Lot:
    id: int
    name: str
    state: LotState
    round: int
    stage: int
    sample_rate: float
    limit: float
    documents: int
    stages: tuple[StageProgress, ...]
    """Of the present round, from V1 to the present pass."""
    mine: int
    """Documents of the present pass that the asker may check."""
    created_at: datetime
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Check:
    """A document that waits for the asker."""

    id: int
    lot_id: int
    stage: int
    document_id: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of a document: wrong fields, each with what is right, and faults of its pages."""

    corrections: Mapping[FieldName, str]
    faults: frozenset[PageFault] = frozenset()


@dataclass(frozen=True, slots=True)
class Tally:
    """Errors found over one kind of thing."""

    name: str
    checked: int
    errors: int


@dataclass(frozen=True, slots=True)
class ErrorFigures:
    """Errors found in V2 and V3 (V1 mends before it counts)."""

    by_field: tuple[Tally, ...]
    by_type: tuple[Tally, ...]
    by_operator: tuple[Tally, ...]
    checked: int
    errors: int
