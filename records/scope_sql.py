"""A Scope rendered to SQL: the one place where records decides what a person may see."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false

from access.scope import Scope
from records.models import DocumentRow


def visible(scope: Scope) -> ColumnElement[bool]:
    """The condition on `documents` that every read carries."""
    if not scope.unit_ids:
        return false()
    return DocumentRow.unit_id.in_(sorted(scope.unit_ids))
