"""Submission packages coming in: sealed in the spool while they are looked at, then document by document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.errors import EmptyUpload
from ingest.spool import ORIGINAL, Spool, UploadWriter
from ingest.types import JobView
from records.packages.read import Package, PackagedDocument, PackageReader
from records.packages.safe_zip import ZipLimits

if TYPE_CHECKING:
    from ingest.service import OpenUpload


@dataclass(frozen=True, slots=True)
class TakenPackage:
    package: Package
    jobs: tuple[JobView, ...]
    """One for each document, in the package's order."""


def take(
    pieces: Iterable[bytes],
    *,
    spool: Spool,
    begin: Callable[[], UploadWriter],
    limits: ZipLimits,
    open_stream: Callable[[str], OpenUpload],
) -> TakenPackage:
    """Verify the whole package before its first document is taken; raises `PackageRefused`."""
    writer = begin()
    try:
        for piece in pieces:
            writer.write(piece)
        spooled = writer.finish()
    except BaseException:
        writer.abandon()
        raise
    try:
        if not spooled.size:
            raise EmptyUpload
        with spool.reader(spooled.upload, ORIGINAL) as stream:
            reader = PackageReader(stream, spooled.size, limits)
            package = reader.look()
            jobs = [_take(reader, document, open_stream) for document in package.documents]
    finally:
        spool.destroy(spooled.upload)
    return TakenPackage(package, tuple(jobs))


def _take(
    reader: PackageReader, document: PackagedDocument, open_stream: Callable[[str], OpenUpload]
) -> JobView:
    upload = open_stream(document.filename)
    try:
        for piece in reader.stream(document.member):
            upload.write(piece)
    except BaseException:
        upload.abort()
        raise
    return upload.finish()
