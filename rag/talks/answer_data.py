"""An answer as plain data, and back: for the history, for files, for other rooms that keep answers."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from rag.types import Answer


def packed(answer: Answer) -> dict[str, Any]:
    """The whole answer as JSON data; `unpacked` gives the same answer again."""
    data: dict[str, Any] = _adapter().dump_python(answer, mode="json")
    return data


def unpacked(data: dict[str, Any]) -> Answer:
    """The answer; fields that a later or an earlier version knows more of are passed over."""
    return _adapter().validate_python(data)


def documents_of(answer: Answer) -> set[int]:
    """Every document of which the answer tells anything: cited, near, or named by a filter."""
    named = {cited.document_id for cited in answer.citations} | {hit.document_id for hit in answer.nearest}
    for narrowed in answer.understood.filters if answer.understood else ():
        named |= {*narrowed.documents}
    for standing in answer.standings:
        named |= {standing.document_id, *(document_id for document_id, _ in standing.successors)}
    return named


@cache
def _adapter() -> TypeAdapter[Answer]:
    return TypeAdapter(Answer)
