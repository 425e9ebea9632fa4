"""`python -m benchmarks splitting`: stacks of known documents taken apart: boundaries found, missed, false.

Stacks hold drawn documents, the sample library's scans and the real documents in a random order, with blank
pages between some. `--calibrate` fits the weights on stacks of the development seeds and the sample library.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import yaml
from scipy.optimize import minimize

import ingest.splitting.parts as shipped
from benchmarks.drawn import drawn_files
from benchmarks.fields import DEVELOPMENT_SEEDS, LIBRARY, SHARED
from benchmarks.pages import recognised
from ingest.splitting.parts import boundaries, probability, propose
from ingest.splitting.signs import Sign
from ocr.page import PageText

_UNSEEN = (305, 306, 401, 402)
_REAL = (
    ("scans/pages/nq_115_ba_vi_p1.png", "scans/pages/nq_115_ba_vi_p2.png"),
    ("scans/pages/qd_707_ttg_p1.png", "scans/pages/qd_707_ttg_p2.png"),
    ("scans/pages/tt_37_bca_p1.png",),
    ("born_digital/hanoi_kh_173_festival.pdf",),
    ("born_digital/hanoi_qd_2280_water.pdf",),
    ("born_digital/hanoi_tb_453_flag.pdf",),
    ("party_documents/294-QD-TW_2025-05-26.pdf",),
    ("party_documents/57-NQ-TW_2024-12-22_official-layout.md",),
    ("party_documents/384-QD-TW_2025-11-19.md",),
    ("party_documents/37-HD-BTGDVTW_2025-11-19.md",),
    ("party_documents/69-KL-TW.md",),
    ("party_documents/03-NQ-CP_2025-01-09_ke-hoach-hanh-dong-NQ57.md",),
)
"""Files that are one document each."""
_BLANK = 0.2
"""Share of documents with a blank page behind."""
_STACKS = 3
"""Orders each set of documents is put in."""
_RIDGE = 0.5
_ASSUMED = {
    "constant": -4.0,
    Sign.LETTERHEAD: 3.5,
    Sign.NUMBER_LINE: 2.5,
    Sign.TITLE: 1.0,
    Sign.HEADING: 5.3,
    Sign.SIGNED_BEFORE: 1.5,
    Sign.ENDED_BEFORE: 0.5,
    Sign.BLANK_BEFORE: 0.8,
    Sign.NUMBERS_RESTART: 1.0,
    Sign.NUMBERS_GO_ON: -4.0,
    Sign.ANNEX: -3.0,
    Sign.ANNEX_OF_THIS: -3.0,
    Sign.ANNEX_OF_OTHER: 0.0,
    Sign.TEXT_GOES_ON: -2.0,
    Sign.OTHER_SIZE: 0.0,
}
"""Weights before anything is counted, in log odds: fitted ones stay near them where stacks tell little."""

Document = tuple[str, list[PageText]]


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks splitting", description=__doc__)
    parser.add_argument("--drawn", type=int, nargs="+", metavar="SEED", default=list(_UNSEEN))
    parser.add_argument("--calibrate", action="store_true")
    parser.add_argument("--show", action="store_true", help="also every boundary missed or false")
    chosen = parser.parse_args(arguments)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    if chosen.calibrate:
        _calibrate([*_library(), *(d for seed in DEVELOPMENT_SEEDS for d in _drawn(seed))])
    print("| stacks of | documents | pages | boundaries | found | missed | false |")
    print("|---|---|---|---|---|---|---|")
    _measure("sample library", list(_library()), show=chosen.show)
    _measure("real documents", list(_real()), show=chosen.show)
    for seed in chosen.drawn:
        _measure(f"drawn, seed {seed}", list(_drawn(seed)), show=chosen.show)
    everything = [*_real(), *(d for seed in chosen.drawn for d in _drawn(seed))]
    _measure("real and drawn together", everything, show=chosen.show)
    return 0


def stacks(documents: Sequence[Document]) -> Iterator[tuple[list[PageText], dict[int, str]]]:
    """Pages in a random order of documents, and where each begins (place to name)."""
    for order in range(_STACKS):
        random = Random(order)
        shuffled = random.sample(list(documents), k=len(documents))
        pages: list[PageText] = []
        begins: dict[int, str] = {}
        for name, own in shuffled:
            begins[len(pages) + 1] = name
            pages += own
            if random.random() < _BLANK:
                pages.append(PageText(0, own[-1].width, own[-1].height, 200, "none", "blank", 0.0))
        yield [replace(page, number=at) for at, page in enumerate(pages, start=1)], begins


def _measure(title: str, documents: Sequence[Document], *, show: bool) -> None:
    if not documents:
        return
    pages_, found, missed, false, all_ = 0, 0, 0, 0, 0
    for pages, begins in stacks(documents):
        proposed = {part.first: part for part in propose(pages)}
        true = set(begins) - {1}
        pages_, all_ = pages_ + len(pages), all_ + len(true)
        found += len(true & set(proposed))
        missed += len(true - set(proposed))
        false += len(set(proposed) - {1} - true)
        if show:
            told = dict(enumerate(boundaries(pages), start=2))
            for at in sorted((true ^ set(proposed)) - {1}):
                what = "missed" if at in true else "false"
                print(
                    f"{what}: page {at} {begins.get(at, '')} {sorted(told[at])} {probability(told[at]):.2f}"
                )
    print(f"| {title} | {len(documents)} | {pages_} | {all_} | {found} | {missed} | {false} |")


def _library() -> Iterator[Document]:
    for path in sorted(LIBRARY.glob("*.pdf")):
        yield path.name, recognised(path)


def _real() -> Iterator[Document]:
    for names in _REAL:
        if all((SHARED / name).is_file() for name in names):
            yield names[0], [page for name in names for page in recognised(SHARED / name)]


def _drawn(seed: int) -> Iterator[Document]:
    for drawn in drawn_files(seed):
        yield drawn.file.name, recognised(drawn.file)


def _calibrate(documents: Sequence[Document]) -> None:
    """Weights of the signs by logistic regression, written beside the code."""
    names = list(Sign)
    rows, right = [], []
    for pages, begins in stacks(documents):
        for at, told in enumerate(boundaries(pages), start=2):
            if pages[at - 1].lines:
                rows.append([1.0, *(float(sign in told) for sign in names)])
                right.append(float(at in begins))
    features, true = np.array(rows), np.array(right)
    assumed = np.array([_ASSUMED[name] for name in ["constant", *names]])

    def cost(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = features @ weights
        loss = float(np.sum(np.logaddexp(0, scores) - true * scores)) + _RIDGE / 2 * float(
            np.sum((weights - assumed) ** 2)
        )
        return loss, features.T @ (1 / (1 + np.exp(-scores)) - true) + _RIDGE * (weights - assumed)

    fitted = minimize(cost, assumed, jac=True, method="L-BFGS-B").x
    table: Mapping[str, float] = {
        name: round(float(weight), 2) for name, weight in zip(["constant", *names], fitted, strict=True)
    }
    Path(shipped.__file__).with_name("weights.yaml").write_text(
        yaml.safe_dump({str(name): weight for name, weight in table.items()}, sort_keys=False), "utf-8"
    )
