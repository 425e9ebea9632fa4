"""A Scope rendered to SQL: the one place where records decides what a person may see."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, or_

from access.scope import Scope
from records.models import DocumentRow
from records.types import DataClass


def visible(scope: Scope) -> ColumnElement[bool]:
    """The condition on `documents` that every read carries."""
    parts: list[ColumnElement[bool]] = []
    if scope.unit_ids:
        ordinary = DocumentRow.data_class == DataClass.ORDINARY.value
        parts.append(and_(DocumentRow.unit_id.in_(sorted(scope.unit_ids)), ordinary))
    if scope.granted_ids:
        parts.append(DocumentRow.id.in_(sorted(scope.granted_ids)))
    return or_(*parts) if parts else false()
