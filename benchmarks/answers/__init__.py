"""`python -m benchmarks answers [--half look|held|all]`: are answers right, cited, refused rightly, grounded?

Questions over the sample library and the Party documents (`questions.yaml`), asked of them as they were taken
in. For each kind: right documents and words among the first five passages found; every part of the answer
quoted; the boxes of every citation around the quoted words; refused exactly where nothing answers; every word
of the answer in the document cited. Intervals are Wilson's, 95 %.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

from benchmarks.answers.library import asked_library
from benchmarks.answers.measure import Outcome, measured
from benchmarks.answers.questions import Half, questions
from benchmarks.answers.table import table


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks answers", description=__doc__)
    parser.add_argument("--half", choices=[half.value for half in Half], default=Half.LOOK.value)
    parser.add_argument("--kind", help="only questions of this kind")
    options = parser.parse_args(arguments)
    asked = [
        each for each in questions(Half(options.half)) if options.kind is None or each.kind == options.kind
    ]
    outcomes: list[Outcome] = []
    with asked_library() as services:
        started = time.process_time()
        for each in asked:
            outcomes.append(measured(each, services))
        spent = time.process_time() - started
    print(table(outcomes))
    print(f"{len(asked)} questions, {spent / max(1, len(asked)) * 1000:.0f} ms of processor each")
    if options.half == Half.LOOK.value:
        for outcome in outcomes:
            if not outcome.right:
                print(f"{outcome.question.kind}: {outcome.question.text} [{', '.join(outcome.wrong)}]")
    return 0
