"""Removing a stored document that turns out to be a state secret: nothing of it stays, as at the door.

In one transaction it vanishes from every read and its words are blanked; then vectors, files, rows and what
was deleted in the database file go, each step safe to repeat; its own row goes last. Whatever was interrupted
is carried to its end at the next start.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from access.audit_actions import AuditAction
from access.grant_removal import remove_grants
from ingest import removal as jobs
from rag.talks.removal import forget_document
from records import removal
from vanthu.db_scrub import scrub
from vanthu.errors import VanthuError

if TYPE_CHECKING:
    from access.audit import AuditTrail
    from ingest.spool import Spool
    from rag.indexer import Indexer
    from records.files import FileStore
    from vanthu.db import Database

log = logging.getLogger(__name__)


class LevelMissing(VanthuError):
    code = "purge_level_missing"
    message = "Chỉ gỡ bỏ theo cách này văn bản có độ mật."
    remedy = "Chọn độ mật của văn bản: mật, tối mật hoặc tuyệt mật."


class PurgeUnconfirmed(VanthuError):
    code = "purge_unconfirmed"
    message = "Chưa xác nhận: mã số văn bản ghi lại chưa khớp."
    remedy = "Ghi lại đúng mã số của văn bản cần gỡ bỏ. Việc gỡ bỏ không thể hoàn tác."
    http_status = 409


class DocumentAtWork(VanthuError):
    code = "document_at_work"
    message = "Văn bản đang được xử lý nên chưa gỡ bỏ được."
    remedy = "Chờ xử lý xong, thường trong ít phút, rồi làm lại."
    http_status = 409


class PurgeUnfinished(VanthuError):
    """Hidden and blanked, but not yet erased everywhere."""

    code = "purge_unfinished"
    message = "Không ai còn xem được văn bản, nhưng việc xoá dấu vết của văn bản chưa xong."
    remedy = "Hệ thống tự làm tiếp trong ít phút. Nếu nhật ký vẫn chưa ghi là xong, khởi động lại máy chủ."
    http_status = 503


class Purge:
    """For one installation. Rights are the caller's to check (`vanthu.keeping`)."""

    def __init__(
        self, db: Database, files: FileStore, indexer: Indexer, spool: Spool, audit: AuditTrail
    ) -> None:
        self._db = db
        self._files = files
        self._indexer = indexer
        self._spool = spool
        self._audit = audit
        self._one = threading.Lock()

    def check(self, document_id: int) -> list[int]:
        """Other documents with the same file or the same pages, of any unit; raises `DocumentAtWork`."""
        with self._db.session() as session:
            withdrawn, seen = jobs.sharing_pages(session, document_id)
            for each in (document_id, *withdrawn):
                if jobs.is_worked_on(session, each, removal.upload_key(session, each)):
                    raise DocumentAtWork
            return sorted({*removal.same_bytes(session, document_id), *seen} - {*withdrawn})

    def remove(self, document_id: int) -> None:
        """Remove the document for good, with the withdrawn ones its pages came from or went into.

        Raises `PurgeUnfinished` if something has to wait.
        """
        with self._one:
            with self._db.session() as session:
                withdrawn, _ = jobs.sharing_pages(session, document_id)
                together = [document_id, *withdrawn]
                for each in together:
                    upload = removal.begin(session, each)
                    if jobs.is_worked_on(session, each, upload):
                        raise DocumentAtWork
                    jobs.blank(session, each, upload)
                    remove_grants(session, each)
                    forget_document(session, each)
            try:
                self._finish(together)
            except Exception as fault:
                log.error("a removal could not be finished: %s", type(fault).__name__)
                raise PurgeUnfinished from fault

    def finish(self) -> int:
        """Carry out what was begun and interrupted; how many documents are done with."""
        with self._one:
            with self._db.session() as session:
                left = removal.being_removed(session)
            if not left:
                return 0
            try:
                self._finish(left)
                for document_id in left:
                    self._audit.record(
                        None, AuditAction.PURGE, document_id=document_id, detail={"finished": True}
                    )
            except Exception as fault:
                log.error("a removal could not be finished: %s", type(fault).__name__)
                return 0
        return len(left)

    def _finish(self, document_ids: Sequence[int]) -> None:
        self._indexer.purge(document_ids)
        for document_id in document_ids:
            jobs.destroy_uploads(self._db, self._spool, document_id)
        with self._db.session() as session:
            removal.delete_files(session, self._files, {*document_ids})
        with self._db.session() as session:
            for document_id in document_ids:
                forget_document(session, document_id)  # an answer that was being given meanwhile
                removal.erase(session, document_id)
                jobs.let_go(session, document_id)
        scrub(self._db)
        with self._db.session() as session:
            for document_id in document_ids:
                removal.forget(session, document_id)
