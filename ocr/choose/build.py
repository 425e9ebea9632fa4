"""`python -m ocr.choose.build FOLDER... --out FOLDER`: counts words of official texts; only counts are kept.

Of each folder, every `*.jsonl.gz` (a document a line, with `number` and `text`) and every `*.txt`. Documents
that figures are measured on stay out, by number, and so does one document in `HELD_OUT_ONE_IN` by chance of
its text: those are rendered to fit the calibration on, and to test.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ocr.choose.punctuation import count as count_signs
from ocr.choose.statistics import Counts, Keys, Statistics
from ocr.choose.tokens import NUMBER, OTHER, STOP, terms

LEFT_OUT = ("115/NQ-CP", "707/QĐ-TTg", "37/2026/TT-BCA", "151/2013/NĐ-CP", "147/2017/NĐ-CP")
"""The documents whose scans the figures are measured on, and what they were made from."""
HELD_OUT_ONE_IN = 20
_LEAST = {1: 5, 2: 1, 3: 2}
"""Rarer words, pairs and triples are not kept."""


def documents(folders: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Number and text of every document."""
    for path in sorted(path for folder in folders for path in folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                yield str(row.get("number") or ""), row["text"]
    for path in sorted(path for folder in folders for path in folder.glob("*.txt")):
        yield path.stem, path.read_text("utf-8")


def is_held_out(text: str) -> bool:
    """Whether a document is kept for calibration and tests."""
    return zlib.crc32(text.encode()) % HELD_OUT_ONE_IN == 0


def counted_texts(folders: Sequence[Path]) -> Iterator[str]:
    """The documents that are counted."""
    for number, text in documents(folders):
        if number not in LEFT_OUT and not is_held_out(text):
            yield text


def build(folders: Sequence[Path]) -> Statistics:
    texts = [[STOP, STOP, *terms(text)] for text in counted_texts(folders)]
    frequency = Counter(token for tokens in texts for token in tokens)
    known = {STOP, NUMBER, OTHER}
    words = [STOP, NUMBER, OTHER]
    words += sorted(word for word, n in frequency.items() if n >= _LEAST[1] and word not in known)
    ids = {word: number for number, word in enumerate(words)}
    other = ids[OTHER]
    size = np.uint64(len(words))
    chain = np.concatenate([[ids.get(token, other) for token in tokens] for tokens in texts]).astype(
        np.uint64
    )
    ones = np.bincount(chain.astype(np.int64), minlength=len(words)).astype(np.float32)
    pairs = chain[:-1] * size + chain[1:]
    triples = pairs[:-1] * size + chain[2:]
    return Statistics(words, ones, _frequent(pairs, _LEAST[2]), _frequent(triples, _LEAST[3]))


def _frequent(keys: NDArray[np.uint64], least: int) -> tuple[Keys, Counts]:
    found, counts = np.unique(keys, return_counts=True)
    kept = counts >= least
    return found[kept], counts[kept].astype(np.float32)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m ocr.choose.build", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    told = parser.parse_args(arguments)
    with (told.out / "official.bin").open("wb") as out:
        build(told.folders).save(out)
    signs = json.dumps(count_signs(counted_texts(told.folders)), ensure_ascii=False, separators=(",", ":"))
    (told.out / "punctuation.bin").write_bytes(gzip.compress(signs.encode(), 9, mtime=0))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
