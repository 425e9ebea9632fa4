"""What a source card is called in a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vanthu.i18n import translate


def called(card: Mapping[str, Any]) -> str:
    """Its number, else its title; and the place in it: `30/2020/NĐ-CP, khoản 2 Điều 4`."""
    name = str(card.get("reference_number") or card.get("title") or "")
    point = translate("điểm {letter}").format(letter=card["point"]) if card.get("point") else ""
    clause = translate("khoản {number}").format(number=card["clause"]) if card.get("clause") else ""
    article = translate("Điều {number}").format(number=card["article"]) if card.get("article") else ""
    place = " ".join(part for part in (point, clause, article) if part)
    return ", ".join(part for part in (name, place) if part)
