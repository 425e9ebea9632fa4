"""Uploads, streamed to the encrypted spool as they arrive: no copy in memory, none in clear on disk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any
from urllib.parse import unquote

from anyio import to_thread
from fastapi import APIRouter, Header, Request
from starlette.requests import ClientDisconnect

from ingest.types import Declared, JobView
from records.types import SecrecyLevel
from ui import forms
from ui.api.caller import Caller, House
from ui.api.multipart import FileEnd, FileStart, read_multipart
from vanthu.acts import Acts
from vanthu.errors import VanthuError
from vanthu.services import Services

router = APIRouter(prefix="/uploads", tags=["uploads"])

UNNAMED = "khong-ten"


class NoFile(VanthuError):
    code = "no_file"
    message = "Yêu cầu tải lên không kèm tệp nào."
    remedy = "Chọn ít nhất một tệp rồi tải lên lại."


@router.post("", status_code=201)
@router.put("", status_code=201)
async def upload(
    request: Request,
    acts: Caller,
    services: House,
    *,
    secrecy: SecrecyLevel,
    sensitive: bool,
    unit: str | None = None,
    batch: int | None = None,
    x_vanthu_filename: Annotated[str | None, Header()] = None,
    x_vanthu_password: Annotated[str | None, Header()] = None,
) -> list[dict[str, Any]]:
    """The raw file as the body with its name in `X-Vanthu-Filename`, or `multipart/form-data` with files.

    Whoever hands in says the level of secrecy (`none` is said too) and whether the document holds personal
    or otherwise sensitive data. Name and `X-Vanthu-Password`, which opens an encrypted PDF, are
    percent-encoded; they are headers because addresses are written into the logs of proxies. One job per
    file, also for a file that was refused: its `code`, `message` and `remedy` say why.
    """
    password = unquote(x_vanthu_password) if x_vanthu_password else None
    spool = _Spool(acts, services, unit, Declared(secrecy, sensitive), password=password, batch=batch)
    content_type = request.headers.get("content-type", "")
    try:
        if content_type.startswith("multipart/form-data"):
            await spool.take_parts(read_multipart(content_type, request.stream()))
        else:
            name = unquote(x_vanthu_filename) if x_vanthu_filename else UNNAMED
            await spool.take_whole(name, request.stream())
    except ClientDisconnect:
        await spool.abandon()
        raise
    if not spool.jobs:
        raise NoFile
    return [forms.job(job) for job in spool.jobs]


class _Spool:
    """Feeds chunks to ingest, one file after the other, off the event loop."""

    def __init__(
        self,
        acts: Acts,
        services: Services,
        unit: str | None,
        declared: Declared,
        *,
        password: str | None,
        batch: int | None,
    ) -> None:
        self._acts, self._ingest = acts, services.ingest
        self._unit, self._declared, self._password = unit, declared, password
        self._batch = batch
        self._open: Any = None
        self.jobs: list[JobView] = []

    async def take_whole(self, filename: str, chunks: AsyncIterator[bytes]) -> None:
        await self._start(filename)
        async for chunk in chunks:
            await self._write(chunk)
        await self._finish()

    async def take_parts(self, parts: AsyncIterator[FileStart | bytes | FileEnd]) -> None:
        try:
            async for part in parts:
                match part:
                    case FileStart(filename):
                        await self._start(filename or UNNAMED)
                    case FileEnd():
                        await self._finish()
                    case bytes():
                        await self._write(part)
        except VanthuError:
            await self.abandon()
            raise

    async def abandon(self) -> None:
        """The sender went away: nothing of the half file is kept."""
        if self._open is not None:
            await to_thread.run_sync(self._open.abort)
            self._open = None

    async def _start(self, filename: str) -> None:
        await to_thread.run_sync(self._acts.uploading, self._declared.secrecy)
        self._open = await to_thread.run_sync(
            lambda: self._ingest.open_stream(
                filename,
                self._acts.principal,
                unit_code=self._unit,
                secrecy=self._declared.secrecy,
                sensitive=self._declared.sensitive,
                password=self._password,
                batch_id=self._batch,
            )
        )

    async def _write(self, chunk: bytes) -> None:
        if chunk:
            await to_thread.run_sync(self._open.write, chunk)

    async def _finish(self) -> None:
        writer, self._open = self._open, None
        job = await to_thread.run_sync(writer.finish)
        await to_thread.run_sync(self._acts.uploaded, job)
        self.jobs.append(job)
