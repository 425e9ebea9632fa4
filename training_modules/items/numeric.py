"""Questions answered with a figure, in the Vietnamese way of writing it: 1.800; 2,5; 30%."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from training_modules.items.fields import as_codes
from training_modules.items.types import Answer, Item, Kind, Options

LONGEST = 30
_FIGURE = re.compile(r"[-−]?(?:[0-9]{1,3}(?:[.\s][0-9]{3})+|[0-9]+)(?:,[0-9]+)?|[-−]?[0-9]+\.[0-9]+")


class Numeric(Kind):
    """A figure within `tolerance` of the key. The unit stands behind the box and need not be typed."""

    def read(self, raw: dict[str, Any], file: str, at: str) -> Item:
        item = Item(
            raw["id"], "numeric", raw["stem"], (), as_codes(raw), raw["explanation"], raw.get("source")
        )
        return replace(item, tolerance=float(raw.get("tolerance") or 0), unit=raw.get("unit") or "")

    def problem(self, item: Item) -> str | None:
        if len(item.key) != 1 or figure(item.key[0]) is None or item.tolerance < 0:
            return "câu {item} phải có đúng một đáp án là một số"
        return None

    def allows(self, item: Item, answer: Answer) -> bool:
        return len(answer) <= 1 and all(len(words) <= LONGEST for words in answer)

    def kept(self, answer: Answer) -> list[str]:
        return [words for words in answer if words.strip()]

    def share(self, item: Item, answer: Answer) -> float:
        given = (
            figure(answer[0].removesuffix(item.unit).strip() if item.unit else answer[0]) if answer else None
        )
        key = figure(item.key[0])
        near = given is not None and key is not None and abs(given - key) <= Decimal(str(item.tolerance))
        return float(near)

    def shown(self, item: Item, seed: int) -> Options:
        return ()

    def told(self, item: Item, answer: Answer) -> list[str]:
        return [f"{words} {item.unit}".strip() for words in answer]

    def right(self, item: Item) -> list[str]:
        return list(item.key)


def figure(words: str) -> Decimal | None:
    """The number written; None where it is none. Dots and blanks group thousands, a comma marks decimals;
    a dot that groups nothing marks decimals too."""
    text = words.strip().removesuffix("%").strip()
    if not _FIGURE.fullmatch(text):
        return None
    text = text.replace("−", "-")
    if re.fullmatch(r"-?[0-9]+\.[0-9]+", text) and not re.fullmatch(r"-?[0-9]{1,3}\.[0-9]{3}", text):
        return Decimal(text)
    return Decimal(re.sub(r"[.\s]", "", text).replace(",", "."))
