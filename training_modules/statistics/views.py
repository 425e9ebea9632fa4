"""How a question does, as a trainer is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from training_modules.views import Json


class Finding(StrEnum):
    """What is odd about a question. Bounds after Moodle, "Quiz report statistics"."""

    KEY_DOUBTFUL = "key_doubtful"
    """Those who do well otherwise answer it wrongly: its discrimination is below 0."""
    WEAK = "weak"
    """Discrimination below 20."""
    TOO_EASY = "too_easy"
    """Facility of 95 % or more."""
    TOO_HARD = "too_hard"
    """Facility of 20 % or less."""
    OPTION_UNUSED = "option_unused"
    """A wrong option that nobody of very many chose."""


@dataclass(frozen=True, slots=True)
class OptionUse(Json):
    """One option of a question."""

    code: str
    words: str
    right: bool
    chosen: int
    share: float
    biserial: float | None
    """Correlation, -1..1, of choosing it with the rest of the attempt: below 0 for a good distractor."""


@dataclass(frozen=True, slots=True)
class Figures(Json):
    """One wording of a question, or all of them; nothing is measured for fewer than `LEAST` answers."""

    answers: int | None
    """None for fewer than `LEAST`."""
    facility: float | None
    """0..1."""
    deviation: float | None
    guess: float
    discrimination: float | None
    """-100..100; None where nothing varies."""
    efficiency: float | None
    intended: float | None
    """Weight in the attempt that its course gives it, in per cent."""
    effective: float | None
    """The same as the answers have it."""
    options: tuple[OptionUse, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class WordingFigures(Json):
    stem: str
    since: datetime
    figures: Figures


@dataclass(frozen=True, slots=True)
class QuestionFigures(Json):
    activity_id: str
    item_id: str
    kind: str
    stem: str
    """As it was asked last."""
    figures: Figures
    wordings: tuple[WordingFigures, ...]
    """Newest first, where there are several and each has enough answers."""
