"""A stored page while it is being corrected; as it was first read it is kept from the first correction on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PIL import Image, UnidentifiedImageError
from sqlalchemy import select
from sqlalchemy.orm import Session

from ocr.page import Line, PageText
from records import rows
from records.desk.corrections import typed_page, with_line
from records.desk.errors import StepCovered
from records.desk.steps import Change
from records.files import FileStore
from records.models import PageRow
from vanthu.errors import NotFound


class Sheet:
    """A page's row with its text unpacked; `store` writes it back."""

    def __init__(self, row: PageRow) -> None:
        self.row = row
        self.page = rows.page_text(row)

    def put(self, position: int, line: Line) -> Change:
        """Another line in that place, and what that changes."""
        old = self.page.lines[position]
        first = self.row.recognised
        recognised = PageText.unpack(first) if first is not None else self.page
        self.page = with_line(self.page, position, line, recognised)
        return Change(old.as_json(), line.as_json(), page=self.page.number, line=position)

    def swap(self, position: int, stands: Line, wanted: Line) -> None:
        """`wanted` where `stands` still stands; raises `StepCovered`."""
        if position >= len(self.page.lines) or self.page.lines[position] != stands:
            raise StepCovered
        self.put(position, wanted)

    def store(self) -> None:
        """Write the page back where it has changed."""
        content = self.page.pack()
        if self.row.content is None or content == self.row.content:
            return
        if self.row.recognised is None:
            self.row.recognised = self.row.content
        self.row.content = content

    def type(self, text: str, files: FileStore) -> None:
        """The page as a person typed it, in the place of a failure."""
        self.page = typed_page(self.row.number, text, _size(self.row, files))
        self.row.content, self.row.failure_code = self.page.pack(), None

    def swap_typed(self, stands: dict[str, Any], wanted: dict[str, Any], files: FileStore) -> None:
        """A failure (`failure`) or what was typed (`text`) for the other; raises `StepCovered`."""
        if "text" in wanted:
            if self.row.failure_code != stands["failure"]:
                raise StepCovered
            self.type(wanted["text"], files)
            return
        if self.row.content != typed_page(self.row.number, stands["text"], _size(self.row, files)).pack():
            raise StepCovered
        self.row.content, self.row.recognised, self.row.failure_code = None, None, wanted["failure"]


def sheet_of(session: Session, document_id: int, number: int) -> Sheet:
    """Raises `NotFound` where the document has no such page."""
    row = session.get(PageRow, (document_id, number))
    if row is None:
        raise NotFound
    return Sheet(row)


def sheets_of(session: Session, document_id: int) -> Iterator[Sheet]:
    """Every page that was read, in order."""
    of_it = PageRow.document_id == document_id, PageRow.content.is_not(None)
    for row in session.scalars(select(PageRow).where(*of_it).order_by(PageRow.number)):
        yield Sheet(row)


def _size(row: PageRow, files: FileStore) -> tuple[int, int]:
    """Pixels of the page's picture; 0 by 0 where there is none."""
    if row.image_sha256 is None:
        return 0, 0
    try:
        with Image.open(files.path(row.image_sha256)) as picture:
            return picture.size
    except (OSError, UnidentifiedImageError):
        return 0, 0
