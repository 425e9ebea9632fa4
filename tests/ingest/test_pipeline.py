"""From upload to library with real engines; and what stays when a document is refused."""

from __future__ import annotations

import base64
import pickle
import re
import sqlite3
from pathlib import Path

import pytest

from ingest.types import JobState
from records.types import DocumentStatus, FieldName
from tests.ingest.conftest import House, page_picture, png


def test_a_real_scan_becomes_a_document(house: House, shared_data: Path) -> None:
    path = shared_data / "scans" / "pdf" / "nq_115_ba_vi.pdf"
    job = house.take(path, path.name)
    assert (job.state, job.page, job.page_count, job.failed_pages) == (JobState.DONE, 2, 2, 0)
    document = house.catalogue.document(job.document_id, house.scope)
    assert document.summary.status is DocumentStatus.READY
    assert document.has_archive
    assert FieldName.SUBJECT in document.fields
    assert house.indexed[-1] == job.document_id
    assert "NGHỊ QUYẾT" in house.text(job)
    assert house.catalogue.page_image(job.document_id, 2, house.scope)[8:12] == b"WEBP"
    assert house.catalogue.archive(job.document_id, house.scope).stat().st_size < path.stat().st_size * 1.15
    assert house.catalogue.original(job.document_id, house.scope)[0].read_bytes() == path.read_bytes()
    assert not list(house.settings.spool.iterdir())
    assert not list(house.settings.spool.with_name("spool-keys").iterdir())


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.txt", "Điều 1. Phạm vi điều chỉnh"), ("b.md", "# Chương I\n\n**Điều 2.** Đối tượng áp dụng")],
)
def test_documents_without_pages_get_some(house: House, name: str, text: str) -> None:
    job = house.take(text.encode(), name)
    assert job.state is JobState.DONE
    (page,) = house.catalogue.page_texts(job.document_id, house.scope)
    assert page.source == "text_layer"
    assert page.text.split() == re.sub(r"[*#]", "", text).split()
    assert all(0 <= edge <= 1 for line in page.lines for edge in line.box)
    assert house.catalogue.archive(job.document_id, house.scope).read_bytes().startswith(b"%PDF-")


def test_the_job_store_keeps_ids_and_numbers_only(house: House) -> None:
    """Everything DBOS has written, unpickled: integers and None."""
    house.take(b"Th\xc3\xb4ng b\xc3\xa1o s\xe1\xbb\x91 7", "so-7.txt")
    house.take(b"", "rong.txt")
    path = house.settings.data / "jobs.sqlite"
    with sqlite3.connect(path) as db:
        tables = [name for (name,) in db.execute("select name from sqlite_master where type = 'table'")]
        steps = db.execute("select output, error from operation_outputs").fetchall()
        inputs = (
            db.execute("select inputs from workflow_input").fetchall() if "workflow_input" in tables else []
        )
    assert len(steps) >= 8
    for output, error in steps:
        assert error is None
        value = pickle.loads(base64.b64decode(output)) if output else None
        assert value is None or isinstance(value, int), value
    for (packed,) in inputs:
        value = pickle.loads(base64.b64decode(packed))
        assert all(isinstance(argument, int) for argument in value["args"])
        assert not value["kwargs"]


def test_a_searchable_pdf_that_fails_costs_nothing_else(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = house.service._tools.pool.submit

    def broken(task: str, **how: object) -> object:
        return real(task, **{**how, "upload": "0" * 32} if task == "archive" else how)

    monkeypatch.setattr(
        type(house.service._tools.pool), "submit", lambda _self, task, **how: broken(task, **how)
    )
    job = house.take(png(page_picture("Không có bản PDF")), "a.png")
    assert (job.state, job.code) == (JobState.DONE, "archive_not_made")
    assert not house.catalogue.document(job.document_id, house.scope).has_archive
