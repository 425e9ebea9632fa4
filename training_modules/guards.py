"""Triggers by which the database refuses to rewrite what was graded, drawn or answered."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import DDL, event

from vanthu.db import Base

_GRADED = "OLD.submitted_at IS NOT NULL"
_OF_GRADED = (
    "EXISTS (SELECT 1 FROM training_attempts WHERE id = {row}.attempt_id AND submitted_at IS NOT NULL)"
)

UPDATE = {
    "training_attempts": _GRADED,
    "training_attempt_items": _OF_GRADED.format(row="OLD"),
    "training_item_versions": "",
    "training_review_answers": "",
}
"""Tables, and of which rows no update is taken; of all where nothing is said. None may be deleted."""
INSERT = {"training_attempt_items": _OF_GRADED.format(row="NEW")}
"""What may not be added either: a graded attempt has the questions it was graded on."""
SAME = {
    "training_attempts": "id = NEW.id OR (account_id = NEW.account_id AND course_id = NEW.course_id"
    " AND activity_id = NEW.activity_id AND open = NEW.open)",
    "training_attempt_items": "attempt_id = NEW.attempt_id AND position = NEW.position",
    "training_item_versions": "id = NEW.id OR (course_id = NEW.course_id AND digest = NEW.digest)",
    "training_review_answers": "id = NEW.id",
}
"""Rows that an INSERT OR REPLACE would displace: SQLite does not ask the trigger for deletes then."""


def guard(*tables: str) -> None:
    """Have these tables, once they are made, guarded on either database."""
    for table in tables:
        for dialect in ("sqlite", "postgresql"):
            for statement in guards(table, dialect):
                made = DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
                event.listen(Base.metadata.tables[table], "after_create", made)


def guards(table: str, dialect: str) -> Iterator[str]:
    """The statements that guard a table."""
    yield from _sqlite(table) if dialect == "sqlite" else _postgresql(table)


def _sqlite(table: str) -> Iterator[str]:
    refuse = f"\nBEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    when = f"\nWHEN {UPDATE[table]}" if UPDATE[table] else ""
    yield f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}{when}{refuse}"
    yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}{refuse}"
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {SAME[table]})"  # noqa: S608 - our own words
    added = f"{there} OR {INSERT[table]}" if table in INSERT else there
    yield f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}\nWHEN {added}{refuse}"


def _postgresql(table: str) -> Iterator[str]:
    refused = {"update": UPDATE[table], "delete": ""} | ({"insert": INSERT[table]} if table in INSERT else {})
    for act, condition in refused.items():
        yield from _on_rows(table, act, condition)
    yield (
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}\n"
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse_delete()"
    )


def _on_rows(table: str, act: str, condition: str) -> Iterator[str]:
    """A condition that looks at another table has to stand in the function, not at the trigger."""
    refuse = f"RAISE EXCEPTION '{table} is append-only';"
    body = f"IF {condition} THEN {refuse} END IF; RETURN NEW;" if condition else refuse
    name = f"{table}_refuse_{act}()"
    yield f"CREATE FUNCTION {name} RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN {body} END $$"
    yield (
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table}\n"
        f"FOR EACH ROW EXECUTE FUNCTION {name}"
    )
