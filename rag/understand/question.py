"""What a question is looked for with: its words in each field, and how much each field is worth for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from rag.index.port import Field
from rag.lexical.accents import standard_restorer
from rag.understand.foreign import ENGLISH, URDU, in_vietnamese, language, plain_digits
from rag.understand.typos import corrected
from vanthu.text import has_marks, squeeze

LONGEST = 4_000
"""Characters searched for; what follows them is left out."""
MARKED_SHARE = 0.35
"""About three of four Vietnamese syllables carry a mark; below this share the marks were not typed."""
KNOWN_SHARE = 0.7
"""Share of words that must be Vietnamese syllables before marks are put back: English has fewer."""

MARKED = {Field.DENSE: 1.0, Field.EXACT: 0.75, Field.FOLDED: 0.25}
UNMARKED = {Field.DENSE: 0.8, Field.EXACT: 0.25, Field.FOLDED: 0.75}
"""The dense vector and the exact words are those of the restored reading, the folded words as typed."""
SAID_IN_VIETNAMESE = {Field.DENSE: 1.5, Field.EXACT: 0.75, Field.FOLDED: 0.25}
"""English and Urdu: the dense vector of the question with its terms in Vietnamese, the words of the terms."""
UNKNOWN = "und"
FOREIGN = {Field.DENSE: 2.0, Field.EXACT: 0.5, Field.FOLDED: 0.5}

_TOKEN = re.compile(r"(?<![/\w-])[^\W\d_]+(?![/\w-])")
"""A word that is no part of a reference number."""
_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Question:
    """A question ready to be looked for."""

    text: str
    """As typed, composed, in one line, slips of typing put right."""
    reading: str
    """With the marks put back where they were not typed; otherwise `text`."""
    words: str
    """`reading` with abbreviations written out, for the exact field."""
    folded_words: str
    """`text` with abbreviations written out, for the folded field."""
    weights: dict[Field, float]
    foreign: str = ""
    """`en`, `ur`, `und` (not known here); empty for Vietnamese. Its words then say little of an answer."""

    @property
    def spelled_out(self) -> str:
        """`reading` with its abbreviations replaced: a sentence that answers may write them out."""
        return _TOKEN.sub(lambda found: _meaning(found.group()) or found.group(), self.reading)

    @property
    def translated(self) -> bool:
        """Whether it is in a language whose terms are known here in Vietnamese."""
        return self.foreign in {ENGLISH, URDU}

    @property
    def in_vietnamese(self) -> str:
        """What Vietnamese sentences may hold of it: `spelled_out`; of a foreign one its terms and figures."""
        if not self.translated:
            return self.spelled_out
        terms = self.words if self.words != self.text else ""
        return " ".join([terms, *_FIGURE.findall(self.text)]).strip()


def understand(raw: str) -> Question | None:
    """The question in `raw`; None where there is nothing to look for."""
    text = plain_digits(squeeze(raw)[:LONGEST])
    if not any(char.isalnum() for char in text):
        return None
    restorer = standard_restorer()
    words = _WORD.findall(text)
    if foreign := language(words, sum(not restorer.knows(word) for word in words)):
        meant = in_vietnamese(text, foreign)
        said = f"{text} ({meant})" if meant else text
        return Question(text, said, meant or text, meant or text, SAID_IN_VIETNAMESE, foreign)
    text = corrected(text)
    words = _WORD.findall(text)
    marked = sum(has_marks(word) for word in words)
    if not words or marked >= MARKED_SHARE * len(words):
        reading = restorer.completed(text)
        return Question(text, reading, write_out(reading), write_out(text), MARKED)
    if sum(restorer.knows(word) for word in words) < KNOWN_SHARE * len(words):
        return Question(text, text, write_out(text), write_out(text), FOREIGN, UNKNOWN)
    reading = _as_sentence(restorer.restore(text))
    return Question(text, reading, write_out(reading), write_out(text), UNMARKED)


def _as_sentence(text: str) -> str:
    """With a capital and a question mark, as the model has seen questions (hit@1 +.004 to +.009)."""
    return text[:1].upper() + text[1:] + ("" if text[-1] in ".?!…" else "?")


def write_out(text: str) -> str:
    """`text` followed by what its abbreviations stand for."""
    found = []
    for token in _WORD.findall(text):
        meaning = _meaning(token)
        if meaning and meaning not in found:
            found.append(meaning)
    return " ".join([text, *found])


def _meaning(token: str) -> str | None:
    always, capitals = _abbreviations()
    return always.get(token.lower()) or (capitals.get(token) if token.isupper() else None)


@cache
def _abbreviations() -> tuple[dict[str, str], dict[str, str]]:
    table = yaml.safe_load(Path(__file__).with_name("abbreviations.yaml").read_text(encoding="utf-8"))
    return table["always"], table["capitals"]
