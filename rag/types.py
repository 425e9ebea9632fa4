"""What search and the assistant give back, and the passage they are made of."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from ocr.page import Box
from records.types import DataClass, Validity


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


class FilterKind(StrEnum):
    """What a question narrows the search by."""

    DOCUMENT = "document"
    """A document named by number or title."""
    PLACE = "place"
    """An article, clause or point."""
    DOCUMENT_TYPE = "document_type"
    ISSUER = "issuer"
    ISSUED = "issued"
    """A day, month, year or period of issue."""
    IN_FORCE_ON = "in_force_on"
    """The day as of which is asked."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing the question was understood to narrow the search by; the asker may take it away."""

    kind: FilterKind
    key: str
    """Names it when it is taken away: the same for the same question (`document:57-NQ/TW`)."""
    label: str
    """For a person, in the current language: "Nghị quyết số 57-NQ/TW"."""
    found: bool = True
    """Whether anything the asker may see fits; a number that names nothing narrows nothing."""
    documents: tuple[int, ...] = field(default=(), compare=False)
    """The documents it names, whose label it shows; for the second check."""


@dataclass(frozen=True, slots=True)
class Understood:
    """How a question was taken: shown beside the answer."""

    reading: str
    """The whole question as looked for: marks restored, abbreviations and follow-up made whole."""
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a cited document is in force on the day asked about, and what stands in its place."""

    document_id: int
    validity: Validity
    successors: tuple[tuple[int, str], ...] = ()
    """`(document id, reference number)` of visible documents that replaced, repealed or amended it."""
    effective_from: date | None = None
    """The day it comes into force, as its own text says; None where it does not say."""


class AnswerForm(StrEnum):
    """The shape that suits what was asked."""

    SENTENCES = "sentences"
    LIST = "list"
    NUMBER = "number"
    DEADLINE = "deadline"
    DEFINITION = "definition"
    RESPONSIBILITY = "responsibility"
    YES_NO = "yes_no"
    COMPARISON = "comparison"
    SUMMARY = "summary"
    HISTORY = "history"
    TABLE = "table"
    """Rows of a ruled table of the document."""


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """Things set side by side: documents compared, a clause before and after, rows of a printed table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[AnswerCell, ...], ...]


@dataclass(frozen=True, slots=True)
class AnswerCell:
    text: str
    citations: tuple[int, ...] = ()


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
    understood: Understood | None = None
    form: AnswerForm = AnswerForm.SENTENCES
    verdict: Literal["yes", "no"] | None = None
    """For a yes/no question whose quoted sentence decides it."""
    table: AnswerTable | None = None
    """Beside `sentences`, where the form is `comparison`, `history` or `table`."""
    as_of: date | None = None
    """The day whose law is told."""
    standings: tuple[Standing, ...] = ()
    """One for each cited document whose status the library tells, or that may have ended."""
    counted: tuple[int, ...] = ()
    """Documents that a count rests on, none of them shown: for the second check, and not kept after it."""
    sought: str = ""
    """Where there is no answer: the question as it was looked for, made whole from the one before."""
    ask_whom: str | None = None
    """Where there is no answer: whom to ask."""

    def as_json(self) -> dict[str, Any]:
        told = {**asdict(self), "nearest": [hit.as_json() for hit in self.nearest]}
        for inner in ("retrieved", "counted"):
            del told[inner]
        for each in told["understood"]["filters"] if self.understood else ():
            del each["documents"]
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
