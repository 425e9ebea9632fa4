"""What the school shows. Nothing here carries a key before the attempt is handed in."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Literal

ActivityState = Literal["not_started", "in_progress", "done", "failed"]


class Json:
    """Views as JSON values: dates ISO."""

    __slots__ = ()

    def as_json(self) -> dict[str, Any]:
        return _plain(asdict(self))  # type: ignore[call-overload, no-any-return]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, (date, datetime)) else value


@dataclass(frozen=True, slots=True)
class CourseCard(Json):
    id: str
    module: int
    title: str
    title_en: str
    summary: str
    summary_en: str
    minutes: int
    done: int
    total: int
    """Activities finished, of how many."""
    next_activity: str | None
    """Where to go on; None when the course is finished, or waits for others."""
    finished: bool
    edition: int = 1
    """The edition this person is in, or would begin."""
    newer: int | None = None
    """An edition they may go over to."""
    offered: bool = True
    """False where the course is offered to nobody new."""
    waits_for: tuple[str, ...] = ()
    """Ids of the courses that have to be finished first."""


@dataclass(frozen=True, slots=True)
class ActivityView(Json):
    id: str
    kind: str
    title: str
    minutes: int
    state: ActivityState
    guide: str
    """How a drill or quiz is done, Markdown; empty for a lesson."""
    time_limit: int = 0
    """Minutes an attempt may take; 0 for no limit."""
    attempts_a_day: int = 0
    """Attempts one may begin in a day; 0 for no limit."""
    title_en: str = ""
    """Empty where the course has none."""


@dataclass(frozen=True, slots=True)
class SourceCard(Json):
    """A source with its place in this library, where the learner may see it."""

    id: str
    reference_number: str | None
    title: str
    issue_date: date | None
    article: str | None
    clause: str | None
    substance: str
    document_id: int | None
    passage_id: int | None
    page: int | None
    """Where in that document the article and clause stand, if they were found."""
    changed: bool = False
    """What it rests on has changed, and no trainer has decided about that yet."""


@dataclass(frozen=True, slots=True)
class CourseFault(Json):
    """A course whose files a trainer has to mend."""

    course_id: str
    message: str
    """Which file, and what is wrong in it, in the current language."""
    still_offered: bool
    """Learners go on with the course as it was before the fault."""


@dataclass(frozen=True, slots=True)
class CourseView(Json):
    card: CourseCard
    audience: str
    body: str
    activities: tuple[ActivityView, ...]
    sources: tuple[SourceCard, ...]


@dataclass(frozen=True, slots=True)
class LessonView(Json):
    course_id: str
    course_title: str
    id: str
    title: str
    minutes: int
    body: str
    position: int
    total: int
    done: bool
    previous_id: str | None
    next_id: str | None
    sources: tuple[SourceCard, ...]
    changed: bool = False
    """It was written before what it rests on changed."""
    figures: dict[str, str] = field(default_factory=dict)
    """Drawings its text shows, SVG by file."""
    title_en: str = ""
    """Empty where the course has none."""
    course_title_en: str = ""


@dataclass(frozen=True, slots=True)
class ItemView(Json):
    id: str
    kind: str
    stem: str
    options: tuple[tuple[str, str], ...]
    targets: tuple[tuple[str, str], ...] = ()
    """What the options of a matching question are matched with."""
    gaps: int = 0
    """How many answers are typed."""
    unit: str = ""
    sheet: dict[str, Any] = field(default_factory=dict)
    """What else its kind shows, and `material`: texts to read beside it."""


@dataclass(frozen=True, slots=True)
class AttemptView(Json):
    id: int
    course_id: str
    activity_id: str
    kind: str
    title: str
    body: str
    items: tuple[ItemView, ...]
    answers: dict[str, list[str]]
    """What has been saved, by item id."""
    pass_correct: int
    started_at: datetime
    submitted: bool
    seconds_left: int | None = None
    """Until the server closes it; None without a limit."""


@dataclass(frozen=True, slots=True)
class CriterionResult(Json):
    """One thing the answer was graded on, in words."""

    met: bool
    finding: str


@dataclass(frozen=True, slots=True)
class ItemResult(Json):
    item: ItemView
    answer: tuple[str, ...]
    key: tuple[str, ...]
    answer_told: tuple[str, ...]
    """The answer in words, as the learner gave it."""
    key_told: tuple[str, ...]
    correct: bool
    leaked: bool
    explanation: str
    source: SourceCard | None
    criteria: tuple[CriterionResult, ...] = ()
    held: bool = False
    """It is asked in an attempt still open: nothing is told of it until that is handed in."""


@dataclass(frozen=True, slots=True)
class ResultView(Json):
    attempt_id: int
    course_id: str
    course_title: str
    activity_id: str
    kind: str
    title: str
    passed: bool
    correct: int
    total: int
    pass_correct: int
    leaks: int
    submitted_at: datetime
    items: tuple[ItemResult, ...]
    next_id: str | None
    course_finished: bool
    title_en: str = ""
    """Empty where the course has none."""
    course_title_en: str = ""


@dataclass(frozen=True, slots=True)
class AttemptSummary(Json):
    id: int
    course_id: str
    activity_id: str
    started_at: datetime
    submitted_at: datetime | None
    correct: int | None
    total: int
    passed: bool | None
