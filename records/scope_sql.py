"""A Scope rendered to SQL: the one place where records decides what a person may see."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, ColumnElement, and_, false, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from access.scope import Scope
from records.models import DocumentRow
from records.types import GONE, DataClass

FEW = 100
"""Up to so many ids are parameters of their own; more go as one, since databases bound their number."""


def visible(scope: Scope) -> ColumnElement[bool]:
    """The condition on `documents` that every read carries.

    A read of known documents narrows the Scope to them first (`Scope.among`).
    """
    parts: list[ColumnElement[bool]] = []
    if scope.unit_ids:
        ordinary = DocumentRow.data_class == DataClass.ORDINARY.value
        parts.append(and_(one_of(DocumentRow.unit_id, scope.unit_ids), ordinary))
    if scope.granted_ids:
        parts.append(one_of(DocumentRow.id, scope.granted_ids))
    # Not `status IN` those that count: SQLite would then look for documents by status, which is nearly all.
    return and_(or_(*parts), DocumentRow.status.not_in(GONE)) if parts else false()


def one_of(column: Any, ids: Iterable[int]) -> ColumnElement[bool]:
    """`column IN ids`, however many there are."""
    wanted = sorted(ids)
    if len(wanted) <= FEW:
        return column.in_(wanted)  # type: ignore[no-any-return]
    return _OneOfMany(column, json.dumps(wanted))


class _OneOfMany(FunctionElement[bool]):
    """A column and a JSON list of ids: one parameter."""

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> _OneOfMany:
        """As it is: written as `... = 1`, which is the default, SQLite reads the whole table."""
        return self


@compiles(_OneOfMany, "sqlite")
def _on_sqlite(element: _OneOfMany, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - both parts are compiled


@compiles(_OneOfMany, "postgresql")
def _on_postgresql(element: _OneOfMany, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = ANY (ARRAY(SELECT json_array_elements_text(CAST({ids} AS JSON))::integer))"
