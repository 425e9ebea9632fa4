"""Second factors: codes of one's own clock, good once, sealed, slow to guess."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from access.accounts import AccountService
from access.assignments import AssignmentService
from access.errors import CodeWrong, SignInThrottled
from access.principal import Principal
from access.roles import SECOND_FACTOR, Role
from access.second_factor import SecondFactors, address_of, new_secret
from access.sign_in_models import RecoveryCodeRow, SecondFactorRow
from access.units import UnitService
from vanthu.db import Database

pytestmark = pytest.mark.databases
SECRET = b"k" * 32


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 8, 0, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def factors(database: Database, clock: Clock) -> SecondFactors:
    return SecondFactors(database, SECRET, clock=clock)


@pytest.fixture
def lan(database: Database) -> Principal:
    return AccountService(database).add("lan.nt", "Lan", "LOCAL", [Role.CUSTODIAN])[0]


@pytest.fixture
def totp(factors: SecondFactors, lan: Principal, clock: Clock) -> pyotp.TOTP:
    """Enrolled two minutes ago."""
    secret = new_secret()
    made = pyotp.TOTP(secret)
    factors.enrol(lan.account_id, secret, made.at(clock.at))
    clock.at += timedelta(minutes=2)
    return made


def fits(factors: SecondFactors, account_id: int, code: str) -> bool:
    try:
        factors.check(account_id, code)
    except CodeWrong:
        return False
    return True


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_codes_of_the_steps_beside_count(
    factors: SecondFactors, lan: Principal, totp: pyotp.TOTP, steps: int, good: bool
) -> None:
    at = factors._clock() + timedelta(seconds=30 * steps)
    assert fits(factors, lan.account_id, totp.at(at)) is good


def test_a_code_is_good_once_and_none_before_it(
    factors: SecondFactors, lan: Principal, totp: pyotp.TOTP, clock: Clock
) -> None:
    now, before = totp.at(clock.at), totp.at(clock.at - timedelta(seconds=30))
    spaced = f" {now[:3]} {now[3:]} "
    assert [fits(factors, lan.account_id, code) for code in (spaced, now, before)] == [True, False, False]


def test_of_many_at_once_one_gets_in(
    factors: SecondFactors, lan: Principal, totp: pyotp.TOTP, clock: Clock
) -> None:
    code = totp.at(clock.at)

    def once(_: int) -> bool:
        try:
            return fits(factors, lan.account_id, code)
        except SignInThrottled:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(once, range(4))) == 1


def test_what_the_database_holds_is_neither_secret_nor_code(
    factors: SecondFactors, lan: Principal, totp: pyotp.TOTP, database: Database
) -> None:
    codes = factors.enrol(lan.account_id, totp.secret, totp.at(factors._clock()))
    with database.session() as session:
        row = session.scalars(select(SecondFactorRow)).one()
        hashes = list(session.scalars(select(RecoveryCodeRow.code_hash)))
    assert totp.secret.encode() not in row.sealed_secret and len(hashes) == 10
    assert not any(code.replace("-", "") in kept for code in codes for kept in hashes)
    elsewhere = SecondFactors(database, b"other" * 8, clock=factors._clock)
    assert not fits(elsewhere, lan.account_id, codes[0])


def test_a_new_set_up_voids_the_old(
    factors: SecondFactors, lan: Principal, totp: pyotp.TOTP, clock: Clock
) -> None:
    other = pyotp.TOTP(new_secret())
    with pytest.raises(CodeWrong):
        factors.enrol(lan.account_id, other.secret, "000000")
    old_codes = factors.enrol(lan.account_id, other.secret, other.at(clock.at))
    clock.at += timedelta(minutes=1)
    assert not fits(factors, lan.account_id, totp.at(clock.at))
    assert fits(factors, lan.account_id, other.at(clock.at))
    clock.at += timedelta(minutes=1)
    factors.enrol(lan.account_id, other.secret, other.at(clock.at))
    assert not fits(factors, lan.account_id, old_codes[0])


def test_a_reset_leaves_nothing(
    factors: SecondFactors, lan: Principal, totp: pyotp.TOTP, clock: Clock
) -> None:
    factors.reset(lan.account_id)
    assert factors.state(lan.account_id).enrolled_at is None
    assert factors.state(lan.account_id).recovery_left == 0
    assert not fits(factors, lan.account_id, totp.at(clock.at))


def test_a_recovery_code_is_its_owners(factors: SecondFactors, lan: Principal, database: Database) -> None:
    secret = new_secret()
    codes = factors.enrol(lan.account_id, secret, pyotp.TOTP(secret).at(factors._clock()))
    other, _ = AccountService(database).add("minh", "Minh", "LOCAL", [Role.CUSTODIAN])
    assert not fits(factors, other.account_id, codes[0])
    assert fits(factors, lan.account_id, codes[0])
    assert factors.state(lan.account_id).recovery_left == 9


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.text(max_size=40))
def test_nothing_typed_is_a_code(
    factors: SecondFactors, lan: Principal, totp: pyotp.TOTP, clock: Clock, typed: str
) -> None:
    clock.at += timedelta(hours=2)  # past any waiting
    assert not fits(factors, lan.account_id, typed)


@pytest.mark.parametrize("role", list(Role))
def test_who_needs_one(factors: SecondFactors, database: Database, role: Role) -> None:
    person, _ = AccountService(database).add("ai", "Ai", "LOCAL", [role])
    assert factors.required(person.account_id) is (role in SECOND_FACTOR)


def test_roles_by_assignment_count(factors: SecondFactors, database: Database, clock: Clock) -> None:
    UnitService(database).add("XA-A", "Xã A")
    person, _ = AccountService(database).add("ai", "Ai", "LOCAL", [Role.CLERK])
    assignments = AssignmentService(database, clock=clock)
    given = assignments.assign(person.account_id, "XA-A", Role.CUSTODIAN)
    assert factors.required(person.account_id)
    assignments.end(given.id)
    assert not factors.required(person.account_id)


def test_the_address_says_whose_it_is() -> None:
    address = address_of("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "lan.nt")
    assert address.startswith("otpauth://totp/")
    assert "lan.nt" in address and "secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" in address
