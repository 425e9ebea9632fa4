"""How often one account may have the library searched or asked: no program may keep everyone else waiting.

Counted in this process and forgotten when it ends; several keys of one account count together.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from access.errors import TooFast

MINUTE_S = 60.0
_MANY = 10_000
"""Accounts kept in mind before those that have long been still are let go of."""


@dataclass(slots=True)
class _Left:
    turns: float
    at: float


class Pace:
    """Each account has `per_minute` turns in hand, which come back evenly over a minute; 0: no limit."""

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self._per_minute = per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._accounts: dict[int, _Left] = {}

    def take(self, account_id: int) -> None:
        """Use a turn; raises `TooFast` where none is left."""
        if not self._per_minute:
            return
        with self._lock:
            at = self._clock()
            if len(self._accounts) >= _MANY:
                self._accounts = {
                    who: left for who, left in self._accounts.items() if at - left.at < MINUTE_S
                }
            left = self._accounts.setdefault(account_id, _Left(self._per_minute, at))
            back = (at - left.at) * self._per_minute / MINUTE_S
            left.turns, left.at = min(left.turns + back, float(self._per_minute)), at
            if left.turns < 1.0:
                raise TooFast(seconds=max(1, math.ceil((1.0 - left.turns) * MINUTE_S / self._per_minute)))
            left.turns -= 1.0
