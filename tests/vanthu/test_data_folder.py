"""The data folder: private, one holder, its temporary folder emptied, its socket replaced."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from vanthu import data_folder
from vanthu.data_folder import DataFolder
from vanthu.folder_errors import DiskFull, FolderUnusable
from vanthu.settings import Settings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return DataFolder(tmp_path / "deep" / "data")


def test_same_place_as_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("VANTHU_DATA", raising=False)
    assert data_folder.location() == Settings().data.resolve()
    monkeypatch.setenv("VANTHU_DATA", str(tmp_path))
    assert data_folder.location() == Settings().data == tmp_path
    assert DataFolder(tmp_path).socket_file == Settings().socket


def test_private_whatever_the_umask(folder: DataFolder) -> None:
    mask = os.umask(0)
    try:
        folder.create()
        secret = folder.secret()
        listener = folder.listen()
    finally:
        os.umask(mask)
    listener.close()
    assert len(secret) == data_folder.SECRET_BYTES and folder.secret() == secret
    modes = {path.name: stat.S_IMODE(path.lstat().st_mode) for path in (folder.root, *folder.root.iterdir())}
    assert modes == {"data": 0o700, "secret": 0o600, "server.sock": 0o600}


def test_one_holder_at_a_time_and_a_dead_one_holds_nothing(folder: DataFolder) -> None:
    program = (
        "import sys; from pathlib import Path; from vanthu.data_folder import DataFolder;"
        f"lock = DataFolder(Path({str(folder.root)!r})).hold(); print(lock is not None, flush=True);"
        "sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "True\n"
    assert folder.hold() is None
    other.kill()
    other.wait()
    lock = folder.hold()
    assert lock is not None
    lock.release()


def test_temporary_folder_is_emptied_but_for_the_living(folder: DataFolder) -> None:
    folder.create()
    with folder.private_temporary() as living:
        (folder.temporary / "left").mkdir()
        (folder.temporary / "left" / "page.png").write_bytes(b"x")
        (folder.temporary / "file").write_bytes(b"x")
        (folder.temporary / "pid999999999-x").mkdir()
        folder.empty_temporary()
        assert [path.name for path in folder.temporary.iterdir()] == [living.name]
    assert list(folder.temporary.iterdir()) == []
    assert Path(tempfile.gettempdir()) == folder.temporary == Path(os.environ["TMPDIR"])


def test_a_deep_folder_still_has_its_socket(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / ("d" * 100) / ("e" * 100))
    folder.create()
    assert folder.connect() is None
    listener = folder.listen()
    connection = folder.connect()
    assert connection is not None
    connection.close()
    listener.close()
    assert folder.connect() is None, "the file of a dead server counts as no server"
    folder.listen().close()


def test_no_room_is_said_with_the_remedy(folder: DataFolder) -> None:
    folder.create()
    folder.require_space(1)
    with pytest.raises(DiskFull) as full:
        folder.require_space(2**62)
    assert str(folder.root) in full.value.say()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FolderUnusable):
        DataFolder(tmp_path / "file" / "data").create()
