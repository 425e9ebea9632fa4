"""What a search found, as the few numbers a refusal is decided from.

Scores as the fields gave them, and what the passages found hold of the question: its words but those
that only ask, and their pairs, the rare ones counting more.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from rag.index.port import Field
from rag.lexical.bm25 import query_vector
from rag.lexical.frequencies import standard
from rag.lexical.terms import Spelling, pairs, syllables, term_ids
from rag.search import Found
from rag.types import Hit
from rag.understand.named import without_names
from rag.understand.question import Question
from vanthu.text import fold

DEPTHS = (6, 21)
"""The ranks the best score is compared with."""
NAMES = (
    "dense best",
    *(f"dense best less rank {depth}" for depth in DEPTHS),
    "lexical best",
    *(f"lexical best less rank {depth}" for depth in DEPTHS),
    "words in the best hit",
    "pairs in the best hit",
    "pairs in all hits",
    "rarest words in all hits",
    "title of the best hit said in the question",
    "a law named that no hit is of",
    "share of the hits in one document",
    "weight of the question",
)
RAREST = 3
_FRAMES = (
    "là và của các những cho với về tại trong theo từ đến để do bởi thì mà này được bị có ở trên khi nếu "
    "như một cũng hay hoặc không phải đúng sai gì nào ai bao nhiêu thế thể sau đây đâu quy định trường hợp "
    "việc hỏi"
)
FRAMES = frozenset(syllables(_FRAMES, Spelling.EXACT))
"""Syllables that ask or join; whether a passage holds them says nothing. With their marks: without, "bảo",
"hội", "cơ", "đầu", "trồng" and "ma" would be among them."""
_LAW = re.compile(r"\b(?:bộ luật|(?<!pháp )luật|pháp lệnh)((?: \w+){2})")


def evidence(found: Found, question: Question) -> tuple[float, ...]:
    """One number per name in `NAMES`."""
    typed = question.weights[Field.EXACT] >= question.weights[Field.FOLDED]
    spelling = Spelling.EXACT if typed else Spelling.FOLDED
    asked, searched = question.in_vietnamese, question.words if typed else question.folded_words
    if found.evidence.named:
        asked, searched = without_names(asked), without_names(searched)
    weight = sum(query_vector(searched, spelling).values) or 1.0
    held = Held(asked, spelling)
    texts = [f"{hit.title} {hit.heading}\n{hit.text}" for hit in found.hits]
    best, every = held.shares(texts[:1]), held.shares(texts)
    return (
        *_top(found.evidence.dense),
        *_top([score / weight for score in found.evidence.lexical]),
        best[0],
        best[1],
        every[1],
        held.rarest(texts),
        held.says(found.hits[0].title) if found.hits else 0.0,
        float(not question.translated and names_other_law(asked, found.hits)),
        max(Counter(hit.document_id for hit in found.hits).values(), default=0) / max(1, len(found.hits)),
        math.log1p(held.weight),
    )


class Held:
    """A question's weighted words and pairs, to be looked for in passages."""

    def __init__(self, asked: str, spelling: Spelling) -> None:
        """`asked`: with its marks, those put back where none were typed."""
        self._spelling = spelling
        row, plain = self._read(asked)
        kept = [word for word, told in zip(row, plain, strict=True) if told] or row
        joined = [pair for pair, one, two in zip(pairs(row), plain, plain[1:], strict=False) if one and two]
        self._words, self._pairs = self._weighed(kept), self._weighed(joined)
        self.weight = sum(self._words.values())

    def shares(self, texts: Sequence[str]) -> tuple[float, float]:
        """Of the words' and of the pairs' weight, the share that the texts hold together, 0..1."""
        held, joined = self._terms(texts)
        words = _share(self._words, held)
        return words, _share(self._pairs, joined) if self._pairs else words

    def rarest(self, texts: Sequence[str]) -> float:
        """Share of the rarest words that the texts hold together."""
        held, _ = self._terms(texts)
        rare = sorted(self._words, key=lambda word: -self._words[word])[:RAREST]
        return sum(word in held for word in rare) / max(1, len(rare))

    def says(self, title: str) -> float:
        """How much of a title's weight the question says, 0..1."""
        row, plain = self._read(title)
        return _share(self._weighed(w for w, told in zip(row, plain, strict=True) if told), self._words)

    def _read(self, text: str) -> tuple[list[str], list[bool]]:
        """The words as they are looked for, and which of them are no frame."""
        marked = syllables(text, Spelling.EXACT)
        row = marked if self._spelling is Spelling.EXACT else [fold(word) for word in marked]
        return row, [word not in FRAMES for word in marked]

    def _terms(self, texts: Sequence[str]) -> tuple[set[str], set[str]]:
        rows = [syllables(text, self._spelling) for text in texts]
        return {word for row in rows for word in row}, {pair for row in rows for pair in pairs(row)}

    def _weighed(self, terms: Iterable[str]) -> dict[str, float]:
        row = list(dict.fromkeys(terms))
        if not row:
            return {}
        return dict(zip(row, map(float, standard().rarity(term_ids(row, self._spelling))), strict=True))


def names_other_law(asked: str, hits: Sequence[Hit]) -> bool:
    """Whether the question names a law by its title, and what was found is of none of that title."""
    titles = " | ".join(" ".join(syllables(hit.title, Spelling.EXACT)) for hit in hits)
    plain = " ".join(syllables(asked, Spelling.EXACT))
    named = [words.split() for words in _LAW.findall(plain)]
    titled = [words for words in named if not FRAMES & set(words)]
    return bool(titled) and not any(" ".join(words) in titles for words in titled)


def _share(weights: dict[str, float], held: Iterable[str]) -> float:
    held = set(held)
    return sum(weight for term, weight in weights.items() if term in held) / (sum(weights.values()) or 1.0)


def _top(scores: Sequence[float]) -> tuple[float, float, float]:
    """The best score and how far it stands above the 6th and the 21st (above the last in a small library)."""
    if not scores:
        return 0.0, 0.0, 0.0
    first, second = (scores[min(depth, len(scores)) - 1] for depth in DEPTHS)
    return scores[0], scores[0] - first, scores[0] - second
