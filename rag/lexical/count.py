"""`python -m rag.lexical.count CORPUS.jsonl.gz...`: count the frozen tables of terms and syllables.

Each line of a corpus is a JSON object with a `text`. A window of 80 syllables stands for a clause.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rag.lexical.accents import SYLLABLES
from rag.lexical.frequencies import TABLE, Frequencies, FrequencyCounter
from rag.lexical.terms import Spelling, pairs, syllables, term_ids
from vanthu.text import fold

WINDOW = 80
AVERAGE_SYLLABLES = 100.0
"""Average length of an indexed passage (heading path and clause) in the corpora the table was made from."""
_SHAPE = re.compile(
    r"(?:ngh?|nh|gh|h|ph|th|tr|gi|g|kh|k|ch|c|qu|[bdlmnprstvx])?[aeiouy]{1,3}(?:ch|nh|ng|[cmnpt])?"
)
"""What a Vietnamese syllable looks like without its marks."""
LEAST_SEEN = 10
"""A spelling seen less often is taken for a misprint."""


def count(texts: Iterator[str]) -> tuple[Frequencies, list[str]]:
    """Counts of the terms of both spellings over windows of `texts`, and the syllables found."""
    counter = FrequencyCounter()
    spellings: Counter[str] = Counter()
    for text in texts:
        exact = syllables(text, Spelling.EXACT)
        folded = syllables(text, Spelling.FOLDED)
        spellings.update(token for token in exact if _SHAPE.fullmatch(fold(token)))
        for start in range(0, len(exact), WINDOW):
            ids = []
            for spelling, tokens in ((Spelling.EXACT, exact), (Spelling.FOLDED, folded)):
                window = tokens[start : start + WINDOW]
                ids += term_ids(window + pairs(window), spelling)
            counter.add(ids)
    common = sorted(token for token, seen in spellings.items() if seen >= LEAST_SEEN)
    return counter.result(AVERAGE_SYLLABLES), common


def _texts(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open() as stream:
            for line in stream:
                yield json.loads(line)["text"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m rag.lexical.count", description=__doc__)
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--table", type=Path, default=TABLE)
    parser.add_argument("--syllables", type=Path, default=SYLLABLES)
    arguments = parser.parse_args()
    table, spellings = count(_texts(arguments.corpus))
    table.save(arguments.table)
    arguments.syllables.write_text("\n".join(spellings) + "\n", encoding="utf-8")
    sys.stdout.write(f"{table.windows} windows, {len(table.terms)} terms, {len(spellings)} syllables\n")


if __name__ == "__main__":
    main()
