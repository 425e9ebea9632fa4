"""Drafts are written: every change is one row locked, altered and copied into the site's own folder."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from training_modules.editions import store
from training_modules.editions.errors import (
    CourseFolderUnusable,
    EditionClosed,
    FileChanged,
    FileNameInvalid,
    FileTooLong,
    WrongMove,
)
from training_modules.editions.models import OPEN, CourseEdition, State
from training_modules.files import ENDINGS, as_kept, digest_of
from vanthu.db import Database, now
from vanthu.errors import NotFound
from vanthu.whole_file import written_whole

LONGEST_FILE = 300_000
"""Characters."""
FILE = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\.(?:md|yaml|yml|svg)")

Alter = Callable[[dict[str, str]], Mapping[str, str]]
"""From the files as they are now to the files as they shall be."""


def mark_of(text: str) -> str:
    """Names a text: who saves says with it which text they began from."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


@contextmanager
def held(db: Database, edition_id: int) -> Iterator[tuple[Session, CourseEdition]]:
    """An open edition that nobody else changes meanwhile. Raises `NotFound` or `EditionClosed`."""
    with db.session() as session:
        session.execute(  # the first statement takes the row: others wait, and then see what was changed
            update(CourseEdition)
            .where(CourseEdition.id == edition_id, CourseEdition.open.is_(True))
            .values(revision=CourseEdition.revision + 1)
        )
        edition = session.get(CourseEdition, edition_id)
        if edition is None:
            raise NotFound
        if edition.state not in OPEN:
            raise EditionClosed(number=edition.number)
        yield session, edition


def change(db: Database, folder: Path, edition_id: int, account_id: int, alter: Alter) -> None:
    """Change the files of a draft; what waits for review is changed only after it was taken back."""
    with held(db, edition_id) as (session, edition):
        if edition.state != State.DRAFT:
            raise WrongMove(number=edition.number)
        before = dict(edition.files)
        files = dict(alter(dict(before)))
        if files == before:
            return
        edition.files, edition.digest = files, digest_of(files)
        store.note_editor(session, edition, account_id)
        edition.edited_by, edition.edited_at = account_id, now()
        session.flush()
        write_folder(folder / edition.course_id, before, files)


def put_file(file: str, text: str, seen: str | None) -> Alter:
    """Save a file over the text named by `seen`; None where it is a new one.

    Raises `FileChanged` where another text stands there by now.
    """
    if not FILE.fullmatch(file):
        raise FileNameInvalid(file=file[:80])
    if len(text) > LONGEST_FILE:
        raise FileTooLong(file=file, most=LONGEST_FILE)
    clean = as_kept(text).replace("\0", "").encode("utf-8", "ignore").decode()

    def alter(files: dict[str, str]) -> Mapping[str, str]:
        there = files.get(file)
        if (mark_of(there) if there is not None else None) != seen and there != clean:
            raise FileChanged(file=file)
        return {**files, file: clean}

    return alter


def write_folder(folder: Path, before: Mapping[str, str] | None, files: Mapping[str, str]) -> None:
    """Copy what changed since `before` into the folder; None leaves exactly these files of a course there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = before.keys() if before is not None else {path.name for path in folder.iterdir()}
        for name, text in files.items():
            if before is None or before.get(name) != text:
                with written_whole(folder / name) as sink:
                    sink.write(text.encode())
        for name in there - files.keys():
            if name.endswith(ENDINGS):
                (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise CourseFolderUnusable from error
