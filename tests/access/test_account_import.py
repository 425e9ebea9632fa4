"""Lists taken in: every good row becomes an account with its token, whatever stops the work and how often."""

from __future__ import annotations

import csv
import hashlib
import os
import signal
import stat
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from access import account_import_files
from access.account_import import AccountImporter, ImportView
from access.accounts import AccountService
from access.errors import (
    AccountExists,
    ImportRunning,
    ListFileUnread,
    TokensFileElsewhere,
    TokensFileTaken,
    TokensFileUnwritable,
)
from access.models import AccountRow
from access.roles import Role
from access.sign_in_models import ActivationRow
from access.units import UnitService
from tests.conftest import ROOT
from vanthu.db import Database

pytestmark = pytest.mark.databases
LIST = """Tên đăng nhập,Họ và tên,Mã đơn vị,Vai trò
lan,Nguyễn Thị Lan,XA-A,clerk
hoa,=HYPERLINK("x"),a26.01,Chuyên viên;trainee
lan,Lan khác,XA-A,clerk
ai đó,Ai,XA-A,clerk
minh,Minh,KHONG-CO,clerk
nam,Nam,XA-A,vua
quan,Quân,XA-A,administrator;clerk
tam,Tâm,XA-A,
local,Ai,XA-A,clerk
có trước,"x,XA-A,clerk
san,Người có sẵn,XA-A,clerk
cuoi,,XA-A,trainer
"""


@pytest.fixture
def accounts(database: Database) -> AccountService:
    UnitService(database).add("XA-A", "Đảng uỷ xã A", agency_code="A26.01")
    service = AccountService(database)
    service.add("san", "Có sẵn", "XA-A", [Role.OFFICIAL])
    return service


def importer(database: Database, step: int = 3) -> AccountImporter:
    return AccountImporter(database, activation=timedelta(days=30), step=step)


def take_in(
    database: Database, accounts: AccountService, source: Path, tokens: Path, **how: int
) -> ImportView:
    return list(importer(database, **how).run(source, tokens, accounts.local_operator()))[-1]


def lines(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))[1:]


def written(tmp_path: Path, content: str = LIST) -> tuple[Path, Path]:
    source = tmp_path / "danh sách.csv"
    source.write_text(content, encoding="utf-8-sig")
    return source, tmp_path / "mã.csv"


def assert_every_account_has_its_token(database: Database, tokens: Path) -> None:
    with database.session() as session:
        kept = session.execute(
            select(AccountRow.username, ActivationRow.token_hash)
            .join(AccountRow, AccountRow.id == ActivationRow.account_id)
            .where(ActivationRow.used_at.is_(None))
        ).all()
    handed = {row[1]: hashlib.sha256(row[4].replace("-", "").encode()).hexdigest() for row in lines(tokens)}
    assert dict(map(tuple, kept)) == handed
    assert len(lines(tokens)) == len(handed)


def test_good_rows_become_accounts_and_the_others_are_told(
    database: Database, accounts: AccountService, tmp_path: Path
) -> None:
    source, tokens = written(tmp_path)
    view = take_in(database, accounts, source, tokens)
    assert (view.rows, view.done, view.created, view.failed, view.finished) == (12, 12, 3, 9, True)
    assert [(row[0], row[1], row[3]) for row in lines(tokens)] == [
        ("2", "lan", "XA-A"),
        ("3", "hoa", "XA-A"),
        ("13", "cuoi", "XA-A"),
    ]
    assert [(row[0], row[2]) for row in lines(view.errors)] == [
        ("4", "account_exists"),
        ("5", "username_invalid"),
        ("6", "unit_unknown"),
        ("7", "role_unknown"),
        ("8", "roles_together"),
        ("9", "role_missing"),
        ("10", "account_reserved"),
        ("11", "list_row_unread"),
        ("12", "account_exists"),
    ]
    assert lines(tokens)[1][2] == '\'=HYPERLINK("x")'
    for file in (tokens, view.errors):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert_every_account_has_its_token(database, tokens)
    person = accounts.activate(lines(tokens)[1][4], "bảy con mèo trèo cây cau")
    assert (person.username, person.roles) == ("hoa", {Role.OFFICIAL, Role.TRAINEE})
    assert accounts.view("san").display_name == "Có sẵn"


def test_the_same_list_again_changes_nothing(
    database: Database, accounts: AccountService, tmp_path: Path
) -> None:
    source, tokens = written(tmp_path)
    first = take_in(database, accounts, source, tokens)
    before = tokens.read_bytes()
    assert take_in(database, accounts, source, tokens) == first
    assert tokens.read_bytes() == before
    with pytest.raises(TokensFileElsewhere):
        take_in(database, accounts, source, tmp_path / "khác.csv")


def test_lost_tokens_are_made_anew_for_whoever_needs_one(
    database: Database, accounts: AccountService, tmp_path: Path
) -> None:
    source, tokens = written(tmp_path)
    take_in(database, accounts, source, tokens)
    accounts.activate(lines(tokens)[0][4], "bảy con mèo trèo cây cau")
    old = [row[4] for row in lines(tokens)]
    tokens.unlink()
    other = tmp_path / "mã mới.csv"
    view = take_in(database, accounts, source, other)
    assert (view.created, view.failed) == (3, 9)
    assert [row[1] for row in lines(other)] == ["hoa", "cuoi"]
    assert not {row[4] for row in lines(other)} & set(old)
    assert_every_account_has_its_token(database, other)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=6), st.randoms(use_true_random=False))
def test_stopped_anywhere_it_goes_on_where_it_was(
    database: Database, accounts: AccountService, tmp_path: Path, stops: list[tuple[int, bool]], chance
) -> None:
    tag = f"{chance.randrange(10**9)}-{chance.randrange(10**9)}"
    source, tokens = tmp_path / f"{tag}.csv", tmp_path / f"{tag}-tokens.csv"
    body = "".join(f"n{tag}.{n},,{'XA-A' if n % 5 else 'SAI'},clerk\n" for n in range(23))
    source.write_text("username,display_name,unit,roles\n" + body)
    for step, dirty in stops:
        running = importer(database, step).run(source, tokens, accounts.local_operator())
        for _ in range(2):
            next(running, None)
        running.close()
        if dirty and tokens.exists():  # killed after writing, before the commit
            with tokens.open("ab") as stream:
                stream.write(b"24,nobody,half a li")
    view = take_in(database, accounts, source, tokens, step=7)
    assert (view.created, view.failed) == (18, 5)
    assert [row[0] for row in lines(tokens)] == [str(n + 2) for n in range(23) if n % 5]
    assert [row[0] for row in lines(view.errors)] == [str(n + 2) for n in range(23) if n % 5 == 0]
    with database.session() as session:
        made = session.execute(
            select(AccountRow.username, ActivationRow.token_hash)
            .join(AccountRow, AccountRow.id == ActivationRow.account_id)
            .where(AccountRow.username.contains(tag), ActivationRow.used_at.is_(None))
        ).all()
    assert dict(map(tuple, made)) == {
        row[1]: hashlib.sha256(row[4].replace("-", "").encode()).hexdigest() for row in lines(tokens)
    }


def test_a_full_disk_stops_it_without_an_account_too_many(
    database: Database, accounts: AccountService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, tokens = written(tmp_path)
    running = importer(database).run(source, tokens, accounts.local_operator())
    next(running), next(running)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(account_import_files.os, "fsync", full)
    with pytest.raises(TokensFileUnwritable):
        next(running)
    monkeypatch.undo()
    view = take_in(database, accounts, source, tokens)
    assert (view.created, view.failed) == (3, 9)
    assert_every_account_has_its_token(database, tokens)


def test_files_that_are_not_ours(database: Database, accounts: AccountService, tmp_path: Path) -> None:
    source, tokens = written(tmp_path)
    tokens.write_text("của ai đó")
    with pytest.raises(TokensFileTaken):
        take_in(database, accounts, source, tokens)
    assert tokens.read_text() == "của ai đó"
    link = tmp_path / "liên kết.csv"
    link.symlink_to(tmp_path / "đích")
    with pytest.raises(TokensFileTaken):
        take_in(database, accounts, source, link)
    with pytest.raises(ListFileUnread):
        take_in(database, accounts, tmp_path / "không có.csv", tmp_path / "t.csv")
    with pytest.raises(TokensFileUnwritable):
        take_in(database, accounts, source, tmp_path / "không có" / "t.csv")


def test_one_list_at_a_time(database: Database, accounts: AccountService, tmp_path: Path) -> None:
    source, tokens = written(tmp_path)
    service = importer(database)
    running = service.run(source, tokens, accounts.local_operator())
    next(running)
    with pytest.raises(ImportRunning):
        next(service.run(source, tokens, accounts.local_operator()))
    assert list(running)[-1].finished
    assert list(service.run(source, tokens, accounts.local_operator()))[-1].finished


def test_an_account_added_meanwhile_is_an_error_by_row(
    database: Database, accounts: AccountService, tmp_path: Path
) -> None:
    source, tokens = written(tmp_path)
    running = importer(database, 2).run(source, tokens, accounts.local_operator())
    next(running), next(running)
    accounts.add("cuoi", "Người khác", "XA-A", [Role.CLERK])
    view = list(running)[-1]
    assert lines(view.errors)[-1][1:3] == ["cuoi", AccountExists.code]


@pytest.mark.long
@pytest.mark.sqlite_only
def test_killed_in_the_middle(tmp_path: Path) -> None:
    """A real process, killed with SIGKILL while it works, then run again."""
    source, tokens = tmp_path / "many.csv", tmp_path / "tokens.csv"
    body = "".join(f"can.bo.{number},Cán bộ {number},LOCAL,official\n" for number in range(6000))
    source.write_text("username,display_name,unit,roles\n" + body)
    env = {**os.environ, "VANTHU_DATA": str(tmp_path / "data")}
    command = [sys.executable, "-m", "ui.cli", "account", "import", str(source), "--tokens", str(tokens)]
    for _ in range(2):
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        size = tokens.stat().st_size if tokens.exists() else 0
        while process.poll() is None and (not tokens.exists() or tokens.stat().st_size == size):
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert ended.stdout.startswith("6000\t6000\t0\t")
    database = Database(f"sqlite:///{tmp_path / 'data' / 'vanthu.sqlite'}")
    assert [row[0] for row in lines(tokens)] == [str(number) for number in range(2, 6002)]
    assert_every_account_has_its_token(database, tokens)
    database.dispose()
