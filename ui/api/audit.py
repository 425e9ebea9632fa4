"""The audit trail over the API, for accounts with the auditor's role. No document is read here."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.encoders import jsonable_encoder
from starlette.responses import StreamingResponse

from access.audit_actions import AuditAction, Channel, Result
from access.audit_export import Format
from access.audit_patterns import Finding
from access.audit_read import EventFilter, span
from ui.api.caller import Caller, House
from vanthu.auditing import Auditing
from vanthu.db import LARGEST_ID

router = APIRouter(prefix="/audit", tags=["audit"])

MAX_EVENTS = 500
MEDIA = {Format.JSONL: "application/x-ndjson", Format.CSV: "text/csv; charset=utf-8"}
AN_ID = Query(ge=1, le=LARGEST_ID)


def auditing_of(acts: Caller, services: House) -> Auditing:
    """The caller's acts as an auditor; `Forbidden` for every other role."""
    return Auditing(services, acts.principal, channel=acts.channel)


Auditor = Annotated[Auditing, Depends(auditing_of)]


def filter_of(
    *,
    since: Annotated[date | None, Query(alias="from")] = None,
    until: Annotated[date | None, Query(alias="to")] = None,
    account: Annotated[int | None, AN_ID] = None,
    unit: Annotated[int | None, AN_ID] = None,
    action: Annotated[list[AuditAction] | None, Query()] = None,
    document: Annotated[int | None, AN_ID] = None,
    result: Result | None = None,
    channel: Channel | None = None,
) -> EventFilter:
    """Days are Viet Nam's, both included."""
    begin, end = span(since, until)
    return EventFilter(begin, end, account, unit, tuple(action or ()), document, result, channel)


Chosen = Annotated[EventFilter, Depends(filter_of)]


@router.get("/events")
def list_events(
    auditor: Auditor,
    chosen: Chosen,
    before: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_EVENTS)] = 50,
) -> dict[str, Any]:
    """Events, newest first; `before` is the number of the last one of the page before."""
    return dict(jsonable_encoder(asdict(auditor.page(chosen, before=before, limit=limit))))


@router.get("/export")
def export_events(auditor: Auditor, chosen: Chosen, format: Format = Format.JSONL) -> StreamingResponse:
    """Every event that fits, oldest first, with its hashes; itself recorded."""
    text = auditor.export(chosen, format)
    headers = {
        "Content-Disposition": f'attachment; filename="nhat-ky.{format.value}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(text, media_type=MEDIA[format], headers=headers)


@router.get("/patterns")
def list_patterns(
    auditor: Auditor,
    since: Annotated[date, Query(alias="from")],
    until: Annotated[date, Query(alias="to")],
) -> list[dict[str, Any]]:
    """What the rules point out, newest first, with the filter that shows the events."""
    begin, end = span(since, until)
    if begin is None or end is None:
        return []
    return [finding_json(finding) for finding in auditor.patterns(begin, end)]


def finding_json(finding: Finding) -> dict[str, Any]:
    told = jsonable_encoder(asdict(finding))
    rule = told.pop("rule")
    return {"code": rule["code"], "at_least": rule["at_least"], **told}


@router.get("/state")
def read_state(auditor: Auditor) -> Any:
    """How many events, the last seal, the last verification."""
    return jsonable_encoder(asdict(auditor.state()))


@router.post("/verify", status_code=202)
def verify(auditor: Auditor) -> dict[str, bool]:
    """Begin to verify the whole trail; `started` is false where that is under way already."""
    return {"started": auditor.verify()}
