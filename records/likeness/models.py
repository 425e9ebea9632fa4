"""Tables of likeness: a document's signature, and its bands by which others like it are found."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from vanthu.db import Base


class SignatureRow(Base):
    __tablename__ = "text_signatures"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    """`records.likeness.signature.packed`."""


class BandRow(Base):
    __tablename__ = "text_bands"
    __table_args__ = (Index("ix_text_bands_band_value", "band", "value"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    band: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    value: Mapped[int] = mapped_column(BigInteger)
