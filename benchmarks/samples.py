"""The 49 questions of `samples/questions.jsonl` asked of the sample library as it was really taken in.

A question is right where every gold quote stands in a citation of the right document and article; words are
compared without marks, punctuation and case, and a quote counts where at least `ALIKE` of its words stand in
the citation in order, since the library was read from scans. The unanswerable are right where refused.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from access.principal import Principal
from access.scope import Scope
from rag.lexical.terms import Spelling, syllables
from rag.types import Answer, Citation, Turn
from samples.library import manifest, questions
from vanthu import services as wiring
from vanthu.services import Services
from vanthu.settings import Settings, settings

ALIKE = 0.85
"""Share of a gold quote's words that a citation must hold, in order."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One question's outcome."""

    kind: str
    refusal: bool
    """Whether it was refused exactly where nothing answers it."""
    place: bool
    """Whether every gold document and article is cited."""
    quote: bool
    """Whether every gold quote stands in a citation of its place."""
    first: bool
    """Whether the first citation is of a gold document."""


def run() -> None:
    """Prints a table by kind, and the questions that went wrong."""
    rows = questions()
    numbers = {entry["reference_number"]: entry["filename"] for entry in manifest()}
    wrong: list[str] = []
    scored: list[Scored] = []
    with _copy() as services:
        asker = services.accounts.local_operator()
        for row in rows:
            answer = _asked(services, asker, row)
            outcome = score(row, answer, numbers)
            scored.append(outcome)
            if not (outcome.refusal and outcome.quote):
                wrong.append(row["id"])
    _table(scored)
    print(f"not right: {' '.join(wrong) or 'none'}")


def score(row: dict[str, Any], answer: Answer, filenames: dict[str, str]) -> Scored:
    """`filenames` by reference number: numbers written by hand are not all read."""
    gold = row["gold"]
    if not gold:
        return Scored(row["kind"], answer.refused, answer.refused, answer.refused, answer.refused)
    cited = [[c for c in answer.citations if _stands_in(c, one, filenames)] for one in gold]
    quoted = [
        any(holds(one["quote"], c.quote) for c in found)
        or holds(one["quote"], " ".join(c.quote for c in found))
        for one, found in zip(gold, cited, strict=True)
    ]
    documents = {filenames[one["reference_number"]] for one in gold}
    first = bool(answer.citations) and answer.citations[0].filename in documents
    return Scored(row["kind"], not answer.refused, all(cited), all(quoted), first)


def holds(quote: str, text: str) -> bool:
    """Whether `text` has the words of `quote` in order, up to the errors of recognition."""
    wanted, there = syllables(quote, Spelling.FOLDED), syllables(text, Spelling.FOLDED)
    matched = sum(block.size for block in SequenceMatcher(None, wanted, there, False).get_matching_blocks())
    return matched >= ALIKE * len(wanted)


def _stands_in(citation: Citation, gold: dict[str, Any], filenames: dict[str, str]) -> bool:
    return citation.filename == filenames[gold["reference_number"]] and citation.article == gold["article"]


def _asked(services: Services, asker: Principal, row: dict[str, Any]) -> Answer:
    history: list[Turn] = []
    on = date.fromisoformat(row["on"]) if row.get("on") else None
    for question in row.get("previous", ()):
        before = services.assistant.ask(question, asker, on=on, history=history)
        history.append(Turn(question, before.answer, tuple({c.document_id for c in before.citations})))
    return services.assistant.ask(row["question"], asker, on=on, history=history)


def _table(scored: Sequence[Scored]) -> None:
    print(f"{'kind':14}{'asked':>6}{'answered/refused rightly':>26}{'place':>7}{'quote':>7}{'first':>7}")
    kinds = Counter(one.kind for one in scored)
    for kind in [*kinds, "all"]:
        of = [one for one in scored if kind in (one.kind, "all")]
        counts = [sum(getattr(one, name) for one in of) for name in ("refusal", "place", "quote", "first")]
        print(f"{kind:14}{len(of):6}{counts[0]:26}{counts[1]:7}{counts[2]:7}{counts[3]:7}")


@contextmanager
def _copy() -> Iterator[Services]:
    """The services on a copy of the default library: a server may hold the folder itself."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        data.mkdir()
        for found in settings().data.glob("vanthu.sqlite*"):
            shutil.copy(found, data)
        shutil.copytree(settings().index, data / "index")
        services = wiring.build(Settings(data=data, models=settings().models))
        try:
            for document_id in services.catalogue.visible_ids(Scope.of(services.accounts.local_operator())):
                services.indexer.index(
                    document_id
                )  # pages as they were taken in, passages as they are cut today
            yield services
        finally:
            services.close()
