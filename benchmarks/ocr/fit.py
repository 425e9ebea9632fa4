"""`python -m benchmarks.ocr.fit FOLDER... --out FILE`: fits the probability that a chosen word is right.

On pages made from held-out texts (`benchmarks.ocr.made`); a second set of pages, of another seed, tells
how well it holds. The 6 real pages take no part.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.ocr.made import Made, pages
from benchmarks.ocr.truth import right_in_order
from ocr import raster
from ocr.choose.calibrate import Features, shipped
from ocr.choose.words import chooser
from ocr.engines.port import FoundLine
from ocr.engines.tesseract import Tesseract
from ocr.engines.trueocr import TrueOcr

_TIMEOUT_S = 120.0
_DPI = 200
_LEAST_LIKE = 0.5
"""Pages on which fewer words are right say nothing of words: they were not found."""
_AIM = 0.003
"""Share of words that may be wrong and not in doubt."""


def observations(made: Made) -> list[tuple[Features, bool]]:
    """What is known of each word of a page, and whether it is right."""
    page = raster.grey(made.picture)
    angle = raster.skew(raster.ink_mask(page))
    if abs(angle) >= 0.3:
        page, _ = raster.straighten(page, angle)
    first, second = TrueOcr(_TIMEOUT_S), Tesseract("vie", _TIMEOUT_S)
    lines = sorted(first.read(page, _DPI), key=lambda line: line.box[1] + line.box[3])

    def ask(doubted: Sequence[FoundLine]) -> Sequence[FoundLine | None]:
        return second.read_lines(page, [line.box for line in doubted], _DPI)

    pick = chooser()
    known: list[Features] = []
    texts: list[list[str]] = []
    for row in pick.judged(lines, ask):
        for judged, features in zip(row, pick.known(row), strict=True):
            if judged.chosen.candidate.text:
                known.append(features)
                texts.append(judged.chosen.candidate.text.split())
    flat = iter(right_in_order([w for words in texts for w in words], " ".join(made.lines).split()))
    right = [all(list(islice(flat, len(words)))) for words in texts]
    if sum(right) < _LEAST_LIKE * max(1, len(right)):
        return []
    return list(zip(known, right, strict=True))


def _observed(folders: Sequence[Path], count: int, seed: int) -> Iterator[tuple[Features, bool]]:
    for made in pages(folders, count, seed):
        yield from observations(made)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ocr.fit", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=60)
    told = parser.parse_args(arguments)
    fitted, held = (list(_observed(told.folders, told.pages // part, part)) for part in (1, 2))
    names = sorted({name for known, _ in fitted for name in known})
    model = LogisticRegression(C=1.0, max_iter=5000, fit_intercept=False)
    model.fit(_matrix(fitted, names), [right for _, right in fitted])
    guess = model.predict_proba(_matrix(held, names))[:, 1]
    limit = _report(guess, np.array([right for _, right in held]))
    weights = shipped().weights
    told.out.write_text(
        json.dumps(
            {
                "weights": {
                    name: getattr(weights, name) for name in ("language", "first", "second", "signs")
                },
                "coefficients": {
                    name: round(float(c), 4) for name, c in zip(names, model.coef_[0], strict=True)
                },
                "doubtful_below": limit,
            },
            indent=1,
        )
        + "\n"
    )
    return 0


def _matrix(rows: Sequence[tuple[Features, bool]], names: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[known.get(name, 0.0) for name in names] for known, _ in rows])


def _report(guess: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Prints the curve on pages that were not fitted on; the least limit that keeps the aim."""
    print(f"{len(right)} words held out, {100 * (1 - right.mean()):.2f} % wrong")
    sure = guess >= 0.95
    print(
        f"of words given .95 and more ({100 * sure.mean():.1f} %), {100 * right[sure].mean():.2f} % are right"
    )
    chosen = 0.99
    for limit in (0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99):
        missed = float((~right & (guess >= limit)).sum() / max(1, (guess >= limit).sum()))
        print(
            f"limit {limit}: {100 * (guess < limit).mean():.2f} % in doubt, {100 * missed:.2f} % else wrong"
        )
        if missed <= _AIM:
            chosen = min(chosen, limit)
    return chosen


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
