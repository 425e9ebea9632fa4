"""A question as its trainer wrote it, and what every kind of question can do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol

ItemKind = Literal[
    "single", "multiple", "true_false", "ordering", "matching", "cloze", "numeric", "short_text"
]
Options = tuple[tuple[str, str], ...]
"""Code and words."""
Answer = Sequence[str]
"""What a learner gave: codes, or typed words, one for each gap."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question or drill snippet with its key. `digest` names exactly this wording of it."""

    id: str
    kind: ItemKind
    stem: str
    options: Options
    """What is chosen from, put in order, or matched; those of a drill go from the laxest to the strictest."""
    key: tuple[str, ...]
    """Codes that are right; `a=1` for a match; the figure; nothing where words are typed."""
    explanation: str
    source: str | None
    targets: Options = ()
    """What the options of a matching question are matched with."""
    accepted: tuple[tuple[str, ...], ...] = ()
    """For each gap the wordings that count as right, the one to show first."""
    tolerance: float = 0.0
    """How far a figure may be off."""
    unit: str = ""
    """What a figure counts, shown behind the box."""

    @property
    def digest(self) -> str:
        """SHA-256 of everything a learner is graded on; attempts pin it."""
        return hashlib.sha256(
            json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()
        ).hexdigest()


class Kind(Protocol):
    """One kind of question. Nothing that `shown` or `places` give tells the key."""

    def read(self, raw: dict[str, Any], file: str, at: str) -> Item:
        """From a bank's entry, its fields checked for type. Raises `CourseDamaged`."""

    def problem(self, item: Item) -> str | None:
        """What a trainer has to mend, with `{item}` for its id; None where the item is sound."""

    def allows(self, item: Item, answer: Answer) -> bool:
        """Whether this could have been given on the screen at all."""

    def kept(self, answer: Answer) -> list[str]:
        """The answer as it is saved."""

    def share(self, item: Item, answer: Answer) -> float:
        """How much of it is right, 0..1; 1 passes."""

    def shown(self, item: Item, seed: int) -> Options:
        """The options in the order this attempt shows them."""

    def told(self, item: Item, answer: Answer) -> list[str]:
        """An answer in words, for the result."""

    def right(self, item: Item) -> list[str]:
        """The right answer, as a learner would give it."""
