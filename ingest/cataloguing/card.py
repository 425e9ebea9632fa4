"""Fields gathered one by one, each with its place and its confidence."""

from __future__ import annotations

from dataclasses import replace

from ingest.cataloguing.segments import Segment
from records.types import FieldName, FieldValue

_DOUBTFUL_CEILING = 0.5


class Card:
    def __init__(self) -> None:
        self._fields: dict[FieldName, FieldValue] = {}

    def put(
        self,
        name: FieldName,
        value: str,
        where: Segment,
        *,
        doubtful: bool = False,
        source: str = "printed",
        ceiling: float = 1.0,
    ) -> None:
        """A field as sure as the mean of its words, at most `ceiling`, and at most a half if doubtful."""
        words = where.words
        sure = sum(word.confidence for word in words) / len(words)
        top = min(ceiling, _DOUBTFUL_CEILING) if doubtful else ceiling
        self._fields[name] = FieldValue(
            name, value, round(min(sure, top), 3), where.page, where.box, source, doubtful
        )

    def put_without_box(self, name: FieldName, value: str, page: int) -> None:
        self._fields[name] = FieldValue(name, value, 1.0, page)

    def doubt(self, name: FieldName) -> None:
        """Mark a field doubtful after the fact."""
        entry = self._fields[name]
        self._fields[name] = replace(
            entry, doubtful=True, confidence=min(entry.confidence, _DOUBTFUL_CEILING)
        )

    def doubt_all(self) -> None:
        """Mark every field so far doubtful."""
        for name in self._fields:
            self.doubt(name)

    def value(self, name: FieldName) -> str | None:
        entry = self._fields.get(name)
        return entry.value if entry else None

    def fields(self) -> list[FieldValue]:
        """In the order of the catalogue's fields."""
        return [self._fields[name] for name in FieldName if name in self._fields]
