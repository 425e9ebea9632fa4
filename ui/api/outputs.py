"""What is taken out of the library in other forms, and what comes back: metadata tables, packages."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from queue import Queue
from typing import Annotated, Any, BinaryIO, Literal, cast

from anyio import create_task_group, to_thread
from fastapi import APIRouter, Query, Request, Response
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect
from starlette.responses import FileResponse

from records.errors import TableInvalid
from records.outputs import tables
from records.outputs.importing import ImportPlan
from records.outputs.read_tables import MAX_BYTES, read_table
from records.types import DocumentStatus, SecrecyLevel
from ui import export, forms
from ui.api.caller import Caller, House, Id
from ui.api.downloads import attached, download
from vanthu.db import LARGEST_ID
from vanthu.errors import NotFound
from vanthu.services import Services

router = APIRouter(prefix="/outputs", tags=["outputs"])

Table = Literal["csv", "xlsx"]
MAX_DOCUMENTS = 5_000
_WAITING = 4
"""Pieces of an incoming package between the network and the spool."""


@router.get("/documents/{document_id}")
def one_document(
    acts: Caller, services: House, document_id: Id, form: export.Form | Literal["pdf", "sip"]
) -> Response:
    """Searchable PDF/A, text, hOCR, ALTO, JSON, metadata (CSV, XLSX) or a submission package."""
    if form == "pdf":
        name = Path(acts.document(document_id).summary.filename).stem
        return download(acts.archive(document_id), f"{name}-ocr.pdf", "application/pdf")
    if form == "sip":
        return _package(services, lambda out: acts.outputs.package(document_id, out))
    whole = acts.export(document_id)
    if whole.document.summary.status is not DocumentStatus.READY:
        raise NotFound
    made = export.made(whole, export.Form(form), acts.outputs.row(whole.document))
    return attached(made.content, made.name, made.media_type)


@router.get("/metadata")
def metadata(
    acts: Caller,
    ids: Annotated[list[Annotated[int, Query(gt=0, le=LARGEST_ID)]], Query(max_length=MAX_DOCUMENTS)],
    form: Table = "xlsx",
) -> Response:
    """Metadata of documents in the elements of Circular 05/2025/TT-BNV; state secrets are left out."""
    rows = acts.outputs.rows(ids)
    return _table(rows, None, form, "van-ban")


@router.get("/dossiers/{dossier_id}")
def one_dossier(acts: Caller, services: House, dossier_id: Id, form: Table | Literal["sip"]) -> Response:
    """A dossier's metadata, or the whole of it as a submission package for who keeps the unit's data."""
    if form == "sip":
        return _package(services, lambda out: acts.outputs.dossier_package(dossier_id, out))
    dossier, rows = acts.outputs.dossier_rows(dossier_id)
    return _table(rows, dossier, form, f"ho-so-{dossier_id}")


@router.post("/metadata")
async def import_metadata(request: Request, acts: Caller, *, dry_run: bool = True) -> dict[str, Any]:
    """A CSV or XLSX table as the body: what it would change, or with `dry_run=false` changes."""
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > MAX_BYTES:
            raise TableInvalid(reason="tệp quá lớn")
    rows = await to_thread.run_sync(read_table, bytes(data))
    act = acts.outputs.planned if dry_run else acts.outputs.imported
    return _told(await to_thread.run_sync(act, rows), dry_run=dry_run)


@router.post("/packages", status_code=201)
async def import_package(
    request: Request, acts: Caller, *, secrecy: SecrecyLevel, sensitive: bool, unit: str | None = None
) -> dict[str, Any]:
    """A submission package as the body: verified whole, then every document is taken as an upload.

    The metadata of each document stands beside its job, in the table form of `POST /outputs/metadata`.
    """
    queue: Queue[bytes | None] = Queue(_WAITING)
    found: list[Any] = []

    def take() -> None:
        try:
            found.append(
                acts.outputs.take_package(
                    _pieces(queue), secrecy=secrecy, sensitive=sensitive, unit_code=unit
                )
            )
        except Exception as fault:
            found.append(fault)
            for _ in _pieces(queue):  # what still comes is let fall
                pass

    async with create_task_group() as together:
        together.start_soon(_feed, queue, request.stream())
        await to_thread.run_sync(take)
    (taken,) = found
    if isinstance(taken, Exception):
        raise taken
    return {
        "dossier": taken.package.dossier,
        "documents": [
            {"job": forms.job(job), "row": document.row}
            for document, job in zip(taken.package.documents, taken.jobs, strict=True)
        ],
    }


async def _feed(queue: Queue[bytes | None], chunks: AsyncIterator[bytes]) -> None:
    """The body into the queue; the end is always told, also of one that broke off: it is then no package."""
    with contextlib.suppress(ClientDisconnect):
        await _pass_on(queue, chunks)


async def _pass_on(queue: Queue[bytes | None], chunks: AsyncIterator[bytes]) -> None:
    try:
        async for chunk in chunks:
            if chunk:
                await to_thread.run_sync(queue.put, chunk)
    finally:
        await to_thread.run_sync(queue.put, None, abandon_on_cancel=True)


def _pieces(queue: Queue[bytes | None]) -> Iterator[bytes]:
    while (piece := queue.get()) is not None:
        yield piece
    queue.put(None)  # for who looks again


def _package(services: Services, write: Callable[[BinaryIO], str]) -> FileResponse:
    """Written to the data folder's own temporary place, and removed once it is sent."""
    folder = services.settings.temporary
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".zip", delete=False) as out:
        path = Path(out.name)
        try:
            name = write(cast(BinaryIO, out))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    reply = download(path, name, "application/zip")
    reply.background = BackgroundTask(path.unlink, missing_ok=True)
    return reply


def _table(rows: list[dict[str, str]], dossier: dict[str, str] | None, form: Table, name: str) -> Response:
    dossiers = [dossier] if dossier else []
    content = tables.csv_of(rows) if form == "csv" else tables.xlsx_of(rows, dossiers)
    return attached(content, f"{name}.{form}", export.MEDIA_TYPES[export.Form(form)])


def _told(found: ImportPlan, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "rows": found.rows,
        "changes": [
            {
                "row": change.row,
                "document_id": change.document_id,
                "field": change.field.value,
                "before": change.before,
                "after": change.after,
            }
            for change in found.changes
        ],
        "faults": [{"row": fault.row, **fault.error.as_json()} for fault in found.faults],
    }
