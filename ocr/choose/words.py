"""A page's words from two engines: the first reads all, the second what is in doubt, and one is chosen."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ocr.choose import punctuation
from ocr.choose.calibrate import Calibration, Features, alone, features, shipped
from ocr.choose.candidates import Place, SecondPart, Weights, place_of, places
from ocr.choose.decode import Candidate, Chosen, decode
from ocr.choose.lexicon import Lexicon
from ocr.choose.punctuation import Punctuation
from ocr.choose.statistics import Statistics, official
from ocr.choose.tokens import STOP, ends_sentence, parts, term
from ocr.engines.port import FoundLine, Pixels

SecondReading = Callable[[Sequence[FoundLine]], Sequence[FoundLine | None]]
"""Asks the second engine for lines; where it is off or fails there is none."""
_ASKED_BELOW = 0.9
"""A line with a word whose reading is less likely goes to the second engine."""
_ODD = -3.0
"""Signs about a word that are as unusual as this are read twice (natural logarithm)."""
SECOND = "tesseract"
_SHORT = 3.0
"""A line that ends so many of its heights before the others ends a paragraph."""
_STRANGE = 5.0
"""A word is looked at closely if another by its marks is e^5 times as likely there."""
_ALTERNATIVES = 5
_NUMBER_WORD = re.compile(r"S\d([:.]?)")


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
class Judged:
    """A place, what was chosen, and the words beside it as first read."""

    place: Place
    chosen: Chosen
    last: str
    following: str


@dataclass(frozen=True, slots=True)
class Chooser:
    """Statistics, lexicon and calibration together."""

    statistics: Statistics
    punctuation: Punctuation
    lexicon: Lexicon
    weights: Weights
    calibration: Calibration

    def choose(self, lines: Sequence[FoundLine], second: SecondReading | None) -> list[list[ChosenWord]]:
        """The words of each line, in the lines' order."""
        return [self._words(row) for row in self.judged(lines, second)]

    def judged(self, lines: Sequence[FoundLine], second: SecondReading | None) -> list[list[Judged]]:
        """The choice for each word of each line, with all that led to it."""
        found = self._first(lines)
        if second is not None:
            chosen = self._decoded(lines, found)
            asked = [
                (number, span)
                for number, row in enumerate(chosen)
                for span in pieces([self._doubtful(judged) for judged in row])
            ]
            answers = second([part_of(lines[number], span) for number, span in asked])
            told: dict[int, list[SecondPart]] = {}
            for (number, span), answer in zip(asked, answers, strict=True):
                words = answer.words if answer is not None else ()
                told.setdefault(number, []).append((span, words))
            for number, second_parts in told.items():
                found[number] = places(lines[number], second_parts, self.lexicon, self.weights)
        return self._decoded(lines, found)

    def _first(self, lines: Sequence[FoundLine]) -> list[list[Place]]:
        """What the first engine read; words that seem clear but are strange in their place are doubted."""
        found = [places(line, [], self.lexicon, self.weights) for line in lines]
        for text in texts_of(lines):
            row = [(number, n) for number in text for n in range(len(found[number]))]
            cores = [parts(found[number][n].first)[1] for number, n in row]
            before = [STOP, STOP]
            for at, (number, n) in enumerate(row):
                place, core = found[number][n], cores[at]
                following = term(cores[at + 1]) if at + 1 < len(cores) else ""
                if len(place.candidates) == 1 and core.isalpha() and self._strange(before, core, following):
                    word = lines[number].words[n : n + 1]
                    found[number][n] = place_of(
                        lines[number], word, None, self.lexicon, self.weights, closely=True
                    )
                before += [term(core)] if term(core) else []
                before += [STOP] if ends_sentence(parts(place.first)[2]) else []
        return found

    def _strange(self, before: Sequence[str], core: str, following: str) -> bool:
        """Whether another word with the same letters is far likelier between its neighbours."""

        def said(word: str) -> float:
            there = self.statistics.log_probability(before[-2], before[-1], word)
            return there + (self.statistics.log_probability(before[-1], word, following) if following else 0)

        others = (said(term(other)) for other in self.lexicon.variants(core))
        return max(others, default=-99.0) > said(term(core)) + _STRANGE

    def alone(self, lines: Sequence[FoundLine]) -> list[list[ChosenWord]]:
        """The words as the second engine alone read them, which is right less often than it says."""
        return [
            [
                ChosenWord(word.text, word.box, sure, SECOND, (), sure < self.calibration.doubtful_below)
                for word in line.words
                for sure in (alone(word.confidence),)
            ]
            for line in lines
        ]

    def _decoded(self, lines: Sequence[FoundLine], found: Sequence[Sequence[Place]]) -> list[list[Judged]]:
        texts = texts_of(lines)
        starts, ends, flat = list[int](), dict[int, bool](), list[Place]()
        for text in texts:
            starts.append(len(flat))
            right, begun = max(lines[number].box[2] for number in text), len(flat)
            for number in text:
                flat += found[number]
                if right - lines[number].box[2] > _SHORT * (lines[number].box[3] - lines[number].box[1]):
                    ends[len(flat) - 1] = len(flat) - begun >= punctuation.PROSE
                    begun = len(flat)
        beside = _neighbours(flat, starts, ends)
        candidates = [self._signed(place, *words) for place, words in zip(flat, beside, strict=True)]
        chosen = decode(candidates, self.statistics, self.weights.language, starts)
        judged = iter(Judged(p, c, *words) for p, c, words in zip(flat, chosen, beside, strict=True))
        rows: list[list[Judged]] = [[] for _ in lines]
        for number in (number for text in texts for number in text):
            rows[number] = [next(judged) for _ in found[number]]
        return rows

    def known(self, row: Sequence[Judged]) -> list[Features]:
        """What the calibration goes by, for each word of a line."""
        line_sure = sum(judged.place.sure for judged in row) / max(1, len(row))
        return [
            features(
                judged.place,
                judged.chosen,
                line_sure,
                self.usual(judged.chosen.candidate.text, judged.last, judged.following),
                self.lexicon,
            )
            for judged in row
        ]

    def _signed(self, place: Place, last: str, following: str) -> Sequence[Candidate]:
        """The candidates with how usual their signs are added to their evidence."""
        if len(place.candidates) == 1:
            return place.candidates
        return [
            replace(c, evidence=c.evidence + self.weights.signs * self.usual(c.text, last, following))
            for c in place.candidates
        ]

    def usual(self, text: str, last: str, following: str) -> float:
        """Logarithm of the probability of the signs about one word or several."""
        words = text.split()
        around = zip([last, *words], words, [*words[1:], following], strict=False)
        return sum(self.punctuation.log_probability(*three) for three in around)

    def _doubtful(self, judged: Judged) -> bool:
        """Whether the second engine should be asked."""
        place, chosen = judged.place, judged.chosen
        if chosen.probability < _ASKED_BELOW or chosen.candidate.text != place.first:
            return True
        return self.usual(place.first, judged.last, judged.following) < _ODD

    def _words(self, row: Sequence[Judged]) -> list[ChosenWord]:
        words: list[ChosenWord] = []
        for judged, known in zip(row, self.known(row), strict=True):
            place, chosen = judged.place, judged.chosen
            text = chosen.candidate.text
            if not text:
                continue
            probability = self.calibration.probability(known)
            misread = not words and number_word(place, chosen)
            text = misread or text
            engine = engine_of(place, text)
            doubtful = engine == "choice" or probability < self.calibration.doubtful_below
            doubtful = doubtful or bool(misread) or lost_opening(place, text)
            others = alternatives(place, chosen)
            boxes = _boxes(place.boxes, text.split())
            for part, (word, box) in enumerate(zip(text.split(), boxes, strict=True)):
                own = others if len(boxes) == 1 else _parts(others, part, len(boxes))
                words.append(
                    ChosenWord(word, box, probability, engine, tuple(o for o in own if o != word), doubtful)
                )
        return words


def number_word(place: Place, chosen: Chosen) -> str:
    """ "Số" where a figure was read for its vowel at the head of a line and an engine holds it for likely."""
    said = _NUMBER_WORD.fullmatch(chosen.candidate.text)
    better = f"Số{said[1]}" if said else ""
    return better if any(better == c.text for c in place.candidates) else ""


def lost_opening(place: Place, text: str) -> bool:
    """Whether one engine saw a sign before the word and the other none: quotation marks are lost so."""
    before = parts(text)[0]
    return any(parts(reading)[0].strip("-–") and not before for reading in place.read)


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


def _neighbours(
    flat: Sequence[Place], starts: Collection[int], ends: Mapping[int, bool]
) -> list[tuple[str, str]]:
    """The words before and after each place as first read; empty where it is not known what stands there.

    `ends`: last places of paragraphs, and whether those are sentences.
    """
    texts = [place.first or place.second or "" for place in flat]
    lasts = {start - 1 for start in starts} | {len(flat) - 1}
    result = []
    for n in range(len(flat)):
        after = "" if n in lasts else texts[n + 1]
        if n in ends:
            after = punctuation.END if ends[n] else ""
        result.append(("" if n in starts or not n else texts[n - 1], after))
    return result


def texts_of(lines: Sequence[FoundLine]) -> list[list[int]]:
    """The lines, by position, as they follow one another: columns side by side are texts of their own."""
    order = sorted(range(len(lines)), key=lambda n: lines[n].box[1] + lines[n].box[3])
    after: dict[int, int] = {}
    taken: set[int] = set()
    for place, number in enumerate(order):
        below = (other for other in order[place + 1 :] if other not in taken)
        following = next((other for other in below if _goes_on(lines[number], lines[other])), None)
        if following is not None:
            after[number] = following
            taken.add(following)
    texts = []
    for number in order:
        if number not in taken:
            text = [number]
            while text[-1] in after:
                text.append(after[text[-1]])
            texts.append(text)
    return texts


def _goes_on(before: FoundLine, after: FoundLine) -> bool:
    """Whether a line is the next of the same text: close below, and mostly under it."""
    high = max(1, min(before.box[3] - before.box[1], after.box[3] - after.box[1]))
    under = min(before.box[2], after.box[2]) - max(before.box[0], after.box[0])
    narrow = max(1, min(before.box[2] - before.box[0], after.box[2] - after.box[0]))
    return -0.5 * high < after.box[1] - before.box[3] < 2.0 * high and under > 0.6 * narrow


def engine_of(place: Place, text: str) -> str:
    """Which engine gave the reading; `choice` if none did."""
    by_first, by_second = text == place.first, bool(place.second) and text == place.second
    if by_first:
        return "both" if by_second else "trueocr"
    return SECOND if by_second else "choice"


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
    signs = punctuation.official()
    return Chooser(statistics, signs, Lexicon(statistics), calibration.weights, calibration)
