"""The outcomes as one table, by kind, with Wilson's intervals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt

from benchmarks.answers.measure import Outcome

Z = 1.96
"""95 %."""
COLUMNS = ("retrieval", "vi", "answer", "citation", "refusal", "grounding")


def wilson(right: int, of: int) -> tuple[float, float]:
    """The interval of a share: Wilson, 1927."""
    if not of:
        return 0.0, 1.0
    share, square = right / of, Z * Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = Z * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def table(outcomes: Sequence[Outcome]) -> str:
    """One line per kind, and all together with intervals; precision and recall of refusals below."""
    kinds = dict.fromkeys(outcome.question.kind for outcome in outcomes)
    lines = [f"{'kind':16}{'asked':>6}" + "".join(f"{name:>12}" for name in COLUMNS)]
    for kind in kinds:
        of_kind = [outcome for outcome in outcomes if outcome.question.kind == kind]
        lines.append(_line(kind, of_kind))
    lines.append(_line("all", outcomes))
    shares = [_share(outcomes, name) for name in COLUMNS]
    lines.append(f"{'95 %':22}" + "".join(f"{_interval(*share):>12}" for share in shares))
    refused = [outcome for outcome in outcomes if outcome.refusal != bool(outcome.question.gold)]
    rightly = sum(not outcome.question.gold for outcome in refused)
    wanted = sum(not outcome.question.gold for outcome in outcomes)
    lines.append(f"refusals: precision {_of(rightly, len(refused))}, recall {_of(rightly, wanted)}")
    return "\n".join(lines)


def _line(name: str, outcomes: Sequence[Outcome]) -> str:
    shares = [_share(outcomes, column) for column in COLUMNS]
    cells = "".join(f"{f'{right}/{of}' if of else '–':>12}" for right, of in shares)
    return f"{name:16}{len(outcomes):6}{cells}"


def _share(outcomes: Iterable[Outcome], column: str) -> tuple[int, int]:
    told: list[bool | None] = []
    for outcome in outcomes:
        if column == "citation":
            told += outcome.boxes
        elif column == "grounding":
            told += outcome.grounded
        else:
            name = "vietnamese" if column == "vi" else column
            told.append(getattr(outcome, name))
    known = [each for each in told if each is not None]
    return sum(known), len(known)


def _interval(right: int, of: int) -> str:
    if not of:
        return ""
    low, high = wilson(right, of)
    return f"{low:.2f}–{high:.2f}"


def _of(right: int, of: int) -> str:
    return f"{right / of:.2f} ({right}/{of})" if of else "–"
