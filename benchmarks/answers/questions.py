"""The questions of `questions.yaml`, half of them held out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from benchmarks.answers.library import party_documents
from records.reference import key
from samples.library import manifest

FILE = Path(__file__).with_name("questions.yaml")


class Half(StrEnum):
    LOOK = "look"
    HELD = "held"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Gold:
    filename: str
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    kind: str
    text: str
    gold: tuple[Gold, ...]
    on: date | None = None
    before: tuple[str, ...] = ()
    vietnamese: str | None = None
    """The same question in Vietnamese."""
    verdict: str | None = None


def questions(half: Half) -> list[Asked]:
    """Those of one half whose documents are there; the second, fourth, … of each kind are held out."""
    raw: dict[str, list[dict[str, Any]]] = yaml.safe_load(FILE.read_text("utf-8"))
    files = _files()
    found: list[Asked] = []
    for kind, rows in raw.items():
        for at, row in enumerate(rows):
            if half is not Half.ALL and (half is Half.HELD) != bool(at % 2):
                continue
            cited = [one.split(" | ", 1) for one in row.get("cite", ())]
            if any(key(number) not in files for number, _ in cited):
                continue
            gold = tuple(Gold(files[key(number)], words) for number, words in cited)
            before = tuple(row.get("after", ()))
            found.append(
                Asked(kind, row["q"], gold, row.get("on"), before, row.get("vi"), row.get("verdict"))
            )
    return found


def _files() -> dict[str, str]:
    """File names by number: numbers written by hand are not all read."""
    files = {key(entry["reference_number"]): entry["filename"] for entry in manifest()}
    for path in party_documents():
        number, _, kind = path.stem.split("_")[0].partition("-")
        for written in (f"{number}-{kind.replace('-', '/')}", f"{number}/{kind}"):
            files[key(written.replace("QD", "QĐ"))] = path.name
    return files
