"""Whether the database still refuses to change the trail: its triggers, as they were made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import Connection, text

from access.audit_fault import AuditFault
from access.audit_models import guards

_TABLES = "('audit_events', 'audit_head', 'audit_checkpoints')"
_SQLITE = f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN {_TABLES}"  # noqa: S608
_POSTGRESQL = f"""SELECT tgname, pg_get_triggerdef(t.oid), prosrc FROM pg_trigger t
JOIN pg_class c ON c.oid = tgrelid
JOIN pg_namespace n ON n.oid = relnamespace
JOIN pg_proc p ON p.oid = tgfoid
WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND nspname = current_schema()
AND relname IN {_TABLES}"""  # noqa: S608
_FORM = re.compile(
    r"BEFORE (?P<events>[A-Z ]+?) ON .*?FOR EACH (?P<each>ROW|STATEMENT) (?P<rest>.*)", re.DOTALL
)


def missing_guards(connection: Connection) -> Iterator[AuditFault]:
    """Triggers that are gone, switched off or altered; then those that are not ours."""
    sqlite = connection.dialect.name == "sqlite"
    wanted = _wanted_sqlite() if sqlite else _wanted_postgresql()
    there = _sqlite(connection) if sqlite else _postgresql(connection)
    for name in sorted(wanted):
        if there.get(name) != wanted[name]:
            yield AuditFault(0, "guard_missing", where=name)
    for name in sorted(there.keys() - wanted.keys()):
        yield AuditFault(0, "guard_foreign", where=name)


def _wanted_sqlite() -> dict[str, str]:
    return {statement.split()[2]: _plain(statement) for statement in guards("sqlite")}


def _sqlite(connection: Connection) -> dict[str, str]:
    return {name: _plain(sql) for name, sql in connection.execute(text(_SQLITE))}


def _wanted_postgresql() -> dict[str, str]:
    statements = guards("postgresql")
    functions = [s for s in statements if s.startswith("CREATE FUNCTION")]
    bodies = {s.split()[2].rstrip("()"): s.split("$$")[1] for s in functions}
    made = [s for s in statements if s.startswith("CREATE TRIGGER")]
    return {s.split()[2]: _form(s, bodies[s.split()[-1].rstrip("()")]) for s in made}


def _postgresql(connection: Connection) -> dict[str, str]:
    return {name: _form(made, body) for name, made, body in connection.execute(text(_POSTGRESQL))}


def _form(statement: str, body: str) -> str:
    """A trigger in one spelling, whichever of ours or PostgreSQL's it came in."""
    found = _FORM.search(_plain(statement))
    if found is None:
        return ""
    events = sorted(found["events"].split(" OR "))
    rest = re.sub(r"[()]|\b(?:old|new|OLD|NEW)\.", lambda m: m[0].lower().strip("()"), found["rest"])
    return f"{events} {found['each']} {_plain(rest)} {_plain(body)}"


def _plain(text_: str) -> str:
    return " ".join(text_.split())
