"""Making the sentences, checking them, telling the figures."""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from random import Random

from benchmarks.grounding import model
from benchmarks.grounding.lies import LIES, told_elsewhere
from benchmarks.grounding.material import Stated, halves, statements
from benchmarks.grounding.truths import TRUTHS
from rag.embed import Embedder
from rag.ground import check
from vanthu.settings import settings

SEEDS = {"look": 5, "hold": 1930}
EACH = 30
"""Sentences of each kind, as far as the documents lend themselves to it."""
DRAWN = 1_600
"""Statements that the sentences are made from."""
SHORTER = "exception dropped"
"""The only lie whose words the passage holds in a row."""
WRONG_PASSAGE = "cited to another passage"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks grounding")
    parser.add_argument("--half", choices=("look", "hold"), default="hold")
    parser.add_argument("--seed", type=int, help="another draw of the same documents")
    parser.add_argument(
        "--failures", action="store_true", help="print what was judged wrongly (look half only)"
    )
    parser.add_argument("--part", choices=("adversary", "model"), default="adversary")
    options = parser.parse_args(arguments)
    if options.part == "model":
        model.run()
        return 0
    if options.failures and options.half == "hold":
        parser.error("the failures of the half that gives the figure are not to be looked at")
    random = Random(options.seed if options.seed is not None else SEEDS[options.half])
    drawn = statements(halves(options.half), random, DRAWN)
    embedder = Embedder(settings().models / settings().embedding_model)
    false = _judged(_false(drawn, random), embedder, wanted=False, show=options.failures)
    true = _judged(_true(drawn, random), embedder, wanted=True, show=options.failures)
    _table("false sentences", "withheld", false)
    _table("true sentences", "shown", true)
    return 0


def _false(drawn: Sequence[Stated], random: Random) -> Iterator[tuple[str, str, Stated]]:
    """Kind, sentence, and what it was made from."""
    for name, lie in LIES.items():
        for text, stated in _made(drawn, lie, random):
            if name == SHORTER or not told_elsewhere(text, stated.passages):
                yield name, text, stated
    others = [stated for stated in drawn if len(stated.passages) > 2][:: max(1, len(drawn) // EACH)][:EACH]
    for stated in others:
        rest = tuple(passage for i, passage in enumerate(stated.passages) if i != stated.at)
        if not told_elsewhere(stated.text, rest):
            yield WRONG_PASSAGE, stated.text, Stated(stated.text, rest, 0, ())


def _true(drawn: Sequence[Stated], random: Random) -> Iterator[tuple[str, str, Stated]]:
    for name, truth in TRUTHS.items():
        for text, stated in _made(drawn, truth, random):
            yield name, text, stated


def _made(
    drawn: Sequence[Stated], make: Callable[[Stated, Random], str | None], random: Random
) -> Iterator[tuple[str, Stated]]:
    made = 0
    for stated in random.sample(drawn, len(drawn)):
        text = make(stated, random)
        if text is not None and text != "":
            yield text, stated
            made += 1
        if made == EACH:
            return


def _judged(
    sentences: Iterator[tuple[str, str, Stated]], embedder: Embedder, *, wanted: bool, show: bool
) -> dict[str, Counter[bool]]:
    """Of each kind, how many were judged rightly and how many not."""
    told: dict[str, Counter[bool]] = {}
    for name, text, stated in sentences:
        found = check(text, stated.passages, embedder)
        right = found.supported is wanted
        told.setdefault(name, Counter())[right] += 1
        if show and not right:
            print(f"[{name}] {text}\n    {found.reasons}\n    <- {stated.text}\n    {stated.own[:600]!r}")
    return told


def wilson(right: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    z, share = 1.96, right / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return max(0.0, middle - half), min(1.0, middle + half)


def _table(what: str, verdict: str, told: dict[str, Counter[bool]]) -> None:
    print(f"\n| {what} | number | {verdict} |\n|---|---|---|")
    for name, counts in told.items():
        print(f"| {name} | {counts.total()} | {counts[True] / counts.total():.3f} |")
    right, total = sum(c[True] for c in told.values()), sum(c.total() for c in told.values())
    low, high = wilson(right, total)
    print(f"| **all** | {total} | **{right / total:.3f}** ({low:.3f} to {high:.3f}) |")
