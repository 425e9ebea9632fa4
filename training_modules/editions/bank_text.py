"""One question of a bank's file is changed, the others and every comment stay as they were written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from training_modules import bounded_yaml
from training_modules.editions.errors import BankUnreadable, EntryUnreadable
from vanthu.errors import NotFound

_NUMBERED = re.compile(r"q(\d{1,6})")


@dataclass(frozen=True, slots=True)
class Entry:
    """A question as its file holds it."""

    values: Mapping[str, Any]
    first: int
    """Its first line, from 0."""
    end: int
    """The line after its last one."""
    indent: int
    """Blanks before its dash."""

    @property
    def id(self) -> str:
        return str(self.values.get("id", ""))


def entries(text: str, file: str) -> list[Entry]:
    """The questions in order. Raises `BankUnreadable` where the file is no list of them."""
    try:
        listed = bounded_yaml.load(text)["items"]
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise BankUnreadable(file=file) from error
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    nodes = next((value for key, value in pairs if key.value == "items"), None)
    plain = isinstance(nodes, yaml.SequenceNode) and all(isinstance(each, dict) for each in listed or ())
    if not isinstance(nodes, yaml.SequenceNode) or not plain or (nodes.value and nodes.flow_style):
        raise BankUnreadable(file=file)
    starts = [node.start_mark for node in nodes.value]
    ends = [*(mark.line for mark in starts[1:]), _end(text, nodes.end_mark.line)][: len(starts)]
    return [
        Entry(values, mark.line, end, max(mark.column - 2, 0))
        for values, mark, end in zip(listed, starts, ends, strict=True)
    ]


def put(text: str, file: str, values: Mapping[str, Any], replacing: str | None = None) -> str:
    """The file with this question in the place of `replacing`, else at the end."""
    there = entries(text, file)
    lines = text.split("\n")
    written = _written(values, there[0].indent if there else 2)
    if replacing is not None:
        old = _entry(there, replacing)
        return "\n".join([*lines[: old.first], *written, *lines[old.end :]])
    if not there:  # `items: []` has no line of its own to follow
        head = re.sub(r"(?m)^items:.*$", "items:", text.rstrip("\n"))
        return "\n".join([head, *written, ""])
    return "\n".join([*lines[: there[-1].end], *written, *lines[there[-1].end :]])


def without(text: str, file: str, item_id: str) -> str:
    there = entries(text, file)
    old = _entry(there, item_id)
    lines = text.split("\n")
    if len(there) == 1:
        left = "\n".join([*lines[: old.first], *lines[old.end :]])
        return re.sub(r"(?m)^items:.*$", "items: []", left, count=1)
    return "\n".join([*lines[: old.first], *lines[old.end :]])


def read_entry(text: str) -> dict[str, Any]:
    """One question written as YAML. Raises `EntryUnreadable`."""
    try:
        values = bounded_yaml.load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise EntryUnreadable from error
    if isinstance(values, list) and len(values) == 1:
        values = values[0]
    if not isinstance(values, dict) or not values.get("id"):
        raise EntryUnreadable
    return values


def write_entry(values: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(values), allow_unicode=True, sort_keys=False, width=10_000)


def free_id(taken: set[str]) -> str:
    """The next of q01, q02… that no question has."""
    highest = max((int(found[1]) for each in taken if (found := _NUMBERED.fullmatch(each))), default=0)
    return f"q{highest + 1:02}"


def _entry(there: list[Entry], item_id: str) -> Entry:
    found = next((entry for entry in there if entry.id == item_id), None)
    if found is None:
        raise NotFound
    return found


def _written(values: Mapping[str, Any], indent: int) -> list[str]:
    lines = write_entry(values).rstrip("\n").split("\n")
    blank = " " * indent
    return [f"{blank}- {lines[0]}", *(f"{blank}  {line}" if line else "" for line in lines[1:])]


def _end(text: str, line: int) -> int:
    """The line after the last question: blank lines that end the file are not part of it."""
    lines = text.split("\n")
    while line > 0 and line <= len(lines) and not lines[line - 1].strip():
        line -= 1
    return line
