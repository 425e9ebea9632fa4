"""What search and the assistant give back, and the passage they are made of."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from ocr.page import Box
from records.types import DataClass


@dataclass(frozen=True, slots=True)
class PageBox:
    """A place on a page: one box per line of text."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Segment:
    """A passage before storage: a clause (or an article without clauses, or a plain section).

    It never crosses an article. `text` is the page text joined into running text; `boxes` are its lines.
    `spans` tie text to place: `(start, end, page, box)` per printed line, offsets into `text`.
    """

    ordinal: int
    heading: tuple[str, ...]
    """Heading path, outermost first: ("Chương II. ...", "Điều 5. Tiêu đề")."""
    article: str | None
    """`"32"`, never `"Điều 32"`."""
    clause: str | None
    point: str | None
    text: str
    spans: tuple[tuple[int, int, int, Box], ...]

    @property
    def page(self) -> int:
        return self.spans[0][2] if self.spans else 1

    @property
    def boxes(self) -> tuple[PageBox, ...]:
        return tuple(PageBox(page, box) for _, _, page, box in self.spans)


@dataclass(frozen=True, slots=True)
class Hit:
    """A search hit: the clause, where it stands, and how well it answers."""

    passage_id: int
    document_id: int
    filename: str
    reference_number: str | None
    title: str
    heading: str
    article: str | None
    clause: str | None
    page: int
    text: str
    score: float
    boxes: tuple[PageBox, ...]
    issue_date: date | None = None
    issuing_body: str | None = None
    data_class: DataClass = DataClass.ORDINARY

    def as_json(self) -> dict[str, Any]:
        """The stable JSON of DESIGN: boxes as `{page, box}`, dates ISO."""
        raw = asdict(self)
        raw["issue_date"] = self.issue_date.isoformat() if self.issue_date else None
        return raw


@dataclass(frozen=True, slots=True)
class Citation:
    n: int
    """From 1, as shown on the chip."""
    passage_id: int
    document_id: int
    filename: str
    reference_number: str | None
    title: str
    heading: str
    article: str | None
    page: int
    quote: str
    boxes: tuple[PageBox, ...]
    """Boxes of the quoted words (strong)."""
    passage_boxes: tuple[PageBox, ...]
    """Boxes of the whole passage (faint)."""
    data_class: DataClass = DataClass.ORDINARY

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    answer: str
    refused: bool
    reason: str | None
    """Why refused: `nothing_found`, `not_supported`, `empty_question`, ...; None when answered."""
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Hit, ...] = ()
    withheld: int = 0
    """Sentences written by a model that no passage supports, and so not shown."""
    elapsed_ms: int = 0
    mode: Literal["verbatim", "written"] = "verbatim"
    retrieved: tuple[int, ...] = ()
    """Passages the answer was looked for in: for the audit trail, no part of what is shown."""

    def as_json(self) -> dict[str, Any]:
        told = {**asdict(self), "nearest": [hit.as_json() for hit in self.nearest]}
        del told["retrieved"]
        return told


@dataclass(frozen=True, slots=True)
class AskEvent:
    """One step of a streamed answer.

    `sentence` events carry a supported sentence with the citations that are new; `done` the whole answer.
    """

    kind: Literal["searching", "sentence", "done"]
    sentence: AnswerSentence | None = None
    citations: tuple[Citation, ...] = ()
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the same conversation, with what was answered."""

    question: str
    answer: str
    document_ids: tuple[int, ...] = field(default=())
