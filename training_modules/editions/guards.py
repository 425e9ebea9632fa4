"""Triggers by which the database refuses to change what was published, and the trail of moves.

A published edition may become a retired one and nothing else; a retired one stays as it is.
"""

from __future__ import annotations

_FIXED = ("id", "course_id", "number", "origin", "digest", "revision", "note", "edited_by", "edited_at")
_OR = "\nOR "
_CLOSED = "OLD.state IN ('published', 'retired')"


def _changed(differs: str) -> str:
    """The condition under which an update is refused; `differs` compares two values, NULL being one."""
    parts = [f"NEW.{name} {differs} OLD.{name}" for name in _FIXED]
    parts.append(f"CAST(NEW.files AS TEXT) {differs} CAST(OLD.files AS TEXT)")
    parts.append("NEW.open IS NOT NULL")
    parts.append(
        f"(NEW.state {differs} OLD.state AND NOT (OLD.state = 'published' AND NEW.state = 'retired'))"
    )
    return f"{_CLOSED} AND ({_OR.join(parts)})"


SQLITE = (
    (
        "editions",
        f"""CREATE TRIGGER training_editions_no_update BEFORE UPDATE ON training_editions
WHEN {_changed("IS NOT")}
BEGIN SELECT RAISE(ABORT, 'a published edition never changes'); END""",
    ),
    (
        "editions",
        f"""CREATE TRIGGER training_editions_no_delete BEFORE DELETE ON training_editions
WHEN {_CLOSED}
BEGIN SELECT RAISE(ABORT, 'a published edition never changes'); END""",
    ),
    (
        "editions",
        # SQLite deletes what INSERT OR REPLACE displaces without asking the trigger for deletes.
        """CREATE TRIGGER training_editions_no_replace BEFORE INSERT ON training_editions
WHEN EXISTS (SELECT 1 FROM training_editions WHERE id = NEW.id
OR (course_id = NEW.course_id AND number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'a published edition never changes'); END""",
    ),
    (
        "moves",
        """CREATE TRIGGER training_edition_moves_no_update BEFORE UPDATE ON training_edition_moves
BEGIN SELECT RAISE(ABORT, 'training_edition_moves is append-only'); END""",
    ),
    (
        "moves",
        """CREATE TRIGGER training_edition_moves_no_delete BEFORE DELETE ON training_edition_moves
BEGIN SELECT RAISE(ABORT, 'training_edition_moves is append-only'); END""",
    ),
    (
        "moves",
        """CREATE TRIGGER training_edition_moves_no_replace BEFORE INSERT ON training_edition_moves
WHEN EXISTS (SELECT 1 FROM training_edition_moves WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'training_edition_moves is append-only'); END""",
    ),
)

POSTGRESQL = (
    (
        "editions",
        """CREATE FUNCTION training_editions_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a published edition never changes'; END $$""",
    ),
    (
        "editions",
        f"""CREATE TRIGGER training_editions_no_update BEFORE UPDATE ON training_editions FOR EACH ROW
WHEN ({_changed("IS DISTINCT FROM")})
EXECUTE FUNCTION training_editions_refuse()""",
    ),
    (
        "editions",
        f"""CREATE TRIGGER training_editions_no_delete BEFORE DELETE ON training_editions FOR EACH ROW
WHEN ({_CLOSED}) EXECUTE FUNCTION training_editions_refuse()""",
    ),
    (
        "editions",
        """CREATE TRIGGER training_editions_no_truncate BEFORE TRUNCATE ON training_editions
FOR EACH STATEMENT EXECUTE FUNCTION training_editions_refuse()""",
    ),
    (
        "moves",
        """CREATE FUNCTION training_edition_moves_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'training_edition_moves is append-only'; END $$""",
    ),
    (
        "moves",
        """CREATE TRIGGER training_edition_moves_no_change BEFORE UPDATE OR DELETE ON training_edition_moves
FOR EACH ROW EXECUTE FUNCTION training_edition_moves_refuse()""",
    ),
    (
        "moves",
        """CREATE TRIGGER training_edition_moves_no_truncate BEFORE TRUNCATE ON training_edition_moves
FOR EACH STATEMENT EXECUTE FUNCTION training_edition_moves_refuse()""",
    ),
)

TABLES = {"editions": "training_editions", "moves": "training_edition_moves"}


def guards(dialect: str) -> tuple[tuple[str, str], ...]:
    """Which of `TABLES`, and the statement that guards it on this database."""
    return SQLITE if dialect == "sqlite" else POSTGRESQL
