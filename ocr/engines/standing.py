"""A Tesseract that stays: started once, it reads any number of small pictures for page after page.

Starting the program takes as long as reading thirty words. Its option `stream_filelist` makes it read names
of pictures from its standard input, one by one; the pictures lie in memory that both processes see and are
wiped when they were read. It is a process of its own: whatever happens to it ends it alone, and it ends by
itself with the process that started it.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import select
import shutil
import subprocess
import threading
import time
from collections.abc import Sequence

_AT_ONCE = 64
"""Pictures that are handed over in one go."""
_MOST = 20_000
"""Pictures after which it is started anew, whatever it may have gathered."""
_GOODBYE_S = 2.0
_CHUNK = 1 << 16


class Ended(Exception):
    """It ended, or what it said makes no sense."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__()
        self.status = status
        self.said = said


class OutOfTime(Exception):
    """It took too long and was ended."""


class Standing:
    """One program, used by one thread at a time."""

    def __init__(self, command: Sequence[str], blank: bytes) -> None:
        """`command` without inputs and outputs; `blank`: a picture without text, which marks an end.

        Raises OSError where it cannot be started.
        """
        self._owner = os.getpid()
        self._count = 0
        self._rest = b""
        self._pictures = [_memory() for _ in range(_AT_ONCE)]
        self._blank, self._complaints = _memory(), _memory()
        os.pwrite(self._blank, blank, 0)
        fcntl.fcntl(self._complaints, fcntl.F_SETFL, os.O_APPEND)
        # Its output goes line by line: a program that writes to a pipe keeps it back otherwise.
        line_by_line = shutil.which("stdbuf")
        if line_by_line is None:
            raise FileNotFoundError("stdbuf")
        self._program = subprocess.Popen(  # noqa: S603  (the command is the installation's own setting)
            [line_by_line, "-oL", *command, "-c", "stream_filelist=1"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            pass_fds=(*self._pictures, self._blank),
        )
        assert self._program.stdin  # noqa: S101  (for the types: both are pipes)
        assert self._program.stdout  # noqa: S101
        self._names, self._table = self._program.stdin, self._program.stdout

    @property
    def usable(self) -> bool:
        """Whether it still runs, for the process that started it, and has not read too much."""
        return self._owner == os.getpid() and self._program.poll() is None and self._count < _MOST

    def read(self, pictures: Sequence[bytes], timeout_s: float) -> list[bytes]:
        """What it prints of each picture. Afterwards it holds none of them.

        Raises `Ended` or `OutOfTime`; it is of no use then.
        """
        until = time.monotonic() + timeout_s
        told: list[bytes] = []
        try:
            for start in range(0, len(pictures), _AT_ONCE):
                told += self._some(pictures[start : start + _AT_ONCE], until)
        except BaseException:
            self.close(now=True)
            raise
        return told

    def _some(self, pictures: Sequence[bytes], until: float) -> list[bytes]:
        fds = self._pictures[: len(pictures)]
        for fd, picture in zip(fds, pictures, strict=True):
            os.pwrite(fd, picture, 0)
        names = b"".join(b"/proc/self/fd/%d\n" % fd for fd in (*fds, self._blank))
        try:
            self._names.write(names)
            self._names.flush()
        except BrokenPipeError:
            raise self._ended() from None
        first, end = self._count + 1, self._count + len(fds) + 1
        self._count = end
        rows: list[list[bytes]] = [[] for _ in fds]
        while True:
            row = self._row(until)
            number = _page(row)
            if number == end:
                break
            if number is not None and first <= number < end:
                rows[number - first].append(row)
        for fd in fds:
            os.ftruncate(fd, 0)
        os.ftruncate(self._complaints, 0)
        return [b"".join(lines) for lines in rows]

    def _row(self, until: float) -> bytes:
        """The next line it prints."""
        while b"\n" not in self._rest:
            fd = self._table.fileno()
            ready, _, _ = select.select([fd], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                raise OutOfTime
            more = os.read(fd, _CHUNK)
            if not more:
                raise self._ended()
            self._rest += more
        row, _, self._rest = self._rest.partition(b"\n")
        return row + b"\n"

    def _ended(self) -> Ended:
        try:
            status = self._program.wait(_GOODBYE_S)
        except subprocess.TimeoutExpired:
            self._program.kill()
            status = self._program.wait()
        said = os.pread(self._complaints, _CHUNK, 0).decode(errors="replace")
        return Ended(status, said)

    def close(self, *, now: bool = False) -> None:
        """It ends when it has nothing more to read; `now`: at once."""
        if self._owner != os.getpid():
            return
        for pipe in (self._names, self._table):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
        if now:
            self._program.kill()
        try:
            self._program.wait(_GOODBYE_S)
        except subprocess.TimeoutExpired:
            self._program.kill()
            self._program.wait()
        for fd in (*self._pictures, self._blank, self._complaints):
            os.close(fd)
        self._owner = 0


def _memory() -> int:
    """A file that lies in memory only and is gone with its last holder."""
    return os.memfd_create("line", os.MFD_CLOEXEC)


def _page(row: bytes) -> int | None:
    """The second column of the table: which picture, from 1, since the start."""
    number = row.split(b"\t", 2)[1:2]
    return int(number[0]) if number and number[0].isdigit() else None


_LOCK = threading.Lock()
_KEPT: dict[tuple[str, ...], Standing] = {}


def read_pictures(
    command: Sequence[str], pictures: Sequence[bytes], blank: bytes, timeout_s: float
) -> list[bytes] | None:
    """What the standing program prints of each picture; None where there is none or another thread has it.

    Raises `Ended` or `OutOfTime`.
    """
    if not _LOCK.acquire(blocking=False):
        return None
    try:
        key = tuple(command)
        kept = _KEPT.pop(key, None)
        if kept is None or not kept.usable:
            if kept is not None:
                kept.close()
            try:
                kept = Standing(command, blank)
            except (
                OSError,
                AttributeError,
            ):  # no stdbuf, no program, no files in memory: read in the usual way
                return None
        told = kept.read(pictures, timeout_s)
        _KEPT[key] = kept
        return told
    finally:
        _LOCK.release()


def let_go() -> None:
    """End the standing programs; they are started again when needed."""
    with _LOCK:
        while _KEPT:
            _KEPT.popitem()[1].close()


atexit.register(let_go)
os.register_at_fork(after_in_child=_KEPT.clear)
