"""Which account a person of the identity provider is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access import names
from access.errors import ProviderRefused, UsernameInvalid
from access.models import AccountRow
from access.names import LOCAL_USERNAME
from access.oidc import OutsidePerson
from access.sign_in_models import IdentityRow
from vanthu.db import Database, now

_LONGEST = 255


class Identities:
    """Keeps which outside person is which account."""

    def __init__(self, db: Database, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._clock = clock

    def account_of(self, person: OutsidePerson) -> tuple[int, bool]:
        """The account, and whether it was linked just now. Raises `ProviderRefused`.

        At the first sign-in the user name the provider gives finds the account, which must be enabled and
        not yet belong to another person of that provider; afterwards only the provider's own lasting
        identifier counts, as names may be given to others.
        """
        if not person.subject or len(person.subject) > _LONGEST or len(person.issuer) > _LONGEST:
            raise ProviderRefused
        try:
            with self._db.session() as session:
                known = session.get(IdentityRow, (person.issuer, person.subject))
                if known is not None:
                    return self._enabled(session.get(AccountRow, known.account_id)), False
                account_id = self._enabled(self._named(session, person.username))
                if self._taken(session, person.issuer, account_id):
                    raise ProviderRefused
                session.add(
                    IdentityRow(
                        issuer=person.issuer,
                        subject=person.subject,
                        account_id=account_id,
                        linked_at=self._clock(),
                    )
                )
                return account_id, True
        except IntegrityError:  # linked by another request at this moment: to come again is enough
            raise ProviderRefused from None

    def linked(self, account_id: int) -> bool:
        """Whether the account belongs to a person of an identity provider."""
        found = select(IdentityRow.subject).where(IdentityRow.account_id == account_id)
        with self._db.session() as session:
            return session.scalar(found) is not None

    def _named(self, session: Session, username: str | None) -> AccountRow | None:
        try:
            name = names.username(username or "")
        except UsernameInvalid:
            return None
        if name == LOCAL_USERNAME:
            return None
        return session.scalar(select(AccountRow).where(AccountRow.username == name))

    def _enabled(self, account: AccountRow | None) -> int:
        if account is None or account.disabled_at is not None:
            raise ProviderRefused
        return account.id

    def _taken(self, session: Session, issuer: str, account_id: int) -> bool:
        found = select(IdentityRow.subject).where(
            IdentityRow.issuer == issuer, IdentityRow.account_id == account_id
        )
        return session.scalar(found) is not None
