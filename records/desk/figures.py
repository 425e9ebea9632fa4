"""How sure the engines were of the words that persons then accepted or corrected: measured, not promised.

Two counts that must not be mixed: words that were in doubt and looked at one by one give an error rate; words
that nobody doubted and someone corrected beside the image are known errors of an unknown whole.

Ordinary documents of the unit only: a count must not tell of documents under grants.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select

from access.principal import Principal
from access.roles import Action
from ocr.page import Line, Word
from records.desk.corrections import PERSON
from records.desk.models import DeskChangeRow, DeskStepRow
from records.desk.steps import StepKind
from records.models import DocumentRow
from records.types import DataClass, DocumentStatus
from vanthu.db import Database

EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Confidence bands: from one edge up to the next, the last with its upper edge."""


@dataclass(frozen=True, slots=True)
class Band:
    """Words in doubt of one band that a person has looked at."""

    low: float
    high: float
    looked_at: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Measured:
    bands: tuple[Band, ...]
    """Every band, from the least sure."""
    undoubted: int
    """Words corrected that were not in doubt."""


@dataclass(frozen=True, slots=True)
class _Looked:
    word: Word
    wrong: bool


def measured(db: Database, principal: Principal, since: datetime, until: datetime) -> Measured:
    """Over the steps a unit took from `since` until before `until`, without those taken back."""
    principal.require(Action.KEEP)
    wanted = (
        select(DeskChangeRow.before, DeskChangeRow.after)
        .join(DeskStepRow, DeskStepRow.id == DeskChangeRow.step_id)
        .join(DocumentRow, DocumentRow.id == DeskChangeRow.document_id)
        .where(
            DocumentRow.unit_id == principal.unit_id,
            DocumentRow.data_class == DataClass.ORDINARY.value,
            DocumentRow.status == DocumentStatus.READY.value,
            DeskStepRow.at >= since,
            DeskStepRow.at < until,
            DeskStepRow.undone_at.is_(None),
            DeskStepRow.kind.in_([StepKind.WORD, StepKind.EDIT, StepKind.REPLACE]),
            DeskChangeRow.line.is_not(None),
        )
        .execution_options(yield_per=500)
    )
    with db.session() as session:
        return _counted(
            looked
            for before, after in session.execute(wanted)
            if before is not None and after is not None
            for looked in _compared(Line.from_json(before), Line.from_json(after))
        )


def _counted(words: Iterable[_Looked]) -> Measured:
    looked_at: Counter[int] = Counter()
    wrong: Counter[int] = Counter()
    undoubted = 0
    for looked in words:
        if looked.word.doubtful:
            band = sum(looked.word.confidence >= edge for edge in EDGES[1:-1])
            looked_at[band] += 1
            wrong[band] += looked.wrong
        else:
            undoubted += looked.wrong
    edges = pairwise(EDGES)
    bands = (Band(low, high, looked_at[i], wrong[i]) for i, (low, high) in enumerate(edges))
    return Measured(tuple(bands), undoubted)


def _compared(before: Line, after: Line) -> Iterator[_Looked]:
    """The words of an engine that a step touched; one by one where there are as many as before."""
    old, new = [*before.words], [*after.words]
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    same_count = len(old) == len(new)
    for i, word in enumerate(old):
        kept = same_count and new[i].text == word.text
        if word.engine != PERSON and not (kept and new[i] == word):
            yield _Looked(word, not kept)
