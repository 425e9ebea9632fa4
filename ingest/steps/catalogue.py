"""Reads the catalogue fields and relations from the pages."""

from __future__ import annotations

from ingest.tools import Tools


def run(tools: Tools, job_id: int, document_id: int) -> int:
    """The number of fields read."""
    pages = tools.system_reads.page_texts(document_id)
    reading = tools.read_fields(pages)
    tools.likeness.put(document_id, [page.text for page in pages])
    tools.catalogue.put_fields(document_id, reading.fields, reading.needs_review, language=reading.language)
    tools.catalogue.put_relations(document_id, reading.relations)
    tools.compositions.carry_card(job_id, document_id)
    return len(reading.fields)
