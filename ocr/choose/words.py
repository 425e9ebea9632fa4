"""A page's words from two engines: the first reads all lines, the second the doubtful ones, and one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ocr.choose.calibrate import Calibration, features, shipped
from ocr.choose.candidates import Place, SecondPart, Weights, places
from ocr.choose.decode import Candidate, Chosen, decode
from ocr.choose.lexicon import Lexicon
from ocr.choose.statistics import Statistics, official
from ocr.engines.port import FoundLine, Pixels

SecondReading = Callable[[Sequence[FoundLine]], Sequence[FoundLine | None]]
"""Asks the second engine for lines; where it is off or fails there is none."""
_ASKED_BELOW = 0.9
"""A line with a word whose reading is less likely goes to the second engine."""
_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class ChosenWord:
    """A word as it goes onto the page; the box in pixels of the image that was read."""

    text: str
    box: Pixels
    probability: float
    engine: str
    alternatives: tuple[str, ...]
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Chooser:
    """Statistics, lexicon and calibration together."""

    statistics: Statistics
    lexicon: Lexicon
    weights: Weights
    calibration: Calibration

    def choose(self, lines: Sequence[FoundLine], second: SecondReading | None) -> list[list[ChosenWord]]:
        """The words of each line, in the lines' order; `lines` from top to bottom."""
        found = [places(line, [], self.lexicon, self.weights) for line in lines]
        if second is not None:
            chosen = self._decoded(lines, found)
            asked = [
                (number, span)
                for number, row in enumerate(chosen)
                for span in pieces([_doubtful(*pair) for pair in row])
            ]
            answers = second([part_of(lines[number], span) for number, span in asked])
            told: dict[int, list[SecondPart]] = {}
            for (number, span), answer in zip(asked, answers, strict=True):
                words = answer.words if answer is not None else ()
                told.setdefault(number, []).append((span, words))
            for number, parts_told in told.items():
                found[number] = places(lines[number], parts_told, self.lexicon, self.weights)
        return [self._words(row) for row in self._decoded(lines, found)]

    def alone(self, lines: Sequence[FoundLine]) -> list[list[ChosenWord]]:
        """The words as the second engine alone read them."""
        result = []
        for line in lines:
            row = []
            for word in line.words:
                candidate = Candidate(word.text, 0.0)
                place = Place(
                    "",
                    word.text,
                    word.confidence,
                    0.0,
                    (word.box,),
                    (0, 0),
                    (candidate,),
                    frozenset({word.text}),
                )
                row.append((place, Chosen(candidate, 1.0, ((candidate, 1.0),), 0.0)))
            result.append(self._words(row))
        return result

    def judged(self, lines: Sequence[FoundLine], found: Sequence[Sequence[Place]]) -> list[list[Chosen]]:
        """The choice for places that are known already (fitting)."""
        return [[chosen for _, chosen in row] for row in self._decoded(lines, found)]

    def _decoded(
        self, lines: Sequence[FoundLine], found: Sequence[Sequence[Place]]
    ) -> list[list[tuple[Place, Chosen]]]:
        starts, at = [], 0
        for number, row in enumerate(found):
            if number == 0 or not _goes_on(lines[number - 1], lines[number]):
                starts.append(at)
            at += len(row)
        flat = [place for row in found for place in row]
        chosen = iter(decode([p.candidates for p in flat], self.statistics, self.weights.language, starts))
        return [[(place, next(chosen)) for place in row] for row in found]

    def _words(self, row: Sequence[tuple[Place, Chosen]]) -> list[ChosenWord]:
        line_sure = sum(place.sure for place, _ in row) / max(1, len(row))
        words = []
        for place, chosen in row:
            text = chosen.candidate.text
            if not text:
                continue
            known = features(place, chosen, line_sure, self.lexicon)
            probability = self.calibration.probability(known)
            engine = engine_of(place, text)
            doubtful = engine == "choice" or probability < self.calibration.doubtful_below
            others = alternatives(place, chosen)
            boxes = _boxes(place.boxes, text.split())
            for part, (word, box) in enumerate(zip(text.split(), boxes, strict=True)):
                own = others if len(boxes) == 1 else _parts(others, part, len(boxes))
                words.append(
                    ChosenWord(word, box, probability, engine, tuple(o for o in own if o != word), doubtful)
                )
        return words


def pieces(doubts: Sequence[bool]) -> list[tuple[int, int]]:
    """Runs of words to ask the second engine for: each word in doubt with one on either side.

    A line without words is asked for as a whole.
    """
    if not doubts:
        return [(0, 0)]
    result: list[tuple[int, int]] = []
    for number, doubt in enumerate(doubts):
        if not doubt:
            continue
        start, end = max(0, number - 1), min(len(doubts), number + 2)
        if result and start <= result[-1][1]:
            result[-1] = result[-1][0], end
        else:
            result.append((start, end))
    return result


def part_of(line: FoundLine, span: tuple[int, int]) -> FoundLine:
    """Some words of a line; its box reaches into the blanks beside them, beyond the line at its ends."""
    start, end = span
    margin = round(0.3 * (line.box[3] - line.box[1]))
    if start == end:
        left, top, right, bottom = line.box
        return FoundLine((), (left - margin, top, right + margin, bottom))
    words = line.words[start:end]
    left, right = words[0].box[0], words[-1].box[2]
    before = (left - line.words[start - 1].box[2]) // 2 if start else margin
    after = (line.words[end].box[0] - right) // 2 if end < len(line.words) else margin
    sides = left - max(0, min(margin, before)), right + max(0, min(margin, after))
    return FoundLine(words, (sides[0], line.box[1], sides[1], line.box[3]))


def _doubtful(place: Place, chosen: Chosen) -> bool:
    return chosen.probability < _ASKED_BELOW or chosen.candidate.text != place.first


def _goes_on(before: FoundLine, after: FoundLine) -> bool:
    """Whether a line is the next of the same text: close below, and mostly under it."""
    high = max(1, min(before.box[3] - before.box[1], after.box[3] - after.box[1]))
    under = min(before.box[2], after.box[2]) - max(before.box[0], after.box[0])
    narrow = max(1, min(before.box[2] - before.box[0], after.box[2] - after.box[0]))
    return -0.5 * high < after.box[1] - before.box[3] < 1.2 * high and under > 0.6 * narrow


def engine_of(place: Place, text: str) -> str:
    """Which engine gave the reading; `choice` if none did."""
    by_first, by_second = text == place.first, bool(place.second) and text == place.second
    if by_first:
        return "both" if by_second else "trueocr"
    return "tesseract" if by_second else "choice"


def alternatives(place: Place, chosen: Chosen) -> tuple[str, ...]:
    """The engines' own readings and the next likeliest ones, without the chosen one."""
    text = chosen.candidate.text
    ranked = [c.text for c, share in chosen.ranking if share > 0.002]
    engines = [reading for reading in (place.first, place.second) if reading]
    likely = dict.fromkeys(other for other in [*ranked[:2], *engines, *ranked[2:]] if other and other != text)
    return tuple(likely)[:_ALTERNATIVES]


def _parts(others: Sequence[str], part: int, parts: int) -> list[str]:
    """One word's share of readings of several words that have as many."""
    split = [other.split() for other in others]
    return [words[part] for words in split if len(words) == parts]


def _boxes(boxes: Sequence[Pixels], words: Sequence[str]) -> list[Pixels]:
    """A box for each word: as found, joined, or cut by the words' lengths."""
    if len(boxes) == len(words):
        return [*boxes]
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
    letters = sum(map(len, words)) + len(words) - 1
    result, at = [], 0
    for word in words:
        start = left + (right - left) * at // letters
        end = left + (right - left) * (at + len(word)) // letters
        result.append((start, top, max(end, start + 1), bottom))
        at += len(word) + 1
    return result


@lru_cache(maxsize=1)
def chooser() -> Chooser:
    """The one that ships with the product."""
    statistics = official()
    calibration = shipped()
    return Chooser(statistics, Lexicon(statistics), calibration.weights, calibration)
