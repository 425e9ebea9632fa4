"""What is made from a document's text follows the text: fields, passages and vectors, the searchable PDF.

Each of them knows the revision it was made from, so that what a killed process left behind is found at the
next start. A correction only says that there is something to do.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from ingest.cataloguing import read_fields
from vanthu.errors import NotFound

if TYPE_CHECKING:
    from vanthu.services import Services

QUIET_S = 1.0
"""Corrections that follow each other so closely are followed together ..."""
AT_LATEST_S = 5.0
"""... but are not waited for longer than this."""
ALIKE_AT_ONCE = 20
"""Documents that get their signature of likeness in one round: an old library may have very many without one,
and corrections must not wait for them."""
ARCHIVE_QUIET_S = 4.0
"""Searchable PDFs, which take a worker's time, are made when nothing has been corrected for so long."""

log = logging.getLogger(__name__)


class Following:
    """One thread follows (`rest`, `catch_up`, ...); any thread may `poke` it."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._poked = threading.Event()
        self._last = 0.0
        self._archives_wait = False

    def poke(self) -> None:
        """Something was corrected."""
        self._last = time.monotonic()
        self._archives_wait = True
        self._poked.set()

    def rest(self, seconds: float) -> None:
        """Wait until something was corrected and the corrector pauses, or until the time is over."""
        if not self._poked.wait(seconds):
            return
        until = time.monotonic() + AT_LATEST_S
        while self._poked.is_set() and time.monotonic() < until:
            self._poked.clear()
            self._poked.wait(QUIET_S)
        self._poked.clear()

    def begin(self) -> None:
        """At the start: what an interruption left, and the items of libraries of before there was a desk."""
        self.fill_desk()
        self.read_again()
        self._services.indexer.reconcile()

    def fill_desk(self) -> int:
        """Items of the desk for documents that have none yet, or by older rules; how many documents."""
        return self._services.catalogue.make_desk_items()

    def catch_up(self) -> None:
        """Fields, then the index, and word to the makers of searchable PDFs."""
        self.read_again()
        self._services.indexer.catch_up()
        self.liken()
        if self._archives_wait and time.monotonic() - self._last >= ARCHIVE_QUIET_S:
            self._archives_wait = False
            self._services.ingest.archives_due()

    def liken(self) -> int:
        """Signatures of likeness for the next documents that have none or were corrected; how many."""
        likeness, reads = self._services.likeness, self._services.system_reads
        behind = likeness.behind(ALIKE_AT_ONCE)
        for document_id in behind:
            try:
                # The revision first, as below.
                corrected = self._services.catalogue.text_revision(document_id)
                likeness.put(document_id, [page.text for page in reads.page_texts(document_id)], corrected)
            except NotFound:
                log.info("document %d went away while it was being compared", document_id)
        return len(behind)

    def read_again(self) -> int:
        """Fields and relations of documents whose text was corrected; a person's values stay."""
        catalogue, reads = self._services.catalogue, self._services.system_reads
        behind = catalogue.unfollowed()
        for document_id in behind:
            try:
                # The revision first: a correction made meanwhile leaves the fields behind, never ahead.
                corrected = catalogue.text_revision(document_id)
                reading = read_fields(reads.page_texts(document_id))
                catalogue.put_fields(
                    document_id, reading.fields, reading.needs_review, language=reading.language
                )
                catalogue.put_relations(document_id, reading.relations)
                catalogue.set_followed(document_id, corrected)
            except NotFound:
                log.info("document %d went away while its fields were being read", document_id)
        return len(behind)
