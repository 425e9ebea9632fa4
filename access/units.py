"""The tree of units."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access import names
from access.errors import UnitExists, UnitInvalid, UnitUnknown
from access.models import UnitRow
from access.rights import path_of
from vanthu.db import Database

LOCAL_CODE = "LOCAL"
LOCAL_NAME = "Đơn vị tại chỗ"


@dataclass(frozen=True, slots=True)
class Unit:
    id: int
    code: str
    name: str
    parent_id: int | None
    path: tuple[int, ...]
    """Ids of the unit and of every unit above it, own unit first."""


class UnitService:
    """Units by code. The local unit is the root: every other unit stands below it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, code: str, name: str, parent_code: str | None = None) -> Unit:
        code, name = names.unit_code(code), names.display_name(name)
        if not name:
            raise UnitInvalid
        parent = self.by_code(parent_code or LOCAL_CODE)
        try:
            with self._db.session() as session:
                row = UnitRow(code=code, name=name, parent_id=parent.id)
                session.add(row)
                session.flush()
                return _unit(session, row)
        except IntegrityError:
            raise UnitExists(code=code) from None

    def list(self) -> list[Unit]:
        """Every unit, by code."""
        self._ensure_local()
        with self._db.session() as session:
            rows = session.scalars(select(UnitRow).order_by(UnitRow.code)).all()
            return [_unit(session, row) for row in rows]

    def by_code(self, code: str) -> Unit:
        """The unit of this code; raises `UnitUnknown`."""
        wanted = code.strip().upper()
        if wanted == LOCAL_CODE:
            self._ensure_local()
        with self._db.session() as session:
            row = session.scalar(select(UnitRow).where(UnitRow.code == wanted))
            if row is None:
                raise UnitUnknown(code=wanted)
            return _unit(session, row)

    def _ensure_local(self) -> None:
        with self._db.session() as session:
            if session.scalar(select(UnitRow.id).where(UnitRow.code == LOCAL_CODE)) is not None:
                return
        with suppress(IntegrityError), self._db.session() as session:  # another process may be first
            session.add(UnitRow(code=LOCAL_CODE, name=LOCAL_NAME, parent_id=None))


def _unit(session: Session, row: UnitRow) -> Unit:
    return Unit(row.id, row.code, row.name, row.parent_id, path_of(session, row))
