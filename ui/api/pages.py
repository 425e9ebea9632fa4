"""Page work: documents put in order, split, joined, their pages turned."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Response
from fastapi.encoders import jsonable_encoder
from pydantic import Field

from ingest.composing.recipe import MOST_PAGES, PageRef
from ui.api.bodies import Body
from ui.api.caller import Caller, Id
from vanthu.db import LARGEST_ID

router = APIRouter(tags=["pages"])

DocumentId = Annotated[int, Field(gt=0, le=LARGEST_ID)]


class Page(Body):
    document_id: DocumentId
    page: Annotated[int, Field(ge=1, le=1_000_000)]
    turn: Annotated[int, Field(ge=0, le=270, multiple_of=90)] = 0
    """Degrees clockwise from how the page is shown now."""


class PageWork(Body):
    documents: Annotated[
        list[Annotated[list[Page], Field(min_length=1, max_length=MOST_PAGES)]],
        Field(min_length=1, max_length=500),
    ]
    """The pages of each new document, in order."""
    withdraw: Annotated[list[DocumentId], Field(max_length=500)] = Field(default_factory=list)
    """Documents that leave the library once the new ones are in it."""


@router.get("/documents/{document_id}/parts")
def read_parts(acts: Caller, document_id: Id) -> Any:
    """Where a stack scanned as one file seems to fall into documents."""
    return jsonable_encoder(acts.arranging.parts(document_id))


@router.post("/page-work", status_code=202)
def compose(acts: Caller, work: PageWork) -> Any:
    """Make new documents of stored pages; answers with their jobs."""
    recipes = [tuple(PageRef(p.document_id, p.page, p.turn) for p in pages) for pages in work.documents]
    return [job.as_json() for job in acts.arranging.compose(recipes, withdraw=work.withdraw)]


@router.get("/page-work")
def read_recent(acts: Caller) -> Any:
    """The caller's own page work, newest first."""
    return jsonable_encoder(acts.arranging.recent())


@router.delete("/page-work/{work}", status_code=204, response_class=Response)
def undo(acts: Caller, work: Annotated[str, Field(max_length=64)]) -> None:
    """Take it back: the old documents return, the new ones leave."""
    acts.arranging.undo(work)
