"""The encrypted spool: what goes in comes out, and nothing of it without its key."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import UploadGone, UploadTooLarge
from ingest.spool import ORIGINAL, Spool, SpoolLimits
from ingest.spool_cipher import CHUNK, SealBroken
from vanthu.folder_errors import DiskFull

LIMITS = SpoolLimits(max_upload_bytes=4 * CHUNK, min_free_bytes=0)
CANARY = b"HOANG-YEN-CANARY " * 64
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool")


def files_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@settings(max_examples=25, deadline=None)
@given(
    size=st.one_of(
        st.integers(0, 40),
        st.sampled_from([CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7]),
    ),
    pieces=st.lists(st.integers(1, 100_000), max_size=5),
)
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, size: int, pieces: list[int]) -> None:
    spool = Spool(tmp_path_factory.mktemp("spool"))
    data = os.urandom(size)
    writer = spool.receive(LIMITS)
    rest = data
    for piece in pieces:
        writer.write(rest[:piece])
        rest = rest[piece:]
    writer.write(rest)
    spooled = writer.finish()
    assert (spooled.size, spooled.sha256) == (size, hashlib.sha256(data).hexdigest())
    assert spool.get(spooled.upload, ORIGINAL) == data
    with spool.reader(spooled.upload, ORIGINAL) as stream:
        stream.seek(size // 2)
        assert stream.read() == data[size // 2 :]
    with spool.opened(spooled.upload, ORIGINAL) as path:
        assert path.read_bytes() == data


def test_nothing_readable_on_disk_and_keys_apart(spool: Spool, tmp_path: Path) -> None:
    writer = spool.receive(LIMITS)
    writer.write(CANARY)
    upload = writer.finish().upload
    spool.put(upload, "text-00001", CANARY)
    with spool.opened(upload, ORIGINAL):
        assert all(CANARY[:16] not in path.read_bytes() for path in files_under(tmp_path))
    key = spool.keys / upload
    assert not key.is_relative_to(spool.folder)
    assert key.stat().st_mode & 0o777 == 0o600
    assert all(key.read_bytes() not in path.read_bytes() for path in files_under(spool.folder))


def test_without_its_key_an_upload_is_gone(spool: Spool, tmp_path: Path) -> None:
    upload = spool.new()
    spool.put(upload, ORIGINAL, CANARY)
    shutil.copytree(spool.folder / upload, tmp_path / "copy")
    spool.destroy(upload)
    spool.destroy(upload)
    assert files_under(spool.folder) + files_under(spool.keys) == []
    with pytest.raises(UploadGone):
        spool.get(upload, ORIGINAL)
    # Even with the sealed bytes put back, another key opens nothing.
    shutil.copytree(tmp_path / "copy", spool.folder / upload)
    (spool.keys / upload).write_bytes(os.urandom(32))
    with pytest.raises(SealBroken):
        spool.get(upload, ORIGINAL)


@pytest.mark.parametrize("harm", ["flip", "cut_chunk", "cut_bytes", "rename"])
def test_harmed_items_do_not_open(spool: Spool, harm: str) -> None:
    upload = spool.new()
    spool.put(upload, ORIGINAL, os.urandom(2 * CHUNK))
    path = spool.folder / upload / ORIGINAL
    data = path.read_bytes()
    name = ORIGINAL
    if harm == "flip":
        path.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])
    elif harm == "cut_chunk":
        path.write_bytes(data[: 20 + CHUNK + 16])
    elif harm == "cut_bytes":
        path.write_bytes(data[:-9])
    else:
        name = "pages"
        path.rename(path.with_name(name))
    with pytest.raises(SealBroken):
        spool.get(upload, name)


def test_too_large_is_stopped_on_the_way(spool: Spool) -> None:
    writer = spool.receive(SpoolLimits(max_upload_bytes=1000, min_free_bytes=0))
    writer.write(b"x" * 900)
    with pytest.raises(UploadTooLarge):
        writer.write(b"x" * 101)
    assert files_under(spool.folder) + files_under(spool.keys) == []


def test_disk_fills_up_on_the_way(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = spool.receive(LIMITS)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writer._writer, "write", full)
    with pytest.raises(DiskFull):
        writer.write(CANARY)
    assert files_under(spool.folder) + files_under(spool.keys) == []


def test_little_space_is_seen_beforehand(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(100, 90, 10))
    with pytest.raises(DiskFull):
        spool.receive(SpoolLimits(max_upload_bytes=1000, min_free_bytes=11))
    assert files_under(spool.folder) + files_under(spool.keys) == []


def test_nothing_is_sealed_with_a_key_that_is_being_destroyed(spool: Spool) -> None:
    upload = spool.new()
    (spool.keys / upload).write_bytes(b"\0" * 32)
    with pytest.raises(UploadGone):
        spool.put(upload, ORIGINAL, CANARY)
    assert files_under(spool.folder) == []


def test_sweep_spares_what_is_known(spool: Spool) -> None:
    kept, lost = spool.new(), spool.new()
    assert spool.sweep({kept}, older_than_s=3600) == []
    assert spool.sweep({kept}) == [lost]
    spool.put(kept, ORIGINAL, b"still there")


@pytest.mark.parametrize("name", ["../keys", "a/b", "", ".", "A", "x\0"])
def test_names_never_lead_elsewhere(spool: Spool, name: str) -> None:
    with pytest.raises(ValueError):
        spool.put(spool.new(), name, b"x")
