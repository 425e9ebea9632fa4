"""The second factor: one-time passwords of an authenticator application (TOTP, RFC 6238), recovery codes.

The shared secret is sealed in the database. A code is good for its own half minute and the ones beside it,
once. Recovery codes are kept as keyed hashes, each good once.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pyotp
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from access import throttle
from access.errors import CodeWrong
from access.models import AccountRow
from access.rights import posts
from access.roles import SECOND_FACTOR
from access.sealing import Sealer, derived_key
from access.sign_in_models import RecoveryCodeRow, SecondFactorRow
from vanthu.db import Database, now, office_day

STEP_S = 30
STEPS_BESIDE = 1
"""A code of the step before or after counts too: clocks differ, and people type slowly."""
RECOVERY_CODES = 10
ISSUER = "Văn thư"
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class FactorState:
    enrolled_at: datetime | None
    """None: no second factor yet."""
    recovery_left: int


class SecondFactors:
    """Enrols, checks and resets second factors."""

    def __init__(self, db: Database, secret: bytes, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._sealer = Sealer(secret, "second factor")
        self._hash_key = derived_key(secret, "recovery codes")
        self._clock = clock

    def state(self, account_id: int) -> FactorState:
        with self._db.session() as session:
            row = session.get(SecondFactorRow, account_id)
            left = session.scalar(
                select(func.count())
                .select_from(RecoveryCodeRow)
                .where(RecoveryCodeRow.account_id == account_id, RecoveryCodeRow.used_at.is_(None))
            )
            return FactorState(row.created_at if row else None, left or 0)

    def required(self, account_id: int) -> bool:
        """Whether one of the account's roles today, in its own unit or by assignment, asks for one."""
        with self._db.session() as session:
            return required(session, session.get_one(AccountRow, account_id), self._today())

    def enrol(self, account_id: int, secret: str, code: str) -> list[str]:
        """Take `secret` as the account's, once `code` shows that the application has it.

        Returns the recovery codes, this once; what was there before is worth nothing any more. Raises
        `CodeWrong` or `SignInThrottled`.
        """
        at = self._clock()
        with self._counted(account_id, at):
            step = _matching_step(secret, code, at)
            if step is None:
                raise CodeWrong
        codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
        with self._db.session() as session:
            _forget(session, account_id)
            session.add(
                SecondFactorRow(
                    account_id=account_id,
                    sealed_secret=self._sealer.seal(secret.encode()),
                    last_step=step,
                    created_at=at,
                    confirmed_at=at,
                )
            )
            session.add_all(
                RecoveryCodeRow(code_hash=self._hash(account_id, _plain(each)), account_id=account_id)
                for each in codes
            )
        return codes

    def check(self, account_id: int, code: str) -> bool:
        """Use up a code of the application or a recovery code; whether it was the latter.

        Raises `CodeWrong` or `SignInThrottled`.
        """
        at, typed = self._clock(), _plain(code)
        with self._counted(account_id, at):
            good = (
                self._use_step(account_id, typed, at)
                if typed.isdecimal()
                else self._use_recovery(account_id, typed, at)
            )
            if not good:
                raise CodeWrong
        return not typed.isdecimal()

    def reset(self, account_id: int) -> None:
        """The account has no second factor any more; who needs one enrols at the next sign-in."""
        with self._db.session() as session:
            _forget(session, account_id)
            throttle.forgive(session, _tried(account_id))

    def _use_step(self, account_id: int, code: str, at: datetime) -> bool:
        with self._db.session() as session:
            row = session.get(SecondFactorRow, account_id)
            opened = self._sealer.open(row.sealed_secret) if row else None
            step = _matching_step(opened.decode(), code, at) if opened else None
            if step is None:
                return False
            used = session.execute(
                update(SecondFactorRow)
                .where(SecondFactorRow.account_id == account_id, SecondFactorRow.last_step < step)
                .values(last_step=step)
                .returning(SecondFactorRow.account_id)
                .execution_options(synchronize_session=False)
            )
            return used.first() is not None

    def _use_recovery(self, account_id: int, code: str, at: datetime) -> bool:
        with self._db.session() as session:
            used = session.execute(
                update(RecoveryCodeRow)
                .where(RecoveryCodeRow.code_hash == self._hash(account_id, code))
                .where(RecoveryCodeRow.account_id == account_id, RecoveryCodeRow.used_at.is_(None))
                .values(used_at=at)
                .returning(RecoveryCodeRow.account_id)
            )
            return used.first() is not None

    def _counted(self, account_id: int, at: datetime) -> _Counted:
        return _Counted(self._db, _tried(account_id), at)

    def _hash(self, account_id: int, code: str) -> str:
        return hmac.new(self._hash_key, f"{account_id}\n{code}".encode(), hashlib.sha256).hexdigest()

    def _today(self) -> date:
        return office_day(self._clock())


class _Counted:
    """An attempt, counted as failed until it has succeeded."""

    def __init__(self, db: Database, tried: Sequence[throttle.Tried], at: datetime) -> None:
        self._db = db
        self._tried = tried
        self._at = at

    def __enter__(self) -> None:
        with self._db.session() as session:
            throttle.count(session, self._at, self._tried)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            with self._db.session() as session:
                throttle.forgive(session, self._tried)


def required(session: Session, account: AccountRow, on: date) -> bool:
    return any(not post.roles.isdisjoint(SECOND_FACTOR) for post in posts(session, account, on))


def new_secret() -> str:
    """160 bits in base 32, as authenticator applications take them."""
    return pyotp.random_base32()


def address_of(secret: str, username: str) -> str:
    """The `otpauth:` address an application reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def _matching_step(secret: str, code: str, at: datetime) -> int | None:
    """The time step the code belongs to, the newest first; None for a wrong code."""
    typed, here = _plain(code), int(at.timestamp()) // STEP_S
    found = None
    for step in range(here + STEPS_BESIDE, here - STEPS_BESIDE - 1, -1):
        expected = pyotp.TOTP(secret).at(step * STEP_S)
        if hmac.compare_digest(expected.encode(), typed.encode()) and found is None:
            found = step
    return found


def _recovery_code() -> str:
    """Ten letters in two groups, 49 bits."""
    letters = [secrets.choice(_ALPHABET) for _ in range(10)]
    return f"{''.join(letters[:5])}-{''.join(letters[5:])}"


def _plain(code: str) -> str:
    """A code as typed, without the blanks and hyphens that make it readable."""
    return "".join(char for char in code if char.isascii() and char.isalnum()).lower()


def _tried(account_id: int) -> list[throttle.Tried]:
    return [(throttle.CODE, str(account_id))]


def _forget(session: Session, account_id: int) -> None:
    session.execute(delete(SecondFactorRow).where(SecondFactorRow.account_id == account_id))
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.account_id == account_id))
