"""The triggers that make certificates final, and whether the database still has them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

FINAL = ("training_certificates", "training_certificate_records", "training_certificate_revocations")
"""Tables whose rows neither change nor go."""
SOURCES = "training_certificate_sources"
"""Its rows do not change, and go only while their document is being removed for good."""
_KEYS = {name: "id" if name == FINAL[0] else "certificate_id" for name in FINAL}

_REMOVING = "SELECT 1 FROM documents WHERE id = OLD.document_id AND status = 'removing'"


def guards(dialect: str) -> Iterator[tuple[str, str]]:
    """Each table with a statement that makes a guard before it."""
    for table in (*FINAL, SOURCES):
        yield from _sqlite(table) if dialect == "sqlite" else _postgresql(table)


def missing(connection: Connection) -> list[str]:
    """Names of guards that are gone or switched off."""
    if connection.dialect.name == "sqlite":
        there = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    else:
        there = connection.execute(
            text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')")
        )
    made = (statement.split() for _, statement in guards(connection.dialect.name))
    wanted = {words[2] for words in made if words[1] == "TRIGGER"}
    return sorted(wanted - set(there.scalars()))


def _sqlite(table: str) -> Iterator[tuple[str, str]]:
    refuse = f"\nBEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    unless = f"\nWHEN NOT EXISTS ({_REMOVING})" if table == SOURCES else ""
    yield table, f"CREATE TRIGGER {table}_no_update\nBEFORE UPDATE ON {table}{refuse}"
    yield table, f"CREATE TRIGGER {table}_no_delete\nBEFORE DELETE ON {table}{unless}{refuse}"
    # SQLite deletes what INSERT OR REPLACE displaces without asking the trigger for deletes.
    same = "certificate_id = NEW.certificate_id AND position = NEW.position"
    same = same if table == SOURCES else f"{_KEYS[table]} = NEW.{_KEYS[table]}"
    same += "\nOR code = NEW.code OR supersedes_id = NEW.supersedes_id" if table == FINAL[0] else ""
    same += " OR rowid = NEW.rowid" if table == SOURCES else ""
    there = f"\nWHEN EXISTS (SELECT 1 FROM {table}\nWHERE {same})"  # noqa: S608
    yield table, f"CREATE TRIGGER {table}_no_replace\nBEFORE INSERT ON {table}{there}{refuse}"


def _postgresql(table: str) -> Iterator[tuple[str, str]]:
    spare = ""
    if table == SOURCES:
        spare = f"IF TG_OP = 'DELETE' THEN\nIF EXISTS ({_REMOVING})\nTHEN RETURN OLD; END IF; END IF;\n"
    yield (
        table,
        f"CREATE FUNCTION {table}_refuse()\nRETURNS trigger LANGUAGE plpgsql AS $$\n"
        f"BEGIN {spare}RAISE EXCEPTION '{table} is append-only'; END $$",
    )
    yield (
        table,
        f"CREATE TRIGGER {table}_no_change\nBEFORE UPDATE OR DELETE ON {table}\n"
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    )
    yield (
        table,
        f"CREATE TRIGGER {table}_no_truncate\nBEFORE TRUNCATE ON {table}\n"
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    )
