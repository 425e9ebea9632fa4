"""A question as its trainer wrote it, and what every kind of question can do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Literal, Protocol

from vanthu.i18n import translate

ItemKind = Literal[
    "single",
    "multiple",
    "true_false",
    "ordering",
    "matching",
    "cloze",
    "numeric",
    "short_text",
    "mark",
    "rewrite",
    "request",
    "file_building",
    "version",
    "cited_summary",
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
    detail: dict[str, Any] = field(default_factory=dict, hash=False)
    """What only some questions have, as JSON values and named as in the bank's file; never changed.

    Any may have `enough` (the share that passes) and `material` (texts shown beside it); the rest is its
    kind's own and may tell the key.
    """
    tags: tuple[str, ...] = ()
    """What it is about, in a trainer's words; practice goes by these."""
    difficulty: int | None = None
    """As its trainer judged it, 1 the easiest."""

    @property
    def enough(self) -> float:
        """The share of it, 0..1, that counts as right."""
        return float(self.detail.get("enough", 1.0))

    @property
    def is_plain(self) -> bool:
        """Whether it is as questions of other systems are: no material, and all of it has to be right."""
        return not self.detail

    @property
    def digest(self) -> str:
        """SHA-256 of everything a learner is graded on; attempts pin it."""
        values = asdict(self)
        del values["tags"], values["difficulty"]  # nobody is graded on these
        if not self.detail:
            del values["detail"]  # as before there were details
        return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing an answer was graded on, and how it came out."""

    met: bool
    finding: str
    """Said at show time by `say`."""
    values: Mapping[str, Any] = field(default_factory=dict)

    def say(self) -> str:
        return translate(self.finding).format(**self.values)


class Kind(Protocol):
    """One kind of question. Nothing that `shown` or `sheet` give tells the key."""

    may: ClassVar[Mapping[str, type]] = {}
    """What a bank's entry of this kind may hold besides what all may."""

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

    def sheet(self, item: Item, seed: int) -> dict[str, Any]:
        """What the screen needs besides the options, as JSON values."""
        return {}

    def criteria(self, item: Item, answer: Answer) -> list[Criterion]:
        """What the answer was graded on, one by one; nothing where right or wrong says it all."""
        return []

    def leaks(self, item: Item, answer: Answer) -> bool:
        """Whether the answer lets out what had to be protected; that fails a drill."""
        return False
