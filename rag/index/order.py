"""The best passages of each ranking, whatever order an index keeps them in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.index.port import Field, Scores

GROWTH = 8


def best(
    ask: Callable[[Sequence[Field], int], Sequence[Scores]], fields: Sequence[Field], limit: int
) -> dict[Field, Scores]:
    """The first `limit` of every field by score and then by id.

    `ask(fields, n)` gives the best n of each, in any order among equals. Which of several equal passages an
    index names depends on where it happens to store them, and so on passages the asker may not see: it is
    asked for more until no tie is cut.
    """
    found: dict[Field, Scores] = {}
    waiting, asked = [*fields], limit + 1
    while waiting:
        cut = []
        for field, scores in zip(waiting, ask(waiting, asked), strict=True):
            if len(scores) >= asked and scores[-1][1] == scores[limit - 1][1]:
                cut.append(field)
            else:
                found[field] = sorted(scores, key=lambda each: (-each[1], each[0]))[:limit]
        waiting, asked = cut, asked * GROWTH
    return {field: found[field] for field in fields}
