"""The FastAPI application: routes, errors as `{code, message, remedy}`, language per request."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from importlib.metadata import version

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui import forms
from ui.api import (
    anchors,
    audit,
    audit_operator,
    batches,
    certificates,
    desk,
    documents,
    dossiers,
    installation,
    jobs,
    keeping,
    me,
    operator,
    operator_people,
    operator_school,
    organising,
    outputs,
    pages,
    quality,
    quarantine,
    questions,
    reference,
    reviews,
    talks,
    teaching,
    training,
    uploads,
)
from ui.api.bodies import MAX_BODY_BYTES, BodyTooLarge, SayTooLarge
from ui.door import language_of
from vanthu.errors import NotFound, VanthuError
from vanthu.i18n import translate, use_language
from vanthu.services import Services

log = logging.getLogger(__name__)

ROOMS = (
    *(me, documents, pages, dossiers, desk, quality, jobs, questions, talks, training, reviews, reference),
    teaching,
    anchors,
    organising,
    *(batches, certificates, keeping, quarantine, installation, audit),
)

NOT_UNDERSTOOD = "Yêu cầu chưa đúng: {where}."
UNREADABLE = "Không đọc được nội dung gửi lên: cần JSON theo bảng mã UTF-8."
METHOD_UNKNOWN = "Địa chỉ này không nhận loại yêu cầu vừa gửi."
NOT_UNDERSTOOD_REMEDY = "Xem mô tả giao diện lập trình tại /api/docs."


class ChooseLanguage:
    """Sets the language of each request before anything else runs."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            use_language(language_of(scope))
        await self._app(scope, receive, send)


def create(services: Services) -> FastAPI:
    """The API over `services`, to be mounted at `/api`."""
    app = FastAPI(
        title="Văn thư API",
        version=version("vanthu"),
        summary="Documents, search, cited answers, uploads and courses, with the same checks as the pages.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # it would send the browser to whatever host the request named
    )
    app.state.services = services
    app.include_router(uploads.router)
    app.include_router(outputs.router)
    for room in ROOMS:
        app.include_router(room.router, max_body_size=MAX_BODY_BYTES)
    for house in (operator, operator_people, operator_school, audit_operator):
        app.include_router(house.router, include_in_schema=False)
    app.add_exception_handler(VanthuError, _refuse)
    app.add_exception_handler(RequestValidationError, _misunderstood)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)
    app.add_middleware(SayTooLarge)
    app.add_middleware(ChooseLanguage)
    return app


async def _refuse(_request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, VanthuError)  # noqa: S101 - registered for this type only
    return JSONResponse(fault.as_json(), fault.http_status, headers=forms.retry_after(fault))


async def _misunderstood(_request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, RequestValidationError)  # noqa: S101
    faults = fault.errors()
    if any(each["type"] == "json_invalid" for each in faults):
        return _bad_request(translate(UNREADABLE), 400)
    where = ", ".join(".".join(map(str, each["loc"][1:])) or str(each["type"]) for each in faults)
    return _bad_request(translate(NOT_UNDERSTOOD).format(where=where), 422)


async def _http(_request: Request, fault: Exception) -> JSONResponse:
    """Faults the framework finds by itself; its own English words go no further."""
    assert isinstance(fault, HTTPException)  # noqa: S101
    if fault.status_code == 404:
        return JSONResponse(NotFound().as_json(), 404)
    if fault.status_code == 405:
        return _bad_request(translate(METHOD_UNKNOWN), 405, fault.headers)
    if fault.status_code == 400:
        return _bad_request(translate(UNREADABLE), 400)
    if fault.status_code == 413:
        return JSONResponse(BodyTooLarge(limit=MAX_BODY_BYTES // 1024).as_json(), 413)
    return JSONResponse(VanthuError().as_json(), fault.status_code, headers=fault.headers)


def _bad_request(message: str, status: int, headers: Mapping[str, str] | None = None) -> JSONResponse:
    body = forms.error("bad_request", message, translate(NOT_UNDERSTOOD_REMEDY))
    return JSONResponse(body, status, headers=headers)


async def _unexpected(_request: Request, fault: Exception) -> JSONResponse:
    log.error("unexpected failure in the API: %s", type(fault).__name__, exc_info=fault)
    return JSONResponse(VanthuError().as_json(), 500)
