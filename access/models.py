"""Tables of units and accounts: who belongs where, who may act for whom, who may read what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Date, ForeignKey, String, Text, event
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from access import audit_models, installation_models, sign_in_models  # noqa: F401  (the room's other tables)
from access.names import search_key
from vanthu.db import Base, UtcDateTime, now


def _search_key(context: DefaultExecutionContext) -> str:
    new = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return search_key(new["username"], new["display_name"])


class UnitRow(Base):
    """A body that holds documents, as it is today; units form a tree under the local one."""

    __tablename__ = "units"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    """The site's own short code."""
    agency_code: Mapped[str | None] = mapped_column(String(35), index=True)
    """Electronic identification code (Decision 20/2020/QĐ-TTg): at most 35 of `.`, 0-9, A-Z."""
    name: Mapped[str] = mapped_column(String(255))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    abolished_on: Mapped[date | None] = mapped_column(Date)
    """From this day on the unit is no more."""
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    """The unit it was merged into, which takes over its documents and its people."""


class UnitVersionRow(Base):
    """What a unit was called and where it stood over a span of days."""

    __tablename__ = "unit_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    agency_code: Mapped[str | None] = mapped_column(String(35))
    name: Mapped[str] = mapped_column(String(255))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    from_day: Mapped[date | None] = mapped_column(Date)
    """None: since before the system knew."""
    until_day: Mapped[date | None] = mapped_column(Date)
    """The last day; None while it lasts."""


class AccountRow(Base):
    """A person's (or the local operator's) account."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    """Composed and case-folded: `access.names.username` is the only way in."""
    display_name: Mapped[str] = mapped_column(String(255))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    """None: this account cannot sign in with a password (yet)."""
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    found_by: Mapped[str | None] = mapped_column(String(400), default=_search_key)
    """User name and display name without marks; None in rows older than the column, until first searched."""


@event.listens_for(AccountRow, "before_update")
def _keep_findable(_mapper: Mapper[Any], _connection: Connection, row: AccountRow) -> None:
    row.found_by = search_key(row.username, row.display_name)


class AccountRoleRow(Base):
    """One role of one account in its own unit."""

    __tablename__ = "account_roles"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(32), primary_key=True)


class AssignmentRow(Base):
    """One role of one account in another unit, between two days."""

    __tablename__ = "assignments"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    role: Mapped[str] = mapped_column(String(32))
    from_day: Mapped[date] = mapped_column(Date)
    until_day: Mapped[date | None] = mapped_column(Date)
    """The last day; None until it is ended."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class DocumentGrantRow(Base):
    """Leave to read one document, for one account or for whoever acts for one unit, between two days."""

    __tablename__ = "document_grants"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    """Exactly one of account and unit is set; a secret document is granted to accounts only."""
    from_day: Mapped[date] = mapped_column(Date)
    until_day: Mapped[date] = mapped_column(Date)
    """The last day."""
    reason: Mapped[str] = mapped_column(Text)
    requested_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    """None: asked for, not yet in force."""
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AccountImportRow(Base):
    """A list of accounts taken in from a CSV file: how far it has come, so that it can be resumed."""

    __tablename__ = "account_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    next_row: Mapped[int]
    """The first row of the file that was not looked at yet."""
    tokens_path: Mapped[str] = mapped_column(Text)
    """Where the activation tokens are written; the rows that were refused stand in a file beside it."""
    tokens_size: Mapped[int]
    """Bytes of the file of activation tokens that belong to the rows before `next_row`."""
    errors_size: Mapped[int]
    """Bytes of the file of refused rows, likewise."""
    created: Mapped[int]
    failed: Mapped[int]
    started_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
