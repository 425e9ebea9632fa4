"""The stable JSON forms of the API and the command line (docs/command-line.md); tests pin every key.

Imports types only: the command line's client path loads this module. Dates are ISO, confidences and
boxes 0..1 on the page as displayed, pages count from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from access.principal import Principal
    from ingest.quarantine import Waiting
    from ingest.types import JobView
    from ocr.page import Box, PageText
    from rag.types import Answer, AnswerTable, AskEvent, Citation, Hit, PageBox, Standing, Understood
    from records.types import DocumentPage, DocumentSummary, Facets, FieldValue, Relation, Validity
    from vanthu.acts import DocumentWhole
    from vanthu.errors import VanthuError

Json = dict[str, Any]

BOX_DECIMALS = 5
"""A hundred-thousandth of a page: finer than a pixel of any scan."""


def box(value: Box | None) -> list[float] | None:
    return None if value is None else [round(edge, BOX_DECIMALS) for edge in value]


def boxes(values: Iterable[PageBox]) -> list[Json]:
    return [{"page": each.page, "box": box(each.box)} for each in values]


def hit(found: Hit) -> Json:
    return {
        "document_id": found.document_id,
        "filename": found.filename,
        "reference_number": found.reference_number,
        "title": found.title,
        "data_class": found.data_class.value,
        "heading": found.heading,
        "article": found.article,
        "clause": found.clause,
        "page": found.page,
        "text": found.text,
        "score": found.score,
        "boxes": boxes(found.boxes),
    }


def citation(cited: Citation) -> Json:
    return {
        "n": cited.n,
        "document_id": cited.document_id,
        "filename": cited.filename,
        "reference_number": cited.reference_number,
        "title": cited.title,
        "data_class": cited.data_class.value,
        "heading": cited.heading,
        "article": cited.article,
        "page": cited.page,
        "quote": cited.quote,
        "boxes": boxes(cited.boxes),
    }


def answer(given: Answer) -> Json:
    return {
        "answer": given.answer,
        "refused": given.refused,
        "reason": given.reason,
        "sentences": [{"text": each.text, "citations": list(each.citations)} for each in given.sentences],
        "citations": [citation(each) for each in given.citations],
        "nearest": [hit(each) for each in given.nearest],
        "withheld": given.withheld,
        "elapsed_ms": given.elapsed_ms,
        "form": given.form.value,
        "verdict": given.verdict,
        "table": answer_table(given.table),
        "as_of": given.as_of.isoformat() if given.as_of else None,
        "standings": [standing(each) for each in given.standings],
        "understood": understood(given.understood),
        "ask_whom": given.ask_whom,
    }


def understood(taken: Understood | None) -> Json | None:
    if taken is None:
        return None
    filters = [
        {"kind": each.kind.value, "key": each.key, "label": each.label, "found": each.found}
        for each in taken.filters
    ]
    return {"reading": taken.reading, "filters": filters}


def answer_table(drawn: AnswerTable | None) -> Json | None:
    if drawn is None:
        return None
    rows = [[{"text": cell.text, "citations": list(cell.citations)} for cell in row] for row in drawn.rows]
    return {"columns": list(drawn.columns), "rows": rows}


def standing(told: Standing) -> Json:
    after = [{"document_id": number, "reference_number": name} for number, name in told.successors]
    return {
        "document_id": told.document_id,
        "validity": validity(told.validity),
        "effective_from": told.effective_from.isoformat() if told.effective_from else None,
        "successors": after,
    }


def ask_event(event: AskEvent) -> Json:
    """One server-sent event of a streamed answer; `done` carries the whole answer."""
    form: Json = {"kind": event.kind}
    if event.sentence is not None:
        form["sentence"] = {"text": event.sentence.text, "citations": list(event.sentence.citations)}
        form["citations"] = [citation(each) for each in event.citations]
    if event.answer is not None:
        form["answer"] = answer(event.answer)
    return form


def field(value: FieldValue) -> Json:
    return {
        "value": value.value,
        "confidence": value.confidence,
        "page": value.page,
        "box": box(value.box),
        "source": value.source,
    }


def relation(found: Relation) -> Json:
    return {
        "kind": found.kind.value,
        "direction": found.direction,
        "reference_number": found.reference_number,
        "document_id": found.document_id,
        "scope": found.scope,
        "evidence": found.evidence,
    }


def validity(state: Validity) -> Json:
    return {
        "status": state.status,
        "as_of": state.as_of.isoformat(),
        "since": state.since.isoformat() if state.since else None,
        "until": state.until.isoformat() if state.until else None,
        "evidence": list(state.evidence),
    }


def document(whole: DocumentWhole) -> Json:
    found, summary = whole.document, whole.document.summary
    values = {name.value: value for name, value in found.fields.items()}
    text = {name: value.value for name, value in values.items()}
    return {
        "id": summary.id,
        "filename": summary.filename,
        "sha256": found.sha256,
        "status": summary.status.value,
        "reference_number": summary.reference_number,
        "document_type": summary.document_type,
        "issuing_body": summary.issuing_body,
        "issue_date": summary.issue_date.isoformat() if summary.issue_date else None,
        "subject": summary.subject,
        "signer_name": text.get("signer_name"),
        "signer_title": text.get("signer_title"),
        "recipients": text.get("recipients", "").splitlines(),
        "secrecy_level": found.secrecy_level.value,
        "data_class": summary.data_class.value,
        "masked": found.masked,
        "urgency_level": found.urgency_level,
        "language": found.language,
        "page_count": summary.page_count,
        "fields": {name: field(value) for name, value in sorted(values.items())},
        "needs_review": summary.needs_review,
        "relations": [relation(each) for each in whole.relations],
        "validity": validity(whole.validity),
    }


def summary(row: DocumentSummary) -> Json:
    """A row of the library list."""
    return {
        "id": row.id,
        "filename": row.filename,
        "status": row.status.value,
        "reference_number": row.reference_number,
        "document_type": row.document_type,
        "issuing_body": row.issuing_body,
        "issue_date": row.issue_date.isoformat() if row.issue_date else None,
        "subject": row.subject,
        "page_count": row.page_count,
        "needs_review": row.needs_review,
        "data_class": row.data_class.value,
        "created_at": row.created_at.isoformat(),
    }


def document_list(rows: DocumentPage, counts: Facets) -> Json:
    return {
        "items": [summary(row) for row in rows.items],
        "total": rows.total,
        "offset": rows.offset,
        "facets": {
            "document_types": counts.document_types,
            "issuing_bodies": counts.issuing_bodies,
            "years": {str(year): number for year, number in counts.years.items()},
            "statuses": counts.statuses,
        },
    }


def page(read: PageText) -> Json:
    """A recognised page: the form of `vanthu ocr` and of a stored page's text."""
    return {
        "number": read.number,
        "width": read.width,
        "height": read.height,
        "dpi": read.dpi,
        "engine": read.engine,
        "confidence": read.confidence,
        "text": read.text,
        "lines": [
            {
                "text": line.text,
                "box": box(line.box),
                "confidence": line.confidence,
                "words": [
                    {"text": word.text, "box": box(word.box), "confidence": word.confidence}
                    for word in line.words
                ],
            }
            for line in read.lines
        ],
    }


def job(view: JobView) -> Json:
    return view.as_json()


def waiting(upload: Waiting) -> Json:
    """An upload in quarantine."""
    return {
        "job_id": upload.job_id,
        "uploader": upload.uploader,
        "unit": {"code": upload.unit_code, "name": upload.unit_name},
        "uploaded_at": upload.uploaded_at.isoformat(),
        "expires_at": upload.expires_at.isoformat(),
        "page_count": upload.page_count,
        "filename": upload.filename,
        "own": upload.own,
        "doubts": [
            {
                "kind": doubt.kind.value,
                "page": doubt.page,
                "level": doubt.level.value if doubt.level else None,
                "box": box(doubt.box),
            }
            for doubt in upload.doubts
        ],
    }


def failed(filename: str, status: str, code: str, message: str) -> Json:
    """A refused or failed item of a list of documents."""
    return {"filename": filename, "status": status, "code": code, "message": message}


def outcome(finished: Mapping[str, Any], catalogued: Mapping[str, Any] | None) -> Json:
    """What became of one upload: its document, or why there is none, or the job while it still runs.

    `finished` and `catalogued` are the forms `job` and `document`.
    """
    state = str(finished["state"])
    # A job may fail after its document was catalogued (at indexing, say): it is still to be told as failed.
    if catalogued is not None and state not in {"failed", "refused"}:
        return {**catalogued, "status": "duplicate"} if state == "duplicate" else dict(catalogued)
    if state in {"failed", "refused", "duplicate", "quarantined"}:
        code, message = finished["code"] or state, finished["message"] or ""
        return failed(str(finished["filename"]), state, str(code), str(message))
    return {"filename": finished["filename"], "status": state, "job_id": finished["id"]}


def principal(who: Principal) -> Json:
    return {
        "username": who.username,
        "display_name": who.display_name,
        "unit": {"code": who.unit_code, "name": who.unit_name},
        "roles": sorted(role.value for role in who.roles),
    }


def error(code: str, message: str, remedy: str) -> Json:
    return {"code": code, "message": message, "remedy": remedy}


def retry_after(fault: VanthuError) -> dict[str, str] | None:
    """The header that tells a program when to come again, where the fault says so."""
    return {"Retry-After": str(fault.facts["seconds"])} if fault.http_status == 429 else None


def pages(read: Sequence[PageText]) -> Json:
    return {"pages": [page(each) for each in read]}
