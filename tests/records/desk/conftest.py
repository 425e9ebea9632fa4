"""Documents with doubts, and the desk to settle them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from access.principal import Principal
from access.scope import Scope
from ocr.layout import make_line
from ocr.page import PageText, Word
from records.catalogue import Catalogue
from records.desk.queue import DeskQueue
from records.desk.service import Desk
from records.desk.types import WordPlace
from records.files import FileStore
from records.types import DocumentStatus, FieldName, FieldValue, NewDocument
from vanthu.db import Database


def read_page(number: int, *lines: str) -> PageText:
    """A page as an engine read it; a word that begins with `?` is in doubt."""
    made = []
    for i, text in enumerate(lines):
        words = [
            Word(
                word.lstrip("?"),
                (j / 20, i / 20, (j + 1) / 20, (i + 1) / 20),
                0.4 if word.startswith("?") else 0.97,
                "tesseract",
                ("khác",) if word.startswith("?") else (),
                word.startswith("?"),
            )
            for j, word in enumerate(text.split())
        ]
        made.append(make_line(words))
    return PageText(number, 1240, 1754, 150, "test", "scan", 0.9, tuple(made))


class Library:
    """Enters finished documents and reads them back."""

    def __init__(self, database: Database, files: FileStore, people: dict[str, Principal]) -> None:
        self.catalogue = Catalogue(database, files)
        self.files = files
        self.people = people
        self.count = 0
        self._desk = Desk(database, files)

    def add(
        self,
        *pages: PageText,
        unit: str = "an",
        fields: Sequence[FieldValue] = (),
        needs_review: bool = False,
        failed: Sequence[int] = (),
        ready: bool = True,
    ) -> int:
        self.count += 1
        stored = self.files.put(f"bytes {self.count}".encode())
        owner = self.people[unit]
        document_id = self.catalogue.register(
            NewDocument(
                "van-ban.pdf", owner.unit_id, stored.sha256, "application/pdf", stored.size,
                len(pages) + len(failed), owner.account_id,
            )
        )  # fmt: skip
        for page in pages:
            self.catalogue.put_page(document_id, page, None)
        for number in failed:
            self.catalogue.put_failed_page(document_id, number, "tesseract_timeout")
        self.catalogue.put_fields(document_id, fields, needs_review)
        if ready:
            self.catalogue.set_status(document_id, DocumentStatus.READY)
        return document_id

    def edit(self, document_id: int, who: Principal, at: tuple[int, int], text: str) -> None:
        """Correct a word of page 1, by line and word, of the page as it is now."""
        place, revision = WordPlace(1, *at), self.revision(document_id)
        self._desk.edit(place, text, who, document_id=document_id, revision=revision)

    def page(self, document_id: int, number: int = 1, unit: str = "an") -> PageText:
        return self.catalogue.page_text(document_id, number, Scope.of(self.people[unit]))

    def field(self, document_id: int, name: FieldName, unit: str = "an") -> FieldValue | None:
        return self.catalogue.document(document_id, Scope.of(self.people[unit])).fields.get(name)

    def revision(self, document_id: int, unit: str = "an") -> int:
        return self.catalogue.document(document_id, Scope.of(self.people[unit])).revision


@pytest.fixture
def library(database: Database, files: FileStore, people: dict[str, Principal]) -> Library:
    return Library(database, files, people)


@pytest.fixture
def desk(database: Database, files: FileStore) -> Desk:
    return Desk(database, files)


@pytest.fixture
def queue(database: Database) -> DeskQueue:
    return DeskQueue(database)
