"""The steps of signing in, whichever way one came: password or identity provider, then the second factor.

No session exists before the last step. Who needs a second factor and has none enrols one on the way in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from access import second_factor
from access.errors import SignInStale

if TYPE_CHECKING:
    from access.accounts import AccountService
    from access.pending import Pending, PendingSignIns
    from access.principal import Principal
    from access.second_factor import SecondFactors
    from access.sessions import Sessions


class Next(StrEnum):
    """What comes next."""

    IN = "in"
    CODE = "code"
    ENROL = "enrol"


@dataclass(frozen=True, slots=True)
class Step:
    next: Next
    token: str
    """Of the session, where one is in; else the value that leads to the next step."""
    principal: Principal
    recovery: bool = False
    """Whether a recovery code was used up on the way."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A second factor being set up."""

    secret: str
    address: str
    """What the QR code says."""


class SignIn:
    """Leads from a proven name to a session."""

    def __init__(
        self, accounts: AccountService, sessions: Sessions, factors: SecondFactors, pending: PendingSignIns
    ) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._factors = factors
        self._pending = pending

    def by_password(self, username: str, password: str, *, address: str | None = None) -> Step:
        """Raises `SignInFailed` or `SignInThrottled`."""
        person = self._accounts.authenticate(username, password, address=address)
        return self.proven(person, method="password")

    def proven(self, person: Principal, *, method: str, factor_shown: bool = False) -> Step:
        """Go on with a person whose name was proven; `factor_shown`: elsewhere, and that is trusted."""
        if factor_shown:
            return self._begin(person, method, second_factor=True)
        if self._factors.state(person.account_id).enrolled_at is not None:
            facts = {"step": Next.CODE, "method": method}
            return Step(Next.CODE, self._pending.open(person.account_id, facts), person)
        if self._factors.required(person.account_id):
            return Step(Next.ENROL, self.open_enrolment(person, method), person)
        return self._begin(person, method, second_factor=False)

    def by_code(self, value: str, code: str) -> Step:
        """The second factor of a sign-in under way. Raises `SignInStale`, `CodeWrong`, `SignInThrottled`."""
        waiting = self._pending.read(value, Next.CODE)
        person = self._person(waiting)
        recovery = self._factors.check(person.account_id, code)
        self._pending.take(value, Next.CODE)
        step = self._begin(person, waiting.text("method"), second_factor=True)
        return replace(step, recovery=recovery)

    def open_enrolment(self, person: Principal, method: str) -> str:
        """The value that leads to setting up a second factor, for a person whose name was proven."""
        facts = {"step": Next.ENROL, "method": method, "secret": second_factor.new_secret()}
        return self._pending.open(person.account_id, facts)

    def enrolment(self, value: str) -> Enrolment:
        """What the page of an enrolment shows; raises `SignInStale`."""
        waiting = self._pending.read(value, Next.ENROL)
        secret = waiting.text("secret")
        return Enrolment(secret, second_factor.address_of(secret, self._person(waiting).username))

    def enrol(self, value: str, code: str) -> tuple[Step, list[str]]:
        """Take the new second factor; the person is in, and is shown the recovery codes this once.

        Other sessions of the account end. Raises `SignInStale`, `CodeWrong`, `SignInThrottled`.
        """
        waiting = self._pending.read(value, Next.ENROL)
        person = self._person(waiting)
        codes = self._factors.enrol(person.account_id, waiting.text("secret"), code)
        self._pending.take(value, Next.ENROL)
        self._sessions.end_all(person.account_id)
        return self._begin(person, waiting.text("method"), second_factor=True), codes

    def _person(self, waiting: Pending) -> Principal:
        """Read anew: an account may have been disabled between the steps."""
        if waiting.account_id is None:
            raise SignInStale
        return self._accounts.principal_by_id(waiting.account_id)

    def _begin(self, person: Principal, method: str, *, second_factor: bool) -> Step:
        token = self._sessions.begin(person, method=method, second_factor=second_factor)
        return Step(Next.IN, token, person)
