"""Questions with the document that answers each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.library import PlainDocument
from benchmarks.retrieval import DATA

EVERY = 3
"""Of the 1,190 reading questions one in this many is taken."""


@dataclass(frozen=True, slots=True)
class AskedOf:
    """A question and the name of the document that answers it."""

    text: str
    document: str
    number: int = 0
    """Its own, where it has one."""


def law_questions() -> list[AskedOf]:
    """The 526 questions over the 17 laws."""
    lines = (DATA / "questions" / "law_articles_dev.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [AskedOf(r["question"], r["gold"][0]["document"], int(r["id"].rsplit("_", 1)[-1])) for r in rows]


def foreign_questions(language: str) -> list[AskedOf]:
    """The 24 questions over the laws in English (`en`) or Urdu (`ur`)."""
    rows = yaml.safe_load(Path(__file__).with_name("languages.yaml").read_text("utf-8"))
    return [AskedOf(row[language], row["law"]) for row in rows]


def reading_documents() -> list[PlainDocument]:
    """The 48 articles of xquad.vi, whose 240 paragraphs stand under no heading."""
    return [
        PlainDocument(_name(number), "", "\n".join(part["context"] for part in document["paragraphs"]))
        for number, document in enumerate(_reading())
    ]


def reading_questions() -> list[AskedOf]:
    """Every third of the short questions over them."""
    asked = [
        AskedOf(question["question"], _name(number))
        for number, document in enumerate(_reading())
        for part in document["paragraphs"]
        for question in part["qas"]
    ]
    return asked[::EVERY]


def _reading() -> list[dict[str, Any]]:
    whole = json.loads((DATA / "questions" / "xquad.vi.json").read_text("utf-8"))
    return list(whole["data"])


def _name(number: int) -> str:
    return f"xquad-{number}"
