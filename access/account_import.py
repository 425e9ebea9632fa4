"""Accounts taken in from a list, thousands at a time, each with a one-time activation token.

What a step has done is committed together with the sizes that the two files (tokens; refused rows) then have.
Killed at any moment and called again, it cuts the files to those sizes and goes on: no account is made
twice, and none lacks its token.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BufferedReader
from itertools import islice
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.account_csv import ListRow, read_rows
from access.account_import_files import ImportFiles
from access.account_import_rows import Batch
from access.errors import ImportRunning, ListFileUnread, TokensFileElsewhere, TokensFileTaken
from access.models import AccountImportRow
from access.principal import Principal
from vanthu.db import Database, now

STEP = 2000
"""Rows of one transaction: some tenths of a second."""


@dataclass(frozen=True, slots=True)
class ImportView:
    """How far an import has come."""

    id: int
    rows: int
    """Rows of the list."""
    done: int
    """Rows looked at."""
    created: int
    failed: int
    finished: bool
    tokens: Path
    errors: Path
    """Refused rows with their reasons; there is none while none was refused."""


class AccountImporter:
    """Takes lists of accounts in, step by step."""

    def __init__(
        self, db: Database, *, activation: timedelta, clock: Callable[[], datetime] = now, step: int = STEP
    ) -> None:
        self._db = db
        self._activation = activation
        self._clock = clock
        self._step = step
        self._one_at_a_time = threading.Lock()

    def run(self, source: Path, tokens: Path, by: Principal) -> Generator[ImportView]:
        """Take the list in, telling after each step how far it has come; the first tells where it begins.

        Raises `ListUnread`, `ListPasswords`, `ListFileUnread` for the list; `TokensFileTaken` where the file
        of tokens is somebody else's, `TokensFileElsewhere` where this list is half taken in with another
        file, `TokensFileUnwritable`; `ImportRunning` while another list is being taken in.
        """
        if not self._one_at_a_time.acquire(blocking=False):
            raise ImportRunning
        try:
            files = ImportFiles(tokens)
            with _opened(source) as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
                stream.seek(0)
                total = sum(1 for _ in read_rows(stream))
                import_id = self._begin(sha256, files, by)
                view = self._state(import_id, total, files)
                yield view
                stream.seek(0)
                rows = islice(read_rows(stream), view.done, None)
                while not view.finished:
                    self._go_on(import_id, list(islice(rows, self._step)), total, files)
                    view = self._state(import_id, total, files)
                    yield view
        finally:
            self._one_at_a_time.release()

    def _begin(self, sha256: str, files: ImportFiles, by: Principal) -> int:
        """The import of this list, begun now or before."""
        with self._db.session() as session:
            row = session.scalar(select(AccountImportRow).where(AccountImportRow.file_sha256 == sha256))
            if row is None:
                if files.exist():
                    raise TokensFileTaken(file=files.tokens.name)
                row = AccountImportRow(
                    file_sha256=sha256, tokens_path=str(files.tokens), started_by=by.account_id, **_NOTHING
                )
                session.add(row)
            elif not ImportFiles(Path(row.tokens_path)).hold(row.tokens_size, row.errors_size):
                # What was handed out is lost: begin again. Rows already made get new tokens.
                if files.exist() and str(files.tokens) != row.tokens_path:
                    raise TokensFileTaken(file=files.tokens.name)
                for name, value in _NOTHING.items():
                    setattr(row, name, value)
                row.tokens_path, row.finished_at = str(files.tokens), None
            elif str(files.tokens) != row.tokens_path:
                raise TokensFileElsewhere(file=row.tokens_path)
            session.flush()
            return row.id

    def _go_on(self, import_id: int, part: Sequence[ListRow], total: int, files: ImportFiles) -> None:
        """One more step."""
        try:
            self._one_step(import_id, part, total, files)
        except IntegrityError:  # somebody added one of these accounts at this moment: look again
            self._one_step(import_id, part, total, files)

    def _one_step(self, import_id: int, part: Sequence[ListRow], total: int, files: ImportFiles) -> None:
        at = self._clock()
        with self._db.session() as session:
            row = session.get_one(AccountImportRow, import_id, with_for_update=True)
            outcome = Batch(session, import_id, at, at + self._activation).take_in(part)
            row.next_row += len(part)
            row.created += outcome.created
            row.failed += len(outcome.refused)
            if row.next_row >= total:
                row.finished_at = at
            # Written and on the disk before the commit: a token without its account is cut off again,
            # an account without its token could never be used.
            row.tokens_size, row.errors_size = files.append(
                row.tokens_size, outcome.tokens, row.errors_size, outcome.refused
            )

    def _state(self, import_id: int, total: int, files: ImportFiles) -> ImportView:
        with self._db.session() as session:
            return _view(session, import_id, total, files)


_NOTHING = {"next_row": 0, "tokens_size": 0, "errors_size": 0, "created": 0, "failed": 0}


@contextmanager
def _opened(source: Path) -> Iterator[BufferedReader]:
    try:
        stream = source.open("rb")
    except OSError:
        raise ListFileUnread(file=source.name) from None
    with stream:
        yield stream


def _view(session: Session, import_id: int, total: int, files: ImportFiles) -> ImportView:
    row = session.get_one(AccountImportRow, import_id)
    return ImportView(
        id=row.id,
        rows=total,
        done=row.next_row,
        created=row.created,
        failed=row.failed,
        finished=row.finished_at is not None,
        tokens=files.tokens,
        errors=files.errors,
    )
