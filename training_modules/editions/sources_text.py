"""The source cards of `course.md`: filled in one by one, taken away where nothing leads to them."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from training_modules.content import PLACE
from training_modules.editions import bank_text
from training_modules.editions.errors import BankUnreadable
from training_modules.editions.head_fields import HeadFault
from training_modules.editions.outline import BANKS, lenient_head
from training_modules.editions.templates import code_of
from training_modules.files import MAIN

LABELS: dict[str, str] = {
    "reference_number": "Số, ký hiệu",
    "title": "Tên văn bản",
    "issue_date": "Ngày ban hành",
    "article": "Điều",
    "clause": "Khoản",
    "point": "Điểm",
    "substance": "Nội dung, viết bằng lời của mình",
}
LONGEST_KEY = 40


def cards_of(files: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The cards by key; none where the head cannot be read."""
    cards = lenient_head(files, MAIN).get("sources")
    if not isinstance(cards, dict):
        return {}
    return {str(key): card for key, card in cards.items() if isinstance(card, dict)}


def faults(told: Mapping[str, Any]) -> list[HeadFault]:
    return [
        HeadFault(name, "chưa điền.")
        for name in ("title", "substance")
        if not str(told.get(name) or "").strip()
    ]


def merged(card: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """The card with what was filled in; a place it never named is left out, not written as nothing."""
    filled = {name: value or None for name, value in told.items() if name in LABELS}
    new = {**card, **{name: value for name, value in filled.items() if value is not None or name in card}}
    order = [*PLACE, "title", "substance"]
    return new if card else {name: new[name] for name in LABELS if name in new and name in order}


def free_key(told: Mapping[str, Any], taken: Mapping[str, Any]) -> str:
    """A key no card has, made of the number and place of what it means."""
    named = [told.get(name) for name in ("reference_number", "article", "clause", "point")]
    code = code_of(" ".join(str(each) for each in named if each) or str(told.get("title") or ""))
    key = base = code[:LONGEST_KEY].strip("-") or "can-cu"
    number = 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key


def uses(files: Mapping[str, str], key: str) -> int:
    """How many parts and questions name the card."""
    count = 0
    for file, text in files.items():
        if file.endswith(BANKS):
            with contextlib.suppress(BankUnreadable):
                count += sum(each.values.get("source") == key for each in bank_text.entries(text, file))
        elif file.endswith(".md") and file != MAIN:
            head = lenient_head(files, file)
            listed = head.get("sources")
            count += isinstance(listed, list) and key in map(str, listed)
            for name in ("items", "snippets"):
                asked = head.get(name)
                for each in asked if isinstance(asked, list) else ():
                    count += isinstance(each, dict) and str(each.get("source")) == key
    return count
