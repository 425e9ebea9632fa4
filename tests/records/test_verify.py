"""`verify` names every disagreement between catalogue and files, and nothing else."""

from __future__ import annotations

import os
import time

import pytest
from sqlalchemy import text

from records.types import DocumentStatus
from records.verify import ORPHAN_AFTER_S, RecordFault, check
from tests.records.archived import archive
from tests.records.making import Maker, page
from vanthu.db import Database


def _age(maker: Maker, sha256: str) -> None:
    long_ago = time.time() - ORPHAN_AFTER_S - 60
    os.utime(maker.files.path(sha256), (long_ago, long_ago))


@pytest.mark.databases
def test_every_kind_of_fault_is_named(database: Database, maker: Maker) -> None:
    whole = maker.add(pages=2, content=b"whole")
    image = maker.files.put(b"image")
    maker.catalogue.put_page(whole, page(1, "một"), image.sha256)
    maker.catalogue.put_failed_page(whole, 2, "tesseract_timeout")
    archive(database, maker.files, whole)
    maker.catalogue.set_status(whole, DocumentStatus.READY)
    maker.add(pages=9)  # still being read: its pages are not missed
    maker.files.put(b"of an upload in progress")
    assert list(check(database, maker.files)) == []

    lost = maker.add(pages=2, content=b"lost")
    maker.catalogue.put_page(lost, page(1, "một"), None)
    maker.catalogue.set_status(lost, DocumentStatus.READY)
    sha256 = maker.catalogue.document(lost, maker.scope("an")).sha256
    maker.files.delete(sha256)
    orphan = maker.files.put(b"orphan").sha256
    _age(maker, orphan)
    with database.session() as session:
        session.execute(text("UPDATE pages SET content = :c WHERE document_id = :d"), {"c": b"x", "d": lost})
    assert set(check(database, maker.files)) == {
        RecordFault("catalogue", "file_missing", f"{lost}:{sha256}"),
        RecordFault("catalogue", "page_missing", f"{lost}:2"),
        RecordFault("catalogue", "page_damaged", f"{lost}:1"),
        RecordFault("files", "orphan", orphan),
    }
