"""Words that were read laid beside the words that are printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from vanthu.text import squeeze


def right_in_order(read: Sequence[str], truth: Sequence[str]) -> list[bool]:
    """Which of the words read stand in the truth, where both are in one order."""
    right = [False] * len(read)
    for step in Levenshtein.opcodes(list(read), list(truth)):
        if step.tag == "equal":
            right[step.src_start : step.src_end] = [True] * (step.src_end - step.src_start)
    return right


def right_by_blocks(read: Sequence[Sequence[str]], blocks: Sequence[str]) -> list[list[bool]]:
    """The same for a page whose blocks may be read in another order than the truth's.

    `read`: words by line. A line belongs to the block that holds the most of its words in order; lines of one
    block are then laid beside it together. A word that is printed once counts as right once.
    """
    texts = [squeeze(block).split() for block in blocks]
    owners = [max(range(len(texts)), key=lambda n: _shared(line, texts[n]), default=0) for line in read]
    result: list[list[bool]] = [[] for _ in read]
    left: list[list[str]] = []
    for number, text in enumerate(texts):
        mine = [n for n, owner in enumerate(owners) if owner == number]
        flat = [word for n in mine for word in read[n]]
        right = iter(right_in_order(flat, text))
        for n in mine:
            result[n] = [next(right) for _ in read[n]]
        unread = right_in_order(text, flat)
        left.append([word for word, found in zip(text, unread, strict=True) if not found])
    for line, right_words in zip(read, result, strict=True):
        _given_to_others(line, right_words, left)
    return result


def _given_to_others(line: Sequence[str], right: list[bool], left: list[list[str]]) -> None:
    """A line that stands twice on a page (CHÍNH PHỦ) may have been taken for the wrong one."""
    if any(right):
        return
    for words in left:
        for start in range(len(words) - len(line) + 1):
            if words[start : start + len(line)] == list(line):
                right[:] = [True] * len(line)
                del words[start : start + len(line)]
                return


def _shared(line: Sequence[str], text: Sequence[str]) -> float:
    """Likeness of a line to the best place of a block."""
    return float(fuzz.partial_ratio(" ".join(line), " ".join(text))) * min(1.0, len(text) / max(1, len(line)))


def bag(truth: str, output: str) -> tuple[float, float]:
    """Word recall and precision without regard to order (../shared/scoring/ocr_score.py)."""
    printed, found = Counter(squeeze(truth).split()), Counter(squeeze(output).split())
    common = (printed & found).total()
    return common / max(1, printed.total()), common / max(1, found.total())


def body_errors(body: str, output: str) -> tuple[int, int]:
    """Wrong characters of the body, at the place of the output that is most like it, and its length."""
    body, output = squeeze(body), squeeze(output)
    if len(body) > len(output):
        return Levenshtein.distance(body, output), len(body)
    where = fuzz.partial_ratio_alignment(body, output)
    part = output[where.dest_start : where.dest_end] if where else output
    return Levenshtein.distance(body, part), len(body)
