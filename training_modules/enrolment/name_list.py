"""A list of user names as CSV: who is to be enrolled by name. Broken lines are told, the others taken."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from access import names
from access.account_csv import ListRow, read_names
from access.errors import ListUnread, UsernameInvalid
from access.models import AccountRow
from training_modules.enrolment.applying import audience
from training_modules.enrolment.errors import ListUnusable
from training_modules.enrolment.models import RequirementAccountRow, RequirementRow
from training_modules.enrolment.types import BrokenRow, ListOutcome, Units

MOST_ROWS = 100_000
MOST_BYTES = 16 * 1024 * 1024
_ASKED_AT_ONCE = 500

UNREADABLE = "không đọc được dòng này"
NO_NAME = "không có tên đăng nhập hợp lệ"
UNKNOWN = "không có tài khoản này trong phạm vi của đợt học"
TWICE = "tên này đã có ở dòng {other}"


def take_in(session: Session, row: RequirementRow, units: Units | None, content: bytes) -> ListOutcome:
    """Name everyone on the list in the requirement. Raises `ListUnusable`.

    An account of another unit, one that may not learn and one that does not exist are told alike.
    """
    broken: list[BrokenRow] = []
    wanted: dict[str, int] = {}
    for each in _rows(content):
        name = _name(each, broken)
        if name is None:
            continue
        if name in wanted:
            broken.append(BrokenRow(each.number, TWICE, wanted[name]))
        else:
            wanted[name] = each.number
    found = _found(session, row, units, list(wanted))
    broken += [BrokenRow(line, UNKNOWN) for name, line in wanted.items() if name not in found]
    named = select(RequirementAccountRow.account_id).where(RequirementAccountRow.requirement_id == row.id)
    known = set(session.scalars(named))
    new = [account_id for account_id in found.values() if account_id not in known]
    session.add_all(RequirementAccountRow(requirement_id=row.id, account_id=each) for each in new)
    session.flush()
    broken.sort(key=lambda each: each.line)
    return ListOutcome(len(new), len(found) - len(new), tuple(broken))


def _rows(content: bytes) -> Iterator[ListRow]:
    if len(content) > MOST_BYTES:
        raise ListUnusable(most=MOST_ROWS)
    try:
        for count, row in enumerate(read_names(io.BytesIO(content))):
            if count >= MOST_ROWS:
                raise ListUnusable(most=MOST_ROWS)
            yield row
    except ListUnread:
        raise ListUnusable(most=MOST_ROWS) from None


def _name(row: ListRow, broken: list[BrokenRow]) -> str | None:
    if row.fault is not None:
        broken.append(BrokenRow(row.number, UNREADABLE))
        return None
    try:
        return names.username(row.username)
    except UsernameInvalid:
        broken.append(BrokenRow(row.number, NO_NAME))
        return None


def _found(session: Session, row: RequirementRow, units: Units | None, wanted: list[str]) -> dict[str, int]:
    """The accounts of these names that the requirement can be for."""
    whoever = audience(row, units, named=False).add_columns(AccountRow.username)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), _ASKED_AT_ONCE):
        asked = whoever.where(AccountRow.username.in_(wanted[start : start + _ASKED_AT_ONCE]))
        rows: Any = session.execute(asked.where(AccountRow.disabled_at.is_(None)))
        found |= {username: account_id for account_id, username in rows}
    return found
