"""Dossiers of the unit one acts for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.encoders import jsonable_encoder
from pydantic import Field

from records.dossiers.types import AccessMode, DossierCard, Origin, PhysicalState, Retention
from ui.api.bodies import Body
from ui.api.caller import Caller, Id
from vanthu.db import LARGEST_ID

router = APIRouter(tags=["dossiers"])

DocumentIds = Annotated[
    list[Annotated[int, Field(gt=0, le=LARGEST_ID)]], Field(min_length=1, max_length=1_000)
]


class Card(Body):
    """A dossier's cover, with the code lists of Circular 05/2025/TT-BNV."""

    code: Annotated[str, Field(max_length=100)]
    title: Annotated[str, Field(max_length=1000)]
    retention: Retention
    fond_code: Annotated[str | None, Field(max_length=50)] = None
    access_mode: AccessMode = AccessMode.PUBLIC
    start_date: date | None = None
    end_date: date | None = None
    keyword: Annotated[str | None, Field(max_length=100)] = None
    information_sign: Annotated[str | None, Field(max_length=30)] = None
    physical_state: PhysicalState | None = None
    origin: Origin = Origin.DIGITISED
    paper_code: Annotated[str | None, Field(max_length=100)] = None
    backed_up: bool = False
    description: Annotated[str | None, Field(max_length=2000)] = None

    def card(self) -> DossierCard:
        return DossierCard(**{name: getattr(self, name) for name in type(self).model_fields})


class Documents(Body):
    document_ids: DocumentIds


@router.get("/dossiers")
def read_dossiers(
    acts: Caller,
    text: Annotated[str, Query(max_length=200)] = "",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Any:
    """The unit's dossiers by code; counts are of documents the caller may see."""
    return jsonable_encoder(acts.filing.list(text, offset=offset, limit=limit))


@router.post("/dossiers", status_code=201)
def add_dossier(acts: Caller, card: Card) -> Any:
    return {"id": acts.filing.add(card.card())}


@router.get("/dossiers/{dossier_id}")
def read_dossier(acts: Caller, dossier_id: Id) -> Any:
    return jsonable_encoder(acts.filing.whole(dossier_id))


@router.put("/dossiers/{dossier_id}", status_code=204, response_class=Response)
def change_dossier(acts: Caller, dossier_id: Id, card: Card) -> None:
    acts.filing.change(dossier_id, card.card())


@router.delete("/dossiers/{dossier_id}", status_code=204, response_class=Response)
def remove_dossier(acts: Caller, dossier_id: Id) -> None:
    """Remove the cover; the documents stay in the library."""
    acts.filing.remove(dossier_id)


@router.post("/dossiers/{dossier_id}/documents", status_code=204, response_class=Response)
def file_documents(acts: Caller, dossier_id: Id, documents: Documents) -> None:
    """File documents at the end, in this order."""
    acts.filing.put(dossier_id, documents.document_ids)


@router.put("/dossiers/{dossier_id}/documents", status_code=204, response_class=Response)
def arrange_documents(acts: Caller, dossier_id: Id, documents: Documents) -> None:
    acts.filing.arrange(dossier_id, documents.document_ids)


@router.delete("/documents/{document_id}/dossier", status_code=204, response_class=Response)
def unfile_document(acts: Caller, document_id: Id) -> None:
    acts.filing.take_out(document_id)


@router.post("/dossiers/{dossier_id}/close", status_code=204, response_class=Response)
def close_dossier(acts: Caller, dossier_id: Id) -> None:
    acts.filing.close(dossier_id)


@router.post("/dossiers/{dossier_id}/reopen", status_code=204, response_class=Response)
def reopen_dossier(acts: Caller, dossier_id: Id) -> None:
    acts.filing.close(dossier_id, reopen=True)
