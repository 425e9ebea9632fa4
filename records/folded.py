"""A text without accents and in small letters, each sign of which knows its place in the text as it is."""

from __future__ import annotations

import unicodedata


class Folded:
    """`text` is for finding things; `original` leads back. Decomposed and composed spelling look the same."""

    def __init__(self, text: str) -> None:
        signs: list[str] = []
        self._places: list[int] = []
        self._raw = text
        for place, sign in enumerate(text):
            folded = _folded(sign)
            if folded:
                signs.append(folded)
                self._places.append(place)
        self._places.append(len(text))
        self.text = "".join(signs)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text as it is, with the accents that follow its last letter."""
        return self._places[start], self._places[end]

    def capital(self, place: int) -> bool:
        """Whether the letter there is a capital."""
        return place < len(self.text) and self._raw[self._places[place]].isupper()

    def capital_or_digit(self, place: int) -> bool:
        """Whether a name or a number begins there."""
        return self.text[place : place + 1].isdigit() or self.capital(place)

    def upper(self, start: int, end: int) -> bool:
        """Whether every letter of the stretch is a capital."""
        first, last = self.original(start, end)
        return self._raw[first:last].isupper()


def _folded(sign: str) -> str:
    """One small letter without accent, or nothing for an accent that stands alone."""
    if sign in "đĐ":
        return "d"
    if sign.isascii():
        return sign.lower()
    if unicodedata.combining(sign):
        return ""
    base = unicodedata.normalize("NFKD", sign)[:1].lower()
    return base[:1] or sign
