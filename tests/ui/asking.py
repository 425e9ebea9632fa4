"""An assistant that answers as told, for tests of what is around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rag.types import AnswerSentence, AskEvent, Citation


def a_citation(document_id: int, *, passage_id: int) -> Citation:
    return Citation(1, passage_id, document_id, "a.pdf", None, "", "", None, 1, "", (), ())


class streaming:
    """Shows one sentence with `cited`, and never comes to an end."""

    def __init__(self, cited: Citation) -> None:
        self._cited = cited

    def stream(self, *_asked: Any, **_named: Any) -> Iterator[AskEvent]:
        yield AskEvent("searching")
        while True:
            yield AskEvent("sentence", AnswerSentence("Một câu.", (1,)), (self._cited,))
