"""Refusal: can what a search finds tell a question the library answers from one it cannot?

Every question is asked twice, of the product's own search: with the document that answers it in the library
and with that document left out. Long questions of `law_articles_dev` over the laws, short ones of xquad.vi
over its paragraphs; those of `languages.yaml` in English and in Urdu over the laws, for weights of their own.
Weights are fitted by folds of documents (the figures are of questions whose document the model never saw),
then on everything, and written to rag/refusal.json with their provenance. Where the best passage stands in
an article the weights are of the law questions alone (of 1,052 searches over laws 2 find another best one).

`elsewhere` figures leave out the left-out halves of questions that another law answers too (read one by one,
`ANSWERED_ELSEWHERE`): refusing them would be wrong.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.library import KEPT, Library
from benchmarks.questions import (
    AskedOf,
    foreign_questions,
    law_questions,
    reading_documents,
    reading_questions,
)
from benchmarks.retrieval import laws
from rag.assistant import LOOKED_AT
from rag.evidence import NAMES
from rag.refusal import WEIGHTS, judged
from rag.understand.question import understand
from vanthu.text import fold

LANGUAGES = ("en", "ur")
FOLDS = 6
RIDGE = 1.0
RECALL = 0.92
"""Share of answerable questions that must be answered; the threshold follows from it."""
ARTICLES_RECALL = 0.96
"""The same where the best passage stands in an article."""
FOREIGN_RECALL = 0.98
"""The same of the 48 foreign ones: by folds, less cost recall and gained no precision."""
READING = 0.6
"""Weight of all reading questions in a fit, that of the law questions being 1."""
CONSTANT = 1e-6
"""A feature that differs less is the same in all questions, and tells nothing."""
ANSWERED_ELSEWHERE = frozenset((14, 25, 64, 113, 128, 130, 197, 343, 344, 346, 348, 370, 377, 463))
"""Numbers of law questions that a second law answers (force majeure is defined in two, …)."""

Rows = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""Features, whether answerable, the number of the gold law, whether another law answers too."""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks refusal", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the weights to rag/refusal.json")
    parser.add_argument("--keep", type=Path, help="keep what was observed here, or take it from here")
    options = parser.parse_args(arguments)
    seen = _observed(options.keep)
    models, figures = {}, {}
    for name in ("accented", "unaccented"):
        rows, more = seen[name, "laws"], seen[name, "reading"]
        figures[name] = {
            "laws": by_folds(rows, recall=ARTICLES_RECALL),
            "reading": by_folds(more, (rows, 1.0), share=READING),
        }
        models[f"{name}, articles"] = fit((rows, 1.0), recall=ARTICLES_RECALL)
        models[name] = fit((rows, 1.0), (more, READING))
        print(name, json.dumps(figures[name], indent=1))
    both = _joined([seen["foreign", language] for language in LANGUAGES])
    figures["foreign"] = {"laws": by_folds(both, recall=FOREIGN_RECALL)}
    models["foreign"] = fit((both, 1.0), recall=FOREIGN_RECALL)
    print("foreign", json.dumps(figures["foreign"], indent=1))
    if options.write:
        document = {
            "what": "logistic weights of rag.refusal",
            "made_by": "python -m benchmarks refusal --write",
            "made_on": datetime.now(UTC).date().isoformat(),
            "from": f"{len(seen['accented', 'laws'][0]) // 2} of law_articles_dev and every third of "
            f"xquad.vi, {len(seen['accented', 'reading'][0]) // 2}, each with and without what answers it; "
            f"foreign: {len(both[0]) // 2} questions of benchmarks/languages.yaml in English and Urdu",
            "features": list(NAMES),
            "by_folds_of_documents": figures,
            "models": models,
        }
        WEIGHTS.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


def _observed(kept: Path | None) -> dict[tuple[str, str], Rows]:
    """What was seen of every set of questions; those that are kept are not asked again."""
    seen: dict[tuple[str, str], Rows] = {}
    if kept is not None and kept.exists():
        with np.load(kept) as arrays:
            pairs = {(name.split("/")[0], name.split("/")[1]) for name in arrays.files}
            seen = {(a, b): _rows([arrays[f"{a}/{b}/{i}"] for i in range(4)]) for a, b in pairs}
    law, reading = law_questions(), reading_questions()
    sets: dict[tuple[str, str], tuple[Sequence[AskedOf], Callable[[str], str]]] = {
        ("accented", "laws"): (law, str),
        ("unaccented", "laws"): (law, fold),
        **{("foreign", language): (foreign_questions(language), str) for language in LANGUAGES},
        ("accented", "reading"): (reading, str),
        ("unaccented", "reading"): (reading, fold),
    }
    for is_reading, documents in ((False, list(laws())), (True, reading_documents())):
        wanted = [pair for pair in sets if (pair[1] == "reading") is is_reading and pair not in seen]
        if not wanted:
            continue
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            library = Library(Path(folder))
            library.add(documents)
            for pair in wanted:
                seen[pair] = observe(library, *sets[pair])
            library.close()
    if kept is not None:
        told: dict[str, Any] = {
            f"{a}/{b}/{i}": row for (a, b), rows in seen.items() for i, row in enumerate(rows)
        }
        np.savez(kept, **told)
    return seen


def _rows(columns: Sequence[np.ndarray]) -> Rows:
    data, answers, groups, elsewhere = columns
    return data, answers, groups, elsewhere


def _joined(sets: Sequence[Rows]) -> Rows:
    return _rows([np.concatenate(columns) for columns in zip(*sets, strict=True)])


def observe(library: Library, questions: Sequence[AskedOf], typed: Callable[[str], str]) -> Rows:
    """The evidence of every question with and without its document."""
    ids = {entry.name: entry.id for entry in library.entries}
    rows, answers, groups, elsewhere = [], [], [], []
    for asked in questions:
        question = understand(typed(asked.text))
        for present in (True, False):
            others = None if present else [id_ for name, id_ in ids.items() if name != asked.document]
            found = library.search.look(
                typed(asked.text), library.scope, limit=LOOKED_AT, document_ids=others
            )
            row = judged(found, question).evidence if question is not None else ()
            rows.append(row or (0.0,) * len(NAMES))
            answers.append(present)
            groups.append(ids[asked.document])
            elsewhere.append(not present and asked.number in ANSWERED_ELSEWHERE)
    return np.array(rows), np.array(answers), np.array(groups), np.array(elsewhere)


def by_folds(
    rows: Rows, *beside: tuple[Rows, float], share: float = 1.0, recall: float = RECALL
) -> dict[str, Any]:
    """Precision and recall of answering, the area under the curve: on documents not fitted on.

    `beside`: other questions that are fitted on too, with their shares of the weight.
    """
    data, answers, groups, elsewhere = rows
    order = {id_: n for n, id_ in enumerate(sorted(set(groups.tolist())))}
    folds = np.array([order[id_] % FOLDS for id_ in groups.tolist()])
    chance = np.zeros(len(data))
    answered = np.zeros(len(data), bool)
    for number in range(FOLDS):
        held = folds == number
        rest = (data[~held], answers[~held], groups[~held], elsewhere[~held])
        model = fit((rest, share), *beside, recall=recall)
        chance[held] = _probability(model, data[held])
        answered[held] = chance[held] >= model["threshold"]
    told = _figures(chance, answered, answers)
    if elsewhere.any():
        told["elsewhere"] = _figures(chance[~elsewhere], answered[~elsewhere], answers[~elsewhere])
    return told


def _figures(chance: np.ndarray, answered: np.ndarray, answers: np.ndarray) -> dict[str, Any]:
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
        "where_both_are_equal": round(float(answers[np.argsort(-chance)[:positive]].mean()), 4),
    }


def fit(*sets: tuple[Rows, float], recall: float = RECALL) -> dict[str, Any]:
    """Ridge logistic regression by Newton's method, every set with its share of the weight; the threshold
    answers `recall` of the answerable questions."""
    used = [(rows[0][~rows[3]], rows[1][~rows[3]], share) for rows, share in sets]
    data = np.concatenate([rows for rows, _, _ in used])
    answers = np.concatenate([told for _, told, _ in used])
    total = sum(share for _, _, share in used)
    shares = np.concatenate(
        [np.full(len(rows), share / total * len(data) / len(rows)) for rows, _, share in used]
    )
    means, scales = data.mean(0), data.std(0) + 1e-9
    scales[scales < CONSTANT] = 1.0
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
        "threshold": round(float(np.quantile(chance[answers], 1 - recall)), 6),
    }


def _probability(model: dict[str, Any], data: np.ndarray) -> np.ndarray:
    means, scales, weights = (np.array(model[name], float) for name in ("means", "scales", "weights"))
    total = ((data - means) / scales) @ weights + model["bias"]
    return np.asarray(1 / (1 + np.exp(-total)))
