"""The committed sample library: the files `./run` loads, and what is true of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

LIBRARY = Path(__file__).resolve().parent / "library"
MANIFEST = LIBRARY / "manifest.json"
QUESTIONS = Path(__file__).resolve().parent / "questions.jsonl"
UNIT_CODE = "LOCAL"
"""The unit that owns the sample documents."""


def sample_files() -> list[Path]:
    """The documents in the order they are loaded: oldest first, so that relations find their targets."""
    entries = sorted(manifest(), key=lambda entry: (entry["issue_date"], entry["filename"]))
    return [LIBRARY / entry["filename"] for entry in entries]


def manifest() -> list[dict[str, Any]]:
    """True field values of each document, in the catalogue's field names."""
    entries: list[dict[str, Any]] = json.loads(MANIFEST.read_text(encoding="utf-8"))["documents"]
    return entries


def questions() -> list[dict[str, Any]]:
    """Questions over the library with the document, article and words that answer them."""
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line.strip()]
