"""`python -m benchmarks rerank [--write]`: the weights of the reranker that needs no model, fitted by law.

The 526 law questions, each with and without tone marks, over all laws; what is fitted is how surely a passage
of a right article comes first among the 60 best. Every figure printed is for questions whose law was not
fitted on, one law left out at a time: of the first ranking (fused, reranked) and of the whole search, which
also brings forward documents and articles that are named (search). `--write` then fits on all and writes
rag/rerank/weights.json. The regulation questions are never fitted on: `python -m benchmarks retrieval --set
regulations`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch

from benchmarks.library import KEPT, Library
from benchmarks.retrieval import DATA, laws
from rag.rerank.features import NAMES, features
from rag.rerank.port import Candidate
from rag.rerank.standard import DEPTH, WEIGHTS, StandardReranker
from rag.search import SearchService
from rag.understand.question import Question
from vanthu.text import fold

RIDGE = 1e-2
"""On standardised features; that of the fused score is held to what it is worth alone instead."""
FUSED = NAMES.index("fused")
DRAWS = 2000
HITS = 40
"""Passages asked for, of which several may be of one article."""
WHAT = ("hit@1", "recall@5", "recall@10")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its candidates."""

    law: str
    """One that holds a right article: what its questions are left out with."""
    question: str
    rows: np.ndarray
    right: np.ndarray
    """Whether each candidate is of a right article."""
    articles: np.ndarray
    wanted: frozenset[tuple[str, str]]
    """The right articles: law and number."""


class Recorder:
    """A reranker that changes nothing and keeps the features of the first ranking of each search."""

    depth = DEPTH

    def __init__(self) -> None:
        self.seen: tuple[np.ndarray, Sequence[Candidate]] | None = None

    def scores(self, question: Question, candidates: Sequence[Candidate]) -> None:
        if self.seen is None:
            self.seen = features(question, candidates), candidates


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks rerank", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the weights")
    options = parser.parse_args(arguments)
    KEPT.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        library = Library(Path(folder))
        try:
            library.add(laws())
            typed, bare = _observed(library, bare=False), _observed(library, bare=True)
            _report(library, typed, bare)
        finally:
            library.close()
    if options.write:
        _write(fit([*typed, *bare]), len(typed))
    return 0


def _observed(library: Library, *, bare: bool) -> list[Asked]:
    lines = (DATA / "questions" / "law_articles_dev.jsonl").read_text("utf-8").splitlines()
    names = {entry.id: entry.name for entry in library.entries}
    recorder = Recorder()
    search = SearchService(library.store, library.index, library.embedder, library.catalogue, recorder)
    asked: list[Asked] = []
    for row in map(json.loads, lines):
        gold = {_article(g["document"], g["article"]) for g in row["gold"]}
        recorder.seen = None
        question = fold(row["question"]) if bare else row["question"]
        search.search(question, library.scope)
        if recorder.seen is None:
            continue
        rows, candidates = recorder.seen
        found = [_article(names[c.passage.document_id], c.passage.article) for c in candidates]
        numbers = {article: n for n, article in enumerate(dict.fromkeys(found))}
        right = np.array([article in gold for article in found])
        places = np.array([numbers[article] for article in found])
        asked.append(Asked(min(gold)[0], question, rows, right, places, frozenset(gold)))
    return asked


def fit(asked: Sequence[Asked]) -> np.ndarray:
    """One weight per feature; the likelihood of all passages of right articles together is made largest."""
    asked = [each for each in asked if each.right.any()]
    scale = np.concatenate([each.rows for each in asked]).std(0) + 1e-9
    most = max(len(each.rows) for each in asked)
    rows = torch.zeros(len(asked), most, len(NAMES), dtype=torch.float64)
    absent, wrong = (
        torch.ones(len(asked), most, dtype=torch.bool),
        torch.ones(len(asked), most, dtype=torch.bool),
    )
    for n, each in enumerate(asked):
        count = len(each.rows)
        rows[n, :count] = torch.from_numpy(each.rows / scale)
        absent[n, :count] = False
        wrong[n, :count] = torch.from_numpy(~each.right)
    weights = torch.zeros(len(NAMES), dtype=torch.float64, requires_grad=True)
    alone = torch.tensor(0.0, dtype=torch.float64, requires_grad=True)
    search = torch.optim.LBFGS([weights, alone], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        search.zero_grad()
        scores = (rows @ weights + alone * rows[:, :, FUSED]).masked_fill(absent, -1e9)
        likelihood = torch.logsumexp(scores.masked_fill(wrong, -1e9), 1) - torch.logsumexp(scores, 1)
        lost = RIDGE * (weights**2).sum() - likelihood.mean()
        lost.backward()  # type: ignore[no-untyped-call]
        return lost

    search.step(loss)  # type: ignore[no-untyped-call]
    fitted = np.array(weights.detach())
    fitted[FUSED] += alone.item()
    return np.asarray(fitted / scale)


def _report(library: Library, typed: Sequence[Asked], bare: Sequence[Asked]) -> None:
    left_out = sorted({each.law for each in typed})
    fitted = {law: fit([each for each in [*typed, *bare] if each.law != law]) for law in left_out}
    random = np.random.default_rng(14)
    for name, asked in {"as typed": typed, "no marks": bare}.items():
        fused = np.array([_measured(each, _best(each, each.rows[:, FUSED])) for each in asked])
        ours = np.array([_measured(each, _best(each, each.rows @ fitted[each.law])) for each in asked])
        whole = np.array([_measured(each, _searched(library, each, fitted[each.law])) for each in asked])
        draws = random.integers(len(asked), size=(DRAWS, len(asked)))
        for label, figures in {
            "fused": fused,
            "reranked": ours,
            "gained": ours - fused,
            "search": whole,
        }.items():
            low, high = np.quantile(figures[draws].mean(1), [0.025, 0.975], axis=0)
            shown = (
                f"{what} {mean:.3f} ({a:.3f} to {b:.3f})"
                for what, mean, a, b in zip(WHAT, figures.mean(0), low, high, strict=True)
            )
            print(f"{name:9} {label:9} {'  '.join(shown)}")


def _best(asked: Asked, scores: np.ndarray) -> list[bool]:
    """Whether each article is right, the best first; each is as good as its best passage."""
    best = np.full(asked.articles.max() + 1, -np.inf)
    np.maximum.at(best, asked.articles, scores)
    right = np.zeros(len(best), bool)
    right[asked.articles] = asked.right
    return [bool(hit) for hit in right[np.argsort(-best, kind="stable")]]


def _searched(library: Library, asked: Asked, weights: np.ndarray) -> list[bool]:
    """The same of the whole search, reranked with `weights`."""
    names = {entry.id: entry.name for entry in library.entries}
    search = SearchService(
        library.store, library.index, library.embedder, library.catalogue, StandardReranker(weights)
    )
    hits = search.search(asked.question, library.scope, limit=HITS)
    return [
        article in asked.wanted
        for article in dict.fromkeys(_article(names[h.document_id], h.article) for h in hits)
    ]


def _measured(asked: Asked, hits: Sequence[bool]) -> tuple[float, float, float]:
    """hit@1, recall@5, recall@10 over articles."""
    wanted = len(asked.wanted)
    return float(hits[0]), sum(hits[:5]) / wanted, sum(hits[:10]) / wanted


def _article(document: str, article: object) -> tuple[str, str]:
    return document.lower(), str(article or "").lower()


def _write(weights: np.ndarray, questions: int) -> None:
    document = {
        "what": "weights of rag.rerank.standard",
        "made_by": "python -m benchmarks rerank --write",
        "made_on": datetime.now(UTC).date().isoformat(),
        "from": f"law_articles_dev, {questions} questions, as typed and without tone marks",
        "weights": {name: round(float(weight), 4) for name, weight in zip(NAMES, weights, strict=True)},
    }
    WEIGHTS.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
