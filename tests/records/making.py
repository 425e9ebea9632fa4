"""Documents made in one line for the tests."""

from __future__ import annotations

from datetime import date
from itertools import count

from access.principal import Principal
from access.scope import Scope
from ocr.page import Line, PageText, Word
from records.catalogue import Catalogue
from records.files import FileStore
from records.types import FieldName, FieldValue, NewDocument, RelationFound, RelationKind


def page(number: int, text: str) -> PageText:
    """A page of one line."""
    words = tuple(Word(word, (0.1, 0.1, 0.2, 0.12), 0.95) for word in text.split())
    return PageText(
        number, 1240, 1754, 150, "test", "scan", 0.95, (Line(text, (0.1, 0.1, 0.9, 0.12), 0.95, words),)
    )


def relation(
    kind: RelationKind, number: str, on: date | None = None, part: str | None = None
) -> RelationFound:
    return RelationFound(kind, number, on, part, f"{kind.value} {number}", 1, (0.1, 0.2, 0.9, 0.22))


class Maker:
    """Enters documents for the units of `people`."""

    def __init__(self, catalogue: Catalogue, files: FileStore, people: dict[str, Principal]) -> None:
        self.catalogue = catalogue
        self.files = files
        self.people = people
        self._contents = count(1)

    def scope(self, unit: str) -> Scope:
        return Scope.of(self.people[unit])

    def add(
        self,
        unit: str = "an",
        *,
        number: str | None = None,
        on: date | None = None,
        kind: str | None = None,
        issuer: str | None = None,
        subject: str | None = None,
        filename: str = "van-ban.pdf",
        content: bytes | None = None,
        relations: tuple[RelationFound, ...] = (),
        pages: int = 1,
        upload_key: str | None = None,
    ) -> int:
        stored = self.files.put(content if content is not None else f"bytes {next(self._contents)}".encode())
        owner = self.people[unit]
        document_id = self.catalogue.register(
            NewDocument(
                filename, owner.unit_id, stored.sha256, "application/pdf", stored.size, pages,
                owner.account_id, upload_key=upload_key,
            )
        )  # fmt: skip
        values = {
            FieldName.REFERENCE_NUMBER: number,
            FieldName.ISSUE_DATE: on.isoformat() if on else None,
            FieldName.DOCUMENT_TYPE: kind,
            FieldName.ISSUING_BODY: issuer,
            FieldName.SUBJECT: subject,
        }
        fields = [FieldValue(name, value, 0.9) for name, value in values.items() if value is not None]
        self.catalogue.put_fields(document_id, fields, needs_review=False)
        self.catalogue.put_relations(document_id, relations)
        return document_id
