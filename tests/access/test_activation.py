"""Activation tokens: good once, for a while, for whoever holds them, and told to nobody else."""

from __future__ import annotations

import hashlib
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from access import activation, passwords
from access.accounts import AccountService
from access.errors import ActivationInvalid, PasswordPredictable, PasswordWeak, SignInFailed, SignInThrottled
from access.models import AccountRow
from access.roles import Role
from access.sign_in_models import ActivationRow
from tests.access.test_units import Clock, after
from vanthu.db import Database

pytestmark = pytest.mark.databases
PASSWORD = "bảy con mèo trèo cây cau"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(database: Database, clock: Clock) -> AccountService:
    return AccountService(database, activation=timedelta(days=3), clock=clock)


def test_a_token_sets_the_password_once(accounts: AccountService, database: Database) -> None:
    person, token = accounts.add_waiting("lan", "Lan", "LOCAL", [Role.CLERK])
    with pytest.raises(SignInFailed):
        accounts.authenticate("lan", "")
    assert accounts.activate(f" {token.upper().replace('-', ' ')}\n", PASSWORD) == person
    assert accounts.authenticate("lan", PASSWORD) == person
    with pytest.raises(ActivationInvalid):
        accounts.activate(token, PASSWORD + " nữa")
    with database.session() as session:
        (kept,) = session.scalars(select(ActivationRow.token_hash))
    assert kept == hashlib.sha256(token.replace("-", "").encode()).hexdigest()


@pytest.mark.parametrize("token", ["", "abcd-efgh", "\0", "\ud800", "x" * 10_000, "' OR 1=1 --"])
def test_a_wrong_token(accounts: AccountService, token: str) -> None:
    accounts.add_waiting("lan", "Lan", "LOCAL", [Role.CLERK])
    with pytest.raises(ActivationInvalid):
        accounts.activate(token, PASSWORD)


def test_expired_renewed_and_disabled_are_one_answer(accounts: AccountService, clock: Clock) -> None:
    _, first = accounts.add_waiting("lan", "Lan", "LOCAL", [Role.CLERK])
    second = accounts.reset_to_activation("lan")
    with pytest.raises(ActivationInvalid):
        accounts.activate(first, PASSWORD)
    accounts.disable("lan")
    with pytest.raises(ActivationInvalid):
        accounts.activate(second, PASSWORD)
    accounts.enable("lan")
    clock.day = after(3)
    with pytest.raises(ActivationInvalid):
        accounts.activate(second, PASSWORD)
    assert accounts.view("lan").activation_until is None


def test_resetting_to_a_token_voids_the_password(accounts: AccountService) -> None:
    _, password = accounts.add("lan", "Lan", "LOCAL", [Role.CLERK])
    token = accounts.reset_to_activation("lan")
    with pytest.raises(SignInFailed):
        accounts.authenticate("lan", password)
    again = accounts.reset("lan")
    with pytest.raises(ActivationInvalid):
        accounts.activate(token, PASSWORD)
    assert accounts.authenticate("lan", again).username == "lan"


def test_a_weak_password_costs_no_token(accounts: AccountService) -> None:
    _, token = accounts.add_waiting("nguyen.lan", "Lan", "LOCAL", [Role.CLERK])
    with pytest.raises(PasswordWeak):
        accounts.activate(token, "ngắn")
    with pytest.raises(PasswordPredictable):
        accounts.activate(token, "nguyenlan yêu hoa sen")
    assert accounts.activate(token, PASSWORD).username == "nguyen.lan"


def test_known_and_unknown_tokens_cost_the_same_work(
    accounts: AccountService, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, token = accounts.add_waiting("lan", "Lan", "LOCAL", [Role.CLERK])
    hashed: list[str] = []
    monkeypatch.setattr(passwords, "hash_password", lambda text: hashed.append(text) or "hash")
    with pytest.raises(ActivationInvalid):
        accounts.activate("abcd", PASSWORD)
    accounts.activate(token, PASSWORD)
    assert hashed == [PASSWORD, PASSWORD]


def test_guessing_from_one_address_has_to_wait(accounts: AccountService) -> None:
    _, token = accounts.add_waiting("lan", "Lan", "LOCAL", [Role.CLERK])
    with pytest.raises(SignInThrottled):
        for number in range(200):
            with pytest.raises(ActivationInvalid):
                accounts.activate(f"sai-{number}", PASSWORD, address="10.0.0.9")
    assert accounts.activate(token, PASSWORD, address="10.0.0.10").username == "lan"


def test_two_at_once_use_a_token_once(accounts: AccountService, database: Database) -> None:
    accounts.add_waiting("lan", "Lan", "LOCAL", [Role.CLERK])
    token = accounts.reset_to_activation("lan")
    outcomes: list[str] = []

    def use(password: str) -> None:
        try:
            accounts.activate(token, password)
            outcomes.append(password)
        except ActivationInvalid:
            outcomes.append("refused")

    threads = [threading.Thread(target=use, args=(f"{PASSWORD} {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (used,) = (password for password in outcomes if password != "refused")
    assert accounts.authenticate("lan", used).username == "lan"
    with database.session() as session:
        assert session.scalar(select(AccountRow.password_hash)) is not None


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {activation.new_token() for _ in range(2000)}
    assert len(tokens) == 2000
    assert all(len(token.replace("-", "")) == 20 for token in tokens)
    assert set("".join(tokens)) == set(activation.ALPHABET) | {"-"}
