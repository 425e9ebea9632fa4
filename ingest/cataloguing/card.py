"""Fields gathered one by one, each with its place, its signs of doubt and what speaks for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.cataloguing.probability import DOUBTFUL_BELOW, Signs, probability
from ingest.cataloguing.segments import Segment
from records.types import FieldName, FieldValue
from vanthu.text import fold

_MOST_ALTERNATIVES = 4
_LEGIBLE = 0.4
"""A word less sure than this needs another part of the document to bear its field out."""


@dataclass(slots=True)
class Entry:
    """A field before its probability is worked out."""

    value: str
    where: Segment | None
    page: int
    source: str
    doubted: bool
    witnesses: int = 0
    """How many other parts of the document bear the value out."""
    oddness: float = 0.0
    """How much likelier other marks would be at its oddest word (wording.py)."""
    alternatives: list[str] = field(default_factory=list)

    def signs(self) -> Signs:
        words = [w for w in self.where.words if any(c.isalnum() for c in w.text)] if self.where else []
        return Signs(
            scanned=self.where is not None and self.where.scanned,
            weakest=min((word.confidence for word in words), default=1.0),
            mean=sum(word.confidence for word in words) / len(words) if words else 1.0,
            flagged_words=any(word.doubtful for word in words),
            doubted=self.doubted,
            witnesses=self.witnesses,
            oddness=self.oddness,
        )


class Card:
    def __init__(self) -> None:
        self._entries: dict[FieldName, Entry] = {}

    def put(
        self,
        name: FieldName,
        value: str,
        where: Segment,
        *,
        doubtful: bool = False,
        source: str = "printed",
        oddness: float = 0.0,
    ) -> None:
        """A field read at `where`; the words there are its evidence."""
        self._entries[name] = Entry(value, where, where.page, source, doubtful, oddness=oddness)

    def put_without_box(self, name: FieldName, value: str, page: int) -> None:
        self._entries[name] = Entry(value, None, page, "printed", doubted=False)

    def drop(self, name: FieldName) -> None:
        self._entries.pop(name, None)

    def doubt(self, *names: FieldName) -> None:
        """Mark fields doubtful after the fact; those that are empty stay so."""
        for name in names:
            if name in self._entries:
                self._entries[name].doubted = True

    def doubt_all(self) -> None:
        """Mark every field so far doubtful."""
        self.doubt(*self._entries)

    def bear_out(self, *names: FieldName) -> None:
        """Another part of the document says the same."""
        for name in names:
            if name in self._entries:
                self._entries[name].witnesses += 1

    def offer(self, name: FieldName, values: Iterable[str]) -> None:
        """Other readings of a field, likeliest first."""
        entry = self._entries.get(name)
        if entry is None:
            return
        for value in values:
            if value and value != entry.value and value not in entry.alternatives:
                entry.alternatives.append(value)

    def value(self, name: FieldName) -> str | None:
        entry = self._entries.get(name)
        return entry.value if entry else None

    def where(self, name: FieldName) -> Segment | None:
        entry = self._entries.get(name)
        return entry.where if entry else None

    def weakest(self, name: FieldName) -> float:
        """The least sure word it rests on; 1 where it is empty."""
        entry = self._entries.get(name)
        return entry.signs().weakest if entry else 1.0

    def scanned(self, name: FieldName) -> bool:
        """Whether it was read from a picture."""
        where = self.where(name)
        return where is not None and where.scanned

    def recognition_doubts(self, name: FieldName, part: str) -> bool:
        """Whether recognition marked a word of this part of the value as doubtful."""
        where = self.where(name)
        doubted = (fold(word.text) for word in where.words if word.doubtful) if where else ()
        return not set(fold(part).split()).isdisjoint(doubted)

    def doubted(self, name: FieldName) -> bool:
        entry = self._entries.get(name)
        return entry is not None and entry.doubted

    def signs(self) -> dict[FieldName, Signs]:
        """What the probabilities are worked out from; for calibration."""
        return {name: entry.signs() for name, entry in self._entries.items()}

    def fields(self) -> list[FieldValue]:
        """In the order of the catalogue's fields."""
        return [_stated(name, self._entries[name]) for name in FieldName if name in self._entries]


def _stated(name: FieldName, entry: Entry) -> FieldValue:
    sure = probability(name, entry.signs())
    signs = entry.signs()
    illegible = signs.scanned and signs.weakest < _LEGIBLE and not entry.witnesses
    doubtful = entry.doubted or illegible or sure < DOUBTFUL_BELOW
    if doubtful:  # whoever reads the probability alone is warned too
        sure = min(sure, DOUBTFUL_BELOW - 0.001)
    return FieldValue(
        name,
        entry.value,
        round(sure, 3),
        entry.page,
        entry.where.box if entry.where else None,
        entry.source,
        doubtful,
        tuple(entry.alternatives[:_MOST_ALTERNATIVES]),
        " ".join(entry.where.text.split()) if entry.where else "",
    )
