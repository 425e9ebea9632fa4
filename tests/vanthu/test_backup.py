"""A restored installation has its documents to index again and no job that waits for a lost upload."""

from __future__ import annotations

from pathlib import Path

from access.accounts import AccountService
from access.scope import Scope
from ingest.models import JobRow
from ingest.types import JobState
from records.catalogue import Catalogue
from records.files import FileStore
from records.types import DocumentStatus, NewDocument
from vanthu import backup
from vanthu.db import Database
from vanthu.migrate import differences, upgrade
from vanthu.settings import Settings


def test_restore_of_a_working_installation(tmp_path: Path) -> None:
    old, new = Settings(data=tmp_path / "old"), Settings(data=tmp_path / "new")
    old.data.mkdir()
    upgrade(old.sqlalchemy_url)
    db = Database(old.sqlalchemy_url)
    operator = AccountService(db).local_operator()
    files = FileStore(old.files)
    catalogue = Catalogue(db, files)
    stored = files.put(b"original")
    document_id = catalogue.register(
        NewDocument("a.pdf", operator.unit_id, stored.sha256, "application/pdf", 8, 1, operator.account_id)
    )
    catalogue.set_status(document_id, DocumentStatus.READY)
    catalogue.set_indexed(document_id, catalogue.document(document_id, Scope.of(operator)).revision)
    with db.session() as session:
        for state in (JobState.DONE, JobState.RECOGNISING):
            session.add(
                JobRow(
                    account_id=operator.account_id,
                    unit_id=operator.unit_id,
                    filename="b.pdf",
                    secrecy="none",
                    state=state.value,
                    upload=f"upload-{state.value}",
                )
            )
    assert catalogue.stale_documents() == []
    db.dispose()

    backup.backup(old, tmp_path / "kho.backup")
    assert backup.restore(new, tmp_path / "kho.backup") == 1

    assert differences(new.sqlalchemy_url) == []
    restored = Database(new.sqlalchemy_url)
    assert Catalogue(restored, FileStore(new.files)).stale_documents() == [document_id]
    with restored.session() as session:
        jobs = [(job.state, job.code, job.upload) for job in session.query(JobRow).order_by(JobRow.id)]
    assert jobs == [("done", None, "upload-done"), ("failed", "upload_gone", None)]
    restored.dispose()
