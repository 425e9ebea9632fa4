"""Everything that is wrong with the files of a course, by file and line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from training_modules.content import check_item, read_activity, read_course, read_front, read_items
from training_modules.errors import CourseDamaged
from training_modules.files import MAIN, Files, named
from training_modules.front_matter import load, split


@dataclass(frozen=True, slots=True)
class FileFault:
    """One thing to mend."""

    file: str
    line: int | None
    """From 1; None where it lies in no one line."""
    message: str
    """In the current language."""


def faults_of(files: Files) -> list[FileFault]:
    """What keeps the course from being offered; nothing where it is sound. Every file is looked at."""
    found: list[CourseDamaged] = []
    names: list[str] = []

    def front() -> None:
        names.extend(name for name in read_front(files)[0]["activities"] if isinstance(name, str))

    _try(front, found)
    for name in names:
        _try(lambda name=name: _questions(files, name, found), found)  # type: ignore[misc]
        _try(lambda name=name: read_activity(files, name), found)  # type: ignore[misc]
    if not found:
        _try(lambda: read_course(files), found)
    return [_fault(files, error) for error in found]


def _try(act: Callable[[], object], found: list[CourseDamaged]) -> None:
    try:
        act()
    except CourseDamaged as error:
        if all(error.facts != each.facts for each in found):
            found.append(error)


def _questions(files: Files, file: str, found: list[CourseDamaged]) -> None:
    """Each question of a quiz or drill by itself, so that one fault does not hide the next."""
    front, _ = split(files, file)
    holds = front.get("bank") if front.get("kind") == "quiz" else file
    entries = (
        (load(files, holds) if holds != file else front).get("items") if isinstance(holds, str) else None
    )
    for entry in entries if isinstance(entries, list) else ():
        _try(lambda entry=entry: _question(entry, named(files, str(holds))), found)  # type: ignore[misc]


def _question(entry: object, file: str) -> None:
    for item in read_items([entry], file):
        check_item(item, file)


def _fault(files: Files, error: CourseDamaged) -> FileFault:
    file = str(error.facts.get("file", "")).removeprefix(f"{files.name}/") or MAIN
    return FileFault(file, _line(files, file, error), error.say())


def _line(files: Files, file: str, error: CourseDamaged) -> int | None:
    """Where the question or entry that the fault names stands in its file."""
    facts = error.facts
    if isinstance(facts.get("line"), int):
        return int(facts["line"])
    try:
        lines = files.text(file).split("\n")
    except CourseDamaged:
        return None
    field = str(facts.get("field", ""))
    item, _, entry = field.rpartition(": ") if ": " in field else ("", "", field)
    item = str(facts.get("item", "")) or item.split(": ")[0]
    at = _first(lines, rf"\s*-?\s*id:\s*[\"']?{re.escape(item)}[\"']?\s*(#.*)?") if item else 0
    if at is None:
        return None
    inner = _first(lines[at:], rf"\s*-?\s*{re.escape(entry)}:.*") if entry else None
    if inner is not None:
        return at + inner + 1
    if source := str(facts.get("source", "")):
        inner = _first(lines[at:], rf".*\b{re.escape(source)}\b.*")
        return at + inner + 1 if inner is not None else None
    return at + 1 if item else None


def _first(lines: list[str], pattern: str) -> int | None:
    form = re.compile(pattern)
    return next((n for n, line in enumerate(lines) if form.fullmatch(line)), None)
