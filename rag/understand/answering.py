"""What an answer says of how its question was taken."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from rag.search import Found
from rag.types import Understood
from rag.understand.numbers import mentions


def unheld(found: Found) -> str:
    """The documents asked for that no visible document is, in words; empty where others speak of them."""
    missed = found.narrowing.unheld
    if not missed or any(mentions(hit.text, missed) for hit in found.hits):
        return ""
    return ", ".join(dict.fromkeys(" ".join(each.text.split()) for each in missed))


def given_way(understood: Understood | None, keys: Collection[str]) -> Understood | None:
    """With those filters shown as fitting nothing: what answers stands elsewhere."""
    if understood is None:
        return None
    filters = tuple(replace(f, found=False) if f.key in keys else f for f in understood.filters)
    return replace(understood, filters=filters)
