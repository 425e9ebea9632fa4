"""The file store: content-addressed, written once, never altered."""

from __future__ import annotations

import hashlib
import io
import os
import re
import tempfile
import time
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from records import storage
from records.errors import FileMissing

_SHA256 = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1024 * 1024
_CLOCK_S = 1.0
"""A file may be dated so much earlier than it was written."""
_INCOMING = "incoming"
ORPHAN_AFTER_S = 3600
"""A file is stored before the row that names it: a younger one may belong to an upload in progress."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class FileFault:
    """A file whose bytes no longer have the SHA-256 that names it, or that bears no such name."""

    path: str
    kind: str
    """`damaged` or `stray`."""


class FileStore:
    """Files by SHA-256 under `ab/cdef...`; a file is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened_at = time.time() - _CLOCK_S

    def put(self, source: BinaryIO | bytes) -> StoredFile:
        """Store the bytes (again) and say what they are; safe to repeat."""
        stream = io.BytesIO(source) if isinstance(source, bytes) else source
        with storage.told():
            return self._put(stream)

    def path(self, sha256: str) -> Path:
        """Where a stored file lies; raises `FileMissing`."""
        path = self._place(sha256)
        if not path.is_file():
            raise FileMissing(sha256=sha256)
        return path

    def open(self, sha256: str) -> BinaryIO:
        return self.path(sha256).open("rb")

    def has(self, sha256: str) -> bool:
        return self._place(sha256).is_file()

    def delete(self, sha256: str) -> None:
        """Remove a file; absent is fine. On disk when it returns."""
        place = self._place(sha256)
        if place.is_file():
            place.unlink()
            _settle_folder(place.parent)

    def tidy(self, named: Set[str]) -> None:
        """Remove what work that was broken off has left: whole files not among `named`, and parts of files.

        A young one of this process stays: a file is stored before the row that names it.
        """
        for sha256 in self.stored():
            if sha256 not in named and self._is_left_over(self._place(sha256)):
                self.delete(sha256)
        for part in (self._folder / _INCOMING).glob("*"):
            if self._is_left_over(part):
                part.unlink(missing_ok=True)

    def stored(self) -> Iterator[str]:
        """SHA-256 of every file in the store, sorted."""
        for path in sorted(self._folder.glob("[0-9a-f][0-9a-f]/*")):
            name = path.parent.name + path.name
            if _SHA256.fullmatch(name):
                yield name

    def verify(self) -> list[FileFault]:
        """Read every file again and report each that is not what its name says."""
        faults: list[FileFault] = []
        for path in sorted(self._folder.rglob("*")):
            relative = path.relative_to(self._folder)
            if path.is_dir() or relative.parts[0] == _INCOMING:
                continue
            name = "".join(relative.parts)
            if len(relative.parts) != 2 or not _SHA256.fullmatch(name):
                faults.append(FileFault(str(relative), "stray"))
            elif digest(path) != name:
                faults.append(FileFault(str(relative), "damaged"))
        return faults

    def _put(self, stream: BinaryIO) -> StoredFile:
        incoming = self._folder / _INCOMING
        incoming.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=incoming)
        temporary = Path(name)
        try:
            size, sha = 0, hashlib.sha256()
            with os.fdopen(descriptor, "wb") as out:
                while chunk := stream.read(_CHUNK):
                    sha.update(chunk)
                    out.write(chunk)
                    size += len(chunk)
                out.flush()
                os.fchmod(out.fileno(), 0o440)
                os.fsync(out.fileno())
            self._settle(temporary, self._place(sha.hexdigest()))
        finally:
            temporary.unlink(missing_ok=True)
        return StoredFile(sha.hexdigest(), size)

    def _settle(self, temporary: Path, place: Path) -> None:
        place.parent.mkdir(exist_ok=True)
        temporary.replace(place)
        _settle_folder(place.parent)

    def _is_left_over(self, path: Path) -> bool:
        try:
            written = path.stat().st_mtime
        except FileNotFoundError:
            return False
        return written < max(self._opened_at, time.time() - ORPHAN_AFTER_S)

    def _place(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise FileMissing(sha256=sha256[:64])
        return self._folder / sha256[:2] / sha256[2:]


def _settle_folder(folder: Path) -> None:
    """Have the names in the folder on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
