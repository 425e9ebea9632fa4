"""The units: a tree that is renamed, moved, merged and abolished from a day on, and remembers how it was."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access import names
from access.errors import UnitEnded, UnitExists, UnitInvalid, UnitLocal, UnitUnknown
from access.models import UnitRow, UnitVersionRow
from access.rights import path_of
from access.unit_history import Span, changed, standing
from access.unit_tree import Member, UnitTree
from vanthu.db import Database, now, office_day

LOCAL_CODE = "LOCAL"
LOCAL_NAME = "Đơn vị tại chỗ"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it stands on one day."""

    id: int
    code: str
    name: str
    parent_id: int | None
    path: tuple[int, ...]
    """Ids of the unit and of every unit above it, own unit first."""
    agency_code: str | None = None
    """Decision 20/2020/QĐ-TTg."""
    abolished_on: date | None = None
    """From this day on, which may lie ahead, the unit is no more."""
    successor_id: int | None = None
    """The unit it was, or will be, merged into."""
    living: bool = True


class UnitService:
    """Units by code. The local unit is the root: every other unit stands below it.

    Every change holds from a day, past or ahead, and takes effect on it by itself: rights are read from the
    history. No change may ever, on any day, make a circle, leave a unit below one that is no more, or give
    two units one agency code.
    """

    def __init__(self, db: Database, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._clock = clock

    def add(
        self, code: str, name: str, parent_code: str | None = None, *, agency_code: str | None = None
    ) -> Unit:
        code, name = names.unit_code(code), names.display_name(name)
        if not name:
            raise UnitInvalid
        borne = names.agency_code(agency_code or "")
        self._ensure_local()
        try:
            with self._db.session() as session:
                _queue(session)
                parent = _row(session, parent_code or LOCAL_CODE)
                _require_unended(parent)
                row = UnitRow(code=code, name=name, parent_id=parent.id, agency_code=borne)
                session.add(row)
                session.flush()
                if borne is not None:
                    _tree(session).check(self._today())
                return self._unit(session, row)
        except IntegrityError:
            raise UnitExists(code=code) from None

    def rename(self, code: str, name: str, *, agency_code: str | None = None, on: date | None = None) -> Unit:
        """A new name from a day on, and with it a new agency code where one is given."""
        shown = names.display_name(name)
        if not shown:
            raise UnitInvalid
        new: dict[str, Any] = {"name": shown}
        if (borne := names.agency_code(agency_code or "")) is not None:
            new["agency_code"] = borne
        return self._change(code, on, **new)

    def move(self, code: str, under: str, *, on: date | None = None) -> Unit:
        """Under another parent from a day on."""
        if code.strip().upper() == LOCAL_CODE:
            raise UnitLocal
        parent = self.by_code(under)
        return self._change(code, on, parent_id=parent.id)

    def merge(self, code: str, into: str, *, on: date | None = None) -> Unit:
        """From a day on the unit is part of another, which takes over its documents and its people."""
        return self._end(code, on, into)

    def abolish(self, code: str, *, on: date | None = None) -> Unit:
        """From a day on the unit is no more; no unit may then stand below it."""
        return self._end(code, on, None)

    def keep(self, code: str) -> Unit:
        """Withdraw a merger or an abolition whose day has not come."""
        with self._db.session() as session:
            _queue(session)
            row = _row(session, code)
            if row.abolished_on is not None and row.abolished_on <= self._today():
                raise UnitEnded(code=row.code, day=_told(row.abolished_on))
            row.abolished_on = row.successor_id = None
            session.flush()
            _tree(session).check(self._today())
            return self._unit(session, row)

    def history(self, code: str) -> list[Span]:
        """What the unit was called, which code it bore and where it stood, oldest first."""
        with self._db.session() as session:
            return _history(session, _row(session, code))

    def list(self, *, on: date | None = None) -> list[Unit]:
        """Every unit that was ever there, by code, as it stood on a day (today)."""
        self._ensure_local()
        day = on or self._today()
        with self._db.session() as session:
            tree = _tree(session)
        found = [_as_of(tree, member, day) for member in tree.members.values()]
        return sorted(found, key=lambda unit: unit.code)

    def by_code(self, code: str, *, on: date | None = None) -> Unit:
        """The unit of this code; raises `UnitUnknown`."""
        if code.strip().upper() == LOCAL_CODE:
            self._ensure_local()
        with self._db.session() as session:
            return self._unit(session, _row(session, code), on)

    def _change(self, code: str, on: date | None, **new: Any) -> Unit:
        day = on or self._today()
        with self._db.session() as session:
            _queue(session)
            row = _row(session, code)
            if row.abolished_on is not None and row.abolished_on <= day:
                raise UnitEnded(code=row.code, day=_told(row.abolished_on))
            spans = changed(_history(session, row), day, **new)
            session.execute(delete(UnitVersionRow).where(UnitVersionRow.unit_id == row.id))
            session.add_all(UnitVersionRow(unit_id=row.id, **asdict(span)) for span in spans)
            # The row itself tells of today, for whoever shows a name; what lies ahead stands in the history.
            today = standing(spans, self._today())
            row.name, row.agency_code, row.parent_id = today.name, today.agency_code, today.parent_id
            session.flush()
            _tree(session).check(day)
            return self._unit(session, row)

    def _end(self, code: str, on: date | None, into: str | None) -> Unit:
        day = on or self._today()
        with self._db.session() as session:
            _queue(session)
            row = _row(session, code)
            if row.code == LOCAL_CODE:
                raise UnitLocal
            _require_unended(row)
            if into is not None:
                successor = _row(session, into)
                if successor.abolished_on is not None and successor.abolished_on <= day:
                    raise UnitEnded(code=successor.code, day=_told(successor.abolished_on))
                row.successor_id = successor.id
            row.abolished_on = day
            session.flush()
            _tree(session).check(day)
            return self._unit(session, row)

    def _unit(self, session: Session, row: UnitRow, on: date | None = None) -> Unit:
        day = on or self._today()
        span = standing(_history(session, row), day)
        living = row.abolished_on is None or day < row.abolished_on
        return Unit(
            row.id,
            row.code,
            span.name,
            span.parent_id,
            _own_path(row.id, path_of(session, row.id, day)),
            span.agency_code,
            row.abolished_on,
            row.successor_id,
            living,
        )

    def _ensure_local(self) -> None:
        with self._db.session() as session:
            if session.scalar(select(UnitRow.id).where(UnitRow.code == LOCAL_CODE)) is not None:
                return
        with suppress(IntegrityError), self._db.session() as session:  # another process may be first
            session.add(UnitRow(code=LOCAL_CODE, name=LOCAL_NAME, parent_id=None))

    def _today(self) -> date:
        return office_day(self._clock())


def _queue(session: Session) -> None:
    """Changes of the tree come one after the other: two that are sound alone may make a circle together."""
    session.execute(update(UnitRow).where(UnitRow.code == LOCAL_CODE).values(code=LOCAL_CODE))


def _row(session: Session, code: str) -> UnitRow:
    wanted = code.strip().upper()
    row = session.scalar(select(UnitRow).where(UnitRow.code == wanted)) if "\0" not in wanted else None
    if row is None:
        raise UnitUnknown(code=wanted)
    return row


def _require_unended(row: UnitRow) -> None:
    if row.abolished_on is not None:
        raise UnitEnded(code=row.code, day=_told(row.abolished_on))


def _told(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _history(session: Session, row: UnitRow) -> list[Span]:
    versions = session.scalars(select(UnitVersionRow).where(UnitVersionRow.unit_id == row.id))
    return _sorted([_span(version) for version in versions]) or [_whole(row)]


def _tree(session: Session) -> UnitTree:
    """Every unit with its history, as it stands in this transaction."""
    versions: dict[int, list[Span]] = {}
    for version in session.scalars(select(UnitVersionRow)):
        versions.setdefault(version.unit_id, []).append(_span(version))
    return UnitTree(
        Member(
            row.id,
            row.code,
            tuple(_sorted(versions.get(row.id, [])) or [_whole(row)]),
            row.abolished_on,
            row.successor_id,
        )
        for row in session.scalars(select(UnitRow))
    )


def _span(row: UnitVersionRow) -> Span:
    return Span(row.from_day, row.until_day, row.agency_code, row.name, row.parent_id)


def _whole(row: UnitRow) -> Span:
    """The one span of a unit that never changed."""
    return Span(None, None, row.agency_code, row.name, row.parent_id)


def _sorted(spans: list[Span]) -> list[Span]:
    return sorted(spans, key=lambda span: span.from_day or date.min)


def _as_of(tree: UnitTree, member: Member, day: date) -> Unit:
    span = standing(member.history, day)
    return Unit(
        member.id,
        member.code,
        span.name,
        span.parent_id,
        tree.path(member.id, day),
        span.agency_code,
        member.abolished_on,
        member.successor_id,
        member.living(day),
    )


def _own_path(unit_id: int, path: tuple[int, ...]) -> tuple[int, ...]:
    """A merged unit's own id stands before the way up from its successor."""
    return path if path[0] == unit_id else (unit_id, *path)
