"""Sessions: only ours, only fresh ones, ended on the server, a new name for new rights."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from access.accounts import AccountService
from access.errors import SessionExpired
from access.principal import Principal
from access.roles import Role
from access.sessions import Sessions
from access.sign_in_models import SessionRow
from access.units import UnitService
from vanthu.db import Database

SECRET = b"k" * 32
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.databases


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(database: Database, clock: Clock) -> Sessions:
    return Sessions(database, SECRET, idle=60 * MINUTE, absolute=600 * MINUTE, clock=clock)


@pytest.fixture
def lan(database: Database) -> Principal:
    return AccountService(database).add("lan.nt", "Nguyễn Thị Lan", "LOCAL", [Role.CLERK])[0]


def refused(sessions: Sessions, token: str) -> bool:
    try:
        sessions.read(token)
    except SessionExpired:
        return True
    return False


def test_a_token_gives_its_session_back(sessions: Sessions, lan: Principal) -> None:
    view = sessions.read(sessions.begin(lan, method="oidc", second_factor=True))
    assert (view.account_id, view.unit_id, view.method, view.second_factor) == (
        lan.account_id,
        lan.unit_id,
        "oidc",
        True,
    )
    assert sessions.max_age_s == 36_000


def test_the_database_alone_opens_no_session(sessions: Sessions, lan: Principal, database: Database) -> None:
    token = sessions.begin(lan)
    with database.session() as session:
        row = session.scalars(select(SessionRow)).one()
    assert row.name_hash not in token and token.split(".")[0] not in row.name_hash
    assert refused(sessions, row.name_hash)


def test_idle_sessions_end_and_use_keeps_them(sessions: Sessions, lan: Principal, clock: Clock) -> None:
    token = sessions.begin(lan)
    for _ in range(3):
        clock.at += 59 * MINUTE
        sessions.read(token)
    clock.at += 60 * MINUTE
    assert refused(sessions, token)


def test_looking_does_not_keep_a_session(sessions: Sessions, lan: Principal, clock: Clock) -> None:
    token = sessions.begin(lan)
    for _ in range(2):
        clock.at += 29 * MINUTE
        sessions.read(token, used=False)
    clock.at += 2 * MINUTE
    assert refused(sessions, token)


def test_no_use_keeps_a_session_past_its_end(sessions: Sessions, lan: Principal, clock: Clock) -> None:
    token = sessions.begin(lan)
    for _ in range(11):
        clock.at += 50 * MINUTE
        sessions.read(token)
    clock.at += 50 * MINUTE
    assert refused(sessions, token)
    sessions.begin(lan)
    assert len(sessions.of_account(lan.account_id)) == 1


def test_use_is_written_at_most_once_a_minute(sessions: Sessions, lan: Principal, clock: Clock) -> None:
    began = clock.at
    token = sessions.begin(lan)
    clock.at += timedelta(seconds=59)
    sessions.read(token)
    assert sessions.of_account(lan.account_id)[0].last_seen_at == began
    clock.at += timedelta(seconds=1)
    sessions.read(token)
    assert sessions.of_account(lan.account_id)[0].last_seen_at == clock.at


def test_signing_out_ends_it_on_the_server(sessions: Sessions, lan: Principal) -> None:
    here, there = sessions.begin(lan), sessions.begin(lan)
    sessions.end(here)
    sessions.end("không phải của ta")
    assert refused(sessions, here) and not refused(sessions, there)


def test_signing_out_everywhere_spares_at_most_the_one_named(
    sessions: Sessions, lan: Principal, database: Database
) -> None:
    other, _ = AccountService(database).add("minh", "Minh", "LOCAL", [Role.OFFICIAL])
    mine, theirs = [sessions.begin(lan) for _ in range(3)], sessions.begin(other)
    assert sessions.end_all(lan.account_id, but=mine[1]) == 2
    assert [refused(sessions, token) for token in mine] == [True, False, True]
    assert sessions.end_all(lan.account_id) == 1
    assert refused(sessions, mine[1]) and not refused(sessions, theirs)


def test_another_unit_is_another_name(
    sessions: Sessions, lan: Principal, clock: Clock, database: Database
) -> None:
    unit = UnitService(database).add("XA-A", "Xã A")
    token = sessions.begin(lan, second_factor=True)
    ends = sessions.read(token).expires_at
    clock.at += 10 * MINUTE
    renamed = sessions.act_for(token, unit.id)
    assert refused(sessions, token)
    view = sessions.read(renamed)
    assert (view.unit_id, view.second_factor, view.expires_at) == (unit.id, True, ends)
    with pytest.raises(SessionExpired):
        sessions.act_for(token, unit.id)


def test_a_token_of_another_installation_is_refused(
    sessions: Sessions, lan: Principal, database: Database
) -> None:
    other = Sessions(database, b"other" * 8, idle=60 * MINUTE, absolute=60 * MINUTE)
    assert refused(sessions, other.begin(lan))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text())
def test_nothing_typed_is_a_token(sessions: Sessions, token: str) -> None:
    assert refused(sessions, token)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(position=st.integers(0, 80), put=st.characters())
def test_a_token_changed_anywhere_is_refused(
    sessions: Sessions, lan: Principal, position: int, put: str
) -> None:
    token = sessions.begin(lan)
    at = position % len(token)
    changed = token[:at] + put + token[at + 1 :]
    if changed != token:
        assert refused(sessions, changed)
