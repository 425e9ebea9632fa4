"""The passages that sentences are made from, each with the ones a search would bring beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.library import PlainDocument
from benchmarks.retrieval import DATA, laws, regulations
from rag.sentences import split
from rag.structure import parse_text
from rag.structure.markers import any_marker
from rag.structure.walk import CLOSING, OPENING
from rag.types import Segment

BESIDE = 5
"""Other passages given with the one a sentence is made from, as many as a model is given."""
OTHER_DOCUMENTS = 40
"""Regulations of the corpora besides laws and Party documents, for each half."""
WORDS = range(9, 70)
"""Syllables of a sentence worth telling."""
STATES = re.compile(
    r"\b(?:không được|phải|được|có trách nhiệm|có quyền|có nghĩa vụ|có thể|nghiêm cấm|là|gồm)\b"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A whole statement of a passage, and all the passages it would be checked against."""

    text: str
    passages: tuple[str, ...]
    """As a source's `cited_text`."""
    at: int
    """Which of them it stands in."""
    siblings: tuple[str, ...]
    """Other statements of the same passages."""
    article: str | None = None
    lead: str = ""
    """What introduces the list it is an item of."""

    @property
    def own(self) -> str:
        return self.passages[self.at]


def halves(half: str) -> list[PlainDocument]:
    """Every second document of each kind: `look` or `hold`."""
    first = 0 if half == "look" else 1
    party = [
        PlainDocument(path.stem, path.stem, re.sub(r"[*#>|]+", "", path.read_text("utf-8")))
        for path in sorted((DATA / "party_documents").glob("*.md"))
    ]
    others = sorted(regulations(), key=lambda document: document.name)
    chosen = Random(57).sample(others, 2 * OTHER_DOCUMENTS)
    return [*list(laws())[first::2], *party[first::2], *chosen[first::2]]


def statements(documents: Sequence[PlainDocument], random: Random, count: int) -> list[Stated]:
    """`count` statements, at most one of a passage, drawn evenly over documents."""
    by_document = [list(_of(document, random)) for document in documents]
    drawn: list[Stated] = []
    while len(drawn) < count and any(by_document):
        for left in by_document:
            if left and len(drawn) < count:
                drawn.append(left.pop(random.randrange(len(left))))
    return drawn


def _of(document: PlainDocument, random: Random) -> Iterator[Stated]:
    segments = [
        segment
        for segment in parse_text(document.text, document.title)
        if not (segment.heading and segment.heading[-1] in (OPENING, CLOSING))
    ]
    texts = [_cited(document, segment) for segment in segments]
    told = [list(_statements(segment.text)) for segment in segments]
    for i, segment in enumerate(segments):
        if not told[i]:
            continue
        low = max(0, i - BESIDE // 2)
        near = [j for j in range(low, min(len(segments), low + BESIDE + 1)) if j != i][:BESIDE]
        near.insert(at := random.randint(0, len(near)), i)
        lead, text = random.choice(told[i])
        siblings = tuple(other for j in near for _, other in told[j] if other != text)
        yield Stated(text, tuple(texts[j] for j in near), at, siblings, segment.article, lead)


def _statements(text: str) -> Iterator[tuple[str, str]]:
    """Statements without their numbers, each with what introduces it; no list's introduction by itself."""
    lead = ""
    for start, end in split(text):
        sentence = text[start:end]
        marker = any_marker(sentence)
        plain = (marker.rest if marker else sentence).strip()
        if plain.endswith(":"):
            lead = plain
            continue
        item = bool(lead) and (marker is not None or sentence[:1] in "-–+")
        plain = plain.strip("-–+;. ")
        whole = item or STATES.search(plain)
        if len(plain.split()) in WORDS and whole and "“" not in plain and "\n" not in plain:
            yield (lead if item else ""), plain[0].upper() + plain[1:] + "."


def _cited(document: PlainDocument, segment: Segment) -> str:
    number = f"{document.reference_number} - " if document.reference_number else ""
    return f"{number}{document.title} - {' › '.join(segment.heading)}\n{segment.text}"
