"""What someone would get on a question by guessing, on average."""

from __future__ import annotations

import math

from training_modules.items import Item


def guess_score(item: Item) -> float:
    """0..1. Of several options every choice of some of them is as likely; where one types, nothing is."""
    if item.kind in {"single", "true_false"}:
        return 1 / len(item.options)
    if item.kind == "multiple":
        return float(1 / (2 ** len(item.options) - 1))
    if item.kind == "ordering":
        return 1 / math.factorial(len(item.options))
    if item.kind == "matching":
        return float(1 / len(item.targets) ** len(item.options))
    return 0.0
