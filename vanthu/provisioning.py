"""Lists of accounts taken in beside all else: a thread of its own, watched by whoever started it."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
import time
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vanthu.data_folder import PRIVATE_FILE, PRIVATE_FOLDER
from vanthu.errors import NotFound, VanthuError

if TYPE_CHECKING:
    from pathlib import Path

    from access.account_import import AccountImporter, ImportView
    from vanthu.acts import Acts

log = logging.getLogger(__name__)
SECONDS_TO_STOP = 30.0
KEPT_S = 30 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Progress:
    """An import as this process knows it."""

    view: ImportView
    running: bool
    fault: VanthuError | None = None
    """Why it stopped before its end; started again, it goes on from there."""


class Provisioning:
    """Starts imports and tells how far they are."""

    def __init__(self, importer: AccountImporter) -> None:
        self._importer = importer
        self._known: dict[int, Progress] = {}
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, source: Path, tokens: Path, acts: Acts) -> Progress:
        """Begin to take the list in, or go on with it. Raises what is wrong with the list or the files."""
        steps = self._importer.run(source, tokens, acts.principal)
        begun = Progress(next(steps), running=True)
        self._known.pop(begun.view.id, None)
        self._known[begun.view.id] = begun
        self._thread = threading.Thread(
            target=self._run, args=(steps, begun.view, acts), name="accounts", daemon=True
        )
        self._thread.start()
        return begun

    def start_uploaded(self, content: bytes, temporary: Path, kept: Path, acts: Acts) -> Progress:
        """As `start`, for the bytes of a list; the tokens are kept under its checksum, so that the same list
        given again goes on where it was."""
        _remove_old(kept)
        name = f"{hashlib.sha256(content).hexdigest()[:32]}.csv"
        for folder in (temporary, kept):
            folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        source = temporary / f"accounts-{name}"
        handle = os.open(source, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        try:
            # Opened by the time `start` comes back: the name is not needed any longer.
            return self.start(source, kept / name, acts)
        finally:
            source.unlink(missing_ok=True)

    def latest(self) -> Progress | None:
        return next(reversed(self._known.values()), None)

    def forget(self, import_id: int) -> None:
        self._known.pop(import_id, None)

    def progress(self, import_id: int) -> Progress:
        """Raises `NotFound` for an import this process does not know."""
        try:
            return self._known[import_id]
        except KeyError:
            raise NotFound from None

    def stop(self) -> None:
        """After the step under way; the rest waits until the list is given again."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(SECONDS_TO_STOP)

    def _run(self, steps: Generator[ImportView], view: ImportView, acts: Acts) -> None:
        fault: VanthuError | None = None
        try:
            for after in steps:
                _record(view, after, acts)
                view = after
                self._known[view.id] = Progress(view, running=True)
                if self._stopping.is_set():
                    break
        except VanthuError as known:
            fault = known
        except Exception as unknown:
            log.exception("an import of accounts stopped")
            fault = VanthuError()
            fault.__cause__ = unknown
        finally:
            steps.close()  # lets go of the list, whatever happened
            self._known[view.id] = replace(self._known[view.id], running=False, fault=fault)


def _remove_old(folder: Path) -> None:
    """Files of tokens that nobody fetched or removed in all that time."""
    for file in folder.glob("*.csv"):
        if time.time() - file.stat().st_mtime > KEPT_S:
            file.unlink(missing_ok=True)


def _record(before: ImportView, after: ImportView, acts: Acts) -> None:
    detail = {
        "import": after.id,
        "first": before.done,
        "rows": after.done - before.done,
        "created": after.created - before.created,
        "failed": after.failed - before.failed,
    }
    acts.operated("account_import", detail)
