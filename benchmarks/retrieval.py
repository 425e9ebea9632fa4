"""`python -m benchmarks retrieval`: does a search find the article that answers?

Laws: 526 questions over 2,249 articles. Regulations: 90 questions over 1,148 documents, of which the
passages that stand in an article are indexed, since it is articles that are scored. Quiz: 9 questions over
Resolution 57, scored by whether a hit contains the supporting quote. Peers: BM25 over whole articles with
rarity counted over the collection itself, and dense vectors of whole articles.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.library import KEPT, Library, PlainDocument
from benchmarks.peers import bm25_articles, dense_articles
from vanthu.settings import ROOT
from vanthu.text import fold, squeeze

SHARED = ROOT.parent / "shared"
DATA = SHARED / "data"
SCORER = SHARED / "scoring" / "retrieval_score.py"
CORPORA = ("central_legal_documents", "official_documents_2025")
DEPTH = 40
"""Hits asked for: several passages of one article count once, and ten articles are scored."""

Answers = dict[str, list[tuple[str, str]]]
"""Question id to (document, article), best first."""


def laws() -> Iterator[PlainDocument]:
    titles: dict[str, str] = json.loads((DATA / "laws" / "titles.json").read_text("utf-8"))
    for title, slug in titles.items():
        yield PlainDocument(slug, title, (DATA / "laws" / f"{slug}.txt").read_text("utf-8"))


def regulations() -> Iterator[PlainDocument]:
    for corpus in CORPORA:
        with gzip.open(DATA / "corpora" / f"{corpus}.jsonl.gz", "rt", encoding="utf-8") as stream:
            for line in stream:
                row = json.loads(line)
                name = row["number"] or row["file"]
                yield PlainDocument(name, row.get("title") or name, row["text"], row["number"])


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks retrieval", description=__doc__)
    parser.add_argument("--set", choices=("law", "regulations", "quiz"), default="law")
    parser.add_argument("--unaccented", action="store_true", help="ask without any tone mark")
    parser.add_argument("--no-peers", action="store_true", help="only ours")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=_scratch()) as folder:
        library = Library(Path(folder))
        try:
            return _measure(library, options)
        finally:
            library.close()


def _measure(library: Library, options: argparse.Namespace) -> int:
    typed: Callable[[str], str] = fold if options.unaccented else str
    if options.set == "quiz":
        return _quiz(library, typed)
    law = options.set == "law"
    questions = DATA / "questions" / ("law_articles_dev.jsonl" if law else "regulations_dev.jsonl")
    rows = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
    library.add(laws() if law else regulations(), articles_only=not law)
    passages = sum(len(entry.texts) for entry in library.entries)
    print(f"{len(library.entries)} documents, {passages} passages, {len(rows)} questions")
    asked = {row["id"]: typed(row["question"]) for row in rows}
    methods: dict[str, Callable[[], Answers]] = {}
    if not options.no_peers:
        methods["BM25, whole article"] = lambda: bm25_articles(library.entries, asked)
        if law:
            methods["dense, whole article"] = lambda: dense_articles(library, asked)
    methods["ours"] = lambda: ours(library, asked)
    for name, method in methods.items():
        print(f"{name:24} {_score(questions, method())}")
    return 0


def ours(library: Library, asked: dict[str, str]) -> Answers:
    """The product's search, as a person's question meets it."""
    names = {entry.id: entry.name for entry in library.entries}
    answers: Answers = {}
    library.search.search("khởi động", library.scope)
    times = []
    for key, question in asked.items():
        start = time.perf_counter()
        hits = library.search.search(question, library.scope, limit=DEPTH)
        times.append(1000 * (time.perf_counter() - start))
        answers[key] = [(names[hit.document_id], hit.article or "") for hit in hits]
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"{'':24} {statistics.median(times):.0f} ms median, {p95:.0f} ms p95 per question")
    return answers


def _score(questions: Path, answers: Answers) -> str:
    """What ../shared/scoring/retrieval_score.py says of the answers."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", dir=_scratch(), encoding="utf-8") as hits:
        for key, found in answers.items():
            row: dict[str, Any] = {"id": key, "hits": [{"document": d, "article": a} for d, a in found]}
            hits.write(json.dumps(row, ensure_ascii=False) + "\n")
        hits.flush()
        command = [sys.executable, str(SCORER), str(questions), hits.name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _quiz(library: Library, typed: Callable[[str], str]) -> int:
    source = next((DATA / "party_documents").glob("57-NQ-TW*"))
    title = "Đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia"
    text = source.read_text("utf-8")
    library.add([PlainDocument("57-NQ-TW", title, text, "57-NQ/TW")])
    rows = [
        json.loads(line)
        for line in (DATA / "questions" / "resolution_quiz_dev.jsonl").read_text("utf-8").splitlines()
    ]
    first = five = 0
    for row in rows:
        hits = library.search.search(typed(row["question"]), library.scope, limit=5)
        holds = [squeeze(row["supporting_quote"]) in squeeze(hit.text) for hit in hits]
        first += holds[0]
        five += any(holds)
    print(f"ours: quote in the first hit {first}/{len(rows)}, in the first five {five}/{len(rows)}")
    return 0


def _scratch() -> Path:
    KEPT.mkdir(parents=True, exist_ok=True)
    return KEPT
