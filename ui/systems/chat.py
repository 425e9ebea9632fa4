"""`/v1`: the assistant as a chat model of the OpenAI interface, for chat programs a site already uses.

The answer is the one the pages give, for the account of the key; there is no model to be steered, so that
what steers one (system messages, temperature, tools) is passed over.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, StreamingResponse

from access.roles import Action
from rag.types import Answer, AskEvent, Turn
from ui import forms
from ui.api.app import ChooseLanguage
from ui.api.bodies import MAX_BODY_BYTES, BodyTooLarge
from ui.api.caller import House
from ui.systems import chat_text
from ui.systems.caller import system_acts
from ui.systems.chat_forms import (
    MODEL,
    Asked,
    ChatRequest,
    Completion,
    ModelUnknown,
    error,
    model,
    models,
    told,
)
from vanthu.acts import Acts
from vanthu.answer_files.words import verdict_words
from vanthu.errors import NotFound, VanthuError
from vanthu.services import Services

log = logging.getLogger(__name__)

router = APIRouter()
EVENT_STREAM = "text/event-stream"
END = "data: [DONE]\n\n"
Json = dict[str, Any]


class NotUnderstood(VanthuError):
    code = "bad_request"
    message = "Yêu cầu chưa đúng: {where}."
    remedy = "Gửi theo giao diện chat completions của OpenAI."
    http_status = 400


class Unexpected(VanthuError):
    """Said as every other: the class of what went wrong stands in the log."""

    http_status = 500


def _acts(request: Request, services: House) -> Acts:
    return system_acts(request.scope, services)


Caller = Annotated[Acts, Depends(_acts)]


@router.get("/models")
def all_models(acts: Caller) -> Json:
    acts.principal.require(Action.READ)
    return models()


@router.get("/models/{name}")
def one_model(acts: Caller, name: str) -> Json:
    acts.principal.require(Action.READ)
    if name != MODEL:
        raise ModelUnknown(model=name[:100])
    return model()


@router.post("/chat/completions", response_model=None)
def complete(acts: Caller, wanted: ChatRequest) -> Json | Response:
    asked = wanted.asked()
    history = _history(acts, asked)
    if not wanted.stream:
        answer = acts.ask(asked.question, history=history)
        sources = acts.sources(answer)
        text = "\n\n".join(filter(None, (chat_text.body(answer), chat_text.closing(answer, sources))))
        return Completion().whole(text, told(answer, sources))
    events = acts.stream(asked.question, history=history)
    begun = next(events)  # what is refused at once is refused with a status
    with_usage = wanted.stream_options is not None and wanted.stream_options.include_usage
    pieces = _pieces(acts, chain([begun], events), with_usage=with_usage)
    return StreamingResponse(pieces, media_type=EVENT_STREAM)


def _history(acts: Acts, asked: Asked) -> list[Turn]:
    """Earlier turns, the latest with the documents it cited, as far as the caller sees them."""
    if not asked.named:
        return asked.turns
    *before, latest = asked.turns
    found = tuple(item.id for number in asked.named for item in acts.find_by_reference(number))
    return [*before, replace(latest, document_ids=found)]


def _pieces(acts: Acts, events: Iterable[AskEvent], *, with_usage: bool) -> Iterator[str]:
    """Sentences as they come, then the sources; a fault is told in place of what is missing."""
    completion = Completion()
    try:
        yield _event(completion.piece("", first=True))
        for part in _said(acts, events):
            if isinstance(part, str):
                yield _event(completion.piece(part))
            else:
                yield _event(completion.last(told(part, acts.sources(part))))
        if with_usage:
            yield _event(completion.usage())
        yield END
    except VanthuError as fault:
        yield _event(error(fault))
    except Exception as fault:
        log.error("an answer broke off: %s", type(fault).__name__)
        yield _event(error(Unexpected()))


def _said(acts: Acts, events: Iterable[AskEvent]) -> Iterator[str | Answer]:
    """The text in pieces, and at the end the answer."""
    shown: list[str] = []
    for event in events:
        if event.sentence is not None:
            sentence = chat_text.sentence_text(event.sentence)
            yield f"\n\n{sentence}" if shown else sentence
            shown.append(sentence)
        if event.answer is not None:
            yield from _ended(event.answer, shown)
            closing = chat_text.closing(event.answer, acts.sources(event.answer))
            if closing:
                yield f"\n\n{closing}"
            yield event.answer


def _ended(answer: Answer, shown: list[str]) -> Iterator[str]:
    """What the whole answer says beyond the sentences shown; it takes their place where it differs."""
    whole = chat_text.body(answer)
    if not shown:
        yield whole
        return
    same = not answer.refused and shown == [chat_text.sentence_text(each) for each in answer.sentences]
    if not same:
        yield f"\n\n{chat_text.instead()}\n\n{whole}"
        return
    for more in (verdict_words(answer), chat_text.table(answer.table) if answer.table else None):
        if more:  # told only now that the sentences are all there
            yield f"\n\n{more}"


def _event(form: Json) -> str:
    return f"data: {json.dumps(form, ensure_ascii=False)}\n\n"


def create(services: Services) -> FastAPI:
    """To be mounted at `/v1`."""
    app = FastAPI(title="Văn thư", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.services = services
    app.include_router(router, max_body_size=MAX_BODY_BYTES)
    app.add_exception_handler(VanthuError, _refuse)
    app.add_exception_handler(RequestValidationError, _misunderstood)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _broken)
    app.add_middleware(ChooseLanguage)
    return app


async def _refuse(_request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, VanthuError)  # noqa: S101 - registered for this type only
    headers = {"WWW-Authenticate": "Bearer"} if fault.http_status == 401 else forms.retry_after(fault)
    return JSONResponse(error(fault), fault.http_status, headers=headers)


async def _misunderstood(request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, RequestValidationError)  # noqa: S101
    where = sorted({".".join(map(str, each["loc"][1:])) or str(each["type"]) for each in fault.errors()})
    return await _refuse(request, NotUnderstood(where=", ".join(where[:10])))


async def _http(request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, HTTPException)  # noqa: S101
    if fault.status_code == 404:
        return await _refuse(request, NotFound())
    if fault.status_code == 413:
        return await _refuse(request, BodyTooLarge(limit=MAX_BODY_BYTES // 1024))
    return JSONResponse(error(NotUnderstood(where=request.method)), fault.status_code, headers=fault.headers)


async def _broken(_request: Request, fault: Exception) -> JSONResponse:
    log.error("unexpected failure at /v1: %s", type(fault).__name__)
    return JSONResponse(error(Unexpected()), 500)
