"""How often one account may ask: so many at once, then as they come back; one account's haste is its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.errors import TooFast
from access.pace import MINUTE_S, Pace


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def taken(pace: Pace, account: int, tries: int) -> int:
    """How many of so many tries in a row are let through."""
    done = 0
    for _ in range(tries):
        try:
            pace.take(account)
        except TooFast:
            continue
        done += 1
    return done


def test_so_many_at_once_and_another_account_is_not_held_up() -> None:
    clock = Clock()
    pace = Pace(6, clock=clock)
    assert taken(pace, 1, 10) == 6
    assert taken(pace, 2, 10) == 6
    clock.at += MINUTE_S / 6
    assert taken(pace, 1, 10) == 1
    clock.at += 10 * MINUTE_S
    assert taken(pace, 1, 10) == 6


def test_who_waits_as_long_as_told_gets_a_turn() -> None:
    clock = Clock()
    pace = Pace(7, clock=clock)
    taken(pace, 1, 7)
    for _ in range(20):
        try:
            pace.take(1)
        except TooFast as fault:
            assert 0 < fault.facts["seconds"] <= MINUTE_S
            clock.at += fault.facts["seconds"]
            pace.take(1)


@given(st.integers(1, 30), st.lists(st.floats(0, 30), max_size=60))
def test_within_any_minute_no_more_than_twice_the_limit(limit: int, pauses: list[float]) -> None:
    clock = Clock()
    pace, let_through = Pace(limit, clock=clock), list[float]()
    for pause in pauses:
        clock.at += pause
        let_through += [clock.at] * taken(pace, 1, limit)
    for start in let_through:
        assert sum(start <= at < start + MINUTE_S for at in let_through) <= 2 * limit


def test_no_limit_is_none_and_those_long_still_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    assert taken(Pace(0), 1, 1_000) == 1_000
    monkeypatch.setattr("access.pace._MANY", 3)
    clock = Clock()
    pace = Pace(1, clock=clock)
    assert [taken(pace, account, 2) for account in (1, 2, 3)] == [1, 1, 1]
    clock.at += MINUTE_S / 2
    assert taken(pace, 4, 1) == 1
    assert taken(pace, 1, 1) == 0, "who has just asked is still counted"
    clock.at += MINUTE_S
    taken(pace, 5, 1)
    assert len(pace._accounts) == 1
