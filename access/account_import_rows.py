"""Some rows of a list, made into accounts within one transaction; what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from access import names
from access.account_csv import ListRow
from access.activation import new_token, token_hash
from access.errors import AccountExists, AccountReserved, UnitEnded, UnitUnknown
from access.models import AccountRoleRow, AccountRow, UnitRow
from access.role_rules import read_roles, require_compatible
from access.roles import Role
from access.sign_in_models import ActivationRow
from vanthu.db import OFFICE_TIME, Base, office_day
from vanthu.errors import VanthuError

_Value = TypeVar("_Value")
_TABLES = Base.metadata.tables
_ASKED_AT_ONCE = 500
"""Values of one SQL `IN`."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """A row that can be an account."""

    row: ListRow
    username: str
    display_name: str
    unit_id: int
    unit_code: str
    roles: tuple[Role, ...]


@dataclass(slots=True)
class Outcome:
    created: int = 0
    tokens: list[list[str]] = field(default_factory=list)
    refused: list[list[str]] = field(default_factory=list)


class Batch:
    """Rows of one step."""

    def __init__(self, session: Session, import_id: int, at: datetime, until: datetime) -> None:
        self._session = session
        self._import_id = import_id
        self._at = at
        self._until = until
        self._units = self._living_units()

    def take_in(self, rows: Sequence[ListRow]) -> Outcome:
        outcome = Outcome()
        ready: list[_Ready] = []
        for row in rows:
            try:
                ready.append(self._read(row))
            except VanthuError as fault:
                outcome.refused.append(_refusal(row, fault))
        taken = self._taken([each.username for each in ready])
        ours = self._made_before(list(taken.values()))
        new: dict[str, _Ready] = {}
        again: list[tuple[_Ready, int]] = []
        for each in ready:
            account_id = taken.get(each.username)
            number, activated = ours.get(account_id or 0, (0, False))
            if number == each.row.number:
                outcome.created += 1
                again += [(each, account_id)] if account_id is not None and not activated else []
            elif account_id is not None or each.username in new:
                outcome.refused.append(_refusal(each.row, AccountExists(username=each.username)))
            else:
                new[each.username] = each
        made = list(zip(new.values(), self._insert(list(new.values())), strict=True))
        outcome.created += len(made)
        outcome.tokens = self._hand_out(sorted(made + again, key=lambda pair: pair[0].row.number))
        outcome.refused.sort(key=lambda cells: int(cells[0]))
        return outcome

    def _read(self, row: ListRow) -> _Ready:
        if row.fault is not None:
            raise row.fault
        username = names.username(row.username)
        if username == names.LOCAL_USERNAME:
            raise AccountReserved(username=username)
        code = row.unit.strip().upper()
        unit = self._units.get(code)
        if unit is None:
            raise UnitUnknown(code=code[:64])
        if isinstance(unit, UnitEnded):
            raise unit
        roles = read_roles(row.roles)
        require_compatible(roles)
        shown = names.display_name(row.display_name) or username
        return _Ready(row, username, shown, *unit, tuple(sorted(roles)))

    def _living_units(self) -> dict[str, tuple[int, str] | UnitEnded]:
        """Units by their own and by their agency codes."""
        today = office_day(self._at)
        units = self._session.execute(
            select(UnitRow.id, UnitRow.code, UnitRow.agency_code, UnitRow.abolished_on)
        ).all()
        found: dict[str, tuple[int, str] | UnitEnded] = {}
        for named in ([(u.agency_code, u) for u in units], [(u.code, u) for u in units]):
            for code, unit in named:
                if code is None:
                    continue
                if unit.abolished_on is None or unit.abolished_on > today:
                    found[code] = (unit.id, unit.code)
                else:
                    found.setdefault(code, UnitEnded(code=code, day=f"{unit.abolished_on:%d/%m/%Y}"))
        return found

    def _taken(self, usernames: Sequence[str]) -> dict[str, int]:
        """Accounts that have one of these names."""
        return {
            name: account_id
            for part in _parts(usernames)
            for name, account_id in self._session.execute(
                select(AccountRow.username, AccountRow.id).where(AccountRow.username.in_(part))
            )
        }

    def _made_before(self, account_ids: Sequence[int]) -> dict[int, tuple[int, bool]]:
        """Of these accounts, those this same import made: by which row, and whether they are activated."""
        return {
            account_id: (row, password_hash is not None)
            for part in _parts(account_ids)
            for account_id, row, password_hash in self._session.execute(
                select(ActivationRow.account_id, ActivationRow.import_row, AccountRow.password_hash)
                .join(AccountRow, AccountRow.id == ActivationRow.account_id)
                .where(ActivationRow.account_id.in_(part), ActivationRow.import_id == self._import_id)
            )
            if row is not None
        }

    def _insert(self, new: Sequence[_Ready]) -> list[int]:
        """Account ids in the order of the rows."""
        if not new:
            return []
        accounts = [
            {
                "username": each.username,
                "display_name": each.display_name,
                "unit_id": each.unit_id,
                "found_by": names.search_key(each.username, each.display_name),
                "created_at": self._at,
            }
            for each in new
        ]
        # Tables, not classes: the session's own work on each row would double the time.
        table = _TABLES[AccountRow.__tablename__]
        made = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        ids = list(self._session.scalars(made, accounts))
        roles = [
            {"account_id": account_id, "role": role}
            for account_id, each in zip(ids, new, strict=True)
            for role in each.roles
        ]
        self._session.execute(insert(_TABLES[AccountRoleRow.__tablename__]), roles)
        return ids

    def _hand_out(self, accounts: Sequence[tuple[_Ready, int]]) -> list[list[str]]:
        """A token for each account, void those before it; lines for the file of tokens."""
        if not accounts:
            return []
        for part in _parts([account_id for _, account_id in accounts]):
            self._session.execute(
                update(ActivationRow)
                .where(ActivationRow.account_id.in_(part), ActivationRow.used_at.is_(None))
                .values(used_at=self._at)
                .execution_options(synchronize_session=False)
            )
        tokens = [new_token() for _ in accounts]
        kept = [
            {
                "token_hash": token_hash(token),
                "account_id": account_id,
                "expires_at": self._until,
                "import_id": self._import_id,
                "import_row": each.row.number,
            }
            for token, (each, account_id) in zip(tokens, accounts, strict=True)
        ]
        self._session.execute(insert(_TABLES[ActivationRow.__tablename__]), kept)
        until = f"{self._until.astimezone(OFFICE_TIME):%d/%m/%Y}"
        return [
            [str(each.row.number), each.username, each.display_name, each.unit_code, token, until]
            for token, (each, _) in zip(tokens, accounts, strict=True)
        ]


def _refusal(row: ListRow, fault: VanthuError) -> list[str]:
    return [str(row.number), names.display_name(row.username), fault.code, fault.say(), fault.say_remedy()]


def _parts(values: Sequence[_Value]) -> Iterator[Sequence[_Value]]:
    for start in range(0, len(values), _ASKED_AT_ONCE):
        yield values[start : start + _ASKED_AT_ONCE]
