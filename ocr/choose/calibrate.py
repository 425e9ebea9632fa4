"""The probability that a chosen word is right, from what is known of its choice.

A logistic regression; its coefficients are fitted on made pages by `python -m benchmarks.ocr.fit` and ship in
`calibration.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ocr.choose.candidates import Place, Weights, trust
from ocr.choose.decode import Chosen
from ocr.choose.lexicon import Lexicon, is_syllable
from ocr.choose.tokens import parts

_MOST = 8.0
"""Logarithms of odds are cut there."""
Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    weights: Weights
    """How the choice itself is weighed."""
    coefficients: Mapping[str, float]
    doubtful_below: float
    """A word less likely than this is for a person to look at."""

    def probability(self, known: Features) -> float:
        total = sum(self.coefficients.get(name, 0.0) * value for name, value in known.items())
        return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), 4)


def alone(confidence: float) -> float:
    """The probability of a word that only Tesseract read, by its confidence (.8: 72 %, .9: 90 %)."""
    return round(1.0 / (1.0 + math.exp(-12.0 * (confidence - 0.72))), 4)


def features(place: Place, chosen: Chosen, line_sure: float, signs: float, lexicon: Lexicon) -> Features:
    """What is known of a choice, by name.

    `line_sure`: mean of the first engine's opinion along the line; `signs`: how usual those at the word are.
    """
    text = chosen.candidate.text
    cores = [parts(word)[1] for word in text.split()]
    digits = any(c.isdigit() for c in text)
    letters = "".join(cores)
    asked = place.second is not None
    by_first, by_second = text == place.first, text == place.second
    result: Features = {
        "one": 1.0,
        "odds": _odds(chosen.probability),
        "sure": max(-_MOST, math.log(max(place.sure, 1e-9))),
        "line": _odds(line_sure),
        "not_asked": float(not asked),
        "both": float(by_first and by_second),
        "both_trust": trust(place.second_confidence) * (by_first and by_second),
        "first_only": float(asked and by_first and not by_second),
        "against": trust(place.second_confidence) * (asked and not by_second),
        "second_only": float(by_second and not by_first),
        "second_trust": trust(place.second_confidence) * (by_second and not by_first),
        "neither": float(not by_first and not by_second),
        "unseen": float(not place.first),
        "strange": float(not digits and any(core and not lexicon.knows(core) for core in cores)),
        "no_syllable": float(not digits and any(core and not is_syllable(core) for core in cores)),
        "number": float(digits),
        "number_alone": float(digits and not (by_first and by_second)),
        "capitals": float(len(letters) > 1 and letters.isupper()),
        "name": float(letters[:1].isupper() and not letters.isupper()),
        "sign": float(not letters),
        "stop": float(text[-1:] in ".,;:"),
        "stop_apart": float(asked and _signs(text) != _signs(place.second or "")),
        "signs": max(-_MOST, signs),
        "words": float(len(cores) != 1),
        "length": min(12.0, len(text)) / 4,
        "language": max(-_MOST, min(_MOST, chosen.language)) if chosen.candidate.weighed else 0.0,
    }
    return result


def _signs(text: str) -> tuple[str, str]:
    before, _, after = parts(text)
    return before, after


def _odds(probability: float) -> float:
    return max(-_MOST, min(_MOST, math.log(max(probability, 1e-9) / max(1 - probability, 1e-9))))


@lru_cache(maxsize=1)
def shipped() -> Calibration:
    told = json.loads((files("ocr.choose") / "calibration.json").read_text("utf-8"))
    return Calibration(Weights(**told["weights"]), told["coefficients"], told["doubtful_below"])
