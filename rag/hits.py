"""A stored passage as a search hit: what is shown of it and of its document."""

from __future__ import annotations

from rag.passages import Passage
from rag.types import Hit
from records.types import DocumentSummary


def as_hit(passage: Passage, document: DocumentSummary, score: float = 0.0) -> Hit:
    """`score`: how well it answers, 0..1; 0 where it was not searched for."""
    return Hit(
        passage_id=passage.id,
        document_id=passage.document_id,
        filename=document.filename,
        reference_number=document.reference_number,
        title=document.title,
        heading=passage.heading_path,
        article=passage.article,
        clause=passage.clause,
        page=passage.page,
        text=passage.text,
        score=score,
        boxes=passage.boxes,
        issue_date=document.issue_date,
        issuing_body=document.issuing_body,
        data_class=document.data_class,
    )
