"""What the desk shows and takes: items in doubt, places of words, steps of correction and who took them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ocr.page import Box
from records.types import FieldName


class ItemKind(StrEnum):
    FIELD = "field"
    WORD = "word"
    PAGE = "page"
    """A page that could not be read: a person types it or scans it anew."""


@dataclass(frozen=True, slots=True)
class WordPlace:
    """A word of the page as it stands now; positions shift when words are split, joined or removed."""

    page: int
    """From 1."""
    line: int
    """Position in `PageText.lines`, from 0."""
    word: int
    """Position in `Line.words`, from 0."""


@dataclass(frozen=True, slots=True)
class DeskItem:
    """One thing in doubt, with all a clerk needs to settle it without leaving the keyboard."""

    id: str
    """Stable while the item is open; `field:12:subject`, `word:12:3:14:2`."""
    kind: ItemKind
    document_id: int
    title: str
    """Of the document, as lists show it."""
    page: int | None
    box: Box | None
    """Where it is printed; None where nothing was found and a person looks at the whole page."""
    reading: str
    alternatives: tuple[str, ...]
    """Likeliest first, without `reading`."""
    confidence: float
    before: str = ""
    """The words printed before it on its line."""
    after: str = ""
    field: FieldName | None = None
    evidence: str = ""
    """Of a field: the printed line or lines its value rests on, as read."""
    place: WordPlace | None = None
    revision: int = 0
    """Of the document when the item was read: a settlement against an older one is refused."""


@dataclass(frozen=True, slots=True)
class TextStep:
    """One step of correcting a document's text, undone as a whole."""

    id: int
    document_id: int
    page: int
    before: str
    after: str
    words: int
    """Words changed: more than one after finding and replacing across the document."""
    by: str
    """Display name."""
    at: datetime
    undone: bool
    field: FieldName | None = None
    """The catalogue field that was settled; None for a correction of the text."""
    mine: bool = False
    """Taken by the person who reads the history: what `undo` may take back."""


@dataclass(frozen=True, slots=True)
class WordsFound:
    """Where a text was found: consecutive words of one line, or of lines that are read on."""

    place: WordPlace
    """The first word."""
    words: int
    """Of all lines together."""
    spells: tuple[tuple[int, int, int], ...]
    """By line: its position, the first word, how many."""
    reading: str
    """Those words as they stand, with what is glued to the text found."""
    replaced: str
    """The same words once the text found is replaced; as `reading` where nothing is to be replaced."""
    box: Box
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Looking:
    """How a text is looked for."""

    match_case: bool = True
    whole_word: bool = True
    """The text found does not begin or end in the middle of a word."""
    fold: bool = False
    """Tone marks and the marks of vowels make no difference."""


@dataclass(frozen=True, slots=True)
class QueueState:
    """How much waits."""

    items: int
    documents: int
    done_today: int = 0
    """Items this person has settled since midnight, Viet Nam's time."""
