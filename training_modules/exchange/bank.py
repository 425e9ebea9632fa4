"""The bank's own file: YAML, as courses keep it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from training_modules import bounded_yaml
from training_modules.content import read_items
from training_modules.errors import CourseDamaged
from training_modules.exchange.types import Brought, Fault, QuestionFileUnreadable, Written
from training_modules.items import Item


def read_bank(text: str) -> Brought:
    """Raises `QuestionFileUnreadable` where it is no YAML list of questions."""
    try:
        entries = bounded_yaml.load(text)["items"]
    except (yaml.YAMLError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise QuestionFileUnreadable from error
    if not isinstance(entries, list):
        raise QuestionFileUnreadable
    items: list[Item] = []
    faults: list[Fault] = []
    for number, entry in enumerate(entries, 1):
        try:
            items += read_items([entry], "YAML")
        except CourseDamaged as error:
            faults.append(Fault(number, "{told}", (("told", error.say()),)))
    return Brought(tuple(items), tuple(faults))


def write_bank(items: Sequence[Item]) -> Written:
    entries = [_entry(item) for item in items]
    return Written(yaml.safe_dump({"items": entries}, allow_unicode=True, sort_keys=False, width=10_000))


def _entry(item: Item) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": item.id, "kind": item.kind, "stem": item.stem}
    if item.options and item.kind != "true_false":
        entry["options"] = dict(item.options)
    if item.targets:
        entry["targets"] = dict(item.targets)
    if item.kind == "true_false":
        entry["key"] = [item.key == ("true",)]
    elif item.key:
        entry["key"] = list(item.key)
    if item.accepted:
        entry["accepted"] = [list(forms) for forms in item.accepted]
    if item.tolerance:
        entry["tolerance"] = item.tolerance
    if item.unit:
        entry["unit"] = item.unit
    entry |= item.detail
    entry["explanation"] = item.explanation
    if item.source:
        entry["source"] = item.source
    if item.tags:
        entry["tags"] = list(item.tags)
    if item.difficulty is not None:
        entry["difficulty"] = item.difficulty
    return entry
