"""Two wordings of a clause side by side, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that both have, or that one has in place of the other's; either may be empty."""

    kind: Literal["same", "other"]
    old: str
    new: str


def compared(old: str, new: str) -> tuple[Stretch, ...]:
    """Both texts cut where they part. Where lines end is no difference."""
    before, after = old.split(), new.split()
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return tuple(
        Stretch("same" if kind == "equal" else "other", " ".join(before[a:b]), " ".join(after[c:d]))
        for kind, a, b, c, d in steps
    )
