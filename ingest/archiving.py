"""Makes searchable PDFs: as a document comes in, and anew when its words or fields have changed.

A worker makes it, from the spool and into the spool. Until the new one is kept the old one stays, and the
catalogue knows of which revision it is: what was broken off is found again and made.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from ingest.archive.form import Facts
from ingest.archive.source import Making, Source
from ingest.errors import ArchiveFailed, NoSpaceLeft, StorageBusy, UploadGone
from ingest.media import MediaType
from ingest.page_items import MAKING, SEARCHABLE, text_item
from ingest.spool import ORIGINAL
from ingest.tools import Tools
from ingest.workers import PoolStopped
from records.types import Document
from vanthu.errors import NotFound, VanthuError

LIMIT_S = 120.0
LIMIT_PER_PAGE_S = 2.0

log = logging.getLogger(__name__)


class ArchiveMaker:
    """One at a time per process: a later one is never overtaken by an earlier one."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._one = threading.Lock()
        self._hopeless: dict[int, int] = {}
        """Document and revision of which none could be made: not tried again every minute."""

    def make(self, upload: str, document_id: int) -> None:
        """From an upload that is still in the spool."""
        tools = self._tools
        revision = tools.archives.state(document_id).revision
        if not tools.spool.has(upload, SEARCHABLE):
            document = tools.system_reads.document(document_id)
            tools.spool.put(upload, MAKING, Making(facts_of(document)).pack())
            self._ask(upload, document.summary.page_count)
        self._keep(upload, document_id, revision)

    def remake(self, document_id: int) -> None:
        """From the stored original and the pages as the catalogue has them now."""
        with self._one:
            self._remake(document_id)

    def remake_stale(self) -> int:
        """Every one that is out of date; how many were made."""
        made = 0
        for document_id in self._tools.archives.stale():
            revision = self._tools.archives.state(document_id).revision
            if self._hopeless.get(document_id) == revision:
                continue
            try:
                self.remake(document_id)
                made += 1
            except (PoolStopped, NoSpaceLeft, StorageBusy):
                raise
            except NotFound:
                continue
            except VanthuError as error:
                log.warning("no new searchable PDF for document %s: %s", document_id, error.code)
                self._hopeless[document_id] = revision
        return made

    def _remake(self, document_id: int) -> None:
        tools = self._tools
        state = tools.archives.state(document_id)
        # The revision first: what changes while it is made leaves it out of date, never the reverse.
        document = tools.system_reads.document(document_id)
        if MediaType(state.media_type).has_pages:
            tries = [(state.original, Source.ORIGINAL)]
            if state.made is not None and state.made != state.original:
                tries.append((state.made, Source.COPY))  # the original may want a password nobody kept
        elif state.made is not None:
            tries = [(state.made, Source.TYPESET)]
        else:
            raise UploadGone
        upload = tools.spool.new()
        try:
            for page in tools.system_reads.page_texts(document_id):
                if page.lines or page.source == "text_layer":
                    tools.spool.put(upload, text_item(page.number), page.pack())
            for at, (sha256, source) in enumerate(tries):
                self._lay(upload, tools.files.path(sha256), Making(facts_of(document), source))
                try:
                    self._ask(upload, document.summary.page_count)
                    break
                except ArchiveFailed:
                    if at + 1 == len(tries):
                        raise
            self._keep(upload, document_id, state.revision)
        finally:
            tools.spool.destroy(upload)
            tools.pool.forget(upload)

    def _lay(self, upload: str, file: Path, making: Making) -> None:
        spool = self._tools.spool
        spool.put(upload, MAKING, making.pack())
        spool.copy(upload, ORIGINAL, file)

    def _ask(self, upload: str, pages: int) -> None:
        limit_s = LIMIT_S + LIMIT_PER_PAGE_S * pages
        self._tools.pool.submit("archive", priority=0, limit_s=limit_s, upload=upload).result()

    def _keep(self, upload: str, document_id: int, revision: int) -> None:
        with self._tools.spool.reader(upload, SEARCHABLE) as searchable:
            sha256 = self._tools.files.put(searchable).sha256
        self._tools.archives.keep(document_id, sha256, revision)


def facts_of(document: Document) -> Facts:
    """What the metadata of its searchable PDF says of a document."""
    summary = document.summary
    return Facts(
        title=summary.title,
        number=summary.reference_number,
        issued=summary.issue_date.isoformat() if summary.issue_date else None,
        issuer=summary.issuing_body,
        language=document.language or None,
        original_sha256=document.sha256,
    )
