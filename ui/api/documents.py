"""The library: list, document, pages, files, corrections."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Response
from pydantic import Field
from starlette.responses import FileResponse

from records.types import DocumentFilter, DocumentStatus, FieldName
from ui import export, forms
from ui.api.bodies import Body
from ui.api.caller import Caller, Id
from ui.api.downloads import disposition, download
from vanthu.errors import NotFound

router = APIRouter(prefix="/documents", tags=["documents"])

MAX_ROWS = 200
NO_STORE = "private, no-store"
ASKED_EACH_TIME = "private, no-cache"
"""A browser may keep a page image, but asks before it shows it again: a right may have ended meanwhile."""


class Correction(Body):
    """New values of catalogue fields; a field not named keeps its value."""

    fields: dict[FieldName, Annotated[str, Field(max_length=10_000)]] = Field(min_length=1)


@router.get("")
def list_documents(
    acts: Caller,
    *,
    text: str | None = None,
    document_type: str | None = None,
    issuing_body: str | None = None,
    year: int | None = None,
    status: DocumentStatus | None = None,
    needs_review: bool | None = None,
    issued_until: date | None = None,
    sort: str = "-issue_date",
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=MAX_ROWS)] = 50,
) -> dict[str, Any]:
    """Documents within the caller's scope, with counts per type, issuer, year and status."""
    narrowed = DocumentFilter(text, document_type, issuing_body, year, status, needs_review, issued_until)
    rows = acts.documents(narrowed, sort=sort, offset=offset, limit=limit)
    return forms.document_list(rows, acts.facets(narrowed))


@router.get("/by-reference")
def find_by_reference(acts: Caller, number: str) -> list[dict[str, Any]]:
    """Documents with this number and symbol, blanks ignored."""
    return [forms.summary(row) for row in acts.find_by_reference("".join(number.split()))]


@router.get("/{document_id}")
def read_document(acts: Caller, document_id: Id, on: date | None = None) -> dict[str, Any]:
    """Fields, relations and validity."""
    return forms.document(acts.view(document_id, on=on))


@router.patch("/{document_id}")
def correct_fields(acts: Caller, document_id: Id, correction: Correction) -> dict[str, Any]:
    """Put catalogue fields right; the values are then marked as a person's."""
    for name, value in correction.fields.items():
        acts.correct(document_id, name, value)
    return forms.document(acts.view(document_id))


@router.get("/{document_id}/pages")
def read_pages(acts: Caller, document_id: Id) -> dict[str, Any]:
    """Every page's text with boxes, and the error codes of pages that could not be read."""
    failed = acts.document(document_id).failed_pages
    read = forms.pages(acts.page_texts(document_id))
    return {**read, "failed": {str(number): code for number, code in sorted(failed.items())}}


@router.get("/{document_id}/pages/{number}/text")
def read_page_text(acts: Caller, document_id: Id, number: int) -> dict[str, Any]:
    return forms.page(acts.page_text(document_id, number))


@router.get("/{document_id}/pages/{number}/image")
def read_page_image(
    acts: Caller,
    document_id: Id,
    number: int,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The page as displayed: boxes are fractions of this image. One under grants is kept nowhere."""
    needs_grant = acts.document(document_id).summary.data_class.needs_grant
    image = acts.page_image(document_id, number)
    tag = f'"{hashlib.sha256(image).hexdigest()[:32]}"'
    # Vary: the next person at this computer must not be shown what the last one's browser kept.
    headers = {
        "Cache-Control": NO_STORE if needs_grant else ASKED_EACH_TIME,
        "ETag": tag,
        "Vary": "Cookie",
        "X-Content-Type-Options": "nosniff",
    }
    if if_none_match is not None and tag in (each.strip() for each in if_none_match.split(",")):
        return Response(status_code=304, headers=headers)
    media_type = "image/webp" if image[8:12] == b"WEBP" else "image/jpeg"
    return Response(image, media_type=media_type, headers=headers)


@router.get("/{document_id}/original")
def read_original(acts: Caller, document_id: Id) -> FileResponse:
    """The file as it was received, never altered."""
    path, filename, media_type = acts.original(document_id)
    return download(path, filename, media_type)


@router.get("/{document_id}/archive")
def read_archive(acts: Caller, document_id: Id) -> FileResponse:
    """The searchable PDF/A, under a name that does not overwrite the original beside it."""
    summary = acts.document(document_id).summary
    return download(acts.archive(document_id), f"{Path(summary.filename).stem}-ocr.pdf", "application/pdf")


@router.get("/{document_id}/export")
def export_document(acts: Caller, document_id: Id) -> Response:
    """A ZIP of the searchable PDF/A, the text and the metadata."""
    whole = acts.export(document_id)
    if whole.document.summary.status is not DocumentStatus.READY:
        raise NotFound
    name, content = export.pack(whole)
    headers = {"Content-Disposition": disposition(f"{name}.zip"), "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type="application/zip", headers=headers)


@router.post("/{document_id}/print", status_code=204)
def note_print(acts: Caller, document_id: Id) -> None:
    """A page of the document is on its way to a printer, as its viewer reports."""
    acts.printing(document_id)
