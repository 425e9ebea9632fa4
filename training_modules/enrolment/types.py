"""What organisers and learners are shown of requirements and enrolments."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from vanthu.i18n import translate


class State(StrEnum):
    """How an enrolment stands on a day. Each is in exactly one."""

    OVERDUE = "overdue"
    """Its due day is past, and it is neither finished nor exempted."""
    IN_PROGRESS = "in_progress"
    NOT_BEGUN = "not_begun"
    FINISHED = "finished"
    EXEMPTED = "exempted"


@dataclass(frozen=True, slots=True)
class Exemption:
    """One person let off a course, once: taken back and given again, it is another."""

    enrolment_id: int
    account_id: int
    course_id: str
    at: datetime

    @property
    def name(self) -> str:
        return f"{self.enrolment_id} {self.at.astimezone(UTC).isoformat()}"


@dataclass(frozen=True, slots=True)
class NewRequirement:
    """What an organiser sets."""

    course_id: str
    unit_code: str
    title: str = ""
    """The course's own where it is empty."""
    roles: tuple[str, ...] = ()
    new_within_days: int | None = None
    by_name: bool = False
    mandatory: bool = True
    begins_on: date | None = None
    """Today where it is None."""
    due_on: date | None = None
    due_days: int | None = None
    repeat_months: int | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    id: int
    title: str
    course_id: str
    unit_id: int
    unit_code: str
    unit_name: str
    roles: tuple[str, ...]
    new_within_days: int | None
    by_name: bool
    mandatory: bool
    begins_on: date
    due_on: date | None
    due_days: int | None
    repeat_months: int | None
    made_by: str
    """The display name of who made it."""
    made_at: datetime
    ended_at: datetime | None
    yours: bool
    """Whether it is this organiser's to change: made for their unit or one below it."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something one is to learn oneself."""

    enrolment_id: int
    title: str
    course_id: str
    mandatory: bool
    cycle: int
    due_on: date | None
    state: State
    completed_at: datetime | None
    set_by: str
    """The unit that requires it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A reminder that was not seen yet."""

    id: int
    title: str
    course_id: str
    occasion: str
    """`week`, `day`, `overdue` or `asked`."""
    due_on: date | None


@dataclass(slots=True)
class Tally:
    """Enrolments counted. The five states add up to `enrolled`."""

    enrolled: int = 0
    not_begun: int = 0
    in_progress: int = 0
    finished: int = 0
    overdue: int = 0
    exempted: int = 0
    disabled: int = 0
    """Beside all these: enrolments of accounts that are disabled."""

    @property
    def share(self) -> float | None:
        """Finished, of those who are to finish, the exempted not among them. None where there are none."""
        due = self.enrolled - self.exempted
        return self.finished / due if due else None

    def add(self, other: Tally) -> None:
        self.enrolled += other.enrolled
        self.not_begun += other.not_begun
        self.in_progress += other.in_progress
        self.finished += other.finished
        self.overdue += other.overdue
        self.exempted += other.exempted
        self.disabled += other.disabled


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """A unit with all below it."""

    unit_id: int
    code: str
    name: str
    depth: int
    living: bool
    has_units: bool
    tally: Tally


@dataclass(frozen=True, slots=True)
class Report:
    """A unit, and the units below it."""

    unit: UnitProgress
    above: tuple[tuple[str, str], ...]
    """Code and name of the units between the organiser's own and this one, own first."""
    below: tuple[UnitProgress, ...]
    own: Tally
    """Of the people of the unit itself."""
    on: date


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which enrolments a report is about; what is empty narrows nothing."""

    requirement_id: int | None = None
    course_id: str | None = None
    due_from: date | None = None
    due_until: date | None = None


@dataclass(frozen=True, slots=True)
class Learner:
    """One enrolment with its person, for those whose duty it is to know."""

    enrolment_id: int
    username: str
    display_name: str
    unit_code: str
    unit_name: str
    requirement_id: int
    title: str
    course_id: str
    mandatory: bool
    cycle: int
    state: State
    done: int
    total: int | None
    """Parts of the course finished, of how many; None where the course was never begun."""
    enrolled_on: date
    due_on: date | None
    completed_at: datetime | None
    exempted_reason: str | None
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True)
class BrokenRow:
    line: int
    """In the file, from 1, as a spreadsheet numbers it."""
    problem: str
    """A message id; `{other}` in it is filled by `say`."""
    other: int | None = None
    """The line that names the same account."""

    def say(self) -> str:
        return translate(self.problem).format(other=self.other)


@dataclass(frozen=True, slots=True)
class ListOutcome:
    """What became of a list of user names."""

    added: int
    known: int
    """Named before: nothing changed for them."""
    broken: tuple[BrokenRow, ...] = field(default=())


Units = Collection[int]
