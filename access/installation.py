"""The installation's kind: ordinary, or an independent LAN on which state secrets may be held.

Law 117/2025/QH15, Art. 5: state secrets are drafted and stored only on devices connected to no network,
or on an independent LAN (mạng LAN độc lập: one premises, no way to the Internet or any other network).
No program can see that of a network; two persons answer for it, and it is kept who they were.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from access import names
from access.document_standing import secrets_held
from access.installation_models import InstallationChangeRow
from access.keeping_errors import (
    ProposalInvalid,
    ProposalNeedsAnother,
    ProposalNone,
    ProposalPending,
    SecondFactorMissing,
    SecretsHeld,
)
from access.models import AccountRow
from access.principal import Principal
from access.roles import Action
from access.sign_in_models import SecondFactorRow
from vanthu.db import Database, now

ORDINARY = "ordinary"
INDEPENDENT_LAN = "independent_lan"
MODES = (ORDINARY, INDEPENDENT_LAN)


@dataclass(frozen=True, slots=True)
class Change:
    """A proposed or settled change of the installation's kind."""

    id: int
    mode: str
    reason: str
    proposed_by: int
    proposed_by_name: str
    proposed_at: datetime
    confirmed_by_name: str | None
    confirmed_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def pending(self) -> bool:
        return self.confirmed_at is None and self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class State:
    """What the installation is, what is proposed, and every change so far, newest first."""

    mode: str
    pending: Change | None
    changes: tuple[Change, ...]


class Installation:
    """Says and changes what kind of installation this is."""

    def __init__(self, db: Database, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._clock = clock

    def mode(self) -> str:
        """`ordinary` or `independent_lan`, read anew at each call."""
        with self._db.session() as session:
            return _mode(session)

    def state(self) -> State:
        """For administrators; `mode` is for everyone."""
        with self._db.session() as session:
            changes = _changes(session)
            pending = next((change for change in changes if change.pending), None)
            return State(_mode(session), pending, tuple(changes))

    def propose(self, mode: str, reason: str, principal: Principal) -> Change:
        """Propose the other kind; nothing changes until another administrator confirms."""
        said = names.display_name(reason)
        with self._db.session() as session:
            _check_person(session, principal)
            if mode not in MODES or not said or mode == _mode(session):
                raise ProposalInvalid
            if any(change.pending for change in _changes(session)):
                raise ProposalPending
            row = InstallationChangeRow(
                mode=mode, reason=said, proposed_by=principal.account_id, proposed_at=self._clock()
            )
            session.add(row)
            session.flush()
            return _one(session, row.id)

    def confirm(self, principal: Principal) -> Change:
        """Bring the proposed kind into force; by another administrator than the one who proposed it."""
        with self._db.session() as session:
            _check_person(session, principal)
            pending = _pending(session)
            if pending.proposed_by == principal.account_id:
                raise ProposalNeedsAnother
            held = secrets_held(session)
            if pending.mode == ORDINARY and held:
                raise SecretsHeld(count=held)
            self._settle(session, pending.id, confirmed_by=principal.account_id, confirmed_at=self._clock())
            return _one(session, pending.id)

    def withdraw(self, principal: Principal) -> Change:
        """Take the proposal back, or turn it down; any administrator may."""
        with self._db.session() as session:
            _check_person(session, principal)
            pending = _pending(session)
            self._settle(session, pending.id, withdrawn_at=self._clock())
            return _one(session, pending.id)

    def _settle(self, session: Session, change_id: int, **values: object) -> None:
        """Two administrators at once: one of them finds it settled."""
        settled = session.execute(
            update(InstallationChangeRow)
            .where(
                InstallationChangeRow.id == change_id,
                InstallationChangeRow.confirmed_at.is_(None),
                InstallationChangeRow.withdrawn_at.is_(None),
            )
            .values(**values)
            .returning(InstallationChangeRow.id)
        ).scalar()
        if settled is None:
            raise ProposalNone


def _mode(session: Session) -> str:
    newest = session.scalar(
        select(InstallationChangeRow.mode)
        .where(InstallationChangeRow.confirmed_at.is_not(None))
        .order_by(InstallationChangeRow.confirmed_at.desc(), InstallationChangeRow.id.desc())
        .limit(1)
    )
    return newest or ORDINARY


def _pending(session: Session) -> Change:
    pending = next((change for change in _changes(session) if change.pending), None)
    if pending is None:
        raise ProposalNone
    return pending


def _one(session: Session, change_id: int) -> Change:
    session.expire_all()
    return next(change for change in _changes(session) if change.id == change_id)


def _changes(session: Session) -> list[Change]:
    proposer, confirmer = aliased(AccountRow), aliased(AccountRow)
    rows = session.execute(
        select(InstallationChangeRow, proposer.display_name, confirmer.display_name)
        .join(proposer, proposer.id == InstallationChangeRow.proposed_by)
        .outerjoin(confirmer, confirmer.id == InstallationChangeRow.confirmed_by)
        .order_by(InstallationChangeRow.id.desc())
    )
    return [
        Change(
            id=row.id,
            mode=row.mode,
            reason=row.reason,
            proposed_by=row.proposed_by,
            proposed_by_name=proposed,
            proposed_at=row.proposed_at,
            confirmed_by_name=confirmed,
            confirmed_at=row.confirmed_at,
            withdrawn_at=row.withdrawn_at,
        )
        for row, proposed, confirmed in rows
    ]


def _check_person(session: Session, principal: Principal) -> None:
    """An administrator with a second factor in use: a person, not whoever owns the data folder."""
    principal.require(Action.ADMINISTER)
    if principal.key_id is not None:
        raise SecondFactorMissing
    factor = session.get(SecondFactorRow, principal.account_id)
    if factor is None or factor.confirmed_at is None:
        raise SecondFactorMissing
