"""The order in which an attempt shows things: fixed by its seed, different from one attempt to the next."""

from __future__ import annotations

import random

from training_modules.items.types import Options


def shuffled(options: Options, seed: int, name: str) -> Options:
    return tuple(random.Random(f"{seed}:{name}").sample(options, len(options)))  # noqa: S311  (no secret)
