"""Batches: files handed in together."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.encoders import jsonable_encoder
from pydantic import Field

from ui.api.bodies import Body
from ui.api.caller import Caller, Id

router = APIRouter(prefix="/batches", tags=["batches"])


class NewBatch(Body):
    name: Annotated[str, Field(max_length=200)]


@router.post("", status_code=201)
def open_batch(acts: Caller, new: NewBatch) -> Any:
    """A batch to hand files in to: `POST /uploads?batch=ID`."""
    return {"id": acts.batching.open(new.name)}


@router.get("")
def read_batches(acts: Caller) -> Any:
    """The caller's own, newest first."""
    return jsonable_encoder(acts.batching.list())


@router.get("/{batch_id}")
def read_batch(acts: Caller, batch_id: Id) -> Any:
    return jsonable_encoder(acts.batching.get(batch_id))


@router.post("/{batch_id}/pause")
def pause(acts: Caller, batch_id: Id) -> Any:
    """No further page is read until it is resumed; what was read stays read."""
    return jsonable_encoder(acts.batching.pause(batch_id))


@router.post("/{batch_id}/resume")
def resume(acts: Caller, batch_id: Id) -> Any:
    return jsonable_encoder(acts.batching.resume(batch_id))


@router.post("/{batch_id}/cancel")
def cancel(acts: Caller, batch_id: Id) -> Any:
    """Files not yet in the library are let go; documents that are stay."""
    return jsonable_encoder(acts.batching.cancel(batch_id))


@router.post("/{batch_id}/retry")
def retry(acts: Caller, batch_id: Id) -> Any:
    """Try again what failed."""
    return jsonable_encoder(acts.batching.retry(batch_id))
