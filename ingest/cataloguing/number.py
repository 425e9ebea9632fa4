"""Number and symbol of the document itself, from the head alone.

A number written by hand is never taken as certain: if anything points to handwriting (a blank left for
it, an unsure reading, specks), what was read is marked doubtful, and what is no number is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from ingest.cataloguing.segments import Segment
from records.document_types import document_types
from records.reference import parse_printed

_SO = re.compile(
    r"^[\W_]{0,4}(?:(?:Luật|Nghị quyết|Pháp lệnh|Lệnh)\s+)?[Ss§]\S{1,2}\s*[:.;]?\s*", re.IGNORECASE
)
_AFTER = re.compile(r"(?P<rest>(?:/\s*(?:(?:19|20)\d\d\s*/\s*)?|-\s*)[A-ZĐ][\w/ -]*)")
_SURE = 0.85
_ONE_ENGINE = {"tesseract", "trueocr", "choice"}
_TALL = 1.45
"""Figures and symbol in print are up to 1.25 times as tall as "Số" with its marks (sample library)."""
_KNOWN_SYMBOLS = {
    "NQ-CP", "NĐ-CP", "QĐ-TTg", "CT-TTg", "CĐ-TTg", "NQ-HĐND", "QĐ-UBND", "KH-UBND", "TB-UBND", "CT-UBND",
    "TT-BCA", "TT-BTC", "TT-BNV", "TT-BXD", "TT-BCT", "TT-BYT", "TT-BTP", "TT-BQP", "TT-BKHCN", "TT-BGDĐT",
    "TT-BNNMT", "TT-BVHTTDL", "TB-VPCP", "BC-UBND", "TTr-UBND", "NQ-UBTVQH15", "NQ-UBTVQH16",
    "NQ/TW", "QĐ/TW", "CT/TW", "KL/TW", "TB/TW", "HD/TW", "NQ/TU", "QĐ/TU", "CT/TU", "KL/TU", "KH/TU",
    "TB/TU", "CTr/TU", "BC/TU", "HD/BTCTW", "HD/VPTW", "HD/UBKTTW", "HD/BTGDVTW", "NQ/ĐU", "QĐ/ĐU",
    "KH/ĐU", "TB/ĐU", "BC/ĐU", "CT/ĐU", "KL/ĐU", "CTr/ĐU",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NumberRead:
    """What the number line says; `number` is None where it cannot be read."""

    number: str | None
    year: int | None
    symbol: str | None
    doubtful_number: bool
    doubtful_symbol: bool
    place: Segment

    @property
    def reference(self) -> str | None:
        return self.with_number(self.number) if self.number else None

    def with_number(self, number: str) -> str | None:
        """The reference number with this number before the symbol."""
        if not self.symbol:
            return None
        if "/" in self.symbol:
            return f"{number}-{self.symbol}"
        return f"{number}/{self.year}/{self.symbol}" if self.year else f"{number}/{self.symbol}"


def read_number(line: Segment) -> NumberRead | None:
    """Number, year and symbol of the line that begins with "Số"."""
    text = line.text
    opened = _SO.match(text)
    tail = re.sub(r"\s+", " ", text[opened.end() if opened else 0 :]).strip(" .,;*")
    whole = parse_printed(tail)
    if len(whole) == 1 and whole[0].start == 0:
        found = whole[0]
        symbol, repaired = repair_symbol(found.symbol)
        blank = bool(re.match(r"\d+\s", tail))  # room was left for a pen
        unsure = line.scanned and (blank or repaired or _tall(line) or _least(line, found.text) < _SURE)
        return NumberRead(found.number, found.year, symbol, unsure, repaired, line)
    slip = re.match(r"(\d{1,5})(?:\s?[-/]\s?|\s)(\S+)$", tail)
    if slip:
        symbol, repaired = repair_symbol(slip[2])
        lost = slip[2][:1].isupper() and symbol in _KNOWN_SYMBOLS  # 492 KH-UBND
        if repaired or lost:  # 57-NQITW
            return NumberRead(slip[1], None, symbol, True, True, line)
    return _symbol_alone(tail, line)


def _symbol_alone(tail: str, line: Segment) -> NumberRead | None:
    """Year and symbol behind a number that cannot be read, a stroke of which may look like one of print."""
    for start in (match.start() for match in re.finditer(r"[-/]", tail)):
        split = _AFTER.fullmatch(tail, start)
        if not split:
            continue
        rest = re.sub(r"\s", "", split["rest"])
        stand_in = parse_printed("1" + rest)
        if len(stand_in) != 1 or stand_in[0].end != len(rest) + 1:
            continue
        symbol, repaired = repair_symbol(stand_in[0].symbol)
        digits = tail[:start].strip()
        number = digits if re.fullmatch(r"\d{1,5}", digits) else None
        return NumberRead(number, stand_in[0].year, symbol, True, repaired, line)
    return None


def _tall(line: Segment) -> bool:
    """Whether figures stand taller than print beside "Số" does: a pen wrote them."""
    printed = line.words[0].box[3] - line.words[0].box[1]
    figures = [w for w in line.words[1:] if any(c.isdigit() for c in w.text)]
    return any(w.box[3] - w.box[1] > _TALL * printed for w in figures)


def read_by_one(line: Segment, number: str) -> bool:
    """Whether only one engine read these figures of a scan: to it a pen's may look like print."""
    figures = [word for word in line.words if number in word.text]
    return line.scanned and any(word.engine in _ONE_ENGINE for word in figures)


def _least(line: Segment, part: str) -> float:
    """Confidence of the least sure word that makes up that part of the line; 1 in a text layer."""
    squeezed = re.sub(r"\s", "", part)
    words = [
        w
        for w in line.words
        if (w.text.strip(".,;:/-") and w.text.strip(".,;:/-") in squeezed) or part in w.text
    ]
    return min((w.confidence for w in words), default=1.0 if not line.scanned else 0.0)


def repair_symbol(symbol: str) -> tuple[str, bool]:
    """The symbol, put right against the closed list where one slip away from a single entry."""
    kinds = {s for kind in document_types() for s in kind.symbols} | {"CV"}
    head = re.split(r"[-/]", symbol)[0]
    if symbol in _KNOWN_SYMBOLS:
        return symbol, False
    near = {known for known in _KNOWN_SYMBOLS if Levenshtein.distance(known, symbol) == 1}
    alike = {known for known in near if _confusable(symbol, known)}
    likely = alike or (near if head not in kinds else set())
    return (likely.pop(), True) if len(likely) == 1 else (symbol, False)


_LOOK_ALIKES = (
    {"D", "Đ", "O", "0", "Q"},
    {"s", "g", "9", "q"},
    {"I", "l", "1", "/", "-"},
    {"5", "S"},
    {"8", "B"},
)


def _confusable(read: str, known: str) -> bool:
    """Whether the one difference is a pair of characters that recognition mixes up."""
    if len(read) != len(known):
        return False
    pair = next(({a, b} for a, b in zip(read, known, strict=True) if a != b), set())
    return any(pair <= group for group in _LOOK_ALIKES)
