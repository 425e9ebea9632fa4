"""The data folder: private, with one holder at a time, a temporary folder of its own and the cookie secret.

Standard library only at import: the command line's client path starts here and must be quick.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

DEFAULT = Path(__file__).resolve().parent.parent / "var" / "data"
"""Where documents live when `VANTHU_DATA` says nothing; the same default as `Settings.data`."""

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
SECRET_BYTES = 32


def location() -> Path:
    """The data folder of this process, without loading the settings."""
    return Path(os.environ.get("VANTHU_DATA") or DEFAULT).expanduser().resolve()


class DataFolder:
    """One data folder on disk. Two folders never see each other."""

    def __init__(self, root: Path) -> None:
        self.root = root.expanduser().resolve()

    @property
    def socket_file(self) -> Path:
        return self.root / "server.sock"

    @property
    def temporary(self) -> Path:
        return self.root / "tmp"

    def create(self) -> None:
        """Make the folder, readable by its owner only."""
        try:
            self.root.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            self.root.chmod(PRIVATE_FOLDER)
        except OSError as fault:
            raise _unusable(self.root) from fault

    def hold(self) -> FolderLock | None:
        """The folder's lock, or None while another process holds it. Released when that process ends."""
        self.create()
        try:
            handle = os.open(self.root / "server.lock", os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        except OSError as fault:
            raise _unusable(self.root) from fault
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        return FolderLock(handle)

    def empty_temporary(self) -> None:
        """Start with an empty temporary folder and make it the one this process and its children use.

        Called by the holder of the lock only; folders of processes that still live are left to them.
        """
        self.temporary.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        for entry in self.temporary.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                if not _owner_lives(entry.name):
                    shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink(missing_ok=True)
        _use_for_temporary(self.temporary)

    @contextlib.contextmanager
    def private_temporary(self) -> Iterator[Path]:
        """A temporary folder for a process that does not hold the lock, removed afterwards."""
        self.create()
        self.temporary.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"pid{os.getpid()}-", dir=self.temporary))
        _use_for_temporary(folder)
        try:
            yield folder
        finally:
            _use_for_temporary(self.temporary)
            shutil.rmtree(folder, ignore_errors=True)

    def secret(self) -> bytes:
        """The key that signs session cookies, made on first use."""
        path = self.root / "secret"
        with contextlib.suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
            with os.fdopen(handle, "wb") as stream:
                stream.write(secrets.token_bytes(SECRET_BYTES))
        return path.read_bytes()

    def require_space(self, minimum: int) -> None:
        """Raise `DiskFull` where fewer than `minimum` bytes are free."""
        free = shutil.disk_usage(self.root).free
        if free < minimum:
            from vanthu.folder_errors import DiskFull

            raise DiskFull(folder=str(self.root), free_mb=free // 2**20, need_mb=minimum // 2**20)

    def listen(self) -> socket.socket:
        """A listening socket file that only its owner may open; a file left by a dead server is replaced."""
        self.socket_file.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        mask = os.umask(0o177)
        try:
            with _short_path(self.socket_file) as path:
                listener.bind(path)
        finally:
            os.umask(mask)
        listener.listen()
        return listener

    def connect(self, timeout_s: float | None = None) -> socket.socket | None:
        """A connection to the server of this folder, or None where none listens."""
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(timeout_s)
        try:
            with _short_path(self.socket_file) as path:
                connection.connect(path)
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            return None
        return connection


class FolderLock:
    """Holds the folder until released or the process ends."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> FolderLock:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.release()


@contextlib.contextmanager
def _short_path(path: Path) -> Iterator[str]:
    """`path` through an open folder handle: a socket address holds 107 bytes, a data folder may be deeper."""
    handle = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{handle}/{path.name}"
    finally:
        os.close(handle)


def _unusable(root: Path) -> Exception:
    from vanthu.folder_errors import FolderUnusable

    return FolderUnusable(folder=str(root))


def _use_for_temporary(folder: Path) -> None:
    os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = None


def _owner_lives(name: str) -> bool:
    """Whether `name` is `pid<N>-…` of a process that still runs."""
    number = name.removeprefix("pid").split("-", 1)[0]
    return name.startswith("pid") and number.isdigit() and Path("/proc", number).is_dir()
