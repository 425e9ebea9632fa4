"""`python -m benchmarks ask`: are answers right, quoted from the right place, and quick?

Quiz: 9 questions over Resolution 57; a citation's quote must hold the supporting quote. Reading: 240
questions of xquad.vi, each with its paragraph; the best two quoted sentences must hold the answer. Samples:
the sample library as taken in (`benchmarks.samples`). Latency:
law questions to the full verbatim answer among 20,000 passages (6,915 of the laws, the others made up), idle
and while another process embeds passages as indexing does.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import samples
from benchmarks.library import KEPT, Library, PlainDocument
from benchmarks.retrieval import DATA, laws
from rag.answer import Source, choose
from rag.answer.score import Asked
from rag.assistant import Assistant
from rag.embed import Embedder
from rag.types import Answer, Hit
from vanthu.settings import settings
from vanthu.text import fold, squeeze

READING = 240
ASKED = 100
PASSAGES = 20_000


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks ask", description=__doc__)
    parser.add_argument(
        "--part", choices=("quiz", "reading", "samples", "latency"), help="all of them if not given"
    )
    options = parser.parse_args(arguments)
    parts: dict[str, Callable[[Embedder], None]] = {
        "quiz": quiz, "reading": reading, "samples": lambda _: samples.run(), "latency": latency
    }  # fmt: skip
    embedder = Embedder(settings().models / settings().embedding_model)
    embedder.warm()
    for name in [options.part] if options.part else parts:
        parts[name](embedder)
    return 0


def quiz(embedder: Embedder) -> None:
    """As typed, and without tone marks."""
    with _library(embedder) as library:
        library.add([resolution_57()])
        assistant = _assistant(library)
        for label, typed in (
            ("as typed", str),
            ("without marks", fold),
            ("in capitals, without marks", _shout),
        ):
            held = refused = 0
            for row in _rows("resolution_quiz_dev.jsonl"):
                answer = assistant.ask(typed(row["question"]), library.principal)
                refused += answer.refused
                held += any(squeeze(row["supporting_quote"]) in squeeze(c.quote) for c in answer.citations)
            print(f"quiz, {label}: the quote is in a citation {held}/9, refused {refused}")


def reading(embedder: Embedder) -> None:
    rows = list(_reading_rows())
    rows = rows[:: max(1, len(rows) // READING)][:READING]
    one = two = 0
    for context, question, answers in rows:
        hit = Hit(1, 1, "xquad", None, "", "", None, None, 1, context, 1.0, ())
        sources = [Source(hit, ())]
        ranked = sorted(choose(Asked(question), sources, embedder), key=lambda part: -part.score)
        quotes = [squeeze(part.quote(sources)) for part in ranked]
        one += any(squeeze(answer) in quote for answer in answers for quote in quotes[:1])
        two += any(squeeze(answer) in quote for answer in answers for quote in quotes[:2])
    print(f"xquad.vi, {len(rows)} questions: the best sentence holds the answer {one / len(rows):.3f}, "
          f"the best two {two / len(rows):.3f}")  # fmt: skip


def latency(embedder: Embedder) -> None:
    rows = _rows("law_articles_dev.jsonl")
    questions = [row["question"] for row in rows[:: len(rows) // ASKED]][:ASKED]
    with _library(embedder) as library:
        library.add(laws())
        library.pad(PASSAGES - sum(len(entry.texts) for entry in library.entries))
        library.index.optimise()
        assistant = _assistant(library)
        assistant.ask(questions[0], library.principal)
        _time("idle", assistant, library, questions)
        with _indexing():
            _time("while another process indexes", assistant, library, questions)


def resolution_57() -> PlainDocument:
    """The resolution without the Markdown around its words."""
    source = next((DATA / "party_documents").glob("57-NQ-TW*"))
    title = "đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia"
    return PlainDocument("57-NQ-TW", title, re.sub(r"\*+", "", source.read_text("utf-8")), "57-NQ/TW")


def _time(label: str, assistant: Assistant, library: Library, questions: Sequence[str]) -> None:
    answers: list[Answer] = [assistant.ask(question, library.principal) for question in questions]
    times = [answer.elapsed_ms for answer in answers]
    p95 = statistics.quantiles(times, n=20)[-1]
    refused = sum(answer.refused for answer in answers)
    print(f"ask among {PASSAGES} passages, {label}: p50 {statistics.median(times):.0f} ms, p95 {p95:.0f} ms "
          f"({len(times)} questions, {refused} refused)")  # fmt: skip


@contextmanager
def _indexing() -> Iterator[None]:
    """A process that embeds passages at low priority, as the indexer of a running server does."""
    process = multiprocessing.get_context("spawn").Process(target=_embed_forever, daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()


def _embed_forever() -> None:
    os.nice(10)
    embedder = Embedder(settings().models / settings().embedding_model)
    texts = [law.text[start : start + 600] for law in laws() for start in range(0, 60_000, 600)]
    while True:
        embedder.passages(texts[:256])


@contextmanager
def _library(embedder: Embedder) -> Iterator[Library]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        library = Library(Path(folder), embedder)
        try:
            yield library
        finally:
            library.close()


def _assistant(library: Library) -> Assistant:
    return Assistant(library.search, library.store, library.embedder, None)


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / "questions" / name).read_text("utf-8").splitlines()]


def _reading_rows() -> Iterator[tuple[str, str, list[str]]]:
    whole = json.loads((DATA / "questions" / "xquad.vi.json").read_text("utf-8"))
    for document in whole["data"]:
        for paragraph in document["paragraphs"]:
            for asked in paragraph["qas"]:
                yield paragraph["context"], asked["question"], [a["text"] for a in asked["answers"]]


def _shout(text: str) -> str:
    return fold(text).upper()
