"""Which items an attempt gets."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from training_modules.content import Activity
from training_modules.items import Item


@dataclass(frozen=True, slots=True)
class Pool:
    """What an attempt at an activity is drawn from, and how many right answers pass it."""

    items: tuple[Item, ...]
    draw: int
    pass_correct: int
    left_out: int
    """Items not asked now, because what they rest on has changed."""


def pool(activity: Activity, stale: Collection[str]) -> Pool:
    """The activity without items whose digest is in `stale`.

    Where fewer are left than an attempt draws, the draw and the mark shrink alike; the mark is rounded up,
    so that passing never gets easier than by the course's own share.
    """
    items = tuple(item for item in activity.items if item.digest not in stale) if stale else activity.items
    draw = min(activity.draw, len(items))
    mark = -(-activity.pass_correct * draw // activity.draw) if activity.draw else 0
    return Pool(items, draw, mark, len(activity.items) - len(items))


def draw_items(items: Sequence[Item], count: int, seen: Collection[str], seed: int) -> list[Item]:
    """`count` of `items`, those not in `seen` (item ids) first, in an order fixed by `seed`."""
    shuffled = random.Random(seed).sample(list(items), len(items))  # noqa: S311  (a draw, not a secret)
    shuffled.sort(key=lambda item: item.id in seen)
    return shuffled[:count]
