"""Questions answered by typing words: into the gaps `[1]`, `[2]`… of a sentence, or as one short answer."""

from __future__ import annotations

import re
from typing import Any

from training_modules.items.fields import accepted_of
from training_modules.items.types import Answer, Item, ItemKind, Kind, Options
from training_modules.items.wording import says

GAP = re.compile(r"\[(\d+)\]")
LONGEST = 200
"""Characters of one typed answer."""


class Typed(Kind):
    """`gaps`: the stem shows where each of the words goes."""

    def __init__(self, kind: ItemKind, *, gaps: bool) -> None:
        self._kind = kind
        self._gaps = gaps

    def read(self, raw: dict[str, Any], file: str, at: str) -> Item:
        accepted = accepted_of(raw, file, at)
        return Item(
            raw["id"],
            self._kind,
            raw["stem"],
            (),
            (),
            raw["explanation"],
            raw.get("source"),
            accepted=accepted,
        )

    def problem(self, item: Item) -> str | None:
        if not item.accepted or not all(any(form.strip() for form in forms) for forms in item.accepted):
            return "câu {item} không có đáp án hợp lệ"
        marks = [int(number) for number in GAP.findall(item.stem)]
        wanted = list(range(1, len(item.accepted) + 1)) if self._gaps else []
        if self._gaps and marks != wanted:
            return "câu {item}: số chỗ trống [1], [2]… phải bằng số nhóm đáp án"
        if not self._gaps and len(item.accepted) != 1:
            return "câu {item} phải có đúng một đáp án"
        return None

    def allows(self, item: Item, answer: Answer) -> bool:
        return len(answer) in (0, len(item.accepted)) and all(len(words) <= LONGEST for words in answer)

    def kept(self, answer: Answer) -> list[str]:
        return list(answer) if any(words.strip() for words in answer) else []

    def share(self, item: Item, answer: Answer) -> float:
        if len(answer) != len(item.accepted):
            return 0.0
        right = sum(says(words, forms) for words, forms in zip(answer, item.accepted, strict=True))
        return right / len(item.accepted)

    def shown(self, item: Item, seed: int) -> Options:
        return ()

    def told(self, item: Item, answer: Answer) -> list[str]:
        return list(answer)

    def right(self, item: Item) -> list[str]:
        return [forms[0] for forms in item.accepted]
