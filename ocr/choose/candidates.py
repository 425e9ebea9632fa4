"""The readings that one word may have: what engines read, and known words that differ by marks only."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ocr.choose.align import align
from ocr.choose.decode import Candidate
from ocr.choose.lexicon import Lexicon
from ocr.choose.tokens import parts
from ocr.engines import ctc
from ocr.engines.port import FoundLine, FoundWord, Pixels

_WORTH_ASKING = 7.0
"""The first engine's other readings are looked at if they are at most e^7 times less likely than its best."""
_HOPELESS = 14.0
_RUN_TOGETHER = 3.0
"""How much less likely a word is that should be two, by how texts are set."""
_AFTER_SIGN = re.compile(r"(?<=\w)([:;,])(?=[^\W\d_])")
_BLANK_BEFORE_SIGN = re.compile(r"(?<=\w) +(?=[.,;:!?/]+(?:\s|$))")
_BESIDE_NUMBER = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_LOOK_ALIKES = str.maketrans({"–": "-", "—": "-", "…": ".", "‘": "'", "´": "'", '"': "”", "«": "“", "»": "”"})
"""The first engine's alphabet lacks some signs: readings with them are asked for by what it makes of them."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How the sources of evidence count beside each other; fitted on made pages (`benchmarks.ocr.fit`)."""

    language: float = 0.8
    first: float = 0.8
    """The first engine's own probabilities, which are too sure of themselves."""
    second: float = 1.0
    """What the second engine's confidence is worth, for the letters of a word and for its punctuation."""
    signs: float = 0.7
    """How usual the signs about a word are."""


@dataclass(frozen=True, slots=True)
class Place:
    """One word of a line as the engines saw it."""

    first: str
    """What the first engine read; empty if it saw nothing there."""
    second: str | None
    """What the second engine read; empty if it saw nothing, None if it was not asked."""
    second_confidence: float
    sure: float
    """The first engine's probability of its own reading."""
    boxes: tuple[Pixels, ...]
    """Of the first engine's words, or of the second's where it alone read."""
    span: tuple[int, int]
    candidates: tuple[Candidate, ...]
    read: frozenset[str] = field(default=frozenset())
    """The readings that an engine gave as its best."""


SecondPart = tuple[tuple[int, int], Sequence[FoundWord]]
"""Positions of words of a line, the end excluded, and what the second engine read there."""


def places(line: FoundLine, second: Sequence[SecondPart], lexicon: Lexicon, weights: Weights) -> list[Place]:
    """The words of a line, each with its candidates; `second`: what the other engine read of parts of it."""
    result, at = [], 0
    for (start, end), others in second:
        result += [place_of(line, (word,), None, lexicon, weights) for word in line.words[at:start]]
        words = line.words[start:end]
        for pair in align([word.text for word in words], [word.text for word in others]):
            ours, theirs = words[slice(*pair.one)], others[slice(*pair.other)]
            result.append(place_of(line, ours, theirs, lexicon, weights))
        at = end
    return [*result, *(place_of(line, (word,), None, lexicon, weights) for word in line.words[at:])]


def place_of(
    line: FoundLine,
    words: Sequence[FoundWord],
    others: Sequence[FoundWord] | None,
    lexicon: Lexicon,
    weights: Weights,
    *,
    closely: bool = False,
) -> Place:
    """One word. `closely`: other candidates are looked for even if the first engine had no doubt."""
    first = " ".join(word.text for word in words)
    second = None if others is None else _closed(" ".join(word.text for word in others))
    confidence = min((word.confidence for word in others), default=0.0) if others else 0.0
    boxes = tuple(word.box for word in words or others or ())
    if not words:
        return _only_second(second or "", confidence, boxes)
    span = words[0].span[0], words[-1].span[1]
    clear = line.evidence is not None and ctc.clear(line.evidence, span)
    known = all(is_plain(core, lexicon) for core in _cores(first))
    read = frozenset(text for text in (first, second) if text)
    if line.evidence is None or (clear and known and second in {None, first} and not closely):
        alone = (Candidate(first, 0.0),)
        return Place(first, second, confidence, 0.99 if clear else 0.5, boxes, span, alone, read)
    texts = _texts(line, span, first, second, lexicon)
    run_together = {loosened(text, lexicon): text for text in texts if loosened(text, lexicon) != text}
    texts += [text for text in run_together if text not in texts]
    asked = [run_together.get(text, text).translate(_LOOK_ALIKES) for text in texts]
    fits = ctc.fits(line.evidence, span, asked)
    fits = [
        fit - _RUN_TOGETHER * (text in run_together.values()) for text, fit in zip(texts, fits, strict=True)
    ]
    weighed = not any(c.isdigit() for text in read for c in text)
    best = max(fits)
    found = [
        Candidate(text, weights.first * fit + weights.second * support(text, second, confidence), weighed)
        for text, fit in zip(texts, fits, strict=True)
        if fit > best - _HOPELESS or text == second
    ]
    sure = math.exp(min(0.0, ctc.fits(line.evidence, span, [first])[0]))
    return Place(first, second, confidence, sure, boxes, span, tuple(_bounded(found, best, weights)), read)


def _bounded(found: Sequence[Candidate], best: float, weights: Weights) -> list[Candidate]:
    """No candidate counts as impossible: the first engine may not know a character at all."""
    least = weights.first * (best - _HOPELESS)
    return [Candidate(c.text, max(c.evidence, least), c.weighed) for c in found]


def _texts(
    line: FoundLine, span: tuple[int, int], first: str, second: str | None, lexicon: Lexicon
) -> list[str]:
    """Candidate texts, the engines' best first; variants by marks for words without digits."""
    texts = dict.fromkeys(text for text in (first, second) if text)
    if line.evidence is not None:
        others = ctc.likely(line.evidence, span, 8)
        texts.update(
            dict.fromkeys(
                _closed(text) for text, fit in others if text.strip() and fit > others[0][1] - _WORTH_ASKING
            )
        )
    for text in [*texts]:
        words = text.split()
        for number, word in enumerate(words):
            before, core, after = parts(word)
            if not core.isalpha():
                continue
            for variant in lexicon.variants(core):
                changed = [*words[:number], before + variant + after, *words[number + 1 :]]
                texts.setdefault(" ".join(changed))
    return [*texts]


def _closed(text: str) -> str:
    """Without blanks before signs that stand at a word's end, and at the ends."""
    return _BLANK_BEFORE_SIGN.sub("", text).strip()


def loosened(text: str, lexicon: Lexicon) -> str:
    """With the blanks that an engine lost: between a known word and a number, after a colon or a comma."""
    if text.isalpha():
        return text
    words: list[str] = []
    for word in _AFTER_SIGN.sub(r"\1 ", text).split():
        apart = _BESIDE_NUMBER.sub(" ", word).split()
        letters = [core for core in (parts(piece)[1] for piece in apart) if not any(map(str.isdigit, core))]
        loose = all(len(core) > 1 and core.islower() and lexicon.knows(core) for core in letters)
        words += apart if letters and loose else [word]
    return " ".join(words)


def support(text: str, second: str | None, confidence: float) -> float:
    """What the second engine's reading adds to a candidate: for the words and for their punctuation."""
    if not second:
        return 0.0
    worth = trust(confidence)
    if text == second:
        return 2 * worth
    same_words = _cores(text) == _cores(second)
    same_signs = [_signs(word) for word in text.split()] == [_signs(word) for word in second.split()]
    return worth * (same_words + same_signs)


def trust(confidence: float) -> float:
    """Half the logarithm of the odds that Tesseract's word is right, by its confidence."""
    return 0.5 * max(0.0, min(4.5, 12.0 * (confidence - 0.72)))


def is_plain(core: str, lexicon: Lexicon) -> bool:
    """A known word, or a number."""
    return not core or lexicon.knows(core) or any(c.isdigit() for c in core)


def _cores(text: str) -> list[str]:
    return [parts(word)[1] for word in text.split()]


def _signs(word: str) -> tuple[str, str]:
    before, _, after = parts(word)
    return before, after


def _only_second(second: str, confidence: float, boxes: tuple[Pixels, ...]) -> Place:
    """A word that the first engine did not see: there or not there."""
    there = Candidate(second, 2 * trust(confidence) - 2.0, weighed=False)
    candidates = (there, Candidate("", 0.0, weighed=False))
    return Place("", second, confidence, 0.0, boxes, (0, 0), candidates, frozenset({second}))
