"""The few facts about a document that rights rest on, read without the catalogue, which stands above."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Integer, String, column, func, select, table
from sqlalchemy.orm import Session

from vanthu.db import LARGEST_ID

documents = table(
    "documents",
    column("id", Integer),
    column("unit_id", Integer),
    column("data_class", String),
    column("status", String),
)

REMOVING = "removing"
"""The status of a document that is being removed for good: to everyone it is gone."""

SECRET_CLASSES = ("confidential", "secret")
"""Classes of Regulation 384-QĐ/TW, Art. 4.6 that are state secrets."""


@dataclass(frozen=True, slots=True)
class Standing:
    unit_id: int
    """The owning unit, as it was when the document came in."""
    data_class: str

    @property
    def is_state_secret(self) -> bool:
        return self.data_class in SECRET_CLASSES


def standing(session: Session, document_id: int) -> Standing | None:
    """None for a document that does not exist."""
    if not 0 < document_id <= LARGEST_ID:
        return None
    found = session.execute(
        select(documents.c.unit_id, documents.c.data_class).where(
            documents.c.id == document_id, documents.c.status != REMOVING
        )
    ).first()
    return Standing(*found) if found else None


def secrets_held(session: Session) -> int:
    """How many state secrets the whole installation holds."""
    held = select(func.count()).select_from(documents).where(documents.c.data_class.in_(SECRET_CLASSES))
    return session.scalar(held) or 0
