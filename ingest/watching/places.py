"""The folders of a watched folder, by handles: no link leads out of it, and none is followed inside."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it stood at one look; the next look compares."""

    name: str
    inode: int
    size: int
    changed_ns: int


@contextlib.contextmanager
def opened_folder(path: str, within: int | None = None) -> Iterator[int]:
    """A handle of the folder. Only the watched folder itself, which the installation names, may be a link."""
    flags = _FOLDER if within is not None else _FOLDER & ~os.O_NOFOLLOW
    handle = os.open(path, flags, dir_fd=within)
    try:
        yield handle
    finally:
        os.close(handle)


def folders(within: int) -> list[str]:
    """Names of folders, links and hidden ones left out."""
    with os.scandir(within) as entries:
        return sorted(
            e.name for e in entries if not e.name.startswith(".") and e.is_dir(follow_symlinks=False)
        )


def files(within: int, *, hidden: bool = False) -> list[Seen]:
    """Plain files with one name each: what has a second name elsewhere may be somebody else's."""
    found = []
    with os.scandir(within) as entries:
        for entry in entries:
            if entry.name.startswith(".") is not hidden or not entry.is_file(follow_symlinks=False):
                continue
            with contextlib.suppress(FileNotFoundError):
                seen = entry.stat(follow_symlinks=False)
                if seen.st_nlink == 1:
                    found.append(Seen(entry.name, seen.st_ino, seen.st_size, seen.st_mtime_ns))
    return sorted(found, key=lambda each: each.name)


@contextlib.contextmanager
def opened_file(seen: Seen, within: int) -> Iterator[int | None]:
    """A handle of the very file that was seen; None where it is another by now or is being written."""
    try:
        handle = os.open(seen.name, _FILE, dir_fd=within)
    except OSError as fault:
        if fault.errno in {errno.ENOENT, errno.ELOOP, errno.EACCES}:
            yield None
            return
        raise
    try:
        now = os.fstat(handle)
        same = (now.st_ino, now.st_size, now.st_mtime_ns) == (seen.inode, seen.size, seen.changed_ns)
        plain = stat.S_ISREG(now.st_mode) and now.st_nlink == 1
        yield handle if same and plain and not _being_written(handle) else None
    finally:
        os.close(handle)


def _being_written(handle: int) -> bool:
    """Whether another process has it open for writing; not known on network folders."""
    try:
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as fault:
        return fault.errno == errno.EAGAIN
    fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False


def moved(name: str, within: int, to: str, target: int) -> None:
    """Give the file another name or place; what stands there already keeps its name."""
    stem, dot, ending = to.rpartition(".")
    stem, ending = (stem, dot + ending) if stem else (to, "")
    for number in range(1_000):
        free = f"{stem} ({number}){ending}" if number else to
        try:
            os.link(name, free, src_dir_fd=within, dst_dir_fd=target, follow_symlinks=False)
        except FileExistsError:
            continue
        except OSError as fault:
            if fault.errno not in {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP}:
                raise
            os.rename(name, free, src_dir_fd=within, dst_dir_fd=target)  # a file system without links
            return
        os.unlink(name, dir_fd=within)
        return
    raise FileExistsError(to)


def made_folder(name: str, within: int) -> None:
    with contextlib.suppress(FileExistsError):
        os.mkdir(name, 0o770, dir_fd=within)
