"""Which items an attempt gets."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

from training_modules.items import Item


def draw_items(items: Sequence[Item], count: int, seen: Collection[str], seed: int) -> list[Item]:
    """`count` of `items`, those not in `seen` (item ids) first, in an order fixed by `seed`."""
    shuffled = random.Random(seed).sample(list(items), len(items))  # noqa: S311  (a draw, not a secret)
    shuffled.sort(key=lambda item: item.id in seen)
    return shuffled[:count]
