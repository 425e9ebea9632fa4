"""The file store: whole or absent, named by content, never altered."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.errors import FileMissing, StorageFull, StorageReadOnly
from records.files import FileFault, FileStore


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=5000))
def test_bytes_come_back_under_their_hash(files: FileStore, content: bytes) -> None:
    stored = files.put(io.BytesIO(content))
    assert files.put(content) == stored
    with files.open(stored.sha256) as stream:
        assert stream.read() == content
    assert stored.size == len(content)
    assert files.path(stored.sha256).stat().st_mode & 0o222 == 0


@pytest.mark.parametrize(
    "name", ["", "..", "../../etc/passwd", "a" * 63, "A" * 64, "g" * 64, "a" * 65, "\0" * 64]
)
def test_only_hashes_are_names(files: FileStore, name: str) -> None:
    with pytest.raises(FileMissing):
        files.path(name)
    with pytest.raises(FileMissing):
        files.delete(name)


@pytest.mark.parametrize(
    ("number", "error"),
    [(errno.ENOSPC, StorageFull), (errno.EROFS, StorageReadOnly), (errno.EACCES, StorageReadOnly)],
)
def test_a_refusing_disk_leaves_nothing_and_says_why(
    files: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception]
) -> None:
    files.put(b"before")

    def refuse(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("records.files.os.fsync", refuse)
    with pytest.raises(error):
        files.put(b"after")
    monkeypatch.undo()
    assert len(list(files.stored())) == 1
    assert list((tmp_path / "files" / "incoming").iterdir()) == []


def test_a_reader_that_fails_leaves_nothing(files: FileStore) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise ConnectionError("the upload broke off")

    with pytest.raises(ConnectionError):
        files.put(Broken())
    assert list(files.stored()) == []


def test_altered_and_stray_files_are_found(files: FileStore, tmp_path: Path) -> None:
    good, bad = files.put(b"good"), files.put(b"bad")
    path = files.path(bad.sha256)
    path.chmod(0o600)
    path.write_bytes(b"BAD")
    (tmp_path / "files" / "ghi-chu.txt").write_text("x")
    assert sorted(files.verify(), key=lambda fault: fault.kind) == [
        FileFault(f"{bad.sha256[:2]}/{bad.sha256[2:]}", "damaged"),
        FileFault("ghi-chu.txt", "stray"),
    ]
    assert files.open(good.sha256).read() == b"good"
