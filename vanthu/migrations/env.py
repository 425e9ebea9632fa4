"""Alembic's entry: runs on the connection `vanthu.migrate` gives it, never on a URL of its own."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

import vanthu.models  # noqa: F401  (all tables on one metadata)
from vanthu.db import Base, UtcDateTime


def render_item(type_: str, item: Any, _context: Any) -> str | Literal[False]:
    """A migration must not change when our own column types do: write what they are underneath."""
    if type_ == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
    render_item=render_item,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
