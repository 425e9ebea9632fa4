"""Refusal: can the scores of retrieval tell a question the library answers from one it cannot?

Every question is asked twice: with the document that answers it in the library and with that document left
out. Long questions of `law_articles_dev` over the laws, short ones of xquad.vi over its paragraphs. Weights
are fitted by folds of documents (the figures are of questions whose document the model never saw), then on
everything, and written to rag/refusal.json with their provenance.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from benchmarks.questions import Material, law_material, reading_material
from rag.answer.score import Asked
from rag.lexical.bm25 import document_vector, query_vector
from rag.lexical.terms import Spelling
from rag.refusal import DEPTHS, WEIGHTS, Judged, features
from rag.understand.question import Question, understand
from vanthu.text import fold

FOLDS = 6
RIDGE = 1.0
KEPT = 60
"""Candidates per field, as many as a search looks at."""
RECALL = 0.92
"""Share of answerable questions that must be answered; the threshold follows from it."""

Rows = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Features, whether answerable, and the number of the gold law."""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks refusal", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the weights to rag/refusal.json")
    options = parser.parse_args(arguments)
    laws, reading = law_material(), reading_material()
    models, figures = {}, {}
    for name, spelling in (("accented", Spelling.EXACT), ("unaccented", Spelling.FOLDED)):
        rows, more = observe(laws, spelling), observe(reading, spelling)
        figures[name] = {"laws": by_folds(rows, more), "reading": by_folds(more, rows)}
        models[name] = fit(rows, more)
        print(name, json.dumps(figures[name]))
    if options.write:
        document = {
            "what": "logistic weights of rag.refusal",
            "made_by": "python -m benchmarks refusal --write",
            "made_on": datetime.now(UTC).date().isoformat(),
            "from": f"law_articles_dev, {len(laws.questions)} questions, and every third of xquad.vi, "
            f"{len(reading.questions)}, each with and without the document that answers",
            "features": _names(),
            "by_folds_of_documents": figures,
            "models": models,
        }
        WEIGHTS.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


def observe(material: Material, spelling: Spelling) -> Rows:
    """The evidence of every question with and without its document."""
    typed = [q.text if spelling is Spelling.EXACT else fold(q.text) for q in material.questions]
    questions = [question for question in map(understand, typed) if question is not None]
    dense = material.embedder.queries([question.reading for question in questions]) @ material.vectors.T
    lexical = _lexical(questions, material.texts, spelling)
    rows, answers, groups = [], [], []
    for i, question in enumerate(material.questions):
        asked = Asked(questions[i].reading)
        for present in (True, False):
            keep = np.ones(len(material.texts), bool) if present else material.documents != question.document
            rows.append(features(_evidence(asked, dense[i], lexical[i], keep, material.texts)))
            answers.append(present)
            groups.append(question.document)
    return np.array(rows), np.array(answers), np.array(groups)


def _evidence(
    asked: Asked, dense: np.ndarray, lexical: np.ndarray, keep: np.ndarray, texts: Sequence[str]
) -> Judged:
    near = np.sort(dense[keep])[::-1][:KEPT]
    alike = np.sort(lexical[keep])[::-1][:KEPT]
    places = np.flatnonzero(keep)
    share = dense[keep] / max(1e-9, near[0]) + lexical[keep] / max(1e-9, alike[0])
    best = texts[places[int(np.argmax(share))]]
    return Judged(tuple(map(float, near)), tuple(map(float, alike)), asked.overlap(best))


def _lexical(questions: Sequence[Question], texts: Sequence[str], spelling: Spelling) -> np.ndarray:
    """BM25 of every passage for every question, as a share of the question's own weight."""
    wanted: dict[int, list[tuple[int, float]]] = {}
    for i, question in enumerate(questions):
        words = question.words if spelling is Spelling.EXACT else question.folded_words
        vector = query_vector(words, spelling)
        total = sum(vector.values) or 1.0
        for term, weight in zip(vector.indices, vector.values, strict=True):
            wanted.setdefault(term, []).append((i, weight / total))
    scores = np.zeros((len(questions), len(texts)), np.float32)
    for j, text in enumerate(texts):
        vector = document_vector(text, spelling)
        for term, held in zip(vector.indices, vector.values, strict=True):
            for i, weight in wanted.get(term, ()):
                scores[i, j] += weight * held
    return scores


def by_folds(rows: Rows, beside: Rows) -> dict[str, float]:
    """Precision and recall of answering, the area under the curve: on documents not fitted on."""
    data, answers, groups = rows
    chance = np.zeros(len(data))
    answered = np.zeros(len(data), bool)
    for number in range(FOLDS):
        held = groups % FOLDS == number
        model = fit((data[~held], answers[~held], groups[~held]), beside)
        chance[held] = _probability(model, data[held])
        answered[held] = chance[held] >= model["threshold"]
    true = int((answered & answers).sum())
    ranks = np.empty(len(chance))
    ranks[np.argsort(chance)] = np.arange(1, len(chance) + 1)
    positive = int(answers.sum())
    area = (ranks[answers].sum() - positive * (positive + 1) / 2) / (positive * (len(answers) - positive))
    refused = ~answered
    return {
        "auc": round(float(area), 4),
        "answer_precision": round(true / max(1, int(answered.sum())), 4),
        "answer_recall": round(true / positive, 4),
        "refusal_precision": round(int((refused & ~answers).sum()) / max(1, int(refused.sum())), 4),
        "refusal_recall": round(int((refused & ~answers).sum()) / int((~answers).sum()), 4),
    }


def fit(*sets: Rows) -> dict[str, Any]:
    """Ridge logistic regression by Newton's method, every set with the same total weight; the threshold
    answers `RECALL` of the answerable questions."""
    data = np.concatenate([rows[0] for rows in sets])
    answers = np.concatenate([rows[1] for rows in sets])
    shares = np.concatenate([np.full(len(rows[0]), len(data) / len(sets) / len(rows[0])) for rows in sets])
    means, scales = data.mean(0), data.std(0) + 1e-9
    inputs = np.column_stack([(data - means) / scales, np.ones(len(data))])
    weights = np.zeros(inputs.shape[1])
    penalty = np.diag([RIDGE] * data.shape[1] + [0.0])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (shares * (chance - answers)) + penalty @ weights
        curvature = (inputs * (shares * chance * (1 - chance))[:, None]).T @ inputs + penalty
        weights -= np.linalg.solve(curvature, gradient)
    chance = 1 / (1 + np.exp(-inputs @ weights))
    return {
        "means": [round(float(v), 6) for v in means],
        "scales": [round(float(v), 6) for v in scales],
        "weights": [round(float(v), 6) for v in weights[:-1]],
        "bias": round(float(weights[-1]), 6),
        "threshold": round(float(np.quantile(chance[answers], 1 - RECALL)), 6),
    }


def _probability(model: dict[str, Any], data: np.ndarray) -> np.ndarray:
    means, scales, weights = (np.array(model[name], float) for name in ("means", "scales", "weights"))
    total = ((data - means) / scales) @ weights + model["bias"]
    return np.asarray(1 / (1 + np.exp(-total)))


def _names() -> list[str]:
    drops = [f"{kind} best less rank {depth}" for kind in ("dense", "lexical") for depth in DEPTHS]
    return ["dense best", *drops[:2], "lexical best", *drops[2:], "overlap of the best hit"]
