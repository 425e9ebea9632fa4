"""`python -m benchmarks review`: how many review cards a second are scheduled, on one core.

Each card goes through a life of ten answers, as learners give them; only the scheduling is timed.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from training_modules.review.memory import Memory, after

CARDS, ANSWERS = 10_000, 10
RIGHT = 0.85
"""How often a learner knows a card."""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks review", description=__doc__)
    parser.add_argument("--cards", type=int, default=CARDS)
    options = parser.parse_args(arguments)
    chance = random.Random(1)
    given = [[chance.random() < RIGHT for _ in range(ANSWERS)] for _ in range(options.cards)]
    begun = datetime(2026, 1, 5, 2, tzinfo=UTC)
    wall, busy = time.perf_counter(), time.process_time()
    furthest = timedelta(0)
    for answers in given:
        memory: Memory | None = None
        for right in answers:
            memory = after(memory, right, memory.due if memory else begun)
            furthest = max(furthest, memory.due - memory.last)
    wall, busy = time.perf_counter() - wall, time.process_time() - busy
    reviews = options.cards * ANSWERS
    print(
        f"{reviews} reviews: {reviews / busy:,.0f} a second of processor time, {reviews / wall:,.0f} "
        f"a second by the clock; furthest {furthest.days} days"
    )
    return 0
