"""How directly a sentence answers a question: meaning, words, the passage it stands in, the kind of answer.

Weights from xquad.vi (240 questions) and the Resolution 57 quiz: `python -m benchmarks ask` repeats them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import Protocol

import numpy as np

from rag.answer.sources import Source, Unit, units_of
from rag.lexical.frequencies import standard
from rag.lexical.terms import Spelling, pairs, syllables, term_ids
from vanthu.text import fold, has_marks, squeeze

MEANING = 1.0
WORDS = 0.1
WORDS_UNACCENTED = 0.4
"""The model understands little of a question without tone marks: there the words decide."""
NUMBER = 0.02
"""For a sentence with a new number where the question asks for one."""
TIME = 0.01
"""More, where the question asks when or how long, and the figure is a date or a time."""
DEFINES = 0.08
"""For a sentence that begins with the word whose meaning is asked, and says what it is."""
PASSAGE = 0.06
"""For the passage's place among the hits, best 1, last 0."""
PASSAGE_WORDS = 0.1
EDGE = 0.06
"""Taken from letterhead, title, recipients and signature: they hold a question's words, seldom its answer."""
SUPERSEDED = 0.06
"""Taken from a document that another one has replaced: quoted where nothing in force answers as well."""
ECHO = 0.05
"""Taken from a sentence that says nearly nothing but what was asked: a title, or a list's announcement."""
FRESH = 0.35
"""Share of its weight that a sentence must add to the question not to be such an echo."""
EMBEDDED = 8
"""Sentences embedded per question, about 20 ms of one core each."""
EMBEDDED_SYLLABLES = 90
"""Of each; a longer sentence has said by then what it is about."""

_ASKS_NUMBER = re.compile(
    r"\b(?:bao nhieu|may|nam nao|khi nao|ngay nao|thoi han|bao lau|the ky nao|ty le|thang nao|luc nao"
    r"|bao gio)\b"
)
_FIGURES = re.compile(r"\d[\d.,/]*%?|\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\b")


_ASKS_LIST = re.compile(
    r"\b(?:nhung|cac)\s+(?:\w+\s+){1,8}?(?:nao|gi)\b|\bnhung gi\b|\bgom (?:co )?(?:nhung|cac|gi|ai)\b"
    r"|\bcac\b.+\b(?:the nao|ra sao)\b"
    r"|\b(?:trach nhiem|nhiem vu|quyen|nghia vu|noi dung|muc tieu|chi tieu|giai phap|bien phap|nguyen tac"
    r"|yeu cau|dieu kien|han che|ket qua) (?:gi|nao)\b"
)


_ALIKE = {"may": "mấy", "ai": "ai", "nao": "nào", "sao": "sao", "gi": "gì", "khong": "không", "chua": "chưa"}


def asking_words(question: str) -> str:
    """A question folded, without words that only look like asking once folded ("Mây"), where marks tell."""
    text = squeeze(question).lower()
    if not has_marks(text):
        return fold(text)
    kept = (word for word in text.split() if (bare := word.strip("?.,!")) == _ALIKE.get(fold(bare), bare))
    return fold(" ".join(kept))


def asks_number(plain: str) -> bool:
    """Whether a folded question asks for a number or a time."""
    return bool(_ASKS_NUMBER.search(plain))


def asks_list(plain: str) -> bool:
    """Whether a folded question asks for several things."""
    return bool(_ASKS_LIST.search(plain))


_ASKS_TIME = re.compile(
    r"\b(?:khi nao|ngay nao|bao lau|thoi han|cham nhat|bao gio|luc nao|may (?:ngay|gio|phut|thang))\b"
)
_TIME = re.compile(
    r"\b(?:ngay|thang|nam|quy) \d|\b\d+ (?:ngay|gio|phut|thang|nam|tuan)\b|\b\d{1,2}/\d{1,2}"
    r"|\b(?:hang|moi) (?:ngay|tuan|thang|quy|nam)\b"
)
_ASKS_MEANING = re.compile(
    r"^(?:the nao (?:la|duoc goi la) (?P<after>[\w ]{2,80})"
    r"|(?P<before>[\w ]{2,80}?) (?:la gi|nghia la gi|duoc hieu\b))"
)


def _defined(question: str) -> re.Pattern[str] | None:
    """How a sentence begins that tells the meaning asked for; None where none is asked."""
    found = _ASKS_MEANING.match(asking_words(question))
    if found is None:
        return None
    words = (found["after"] or found["before"]).split()
    tails = "|".join(" ".join(words[at:]) for at in range(max(1, len(words) - 1)))
    return re.compile(rf"[\W\d]{{0,8}}(?:{tails})\W{{0,4}}(?::|\bla\b|duoc hieu)")


class QuestionEmbedder(Protocol):
    def queries(self, texts: Sequence[str]) -> np.ndarray: ...

    def passages(self, texts: Sequence[str]) -> np.ndarray: ...


class Asked:
    """A question prepared for scoring."""

    def __init__(self, question: str, vector: np.ndarray | None = None, words: str | None = None) -> None:
        """`vector`: the question's embedding where it is known; `words`: what sentences may hold of it."""
        self.question = question
        self._vector = vector
        words = question if words is None else words
        self.spelling = Spelling.EXACT if has_marks(words) else Spelling.FOLDED
        terms = _terms(words, self.spelling)
        rarity = standard().rarity(term_ids(terms, self.spelling))
        self._weights = dict(zip(terms, map(float, rarity), strict=True))
        self._total = sum(self._weights.values()) or 1.0
        self._wants_number = asks_number(asking_words(question))
        self.wants_list = asks_list(asking_words(question))
        self._figures = set(_FIGURES.findall(question.lower()))
        self._wants_time = bool(_ASKS_TIME.search(asking_words(question)))
        self._defined = _defined(question)

    def vector(self, embedder: QuestionEmbedder) -> np.ndarray:
        if self._vector is None:
            self._vector = embedder.queries([self.question])[0]
        return self._vector

    def overlap(self, text: str) -> float:
        """The share of the question's weight, words and pairs, that `text` holds, 0..1."""
        held = set(_terms(text, self.spelling))
        return sum(weight for term, weight in self._weights.items() if term in held) / self._total

    def echoes(self, text: str) -> bool:
        """Whether `text` says hardly more than the question itself."""
        said = list(dict.fromkeys(syllables(text, self.spelling)))
        rarity = list(map(float, standard().rarity(term_ids(said, self.spelling))))
        fresh = sum(weight for term, weight in zip(said, rarity, strict=True) if term not in self._weights)
        return fresh < FRESH * sum(rarity)

    def form_bonus(self, text: str) -> float:
        """A little for what is asked for: a figure the question does not hold, a time, a word's meaning."""
        fresh = self._wants_number and not set(_FIGURES.findall(text.lower())) <= self._figures
        timed = fresh and self._wants_time and _TIME.search(fold(text)) is not None
        says = self._defined is not None and self._defined.match(fold(text)) is not None
        return (NUMBER if fresh else 0.0) + (TIME if timed else 0.0) + (DEFINES if says else 0.0)

    @property
    def words_weight(self) -> float:
        return WORDS if self.spelling is Spelling.EXACT else WORDS_UNACCENTED


def scores(
    asked: Asked,
    sources: Sequence[Source],
    units: Sequence[Unit],
    embedder: QuestionEmbedder,
    without: Container[int] = (),
) -> dict[int, float]:
    """Score of the most likely units but those `without`, and of the best one's neighbours, by index.

    The others are not worth embedding; a neighbour may complete the best in words that nobody asked with.
    """
    prior = [
        PASSAGE * (1 - rank / max(1, len(sources) - 1))
        + PASSAGE_WORDS * asked.overlap(f"{source.hit.heading} {source.hit.text}")
        - (EDGE if source.at_edge else 0.0)
        - (SUPERSEDED if source.superseded else 0.0)
        for rank, source in enumerate(sources)
    ]
    texts = [unit.full_text(sources) for unit in units]
    overlaps = [asked.overlap(text) for text in texts]
    echoes = [
        ECHO if not (unit.opens_list and asked.wants_list) and asked.echoes(text) else 0.0
        for unit, text in zip(units, texts, strict=True)
    ]
    first = [
        prior[unit.source] + 0.25 * overlap + asked.form_bonus(unit.text) - echo
        for unit, overlap, echo in zip(units, overlaps, echoes, strict=True)
    ]

    def scored(chosen: Sequence[int]) -> dict[int, float]:
        meaning = embedder.passages([_beginning(texts[i]) for i in chosen]) @ asked.vector(embedder)
        return {
            i: MEANING * float(cosine)
            + asked.words_weight * overlaps[i]
            + asked.form_bonus(units[i].text)
            + prior[units[i].source]
            - echoes[i]
            for i, cosine in zip(chosen, meaning, strict=True)
        }

    worth = [i for i in range(len(units)) if i not in without]
    found = scored(sorted(worth, key=lambda i: -first[i])[:EMBEDDED])
    best = max(found, key=lambda i: found[i], default=0)
    beside = [i for i in worth if abs(i - best) == 1 and units[i].source == units[best].source]
    unseen = [i for i in beside if i not in found]
    return found | (scored(unseen) if unseen else {})


def embedded_texts(text: str) -> list[str]:
    """What `scores` may embed of a passage with these words."""
    found = units_of(text)
    leads = [text[slice(*unit.lead)] + " " if unit.lead else "" for unit in found]
    return [_beginning(lead + unit.text) for lead, unit in zip(leads, found, strict=True)]


def _beginning(text: str) -> str:
    return " ".join(text.split()[:EMBEDDED_SYLLABLES])


def _terms(text: str, spelling: Spelling) -> list[str]:
    tokens = syllables(text, spelling)
    return list(dict.fromkeys([*tokens, *pairs(tokens)]))
