"""The JSON forms of the desk: items in doubt, pages to correct, places found, steps taken.

Values are as stored (ISO dates, type codes); the pages put them into the reader's words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ocr.page import PageText
from records.desk.types import DeskItem, QueueState, TextStep, WordPlace, WordsFound
from ui.forms import box

Json = dict[str, Any]


def item(waiting: DeskItem | None) -> Json | None:
    if waiting is None:
        return None
    return {
        "id": waiting.id,
        "kind": waiting.kind.value,
        "document_id": waiting.document_id,
        "title": waiting.title,
        "page": waiting.page,
        "box": box(waiting.box),
        "reading": waiting.reading,
        "alternatives": list(waiting.alternatives),
        "confidence": waiting.confidence,
        "before": waiting.before,
        "after": waiting.after,
        "evidence": waiting.evidence,
        "field": waiting.field.value if waiting.field else None,
        "revision": waiting.revision,
    }


def queue(waiting: Iterable[DeskItem], state: QueueState) -> Json:
    return {"items": [item(each) for each in waiting], "state": queue_state(state)}


def queue_state(state: QueueState) -> Json:
    return {"items": state.items, "documents": state.documents, "done_today": state.done_today}


def page(read: PageText, revision: int) -> Json:
    """A page with what a person needs to judge each word, and what stands on it that is no text."""
    return {
        "number": read.number,
        "revision": revision,
        "lines": [
            {
                "box": box(line.box),
                "block": line.block,
                "words": [
                    {
                        "text": word.text,
                        "box": box(word.box),
                        "confidence": word.confidence,
                        "doubtful": word.doubtful,
                        "alternatives": list(word.alternatives),
                        "engine": word.engine,
                    }
                    for word in line.words
                ],
            }
            for line in read.lines
        ],
        "regions": [{"kind": region.kind, "box": box(region.box)} for region in read.regions],
    }


def place(of: WordPlace) -> Json:
    return {"page": of.page, "line": of.line, "word": of.word}


def found(match: WordsFound) -> Json:
    return {
        **place(match.place),
        "words": match.words,
        "lines": [{"line": line, "word": word, "words": words} for line, word, words in match.spells],
        "reading": match.reading,
        "replaced": match.replaced,
        "box": box(match.box),
        "before": match.before,
        "after": match.after,
    }


def step(taken: TextStep | None) -> Json | None:
    if taken is None:
        return None
    return {
        "id": taken.id,
        "document_id": taken.document_id,
        "page": taken.page,
        "before": taken.before,
        "after": taken.after,
        "words": taken.words,
        "by": taken.by,
        "at": taken.at.isoformat(),
        "undone": taken.undone,
        "field": taken.field.value if taken.field else None,
        "mine": taken.mine,
    }
