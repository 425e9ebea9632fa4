"""The closed list of document kinds: names, symbols, stored codes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

_FILE = Path(__file__).with_name("document_types.yaml")


@dataclass(frozen=True, slots=True)
class DocumentType:
    code: str
    name: str
    """As officials call it; also the source text of its translation."""
    symbols: tuple[str, ...]
    """Letters in a reference number that may stand for it."""
    system: Literal["state", "party", "both"]
    also: tuple[str, ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """What may be printed as its title."""
        return (self.name, *self.also)


@cache
def document_types() -> tuple[DocumentType, ...]:
    """All kinds, in the order of the file."""
    rows = yaml.safe_load(_FILE.read_text("utf-8"))
    return tuple(
        DocumentType(
            row["code"], row["name"], tuple(row["symbols"]), row["system"], tuple(row.get("also", ()))
        )
        for row in rows
    )


@cache
def by_code() -> dict[str, DocumentType]:
    return {kind.code: kind for kind in document_types()}


def type_name(code: str) -> str:
    """The Vietnamese name of a stored code; the code itself if it is not in the list."""
    kind = by_code().get(code)
    return kind.name if kind else code
