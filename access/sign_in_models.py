"""Tables of signing in: sessions, second factors, outside identities, API keys, activation, throttling."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from vanthu.db import Base, UtcDateTime, now


class SessionRow(Base):
    """A signed-in browser. The cookie carries a random name; only its hash is kept."""

    __tablename__ = "sessions"

    name_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the session's name."""
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    """The unit the person acts for."""
    method: Mapped[str] = mapped_column(String(16))
    """`password`, `oidc`."""
    second_factor: Mapped[bool]
    """Whether a second factor was shown for this session."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    """The session ends then, however much it is used."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SecondFactorRow(Base):
    """The TOTP secret (RFC 6238) of one account, sealed with a key of the data folder."""

    __tablename__ = "second_factors"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary)
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """The newest time step a code was taken for: a code is good once."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecoveryCodeRow(Base):
    """A one-time code for when the second factor is lost; only its hash is kept."""

    __tablename__ = "recovery_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class IdentityRow(Base):
    """A person of the site's identity provider (OpenID Connect issuer and subject) and their account."""

    __tablename__ = "account_identities"

    issuer: Mapped[str] = mapped_column(String(255), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ApiKeyRow(Base):
    """A key a program uses in the name of an account, for one unit, for some actions, for a time."""

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str] = mapped_column(String(120))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256; the key itself is shown once."""
    actions: Mapped[list[Any]] = mapped_column(JSON)
    """Values of `Action`."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ActivationRow(Base):
    """A one-time token with which a provisioned person sets their first password; only its hash is kept."""

    __tablename__ = "activations"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256."""
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was used, or voided by a newer one."""
    import_id: Mapped[int | None] = mapped_column(ForeignKey("account_imports.id"), index=True)
    import_row: Mapped[int | None]
    """The list and the row of it that made the account: met again, that row is no duplicate."""


class SignInFailuresRow(Base):
    """Failed sign-ins in a row for a name or an address, known or not: it must not tell which names exist."""

    __tablename__ = "sign_in_failures"

    name_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class PendingSignInRow(Base):
    """A sign-in between its steps: to the identity provider and back, or before the second factor."""

    __tablename__ = "pending_sign_ins"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the value the browser holds."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    facts: Mapped[str] = mapped_column(Text, default="")
    """JSON: nonce, code verifier and way back of a sign-in at the identity provider."""
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
