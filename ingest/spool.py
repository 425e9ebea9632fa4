"""The encrypted spool: where an upload waits until it is known to be clean.

One folder and one key per upload. Keys lie in a folder of their own, so that a copy of the spool alone says
nothing; destroying the key destroys the upload, whatever copies of its sealed bytes remain.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ingest.errors import UploadGone, UploadTooLarge
from ingest.spool_cipher import CHUNK, KEY_BYTES, SealedReader, SealedWriter
from vanthu.folder_errors import DiskFull

ORIGINAL = "original"
SPACE_CHECK_BYTES = 8 * 1024 * 1024
"""Free space is looked at again each time this much has been written."""

_PIECE = 1 << 20
_NAME = re.compile(r"[a-z0-9-]+")
_PRIVATE_FOLDER = 0o700
_PRIVATE_FILE = 0o600
_PARTIAL = ".part"
_NO_KEY = b"\0" * KEY_BYTES


@dataclass(frozen=True, slots=True)
class SpoolLimits:
    max_upload_bytes: int
    min_free_bytes: int


@dataclass(frozen=True, slots=True)
class Spooled:
    """An upload that lies sealed in the spool."""

    upload: str
    sha256: str
    size: int


class Spool:
    """All uploads under `folder`, their keys under `keys` (beside it by default)."""

    def __init__(self, folder: Path, keys: Path | None = None) -> None:
        self.folder = folder
        self.keys = keys or folder.with_name(f"{folder.name}-keys")
        for place in (self.folder, self.keys):
            place.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)

    def new(self) -> str:
        """A fresh upload: its name, its key and its empty folder."""
        upload = secrets.token_hex(16)
        handle = os.open(self._key_path(upload), os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_bytes(KEY_BYTES))
            _flush(stream)
        (self.folder / upload).mkdir(mode=_PRIVATE_FOLDER)
        return upload

    def receive(self, limits: SpoolLimits) -> UploadWriter:
        """Begin a new upload; write its bytes, then `finish` or `abandon`."""
        return UploadWriter(self, limits)

    def put(self, upload: str, name: str, data: bytes) -> None:
        """Seal `data` as one item, whole or not at all."""
        with self.writer(upload, name) as writer:
            writer.write(data)

    def copy(self, upload: str, name: str, source: Path) -> None:
        """Seal what a file holds as one item, in constant memory."""
        with source.open("rb") as stream, self.writer(upload, name) as writer:
            while piece := stream.read(_PIECE):
                writer.write(piece)

    @contextlib.contextmanager
    def writer(self, upload: str, name: str) -> Iterator[SealedWriter]:
        """A sealing stream; the item appears under its name when the block ends well."""
        path = self._path(upload, name)
        partial = path.with_name(f"{name}.{secrets.token_hex(4)}{_PARTIAL}")
        try:
            key = self._key(upload)
            with _created(partial) as sink:
                writer = SealedWriter(sink, key, name)
                yield writer
                writer.finish()
                _flush(sink)
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise

    def reader(self, upload: str, name: str) -> io.BufferedReader:
        """An item as a readable, seekable file."""
        key = self._key(upload)
        try:
            source = self._path(upload, name).open("rb")
        except FileNotFoundError as fault:
            raise UploadGone from fault
        return io.BufferedReader(SealedReader(source, key, name), CHUNK)

    def get(self, upload: str, name: str) -> bytes:
        with self.reader(upload, name) as stream:
            return stream.read()

    @contextlib.contextmanager
    def opened(self, upload: str, name: str) -> Iterator[Path]:
        """The item as a path other libraries can open, held in memory: no unsealed byte reaches the disk."""
        handle = os.memfd_create("vanthu-spool", os.MFD_CLOEXEC)
        try:
            with self.reader(upload, name) as stream, open(handle, "wb", closefd=False) as copy:
                shutil.copyfileobj(stream, copy, CHUNK)
            yield Path(f"/proc/self/fd/{handle}")
        finally:
            os.close(handle)

    def has(self, upload: str, name: str) -> bool:
        return self._path(upload, name).exists()

    def names(self, upload: str) -> list[str]:
        """Names of the finished items of an upload; empty if it is gone."""
        try:
            return sorted(e.name for e in os.scandir(self.folder / upload) if not e.name.endswith(_PARTIAL))
        except FileNotFoundError:
            return []

    def remove(self, upload: str, name: str) -> None:
        self._path(upload, name).unlink(missing_ok=True)

    def destroy(self, upload: str) -> None:
        """Destroy the key first, then what it sealed. Safe to repeat."""
        key = self._key_path(upload)
        with contextlib.suppress(FileNotFoundError):
            with key.open("r+b", buffering=0) as stream:
                stream.write(_NO_KEY)
                os.fsync(stream.fileno())
            key.unlink()
        shutil.rmtree(self.folder / upload, ignore_errors=True)

    def sweep(self, keep: set[str], older_than_s: float = 0.0) -> list[str]:
        """Destroy every upload not in `keep` and last touched more than `older_than_s` seconds ago."""
        found = {e.name for e in os.scandir(self.keys)} | {e.name for e in os.scandir(self.folder)}
        swept = [name for name in found - keep if self._age(name) >= older_than_s]
        for upload in swept:
            self.destroy(upload)
        return swept

    def _age(self, upload: str) -> float:
        times = [p.stat().st_mtime for p in (self._key_path(upload), self.folder / upload) if p.exists()]
        return time.time() - max(times, default=0.0)

    def _key(self, upload: str) -> bytes:
        try:
            key = self._key_path(upload).read_bytes()
        except FileNotFoundError as fault:
            raise UploadGone from fault
        if key == _NO_KEY:
            raise UploadGone  # read while `destroy` was at work: nothing may be sealed with that
        return key

    def _key_path(self, upload: str) -> Path:
        return self.keys / _plain(upload)

    def _path(self, upload: str, name: str) -> Path:
        return self.folder / _plain(upload) / _plain(name)


class UploadWriter:
    """Takes an upload piece by piece in constant memory; counts, hashes and limits as it goes."""

    def __init__(self, spool: Spool, limits: SpoolLimits) -> None:
        self._spool = spool
        self._limits = limits
        self._hash = hashlib.sha256()
        self._unchecked = SPACE_CHECK_BYTES
        self.size = 0
        self.check_space()
        self.upload = spool.new()
        self._block = spool.writer(self.upload, ORIGINAL)
        self._writer = self._block.__enter__()
        self._open = True

    def write(self, data: bytes) -> None:
        """Raises `UploadTooLarge` or `DiskFull`; nothing of the upload is left behind then."""
        try:
            self.size += len(data)
            if self.size > self._limits.max_upload_bytes:
                raise UploadTooLarge(limit_mb=self._limits.max_upload_bytes // 2**20)
            self._unchecked += len(data)
            if self._unchecked >= SPACE_CHECK_BYTES:
                self.check_space()
                self._unchecked = 0
            self._hash.update(data)
            self._writer.write(data)
        except OSError as fault:
            self.abandon()
            raise self._disk_full() from fault
        except Exception:
            self.abandon()
            raise

    def finish(self) -> Spooled:
        try:
            self._open = False
            self._block.__exit__(None, None, None)
        except OSError as fault:
            self._spool.destroy(self.upload)
            raise self._disk_full() from fault
        return Spooled(self.upload, self._hash.hexdigest(), self.size)

    def abandon(self) -> None:
        """Leave nothing of this upload. Safe to repeat."""
        if self._open:
            self._open = False
            with contextlib.suppress(_Abandoned, OSError):
                self._block.__exit__(_Abandoned, _Abandoned(), None)
        self._spool.destroy(self.upload)

    def check_space(self) -> None:
        if shutil.disk_usage(self._spool.folder).free < self._limits.min_free_bytes:
            raise self._disk_full()

    def _disk_full(self) -> DiskFull:
        free = shutil.disk_usage(self._spool.folder).free
        need = self._limits.min_free_bytes
        return DiskFull(folder=self._spool.folder.name, free_mb=free // 2**20, need_mb=need // 2**20)


class _Abandoned(Exception):
    """Closes the sealing stream of an upload that will not be finished."""


def _created(path: Path) -> BinaryIO:
    try:
        return path.open("wb")
    except FileNotFoundError as fault:
        raise UploadGone from fault  # destroyed meanwhile


def _plain(name: str) -> str:
    """`name`, made sure that it cannot lead out of its folder."""
    if not _NAME.fullmatch(name):
        raise ValueError(name)
    return name


def _flush(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())
