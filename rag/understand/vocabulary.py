"""How documents are named, read from `naming.yaml` once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from rag.understand.words import phrase
from vanthu.text import fold

Phrase = tuple[str, ...]

_FILE = Path(__file__).with_name("naming.yaml")
_SYMBOLS = Path(__file__).parents[2] / "records" / "reference_symbols.yaml"


@dataclass(frozen=True, slots=True)
class Naming:
    """All folded."""

    kinds: dict[Phrase, frozenset[str]]
    """Words for a kind, to the kind symbols they may mean."""
    symbols: frozenset[str]
    """Kind symbols: nq, qd."""
    glued: dict[str, tuple[str, str]]
    """`nqtw` to `nq`, `tw`."""
    bodies: frozenset[str]
    """Body symbols: tw, ubnd."""
    issuers: dict[Phrase, frozenset[str]]
    """Names of who issues, to the body symbols that stand for them."""
    risky: frozenset[str]
    numbered: frozenset[str]
    units: frozenset[str]


@cache
def naming() -> Naming:
    table = yaml.safe_load(_FILE.read_text("utf-8"))
    groups = yaml.safe_load(_SYMBOLS.read_text("utf-8"))
    symbols = frozenset(map(fold, groups["kinds"]))
    bodies = frozenset(fold(each) for group in ("party_bodies", "state_bodies") for each in groups[group])
    # The stroke between them is read as i, l or 1 (57-NQITW): the digit parts words, letters do not.
    glued = {
        kind + stroke + body: (kind, body)
        for kind in symbols for body in bodies for stroke in ("", "i", "l")
        if kind + stroke + body not in bodies
    }  # fmt: skip
    return Naming(
        {phrase(words): frozenset(means) for words, means in table["words"].items()},
        symbols,
        glued,
        bodies,
        {phrase(words): frozenset(means) for words, means in table["bodies"].items()},
        frozenset(table["risky"]),
        frozenset(fold(word) for word in table["numbered"]),
        frozenset(table["units"]),
    )
