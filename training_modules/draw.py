"""Which items an attempt gets, and in which order its options stand."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

from training_modules.content import Item


def draw_items(items: Sequence[Item], count: int, seen: Collection[str], seed: int) -> list[Item]:
    """`count` of `items`, those not in `seen` (item ids) first, in an order fixed by `seed`."""
    shuffled = random.Random(seed).sample(list(items), len(items))  # noqa: S311  (a draw, not a secret)
    shuffled.sort(key=lambda item: item.id in seen)
    return shuffled[:count]


def ordered_options(item: Item, seed: int, *, keep_order: bool) -> tuple[tuple[str, str], ...]:
    """The options as this attempt shows them; true/false and drill choices keep their order."""
    if keep_order or item.kind == "true_false":
        return item.options
    return tuple(random.Random(f"{seed}:{item.id}").sample(item.options, len(item.options)))  # noqa: S311
