"""Tables of passages and of the embedding cache."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rag.talks import models as _talks  # noqa: F401  (the room's other tables)
from vanthu.db import Base


class PassageRow(Base):
    """One passage of one document, with where it stands on the pages."""

    __tablename__ = "passages"
    # Ids are never used twice: a point left behind in the index must not name another document's passage.
    __table_args__ = (
        Index("ix_passages_document_id_ordinal", "document_id", "ordinal"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    heading: Mapped[list[str]] = mapped_column(JSON)
    """Heading path, outermost first."""
    article: Mapped[str | None] = mapped_column(String(16))
    clause: Mapped[str | None] = mapped_column(String(16))
    point: Mapped[str | None] = mapped_column(String(16))
    page: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    spans: Mapped[list[list[Any]]] = mapped_column(JSON)
    """`[start, end, page, left, top, right, bottom]` per printed line."""
    text_hash: Mapped[str] = mapped_column(String(64))
    """Of the indexed text (title, heading path and clause): names its vector in the cache."""


class SentenceVectorsRow(Base):
    """The vectors of a passage's sentences: derived data, gone with the passage."""

    __tablename__ = "sentence_vectors"

    passage_id: Mapped[int] = mapped_column(ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    model_id: Mapped[str] = mapped_column(String(120))
    keys: Mapped[bytes] = mapped_column(LargeBinary)
    """Eight bytes of the digest of each sentence, in reading order."""
    vectors: Mapped[bytes] = mapped_column(LargeBinary)
    """One after the other, each float16, little endian, L2-normalised."""


class EmbeddingRow(Base):
    """A passage vector: derived data, keyed by what made it."""

    __tablename__ = "embeddings"

    model_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    text_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    """float16, little endian, L2-normalised."""
