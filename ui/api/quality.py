"""Quality passes over digitised documents, and the unit's figures."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.encoders import jsonable_encoder
from pydantic import Field

from records.quality.types import Finding, PageFault
from records.types import FieldName
from ui.api.bodies import Body, Words
from ui.api.caller import Caller, Id
from vanthu.db import LARGEST_ID

router = APIRouter(tags=["quality"])


class NewLot(Body):
    name: Annotated[str, Field(max_length=200)]
    document_ids: Annotated[
        list[Annotated[int, Field(gt=0, le=LARGEST_ID)]], Field(min_length=1, max_length=10_000)
    ]
    sample_rate: Annotated[float, Field(gt=0, le=1)]
    """Share of the documents looked at in V2 and in V3."""
    limit: Annotated[float, Field(ge=0, le=1)]
    """Largest share of wrong fields with which the lot is accepted."""


class Findings(Body):
    corrections: dict[FieldName, Words] = Field(default_factory=dict)
    faults: list[PageFault] = Field(default_factory=list)


@router.get("/lots")
def read_lots(acts: Caller) -> Any:
    """The unit's lots, those still being checked first."""
    return jsonable_encoder(acts.inspecting.lots())


@router.post("/lots", status_code=201)
def open_lot(acts: Caller, new: NewLot) -> Any:
    opened = acts.inspecting.open(new.name, new.document_ids, sample_rate=new.sample_rate, limit=new.limit)
    return {"id": opened}


@router.get("/lots/waiting")
def read_waiting(acts: Caller) -> Any:
    """Ids of the unit's documents that are in no lot yet."""
    return acts.inspecting.waiting()


@router.get("/lots/{lot_id}")
def read_lot(acts: Caller, lot_id: Id) -> Any:
    return jsonable_encoder(acts.inspecting.lot(lot_id))


@router.post("/lots/{lot_id}/take")
def take_check(acts: Caller, lot_id: Id) -> Any:
    """The next document for the caller, or null."""
    return jsonable_encoder(acts.inspecting.take(lot_id))


@router.post("/checks/{check_id}")
def record_check(acts: Caller, check_id: Id, findings: Findings) -> Any:
    """Finish a check; the corrections are made in the catalogue."""
    finding = Finding(findings.corrections, frozenset(findings.faults))
    return jsonable_encoder(acts.inspecting.record(check_id, finding))


@router.get("/figures")
def read_figures(acts: Caller, first: Annotated[date, Query()], last: Annotated[date, Query()]) -> Any:
    """The unit's digitising from `first` to `last`, both included; for custodians."""
    return jsonable_encoder(acts.inspecting.figures(first, last))
