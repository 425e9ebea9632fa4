"""One question asked, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from access.scope import Scope
from benchmarks.answers.questions import Asked, Gold
from benchmarks.samples import holds
from ocr.page import Box, PageText
from rag.lexical.terms import Spelling, syllables
from rag.types import Answer, Citation, Hit, Turn
from vanthu.services import Services
from vanthu.text import squeeze

AMONG = 5
"""Passages among which the gold words are looked for."""
BOXED = 0.9
"""Share of a quote's words that must stand under its boxes: a word on the edge of one may be cut."""


@dataclass(frozen=True, slots=True)
class Outcome:
    question: Asked
    retrieval: bool | None
    """Whether every gold quote is among the first passages; None where nothing answers."""
    vietnamese: bool | None
    """The same for the question in Vietnamese, where it was asked in another language."""
    answer: bool | None
    """Whether every gold quote is cited; None where nothing answers."""
    refusal: bool
    """Whether it was refused exactly where nothing answers."""
    boxes: tuple[bool, ...]
    """For each citation, whether its boxes hold the quoted words."""
    grounded: tuple[bool, ...]
    """For each sentence, whether its words stand in the document cited."""

    @property
    def right(self) -> bool:
        return not self.wrong

    @property
    def wrong(self) -> list[str]:
        told = {"retrieval": self.retrieval, "answer": self.answer, "refusal": self.refusal}
        told |= {"boxes": all(self.boxes), "grounding": all(self.grounded)}
        return [name for name, right in told.items() if right is False]


def measured(asked: Asked, services: Services) -> Outcome:
    operator = services.accounts.local_operator()
    scope = Scope.of(operator)
    history: list[Turn] = []
    for question in asked.before:
        before = services.assistant.ask(question, operator, on=asked.on, history=history)
        history.append(Turn(question, before.answer, tuple({c.document_id for c in before.citations})))
    answer = services.assistant.ask(asked.text, operator, on=asked.on, history=history)
    found: bool | None = None
    if asked.gold:
        looked = answer.understood.reading if answer.understood else asked.text
        found = _found(asked, looked if asked.before else asked.text, services, scope)
    return Outcome(
        asked,
        found,
        _found(asked, asked.vietnamese, services, scope) if asked.vietnamese else None,
        _answered(asked, answer) if asked.gold else None,
        answer.refused is not bool(asked.gold),
        tuple(_boxed(cited, services, scope) for cited in answer.citations),
        tuple(_grounded(answer, services, scope)),
    )


def _found(asked: Asked, text: str, services: Services, scope: Scope) -> bool:
    hits = services.search.search(text, scope, limit=AMONG, on=asked.on)
    return all(any(_in_hit(gold, hit) for hit in hits) for gold in asked.gold)


def _in_hit(gold: Gold, hit: Hit) -> bool:
    return hit.filename == gold.filename and holds(gold.words, f"{hit.heading}\n{hit.text}")


def _answered(asked: Asked, answer: Answer) -> bool:
    if asked.verdict is not None and answer.verdict != asked.verdict:
        return False
    return not answer.refused and all(
        any(cited.filename == gold.filename and holds(gold.words, cited.quote) for cited in answer.citations)
        or holds(gold.words, " ".join(c.quote for c in answer.citations if c.filename == gold.filename))
        for gold in asked.gold
    )


def _boxed(cited: Citation, services: Services, scope: Scope) -> bool:
    """Whether the words under the boxes are the quoted ones."""
    under: list[str] = []
    for number in sorted({each.page for each in cited.boxes}):
        page = services.catalogue.page_text(cited.document_id, number, scope)
        boxes = [each.box for each in cited.boxes if each.page == number]
        under += [text for text, box in _words(page) if any(_inside(box, around) for around in boxes)]
    wanted = syllables(cited.quote.replace("[…]", " "), Spelling.FOLDED)
    there = syllables(" ".join(under), Spelling.FOLDED)
    for word in there:
        if word in wanted:
            wanted.remove(word)
    total = len(syllables(cited.quote.replace("[…]", " "), Spelling.FOLDED))
    return len(wanted) <= (1 - BOXED) * total


def _inside(box: Box, around: Box) -> bool:
    """Whether the middle of `box` is inside `around`."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return around[0] <= x <= around[2] and around[1] <= y <= around[3]


def _words(page: PageText) -> list[tuple[str, Box]]:
    """The words with their places; a line whose words are not known counts as one."""
    placed = []
    for line in page.lines:
        placed += [(word.text, word.box) for word in line.words] or [(line.text, line.box)]
    return placed


def _grounded(answer: Answer, services: Services, scope: Scope) -> list[bool]:
    if answer.refused:
        return []
    documents = {cited.n: cited.document_id for cited in answer.citations}
    whole: dict[int, str] = {}
    for document_id in set(documents.values()):
        passages = services.passages.of_document(document_id, scope)
        whole[document_id] = squeeze(" ".join(passage.text for passage in passages))
    return [
        any(
            all(
                squeeze(piece) in whole[documents[n]]
                for part in sentence.text.replace("[…]", "\n").splitlines()
                for piece in part.split(" | ")
            )
            for n in sentence.citations
        )
        for sentence in answer.sentences
    ]
