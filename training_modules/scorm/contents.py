"""What of a course goes into a package, as the page in the learner's browser needs it.

Whatever is graded there is graded by that page, so the keys are in the package: SCORM knows no other way.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from training_modules.content import Activity, Course
from training_modules.items import Item
from training_modules.items.numeric import figure

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of the course that the package does not have."""

    activity: str
    title: str
    items: int
    """How many of its questions are of a kind the package cannot ask; 0 where the part was not wanted."""
    whole: bool
    """Nothing of it is left."""


def fit(course: Course, *, with_quiz: bool = True) -> tuple[tuple[Activity, ...], tuple[LeftOut, ...]]:
    """The activities a package can hold, with the questions it can ask; and what is left out."""
    kept: list[Activity] = []
    left_out: list[LeftOut] = []
    for activity in course.activities:
        if activity.kind == "quiz" and not with_quiz:
            left_out.append(LeftOut(activity.id, activity.title, 0, whole=True))
            continue
        items = tuple(item for item in activity.items if item.kind in _FORMS and item.is_plain)
        missing = len(activity.items) - len(items)
        if missing:
            left_out.append(LeftOut(activity.id, activity.title, missing, whole=not items))
        if activity.kind == "lesson" or items:
            kept.append(_narrowed(activity, items))
    return tuple(kept), tuple(left_out)


def _narrowed(activity: Activity, items: tuple[Item, ...]) -> Activity:
    """With fewer questions, the same share of them has to be right."""
    if len(items) == len(activity.items):
        return activity
    draw = min(activity.draw, len(items))
    asked = math.ceil(activity.pass_correct * draw / activity.draw)
    return replace(activity, items=items, draw=draw, pass_correct=max(1, asked))


def as_data(course: Course, activities: Sequence[Activity], labels: Json, edition: str) -> Json:
    """All the page knows. `stamp` names exactly this content: what was begun on another is not resumed."""
    told: Json = {
        "edition": edition,
        "labels": labels,
        "activities": [_activity(each) for each in activities],
    }
    named = json.dumps(told["activities"], ensure_ascii=False, sort_keys=True)
    return {**told, "stamp": hashlib.sha256(f"{course.id} {named}".encode()).hexdigest()[:8]}


def _activity(activity: Activity) -> Json:
    told: Json = {"id": activity.id, "kind": activity.kind, "title": activity.title}
    if activity.kind != "lesson":
        told |= {
            "draw": activity.draw,
            "pass": activity.pass_correct,
            "leaks": activity.one_leak_fails,
            "items": [_FORMS[item.kind](item) for item in activity.items],
        }
    return told


def _common(item: Item) -> Json:
    return {"id": item.id, "kind": item.kind, "stem": item.stem, "why": item.explanation}


def _choice(item: Item) -> Json:
    codes = [code for code, _ in item.options]
    told = {"options": [words for _, words in item.options], "key": [codes.index(code) for code in item.key]}
    return {**_common(item), **told}


def _matching(item: Item) -> Json:
    targets = [code for code, _ in item.targets]
    right = dict(pair.split("=", 1) for pair in item.key)
    told = {
        "options": [words for _, words in item.options],
        "targets": [words for _, words in item.targets],
        "key": [targets.index(right[code]) for code, _ in item.options],
    }
    return {**_common(item), **told}


def _words(item: Item) -> Json:
    return {**_common(item), "accepted": [list(forms) for forms in item.accepted]}


def _numeric(item: Item) -> Json:
    value = figure(item.key[0])
    if value is None:  # a bank with such a key is not read at all
        raise ValueError(item.id)
    told = {"value": float(value), "shown": item.key[0], "off": item.tolerance, "unit": item.unit}
    return {**_common(item), **told}


_FORMS: dict[str, Callable[[Item], Json]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _choice,
    "ordering": _choice,
    "matching": _matching,
    "cloze": _words,
    "short_text": _words,
    "numeric": _numeric,
}
"""The kinds of question a package can ask."""
