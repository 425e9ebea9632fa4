"""Sign-in and accounts, on both databases."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest

from access import passwords
from access.accounts import LOCAL_ROLES, AccountService
from access.errors import (
    AccountExists,
    AccountReserved,
    AccountUnknown,
    PasswordWeak,
    RoleMissing,
    RoleUnknown,
    SessionExpired,
    SignInFailed,
    SignInThrottled,
    UnitUnknown,
    UsernameInvalid,
)
from access.roles import Role
from access.scope import Scope
from access.units import UnitService
from vanthu.db import Database

pytestmark = pytest.mark.databases


class Clock:
    """A clock the test moves."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(database: Database, clock: Clock) -> AccountService:
    return AccountService(database, clock=clock)


def test_new_account_signs_in_with_the_password_shown_once(accounts: AccountService) -> None:
    added, password = accounts.add("lan.nt", "Nguyễn Thị Lan", "LOCAL", [Role.CLERK, "official"])
    assert accounts.authenticate("lan.nt", password) == added
    assert added.roles == {Role.CLERK, Role.OFFICIAL}
    with pytest.raises(SignInFailed):
        accounts.authenticate("lan.nt", password + "x")


def test_one_name_in_every_encoding_and_case(accounts: AccountService) -> None:
    added, password = accounts.add("Thuỷ.Trần", "Trần Thị Thuỷ", "LOCAL", [Role.OFFICIAL])
    typed = unicodedata.normalize("NFD", "THUỶ.TRẦN")
    assert accounts.authenticate(f" {typed} ", password) == added
    with pytest.raises(AccountExists):
        accounts.add(typed, "Người khác", "LOCAL", [Role.OFFICIAL])


@pytest.mark.parametrize("name", ["", "a", ".lan", "lan nt", "lan/nt", "lan\0", "a" * 65, "<b>lan</b>"])
def test_unusable_names_are_refused(accounts: AccountService, name: str) -> None:
    with pytest.raises(UsernameInvalid):
        accounts.add(name, "Lan", "LOCAL", [Role.OFFICIAL])


@pytest.mark.parametrize("name", ["ai.do", "", "\0", "\ud800", "x" * 5000, "' OR 1=1 --"])
def test_unknown_name_does_the_same_work_as_a_known_one(
    accounts: AccountService, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.add("lan.nt", "Lan", "LOCAL", [Role.OFFICIAL])
    hashed: list[int] = []
    verify = passwords._hasher().verify_and_update

    def counting(password: str, password_hash: str) -> tuple[bool, str | None]:
        hashed.append(len(password_hash))
        return verify(password, password_hash)

    monkeypatch.setattr(passwords._hasher(), "verify_and_update", counting)
    for tried in ("lan.nt", name):
        with pytest.raises(SignInFailed):
            accounts.authenticate(tried, "sai mật khẩu rồi")
    assert len(hashed) == 2
    assert hashed[0] == hashed[1]


def test_disabled_account_neither_signs_in_nor_keeps_its_session(accounts: AccountService) -> None:
    added, password = accounts.add("lan.nt", "Lan", "LOCAL", [Role.OFFICIAL])
    accounts.disable("lan.nt")
    with pytest.raises(SignInFailed):
        accounts.authenticate("lan.nt", password)
    with pytest.raises(SessionExpired):
        accounts.principal_by_id(added.account_id)
    with pytest.raises(AccountUnknown):
        accounts.principal("lan.nt")
    again = accounts.reset("lan.nt")
    assert accounts.authenticate("lan.nt", again) == added


@pytest.mark.parametrize("name", ["lan.nt", "khong.co"])
def test_repeated_failures_wait_alike_for_known_and_unknown_names(
    accounts: AccountService, clock: Clock, name: str
) -> None:
    accounts.add("lan.nt", "Lan", "LOCAL", [Role.OFFICIAL])
    for _ in range(5):
        with pytest.raises(SignInFailed) as failure:
            accounts.authenticate(name, "sai mật khẩu rồi")
        assert not isinstance(failure.value, SignInThrottled)
    with pytest.raises(SignInThrottled) as throttled:
        accounts.authenticate(name, "sai mật khẩu rồi")
    assert throttled.value.facts == {"seconds": 2}
    clock.at += timedelta(seconds=3)
    with pytest.raises(SignInFailed) as failure:
        accounts.authenticate(name, "sai mật khẩu rồi")
    assert not isinstance(failure.value, SignInThrottled)


def test_no_one_is_locked_out_for_long(accounts: AccountService, clock: Clock) -> None:
    added, password = accounts.add("lan.nt", "Lan", "LOCAL", [Role.OFFICIAL])
    for _ in range(12):
        clock.at += timedelta(seconds=61)
        with pytest.raises(SignInFailed):
            accounts.authenticate("lan.nt", "kẻ lạ đoán mò")
    clock.at += timedelta(seconds=61)
    assert accounts.authenticate("lan.nt", password) == added


@pytest.mark.parametrize("password", ["ngắn quá", "aaaaaaaaaaaaaaaa", "lan.nt-2026-abc", "x1y2z3" * 50])
def test_weak_passwords_are_refused(accounts: AccountService, password: str) -> None:
    with pytest.raises(PasswordWeak):
        accounts.add("lan.nt", "Lan", "LOCAL", [Role.OFFICIAL], password)


def test_password_typed_in_decomposed_unicode_is_the_same(accounts: AccountService) -> None:
    added, _ = accounts.add("lan.nt", "Lan", "LOCAL", [Role.OFFICIAL], "con mèo trèo cây cau")
    assert accounts.authenticate("lan.nt", unicodedata.normalize("NFD", "con mèo trèo cây cau")) == added


def test_local_operator_acts_but_cannot_sign_in_or_be_given_a_password(accounts: AccountService) -> None:
    operator = accounts.local_operator()
    assert accounts.local_operator() == operator
    assert (operator.username, operator.unit_code, operator.roles) == ("local", "LOCAL", LOCAL_ROLES)
    for tried in ("", "local"):
        with pytest.raises(SignInFailed):
            accounts.authenticate("local", tried)
    with pytest.raises(AccountReserved):
        accounts.reset("local")
    with pytest.raises(AccountReserved):
        accounts.add("Local", "Kẻ mạo danh", "LOCAL", [Role.ADMINISTRATOR])


def test_accounts_need_a_role_and_a_unit_that_exists(accounts: AccountService) -> None:
    with pytest.raises(RoleMissing):
        accounts.add("lan.nt", "Lan", "LOCAL", [])
    with pytest.raises(UnitUnknown):
        accounts.add("lan.nt", "Lan", "KHONG-CO", [Role.OFFICIAL])
    with pytest.raises(RoleUnknown):
        accounts.add("lan.nt", "Lan", "LOCAL", ["emperor"])
    assert accounts.list() == []


def test_scope_reaches_up_the_tree_and_only_readers_have_one(
    accounts: AccountService, database: Database
) -> None:
    units = UnitService(database)
    province = units.add("h57", "Tỉnh uỷ Nam Giang")
    commune = units.add("H57.01", "Đảng uỷ xã An Hoà", "H57")
    units.add("H57.02", "Đảng uỷ xã Bình Minh", "H57")
    local = units.by_code("LOCAL")
    clerk, _ = accounts.add("lan.nt", "Lan", "H57.01", [Role.CLERK])
    administrator, _ = accounts.add("quan.tri", "Quân", "H57.01", [Role.ADMINISTRATOR])
    assert clerk.unit_path == (commune.id, province.id, local.id)
    assert Scope.of(clerk).unit_ids == {commune.id, province.id, local.id}
    assert Scope.of(administrator).unit_ids == frozenset()


def test_a_made_up_password_may_hold_a_short_name(
    accounts: AccountService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "generate", lambda: "anan-bxyz-2345-6789")
    assert accounts.add("an", "An", "LOCAL", [Role.CLERK])[1] == "anan-bxyz-2345-6789"
