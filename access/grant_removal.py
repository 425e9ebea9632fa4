"""The grants of a document that is removed for good: their reasons may tell of it."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from access.installation_models import SecretCopyRow
from access.models import DocumentGrantRow


def remove_grants(session: Session, document_id: int) -> None:
    """Delete them. The lines of the copy register stay: who holds a copy must be known all the more."""
    of_document = DocumentGrantRow.document_id == document_id
    ids = select(DocumentGrantRow.id).where(of_document)
    session.execute(update(SecretCopyRow).where(SecretCopyRow.grant_id.in_(ids)).values(grant_id=None))
    session.execute(delete(DocumentGrantRow).where(of_document))
