"""Backup and restore of an installation as its settings describe it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import update

from ingest.errors import UploadGone
from ingest.models import JobRow
from ingest.types import JobState
from records import backup as copies
from records.backup import BackupReport, Holdings
from records.models import DocumentRow
from vanthu.db import Database
from vanthu.migrate import upgrade
from vanthu.settings import Settings

_FINISHED = [state.value for state in JobState if state.finished]


def backup(settings: Settings, file: Path) -> BackupReport:
    """Write a backup while the installation goes on working."""
    return copies.write(_holdings(settings), file)


def restore(settings: Settings, file: Path) -> int:
    """Put a backup into an empty installation; how many files. Its index is built again at the next start."""
    files = copies.read(file, _holdings(settings))
    upgrade(settings.sqlalchemy_url)
    database = Database(settings.sqlalchemy_url)
    try:
        with database.session() as session:
            session.execute(update(DocumentRow).values(indexed_revision=0))
            # What was still being read lay in the spool, which no backup holds.
            session.execute(
                update(JobRow)
                .where(JobRow.state.not_in(_FINISHED))
                .values(state=JobState.FAILED.value, code=UploadGone.code, upload=None)
            )
    finally:
        database.dispose()
    return files


def _holdings(settings: Settings) -> Holdings:
    return Holdings(settings.sqlalchemy_url, settings.data, settings.files)
