"""Rows of the catalogue as the plain values other rooms see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import cast

from ocr.page import Box, PageText
from records.models import DocumentRow, FieldRow, PageRow
from records.types import (
    DataClass,
    Document,
    DocumentStatus,
    DocumentSummary,
    FieldName,
    FieldValue,
    SecrecyLevel,
)


def summary(row: DocumentRow) -> DocumentSummary:
    return DocumentSummary(
        id=row.id,
        filename=row.filename,
        status=DocumentStatus(row.status),
        unit_id=row.unit_id,
        reference_number=row.reference_number,
        document_type=row.document_type,
        issuing_body=row.issuing_body,
        issue_date=row.issue_date,
        subject=row.subject,
        page_count=row.page_count,
        needs_review=row.needs_review,
        created_at=row.created_at,
        data_class=DataClass(row.data_class),
    )


def document(row: DocumentRow, fields: Iterable[FieldRow], failed: Iterable[tuple[int, str]]) -> Document:
    values = [field_value(field) for field in fields]
    return Document(
        summary=summary(row),
        sha256=row.sha256,
        media_type=row.media_type,
        size=row.size,
        language=row.language,
        secrecy_level=SecrecyLevel(row.secrecy_level),
        urgency_level=row.urgency_level,
        revision=row.revision,
        indexed_revision=row.indexed_revision,
        fields={value.name: value for value in values},
        failed_pages=dict(failed),
        has_archive=row.archive_sha256 is not None,
    )


def field_value(row: FieldRow) -> FieldValue:
    return FieldValue(
        name=FieldName(row.name),
        value=row.value,
        confidence=row.confidence,
        page=row.page,
        box=as_box(row.box),
        source=row.source,
        doubtful=row.doubtful,
        alternatives=tuple(row.alternatives),
        evidence=row.evidence,
    )


def page_text(row: PageRow) -> PageText:
    """What was read from the page; a page that failed is there, empty."""
    if row.content is None:
        return PageText(row.number, 0, 0, 0, "none", "blank", 0.0)
    return PageText.unpack(row.content)


def as_box(stored: list[float] | None) -> Box | None:
    return cast(Box, tuple(stored)) if stored is not None else None


def as_date(value: str | None) -> date | None:
    """An ISO date, None for anything else."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
