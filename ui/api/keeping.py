"""What custodians do: grants, classes, the register of documents under grants, the copy register."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.encoders import jsonable_encoder
from pydantic import Field

from records.removal import Why
from records.types import DataClass, SecrecyLevel
from ui.api.bodies import Body
from ui.api.caller import Caller, Id
from vanthu.db import LARGEST_ID

router = APIRouter(tags=["keeping"])

Reason = Annotated[str, Field(max_length=500)]
Holder = Annotated[int, Field(gt=0, le=LARGEST_ID)]


class NewGrant(Body):
    """Exactly one of account and unit; both days count. Without a first day, from today."""

    account_id: Holder | None = None
    unit_id: Holder | None = None
    from_day: date | None = None
    until_day: date
    reason: Reason


class Removal(Body):
    level: Literal[SecrecyLevel.CONFIDENTIAL, SecrecyLevel.SECRET, SecrecyLevel.TOP_SECRET]
    """What the document is: `confidential` (mật), `secret` (tối mật), `top_secret` (tuyệt mật)."""
    why: Why
    """`marked`: it bears a mark; `classified`: made secret since; `ordered` by the competent body."""
    confirm: Annotated[str, Field(max_length=20)]
    """The document's id once more, since it cannot be undone."""


class NewClass(Body):
    data_class: DataClass
    reason: Reason


@router.get("/register")
def read_register(
    acts: Caller,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Any:
    """The unit's documents that need grants; title and pages only of those granted to the caller."""
    return jsonable_encoder(acts.keeping.register(offset=offset, limit=limit))


@router.get("/holders")
def find_holders(acts: Caller, text: Annotated[str, Query(max_length=100)]) -> Any:
    """People and units by name or code, to give grants to."""
    return jsonable_encoder(acts.keeping.holders(text))


@router.get("/copies")
def read_copies(acts: Caller) -> Any:
    """The copy register of state secrets, for custodians and auditors."""
    return jsonable_encoder(acts.keeping.copies())


@router.get("/documents/{document_id}/grants")
def read_grants(acts: Caller, document_id: Id) -> Any:
    """Who may read a document of the caller's unit."""
    return jsonable_encoder(acts.keeping.grants_of(document_id))


@router.post("/documents/{document_id}/grants", status_code=201)
def add_grant(acts: Caller, document_id: Id, new: NewGrant) -> Any:
    """Give leave to read; for a state secret it waits for another custodian's approval."""
    return jsonable_encoder(
        acts.keeping.grant(
            document_id,
            account_id=new.account_id,
            unit_id=new.unit_id,
            from_day=new.from_day,
            until_day=new.until_day,
            reason=new.reason,
        )
    )


@router.put("/documents/{document_id}/class")
def change_class(acts: Caller, document_id: Id, new: NewClass) -> Any:
    """Make a document sensitive, or ordinary again."""
    acts.keeping.classify(document_id, new.data_class, new.reason)
    return jsonable_encoder(acts.keeping.entry(document_id))


@router.post("/documents/{document_id}/purge")
def purge_document(acts: Caller, document_id: Id, removal: Removal) -> Any:
    """Remove a document of the unit that turned out to be a state secret, for good: it cannot be undone.

    `same_file` names the unit's other documents with the same file.
    """
    return {"same_file": acts.keeping.purge(document_id, removal.level, removal.why, removal.confirm)}


@router.post("/grants/{grant_id}/approve")
def approve_grant(acts: Caller, grant_id: Id) -> Any:
    """Put what another custodian asked for into force."""
    return jsonable_encoder(acts.keeping.approve(grant_id))


@router.post("/grants/{grant_id}/revoke")
def revoke_grant(acts: Caller, grant_id: Id) -> Any:
    """End a grant at once, or turn down one that was asked for."""
    return jsonable_encoder(acts.keeping.revoke(grant_id))
