"""What differs between two editions, file by file."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class FileDifference:
    file: str
    change: Literal["added", "removed", "changed"]
    lines: tuple[str, ...]
    """As `diff -u` writes them, without the two lines that name the files."""


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[FileDifference]:
    return [
        FileDifference(
            file,
            "added" if file not in before else "removed" if file not in after else "changed",
            lines_between(before.get(file, ""), after.get(file, "")),
        )
        for file in sorted(before.keys() | after.keys())
        if before.get(file) != after.get(file)
    ]


def lines_between(before: str, after: str) -> tuple[str, ...]:
    told = difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=2)
    return tuple(told)[2:]
