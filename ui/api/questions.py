"""Search and ask."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field
from starlette.responses import StreamingResponse

from rag.talks.types import Removed
from rag.types import AskEvent, Turn
from ui import forms
from ui.api.bodies import Body, Words
from ui.api.caller import Caller, Id
from vanthu.acts import Acts
from vanthu.errors import VanthuError
from vanthu.talking import AnswerBrokeOff

router = APIRouter(tags=["questions"])

log = logging.getLogger(__name__)

MAX_HITS = 100
EVENT_STREAM = "text/event-stream"


FilterKey = Annotated[str, Field(max_length=500)]


class EarlierTurn(Body):
    question: Words
    answer: Words
    document_ids: list[Id] = Field(default=[])


class Question(Body):
    question: Words
    on: date | None = Field(default=None, description="only documents issued by this day")
    history: list[EarlierTurn] = Field(
        default=[], description="earlier turns of the conversation, oldest first"
    )
    without: list[FilterKey] = Field(
        default=[], max_length=20, description="keys of understood filters that do not narrow the search"
    )
    conversation: Id | None = Field(
        default=None, description="ask in this kept conversation; its exchanges are the history"
    )
    keep: bool = Field(default=False, description="keep question and answer in a new conversation")


@router.get("/search")
def search(
    acts: Caller,
    q: str,
    limit: Annotated[int, Query(ge=1, le=MAX_HITS)] = 10,
    on: date | None = None,
    document: Annotated[list[Id] | None, Query()] = None,
) -> list[dict[str, Any]]:
    """Passages that answer `q`, best first; `document` narrows to these documents."""
    return [forms.hit(found) for found in acts.search(q, limit=limit, on=on, document_ids=document)]


class Search(Body):
    q: Words
    limit: int = Field(default=10, ge=1, le=MAX_HITS)
    on: date | None = Field(default=None, description="only documents issued by this day")
    document: list[Id] | None = Field(default=None, description="only these documents")


@router.post("/search")
def search_with_body(acts: Caller, asked: Search) -> list[dict[str, Any]]:
    """As `GET /search`, for queries longer than an address may be, and for keeping them out of logs."""
    hits = acts.search(asked.q, limit=asked.limit, on=asked.on, document_ids=asked.document)
    return [forms.hit(found) for found in hits]


@router.post("/ask", response_model=None)
def ask(request: Request, acts: Caller, asked: Question) -> dict[str, Any] | Response:
    """A cited answer; with `Accept: text/event-stream` sentence by sentence, the whole answer last.

    One that is kept comes whole, with the ids of its conversation and exchange.
    """
    if asked.conversation is not None or asked.keep:
        return _kept(acts, asked)
    history = [Turn(turn.question, turn.answer, tuple(turn.document_ids)) for turn in asked.history]
    if EVENT_STREAM in request.headers.get("accept", ""):
        events = acts.stream(asked.question, on=asked.on, history=history, without=asked.without)
        return StreamingResponse(
            _told(events), media_type=EVENT_STREAM, headers={"Cache-Control": "no-store"}
        )
    answer = acts.ask(asked.question, on=asked.on, history=history, without=asked.without)
    return forms.answer(answer)


def _kept(acts: Acts, asked: Question) -> dict[str, Any]:
    without = [Removed(key, key) for key in asked.without]
    talking = acts.talking
    begun = talking.ask(asked.question, talk_id=asked.conversation, without=without, on=asked.on)
    for _ in talking.follow(begun.id):
        pass
    given = talking.exchange(begun.id)
    if given.answer is None:
        raise AnswerBrokeOff
    ids = {"conversation": given.talk_id, "exchange": given.id}
    return {**forms.answer(given.answer), **ids}


def _told(events: Iterator[AskEvent]) -> Iterator[str]:
    """Server-sent events `searching`, `sentence`…, `done`; `error` where the stream breaks."""
    try:
        for event in events:
            yield _event(event.kind, forms.ask_event(event))
    except VanthuError as fault:
        yield _event("error", fault.as_json())
    except Exception:
        log.exception("an answer broke off")
        yield _event("error", VanthuError().as_json())


def _event(kind: str, data: dict[str, Any]) -> str:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
