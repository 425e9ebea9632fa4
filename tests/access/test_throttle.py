"""Throttling: guessing is slow, and nobody can keep another out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from access import throttle
from access.accounts import AccountService
from access.errors import SignInFailed, SignInThrottled
from access.roles import Role
from vanthu.db import Database

pytestmark = pytest.mark.databases
WRONG = "kẻ lạ đoán mò thôi"


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(database: Database, clock: Clock) -> AccountService:
    return AccountService(database, clock=clock)


def tries(accounts: AccountService, name: str, address: str, times: int) -> int:
    """How many of these wrong attempts were let through to the password."""
    through = 0
    for _ in range(times):
        try:
            accounts.authenticate(name, WRONG, address=address)
        except SignInThrottled:
            continue
        except SignInFailed:
            through += 1
    return through


def test_who_guesses_from_elsewhere_does_not_keep_the_owner_waiting(
    accounts: AccountService, clock: Clock
) -> None:
    added, password = accounts.add("lan", "Lan", "LOCAL", [Role.CLERK])
    for _ in range(30):
        tries(accounts, "lan", "203.0.113.7", 10)
        clock.at += timedelta(seconds=61)
        assert accounts.authenticate("lan", password, address="198.51.100.2") == added


def test_guessing_by_many_addresses_is_slowed_but_locks_nobody_out(
    accounts: AccountService, clock: Clock
) -> None:
    added, password = accounts.add("lan", "Lan", "LOCAL", [Role.CLERK])
    through = sum(tries(accounts, "lan", f"203.0.113.{number}", 5) for number in range(60))
    assert through == throttle.NAME.free
    clock.at += throttle.NAME.longest
    assert accounts.authenticate("lan", password, address="198.51.100.2") == added


def test_one_address_trying_many_names_is_slowed(accounts: AccountService, clock: Clock) -> None:
    through = sum(tries(accounts, f"ten.{number}", "203.0.113.7", 1) for number in range(80))
    assert through == throttle.ADDRESS.free
    clock.at += throttle.ADDRESS.longest
    assert tries(accounts, "lan", "203.0.113.7", 1) == 1


def test_ones_own_sign_ins_do_not_clear_an_address(accounts: AccountService) -> None:
    """Who holds an account of their own cannot guess at others' by signing in between."""
    _, password = accounts.add("lan", "Lan", "LOCAL", [Role.CLERK])
    through = 0
    for number in range(80):
        through += tries(accounts, f"ten.{number}", "203.0.113.7", 1)
        try:
            accounts.authenticate("lan", password, address="203.0.113.7")
        except SignInThrottled:
            break
    assert through <= throttle.ADDRESS.free


def test_many_at_once_get_no_further_than_as_many_in_turn(accounts: AccountService) -> None:
    with ThreadPoolExecutor(8) as pool:
        through = sum(pool.map(lambda _: tries(accounts, "lan", "203.0.113.7", 1), range(24)))
    assert through == throttle.NAME_AT_ADDRESS.free


def test_failures_are_forgotten_after_an_hour(accounts: AccountService, clock: Clock) -> None:
    assert tries(accounts, "lan", "203.0.113.7", 9) == 5
    clock.at += throttle.FORGET_AFTER + timedelta(seconds=1)
    assert tries(accounts, "lan", "203.0.113.7", 9) == 5
