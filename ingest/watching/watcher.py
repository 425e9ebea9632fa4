"""Looks into the watched folder, hands in what has been finished writing, and clears what has been taken in.

`FOLDER/USERNAME/scan.pdf` is handed in by that account; below `nhay-cam` it is declared sensitive. Declared
secrecy is none: the folder is for documents without a secrecy level, which the pages are looked at for as
always. A file is taken away once its document is in the library, or refused, or held in quarantine; one that
could not be read goes to `khong-xu-ly-duoc` beside it. Until then it stays, hidden, so that nothing is lost.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import re
import time
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Protocol

from ingest.watching.places import (
    Seen,
    files,
    folders,
    made_folder,
    moved,
    opened_file,
    opened_folder,
)

SENSITIVE = "nhay-cam"
UNREAD = "khong-xu-ly-duoc"
_TAKEN = re.compile(r"\.dang-xu-ly-(\d{1,18})-(.*)", re.DOTALL)
_LONGEST_NAME = 120

log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What has become of a file that was handed in."""

    OPEN = "open"
    TAKEN_IN = "taken_in"
    """In the library, or there before, or refused or held in quarantine for secrecy: it is not kept here."""
    NOT_READ = "not_read"


class HandIn(Protocol):
    """The way in. Both raise `LookupError` for whoever may not hand anything in."""

    def hand_in(self, username: str, stream: BinaryIO, filename: str, *, sensitive: bool) -> int:
        """The job's id."""

    def outcome(self, username: str, job_id: int) -> Outcome: ...


class Watcher:
    """One look at a time; `look` is called again and again."""

    def __init__(
        self,
        folder: Path,
        way_in: HandIn,
        *,
        settle_s: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._way_in = way_in
        self._settle_s = settle_s
        self._clock = clock
        self._waiting: dict[tuple[str, bool, str], tuple[Seen, float]] = {}

    def look(self) -> int:
        """How many files were handed in. A folder that is away (a share not mounted) is no fault."""
        taken = 0
        still: set[tuple[str, bool, str]] = set()
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            for username, sensitive, place in self._places():
                try:
                    self._clear(username, place)
                    taken += self._take(username, sensitive, place, still)
                except LookupError:
                    continue  # no account of that name may hand anything in: left where it lies
                except OSError as fault:
                    log.warning("watched folder: %s", errno.errorcode.get(fault.errno or 0, "?"))
        self._waiting = {key: value for key, value in self._waiting.items() if key in still}
        return taken

    def _places(self) -> Iterator[tuple[str, bool, int]]:
        """User name, sensitive or not, and a handle of the folder."""
        with opened_folder(str(self._folder)) as root:
            for username in folders(root):
                with contextlib.suppress(OSError), opened_folder(username, root) as own:
                    yield username, False, own
                    if SENSITIVE in folders(own):
                        with opened_folder(SENSITIVE, own) as apart:
                            yield username, True, apart

    def _take(self, username: str, sensitive: bool, place: int, still: set[tuple[str, bool, str]]) -> int:
        taken = 0
        for seen in files(place):
            key = (username, sensitive, seen.name)
            still.add(key)
            before = self._waiting.get(key)
            if before is None or before[0] != seen:
                self._waiting[key] = (seen, self._clock())
                continue
            if self._clock() - before[1] < self._settle_s or not seen.size:
                continue
            with opened_file(seen, place) as handle:
                if handle is None:
                    continue
                with open(handle, "rb", closefd=False) as stream:
                    job_id = self._way_in.hand_in(username, stream, seen.name, sensitive=sensitive)
            name = f".dang-xu-ly-{job_id}-{_short(seen.name)}"
            os.rename(seen.name, name, src_dir_fd=place, dst_dir_fd=place)
            still.discard(key)
            taken += 1
        return taken

    def _clear(self, username: str, place: int) -> None:
        for seen in files(place, hidden=True):
            found = _TAKEN.fullmatch(seen.name)
            if found is None:
                continue
            outcome = self._way_in.outcome(username, int(found[1]))
            if outcome is Outcome.TAKEN_IN:
                os.unlink(seen.name, dir_fd=place)
            elif outcome is Outcome.NOT_READ:
                made_folder(UNREAD, place)
                with opened_folder(UNREAD, place) as unread:
                    moved(seen.name, place, found[2], unread)


def _short(name: str) -> str:
    """A name with room for what is put before it, its ending kept."""
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if stem and len(ending) < 10 else (name, "")
    return stem[: _LONGEST_NAME - len(ending)] + ending
