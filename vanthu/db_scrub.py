"""Writing a database's file anew, so that nothing that was deleted can be read from it."""

from __future__ import annotations

import time

from vanthu.db import Database
from vanthu.db_errors import DatabaseLocked, told

PATIENCE_S = 60.0
PAUSE_S = 0.2


def scrub(database: Database) -> None:
    """Rewrite an SQLite file and empty its write-ahead log; raises `DatabaseLocked` if others keep it busy.

    Deleted rows are overwritten in any case (`secure_delete`); this also reaches what was left where pages
    were rearranged, and the log. On PostgreSQL it does nothing: see docs/security.md for what the site does.
    """
    if database.engine.dialect.name != "sqlite":
        return
    own = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    with told(), own as connection:
        connection.detach()
        # The copy it works with holds what is left, not what was deleted, and may be large.
        connection.exec_driver_sql("PRAGMA temp_store=FILE")
        connection.exec_driver_sql("VACUUM")
        until = time.monotonic() + PATIENCE_S
        while connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
            if time.monotonic() > until:
                raise DatabaseLocked
            time.sleep(PAUSE_S)
