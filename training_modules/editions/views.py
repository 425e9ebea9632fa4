"""Courses and editions as trainers see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from training_modules.editions.check import FileFault
from training_modules.exchange import Fault


@dataclass(frozen=True, slots=True)
class MoveLine:
    """An edition came into a state."""

    state: str
    at: datetime
    by: str | None
    """Who, by name; None where the program did it."""


@dataclass(frozen=True, slots=True)
class EditionLine:
    """One edition in the list of its course."""

    id: int
    number: int
    state: str
    origin: str
    note: str
    edited_at: datetime
    edited_by: str | None
    inside: int
    """How many people are in it and have not finished."""
    moves: tuple[MoveLine, ...]


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One course with its editions, newest first."""

    id: str
    title: str
    module: int | None
    editions: tuple[EditionLine, ...]
    faults: tuple[FileFault, ...]
    """Of its folder or its draft."""

    @property
    def offered(self) -> EditionLine | None:
        """What newcomers get."""
        return next((each for each in self.editions if each.state == "published"), None)

    @property
    def open(self) -> EditionLine | None:
        """The draft, or what waits for review."""
        return next((each for each in self.editions if each.state in {"draft", "review"}), None)


@dataclass(frozen=True, slots=True)
class EditionWhole:
    """One edition with its files."""

    line: EditionLine
    course_id: str
    files: Mapping[str, str]
    second_needed: bool
    """The asker has written on it, and somebody who has not is to publish it."""
    kept_free: bool
    """Others have written on it, and the asker could publish it no more once they wrote on it too."""


@dataclass(frozen=True, slots=True)
class BroughtQuestions:
    """What came of a file of questions."""

    added: tuple[str, ...]
    """Ids in the bank."""
    faults: tuple[Fault, ...]
    unexplained: tuple[str, ...]
    """Added, and an explanation has to be written before the course can be published."""
