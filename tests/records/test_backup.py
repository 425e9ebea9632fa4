"""A backup holds everything that is not derived, and goes back whole or not at all."""

from __future__ import annotations

import errno
import io
import json
import sqlite3
import tarfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records import backup
from records.backup import Holdings
from records.catalogue import Catalogue
from records.errors import BackupDamaged, BackupExists, RestoreTargetNotEmpty, StorageFull
from records.files import FileStore
from tests.records.making import Maker, page
from vanthu.db import Database

KEYS = ("secret", "audit.key", "badge.key")


def _holdings(database: Database, tmp_path: Path) -> Holdings:
    url = database.engine.url.render_as_string(hide_password=False)
    return Holdings(url, tmp_path, tmp_path / "files")


def _place(folder: Path) -> Holdings:
    return Holdings(f"sqlite:///{folder / 'vanthu.sqlite'}", folder, folder / "files")


@pytest.fixture
def saved(database: Database, tmp_path: Path, maker: Maker) -> tuple[Path, int]:
    """A backup of a library of one document, and the document's id."""
    document_id = maker.add(number="5-QĐ/TU", on=date(2024, 5, 1), subject="thử sao lưu", content=b"original")
    maker.catalogue.put_page(document_id, page(1, "một trang"), maker.files.put(b"image").sha256)
    for name in KEYS:
        (tmp_path / name).write_bytes(name.encode())
    out = tmp_path / "kho.backup"
    report = backup.write(_holdings(database, tmp_path), out)
    assert (report.files, report.damaged, report.size) == (2, (), out.stat().st_size)
    return out, document_id


@pytest.mark.databases
def test_a_restored_library_is_the_one_that_was_saved(
    saved: tuple[Path, int], maker: Maker, empty_database_url: str, tmp_path: Path
) -> None:
    out, document_id = saved
    assert out.stat().st_mode & 0o777 == 0o600
    place = Holdings(empty_database_url, tmp_path / "new", tmp_path / "new" / "files")
    assert backup.read(out, place) == 2

    restored = Database(empty_database_url)
    catalogue = Catalogue(restored, FileStore(place.files))
    scope = maker.scope("an")
    assert catalogue.document(document_id, scope) == maker.catalogue.document(document_id, scope)
    assert catalogue.page_text(document_id, 1, scope) == page(1, "một trang")
    assert catalogue.page_image(document_id, 1, scope) == b"image"
    assert catalogue.original(document_id, scope)[0].read_bytes() == b"original"
    assert FileStore(place.files).verify() == []
    for name in KEYS:
        assert (place.data / name).read_bytes() == name.encode()
        assert (place.data / name).stat().st_mode & 0o777 == 0o600
    assert not list(place.data.glob("restoring-*"))
    with pytest.raises(RestoreTargetNotEmpty):
        backup.read(out, place)
    restored.dispose()


def test_a_backup_never_overwrites(saved: tuple[Path, int], database: Database, tmp_path: Path) -> None:
    before = saved[0].read_bytes()
    with pytest.raises(BackupExists):
        backup.write(_holdings(database, tmp_path), saved[0])
    assert saved[0].read_bytes() == before


@pytest.mark.sqlite_only
def test_a_backup_while_another_writes_holds_what_was_committed(
    database: Database, tmp_path: Path, maker: Maker
) -> None:
    maker.add(subject="trước")
    file = tmp_path / "test.sqlite"
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE documents SET subject = 'dở dang'")
    backup.write(_holdings(database, tmp_path), tmp_path / "kho.backup")
    writer.execute("ROLLBACK")
    writer.close()
    place = _place(tmp_path / "new")
    backup.read(tmp_path / "kho.backup", place)
    restored = Database(place.url)
    assert [i.subject for i in Catalogue(restored, maker.files).list(maker.scope("an")).items] == ["trước"]
    restored.dispose()


@pytest.mark.sqlite_only
def test_a_damaged_original_is_saved_as_it_is_and_reported(
    database: Database, tmp_path: Path, maker: Maker
) -> None:
    stored = maker.files.put(b"original")
    path = maker.files.path(stored.sha256)
    path.chmod(0o600)
    path.write_bytes(b"altered!")
    report = backup.write(_holdings(database, tmp_path), tmp_path / "kho.backup")
    assert report.damaged == (stored.sha256,)
    assert backup.read(tmp_path / "kho.backup", _place(tmp_path / "new")) == 1


def test_a_full_disk_leaves_no_half_backup(
    database: Database, tmp_path: Path, maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker.add()

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "addfile", full)
    target = tmp_path / "usb"
    target.mkdir()
    with pytest.raises(StorageFull):
        backup.write(_holdings(database, tmp_path), target / "kho.backup")
    assert list(target.iterdir()) == []


def test_any_changed_byte_is_found_or_without_effect(saved: tuple[Path, int], tmp_path: Path) -> None:
    whole = saved[0].read_bytes()

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(at=st.integers(0, len(whole) - 1), cut=st.booleans())
    def check(at: int, cut: bool) -> None:
        changed = whole[:at] if cut else whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        damaged = tmp_path / "damaged.backup"
        damaged.write_bytes(changed)
        place = _place(tmp_path / "target")
        try:
            backup.read(damaged, place)
        except BackupDamaged:
            assert not list(place.files.glob("*/*"))
            assert not (place.data / "vanthu.sqlite").exists()
            return
        # Padding and header fields that carry nothing may change; what was put back is what was saved.
        assert FileStore(place.files).verify() == []
        for left in sorted(place.data.rglob("*"), reverse=True):
            left.rmdir() if left.is_dir() else left.unlink()

    check()


@pytest.mark.parametrize("name", ["../escape", "/etc/cron.d/x", "files/../../x", "files/ab", "vanthu.sqlite"])
def test_a_backup_writes_nowhere_but_in_its_place(tmp_path: Path, name: str) -> None:
    forged = tmp_path / "forged.backup"
    with tarfile.open(forged, "w") as tar:
        info = tarfile.TarInfo(name)
        info.size = 1
        tar.addfile(info, io.BytesIO(b"x"))
        body = json.dumps({"format": 1, "database": "sqlite", "members": {name: "0"}}).encode()
        manifest = tarfile.TarInfo("manifest.json")
        manifest.size = len(body)
        tar.addfile(manifest, io.BytesIO(body))
    with pytest.raises(BackupDamaged):
        backup.read(forged, _place(tmp_path / "target"))
    assert list((tmp_path / "target").iterdir()) == []


def test_a_link_in_a_backup_is_refused(tmp_path: Path) -> None:
    forged = tmp_path / "forged.backup"
    with tarfile.open(forged, "w") as tar:
        info = tarfile.TarInfo("database")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(info)
    with pytest.raises(BackupDamaged):
        backup.read(forged, _place(tmp_path / "target"))
