"""A backup: one tar file with the database, the stored files and the keys, each with its SHA-256.

The index is left out, being derived, and the spool too: destroying an upload's key must destroy the upload.
The database is copied first: whatever it names is in the file store by then.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from records import dump, storage
from records.errors import BackupDamaged, BackupExists, RestoreTargetNotEmpty
from records.files import FileStore, digest
from vanthu.db import now

FORMAT = 1
_DATABASE, _MANIFEST = "database", "manifest.json"
_KEYS = ("secret", "audit.key", "badge.key")
"""Private files of the data folder: the cookie secret, and the keys of the trail's seals and of badges."""
_STORED = re.compile(r"files/([0-9a-f]{2})/([0-9a-f]{62})")
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is backed up, and where a backup is put back."""

    url: str
    data: Path
    """The data folder."""
    files: Path
    """The file store's folder."""


@dataclass(frozen=True, slots=True)
class BackupReport:
    files: int
    size: int
    """Bytes of the backup."""
    damaged: tuple[str, ...]
    """Stored files whose bytes no longer fit their name; they are in the backup as they are."""


def write(holdings: Holdings, out: Path) -> BackupReport:
    """Write the backup to `out`, which appears only when it is whole; readable by its owner only."""
    if out.exists():
        raise BackupExists
    with storage.told():
        descriptor, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")  # mode 0600
        partial = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                files, damaged = _write(holdings, stream)
                stream.flush()
                os.fsync(stream.fileno())
            partial.replace(out)
        finally:
            partial.unlink(missing_ok=True)
    return BackupReport(files, out.stat().st_size, tuple(damaged))


def read(source: Path, holdings: Holdings) -> int:
    """Put a backup into an empty data folder and database; how many files. On any fault nothing changes."""
    with storage.told():
        holdings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not dump.is_empty(holdings.url) or any(FileStore(holdings.files).stored()):
            raise RestoreTargetNotEmpty
        unpacked = Path(tempfile.mkdtemp(dir=holdings.data, prefix="restoring-"))
        try:
            manifest = _unpack(source, unpacked)
            _check(manifest, unpacked, dump.kind(holdings.url))
            return _settle(unpacked, holdings)
        finally:
            shutil.rmtree(unpacked, ignore_errors=True)


def _write(holdings: Holdings, stream: IO[bytes]) -> tuple[int, list[str]]:
    members: dict[str, str] = {}
    damaged: list[str] = []
    store = FileStore(holdings.files)
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / _DATABASE
            dump.write(holdings.url, copy)
            members[_DATABASE] = _add(tar, copy, _DATABASE)
        for name in _KEYS:
            if (holdings.data / name).exists():
                members[name] = _add(tar, holdings.data / name, name)
        stored = list(store.stored())
        for sha256 in stored:
            name = f"files/{sha256[:2]}/{sha256[2:]}"
            members[name] = _add(tar, store.path(sha256), name)
            if members[name] != sha256:
                damaged.append(sha256)
        manifest = {
            "format": FORMAT,
            "created_at": now().isoformat(),
            "database": dump.kind(holdings.url),
            "members": members,
        }
        body = json.dumps(manifest, indent=1).encode()
        tar.addfile(_info(_MANIFEST, len(body)), io.BytesIO(body))
    return len(stored), damaged


def _add(tar: tarfile.TarFile, path: Path, name: str) -> str:
    """Add a file; the SHA-256 of exactly the bytes added."""
    with path.open("rb") as stream:
        hashing = _Hashing(stream)
        tar.addfile(_info(name, os.fstat(stream.fileno()).st_size), hashing)
    return hashing.sha.hexdigest()


class _Hashing:
    """A stream that hashes what is read through it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.sha = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self.sha.update(chunk)
        return chunk


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, int(now().timestamp())
    return info


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Write the members under `folder` (only names a backup has) and give the manifest."""
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(source, mode="r:") as tar:
            for member in tar:
                known = member.name in {_DATABASE, _MANIFEST, *_KEYS} or _STORED.fullmatch(member.name)
                stream = tar.extractfile(member) if member.isreg() and known else None
                if stream is None:
                    raise BackupDamaged(member=member.name[:100])
                if member.name == _MANIFEST:
                    manifest = json.loads(stream.read())
                    continue
                path = folder / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as out:
                    shutil.copyfileobj(stream, out, _CHUNK)
    except (tarfile.TarError, FileExistsError, EOFError, ValueError) as error:
        raise BackupDamaged(member=source.name) from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BackupDamaged(member=_MANIFEST)
    return manifest


def _check(manifest: dict[str, Any], folder: Path, database: str) -> None:
    """Every member of the manifest is there with its bytes, nothing else is, and the database is sound."""
    wanted = manifest.get("members")
    if not isinstance(wanted, dict) or _DATABASE not in wanted or manifest.get("database") != database:
        raise BackupDamaged(member=_MANIFEST)
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    for name in sorted(found ^ wanted.keys()):
        raise BackupDamaged(member=name)
    for name, sha256 in wanted.items():
        if digest(folder / name) != sha256:
            raise BackupDamaged(member=name)
    dump.check(folder / _DATABASE, database)


def _settle(unpacked: Path, holdings: Holdings) -> int:
    """Put the checked members in place: first the database, which can still refuse, then plain renames."""
    dump.read(holdings.url, unpacked / _DATABASE)
    files = [path for path in (unpacked / "files").rglob("*") if path.is_file()]
    for path in files:
        target = holdings.files / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        path.chmod(0o440)
        path.replace(target)
    for name in _KEYS:
        key = unpacked / name
        if key.exists():
            key.chmod(0o600)
            key.replace(holdings.data / name)
    return len(files)
