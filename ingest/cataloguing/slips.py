"""Signs that recognition slipped in a word it was sure of: for flags only, nothing is put right.

Most slips are wrong marks (`chuyến đổi`, `Lưu trử`). They show where the same words stand elsewhere in the
document with other marks, or where words of a fixed term carry marks that the term does not have.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from ocr.page import PageText
from vanthu.text import canonical_tone, fold, nfc

_TERMS_FILE = Path(__file__).with_name("terms.txt")
_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN = re.compile(r"[ñçüäöåëïÿšžßøæœłþ]|[^\W\d_\u0041-\u024f\u1ea0-\u1ef9]", re.IGNORECASE)
"""Letters no Vietnamese word has."""
_GLUED = re.compile(
    r"[^\W\d_][:;!|*~=][^\W\d_]|[:;,.][:;]|[a-zà-ỹđ]{2}[.-][a-zà-ỹđ]{2}|[^\W\d_]{2}-[A-ZĐÀ-Ỹ][^\W\d_]|\d{2}[^\W\d_]|\s[.,:;'`|~*_^]+\s"
)
"""`của:tỉnh`: a speck between two words."""


def slipped(text: str, pages: Sequence[PageText], *, outvoted: int = 1) -> bool:
    """Whether words of `text` are likely misread: no term, or spelt otherwise `outvoted` times as often."""
    return misspelt(text) or _against_document(text, pages, outvoted)


def misspelt(text: str) -> bool:
    """Whether `text` holds by itself what no Vietnamese official writes."""
    return bool(_FOREIGN.search(nfc(text)) or _GLUED.search(text)) or _against_terms(text)


def _against_terms(text: str) -> bool:
    spellings = _terms()
    for pair in _pairs(text):
        wanted = spellings.get(fold(pair))
        if wanted and pair not in wanted:
            return True
    return False


def _against_document(text: str, pages: Sequence[PageText], outvoted: int) -> bool:
    """Whether the document spells two words in a row otherwise, `outvoted` times as often as `text` does."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for page in pages:
        for pair in _pairs(" ".join(line.text for line in page.lines)):
            seen[fold(pair)][pair] += 1
    for pair in _pairs(text):
        spellings = seen[fold(pair)]
        if any(count >= outvoted * spellings[pair] for other, count in spellings.items() if other != pair):
            return True
    return False


def _pairs(text: str) -> Iterable[str]:
    """Two words in a row, in small letters and one tone placement; none across a mark or a number."""
    for run in re.split(r"[^\w\s]+|\w*\d\w*", nfc(text).lower()):
        words = [canonical_tone(word) for word in _WORD.findall(run)]
        yield from (f"{first} {second}" for first, second in pairwise(words))


@cache
def _terms() -> dict[str, frozenset[str]]:
    """Two folded words of a term to their spellings."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in _TERMS_FILE.read_text("utf-8").splitlines():
        for pair in _pairs(line):
            found[fold(pair)].add(pair)
    return {folded: frozenset(spellings) for folded, spellings in found.items()}
