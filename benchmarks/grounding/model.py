"""A real, small model asked law questions: what of its sentences is shown, to be judged by eye.

`gemma3-270m` in four bits was never taught to follow instructions: the worst writer anyone would configure.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

from benchmarks.library import KEPT, Library
from benchmarks.questions import law_questions
from benchmarks.retrieval import laws
from rag.answer.compose import found_sources
from rag.answer.written import MOST_WITHHELD, claims, fragment
from rag.assistant import LOOKED_AT
from rag.ground import check
from rag.writer import Writer
from tests.rag.small_model import missing, served
from vanthu import outbound

QUESTIONS = 8
SEED = 270
PATIENCE_S = 600.0


def run() -> None:
    """Prints each sentence with its verdict, then the counts."""
    if why := missing():
        print(why)
        return
    asked = Random(SEED).sample(law_questions(), QUESTIONS)
    shown = withheld = silent = kept = 0
    with tempfile.TemporaryDirectory(dir=KEPT) as folder, served(Path(folder)) as (url, name):
        library = Library(Path(folder) / "library")
        library.add(laws())
        writer = Writer(url, name, outbound.client(lambda: False, timeout_s=PATIENCE_S))
        for question in asked:
            found = library.search.look(question.text, library.scope, limit=LOOKED_AT)
            sources = found_sources(found, library.store, library.scope)
            print(f"\n? {' '.join(question.text.split())}", flush=True)
            verdicts = []
            for sentence, claim in claims(writer.write(question.text, sources)):
                told = check(claim, [source.cited_text for source in sources], library.embedder)
                verdicts.append(told.supported and not fragment(sentence))
                mark = "SHOWN   " if verdicts[-1] else "withheld"
                print(f"  {mark} {sentence} {' '.join(told.reasons)}", flush=True)
            shown += sum(verdicts)
            withheld += len(verdicts) - sum(verdicts)
            silent += not verdicts
            kept += sum(verdicts) > 0 and len(verdicts) - sum(verdicts) <= MOST_WITHHELD * len(verdicts)
        library.close()
    print(
        f"\n{QUESTIONS} questions: {shown} sentences shown, {withheld} withheld; nothing written "
        f"{silent} times; {kept} answers kept as written, the others verbatim"
    )
