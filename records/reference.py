"""Reference numbers in one comparable form: `Số: 05 - QĐ / TW` and `5-qd/tw` are one key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from records.document_types import document_types
from vanthu.text import fold, nfc

_CYRILLIC = str.maketrans("АВСЕНКМОРТХ", "ABCEHKMOPTX")
"""Typists mix keyboards: `BTС` with a Cyrillic С looks the same and compares as another."""
_PREFIX = re.compile(r"^so\s*:?\s*(?=\d)")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_SYMBOLS_FILE = Path(__file__).with_name("reference_symbols.yaml")
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")


def key(reference_number: str) -> str:
    """Folded, without blanks, one kind of dash, no leading zeros. Empty when there is nothing to compare."""
    folded = _DASHES.sub("-", fold(reference_number)).strip()
    compact = "".join(_PREFIX.sub("", folded).split())
    return _LEADING_ZEROS.sub("", compact)


@dataclass(frozen=True, slots=True)
class ReferenceFound:
    """A reference number met in running text or in a question."""

    number: str
    """`57`, `66.13`; as printed."""
    symbol: str
    """What follows the number in canonical case: `NQ/TW`, `NĐ-CP`; only `NQ` where no body was named."""
    year: int | None
    """The year segment of a normative document: 2020 of `30/2020/NĐ-CP`."""
    text: str
    start: int
    end: int
    complete: bool = True
    """Whether number and symbol are all there; a question may name only kind and number."""

    @property
    def reference(self) -> str:
        """The canonical form, without blanks: `57-NQ/TW`, `30/2020/NĐ-CP`."""
        return _joined(self.number, self.year, self.symbol)


_LETTER = r"[A-ZĐa-zđÀ-ỹ]"
_PART = r"[A-ZĐ][A-ZĐa-zđố]{0,14}\d{0,2}"
_NUMBER = r"(?<![^\s(“\":;,])(?P<number>\d{1,6}(?:\.\d{1,3})?[a-z]?)"
_BREAK = r"\s?"  # a line may break at a dash or a stroke
_STATE = re.compile(
    rf"{_NUMBER}\s?/{_BREAK}(?:(?P<year>(?:19|20)\d\d)\s?/{_BREAK})?"
    rf"(?P<symbol>{_PART}(?:{_BREAK}-{_BREAK}{_PART})*)(?!{_LETTER}|\d)"
)
_PARTY = re.compile(
    rf"{_NUMBER}\s?-\s?(?P<symbol>{_PART}{_BREAK}/{_BREAK}{_PART}(?:{_BREAK}-{_BREAK}{_PART})*)(?!{_LETTER}|\d)"
)
# What people type: any case, no accents, strokes and dashes as they come.
_TYPED = re.compile(
    r"(?<![\w/.-])(?P<number>\d{1,6})\s?[-/]\s?(?:(?P<year>(?:19|20)\d\d)\s?[-/]\s?)?"
    r"(?P<symbol>[a-z]{1,5}\d{0,2}(?:\s?[-/]\s?[a-z]{1,12}\d{0,2}){0,2})(?!\w)"
)


@cache
def _typed_kind() -> re.Pattern[str]:
    """Kind, then number: `nq57`, `NQ 57/TW`, `nghi quyet so 57`, `nghi dinh 30/2020`."""
    words = sorted({*_symbols()["kinds"], *_kinds_by_name()}, key=len, reverse=True)
    kinds = "|".join(re.escape(word) for word in words)
    return re.compile(
        rf"(?<!\w)(?P<kind>{kinds})\s?(?:so\s*:?\s*)?(?P<number>\d{{1,6}})"
        rf"(?:\s?/\s?(?P<year>(?:19|20)\d\d)(?!\d))?(?:\s?[-/]\s?(?P<body>[a-z]{{2,12}}\d{{0,2}}))?(?!\w|[/-]\w)"
    )


def parse_printed(text: str) -> list[ReferenceFound]:
    """Complete reference numbers as documents print them. Offsets are those of `nfc(text)`."""
    composed = nfc(text).translate(_CYRILLIC)
    found = [_printed(match) for form in (_PARTY, _STATE) for match in form.finditer(composed)]
    return sorted((f for f in found if f is not None), key=lambda f: f.start)


def parse_references(text: str) -> list[ReferenceFound]:
    """Reference numbers in a person's words: as printed, or `nq57`, `NQ 57/TW`, `30/2020/nd-cp`."""
    composed = nfc(text)
    folded = fold(composed)
    whole = [_kind_and_number(m, composed) for m in _typed_kind().finditer(folded)]
    found = parse_printed(composed)
    # `NQ 57/TW`: what looks printed is the second half of kind, number and body.
    found = [f for f in found if not any(w.complete and w.start < f.start and f.end <= w.end for w in whole)]
    for other in (*(_typed(m) for m in _TYPED.finditer(folded)), *whole):
        if other and not any(f.start < other.end and other.start < f.end for f in found):
            found.append(other)
    return sorted(found, key=lambda f: f.start)


def is_known_body(symbol: str) -> bool:
    """Whether the last part of a symbol is one that many documents carry: UBND, TU, VPTW."""
    symbols = _symbols()
    return symbol in {*symbols["party_bodies"].values(), *symbols["state_bodies"].values()}


def _joined(number: str, year: int | None, symbol: str) -> str:
    if "/" in symbol:
        return f"{number}-{symbol}"
    return f"{number}/{year}/{symbol}" if year else f"{number}/{symbol}"


def _printed(match: re.Match[str]) -> ReferenceFound | None:
    year = match.groupdict().get("year")
    symbol = "".join(match["symbol"].split())
    parts = re.split(r"[-/]", symbol)
    if not any(len(part) > 1 for part in parts):
        return None
    return ReferenceFound(
        match["number"],
        _party_form(symbol) if not year else symbol,
        int(year) if year else None,
        match[0],
        match.start(),
        match.end(),
    )


def _party_form(symbol: str) -> str:
    """`NQ-TW` is written `NQ/TW`: the Party puts a stroke before the body."""
    head, dash, body = symbol.partition("-")
    known = _kind_symbol(fold(head)) is not None and _of_party(fold(body))
    return f"{head}/{body}" if dash and known and "/" not in symbol else symbol


def _typed(match: re.Match[str]) -> ReferenceFound | None:
    raw = "".join(match["symbol"].split())
    parts = re.split(r"[-/]", raw)
    first = parts[0]
    if not _kind_symbol(first) and not re.fullmatch(r"(?:ub)?(?:tv)?qh\d{1,2}", first):
        return None
    canonical = [_kind_symbol(first) or first.upper(), *[_canonical_body(part) for part in parts[1:]]]
    year = int(match["year"]) if match["year"] else None
    party = len(parts) == 2 and _of_party(parts[1])
    symbol = "/".join(canonical) if party else "-".join(canonical)
    complete = len(parts) > 1 or bool(re.search(r"\d", first))
    if not complete and 1900 <= int(match["number"]) <= 2100:
        return None  # "2025-nq" is a year beside something
    return ReferenceFound(match["number"], symbol, year, match[0], match.start(), match.end(), complete)


def _kind_and_number(match: re.Match[str], composed: str) -> ReferenceFound:
    kind, body = match["kind"], match["body"]
    symbol = _kind_symbol(kind) or _kinds_by_name()[kind]
    if body:
        symbol += ("/" if _of_party(body) else "-") + _canonical_body(body)
    return ReferenceFound(
        match["number"],
        symbol,
        int(match["year"]) if match["year"] else None,
        composed[match.start() : match.end()],
        match.start(),
        match.end(),
        complete=bool(body),
    )


def _canonical_body(folded: str) -> str:
    symbols = _symbols()
    return symbols["party_bodies"].get(folded) or symbols["state_bodies"].get(folded, folded.upper())


@cache
def _symbols() -> dict[str, dict[str, str]]:
    """Folded to canonical spelling, by group: `kinds`, `party_bodies`, `state_bodies`."""
    groups = yaml.safe_load(_SYMBOLS_FILE.read_text("utf-8"))
    return {group: {fold(symbol): symbol for symbol in symbols} for group, symbols in groups.items()}


def _kind_symbol(folded: str) -> str | None:
    return _symbols()["kinds"].get(folded)


def _of_party(folded_body: str) -> bool:
    return folded_body in _symbols()["party_bodies"]


@cache
def _kinds_by_name() -> dict[str, str]:
    """Folded names of kinds to their symbols: `nghi quyet` to NQ."""
    return {
        fold(title): "QĐ" if kind.code == "regulation" else kind.symbols[0]
        for kind in document_types()
        if kind.symbols and kind.code not in {"law", "code_of_law", "master_plan", "copy"}
        for title in kind.titles
    }
