"""From the rows to the whole certificate, for anyone who has its code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.models import DocumentRow
from training_modules.certificates import record
from training_modules.certificates.issuing import number_of
from training_modules.certificates.models import (
    CertificateRecord,
    CertificateRevocation,
    CertificateRow,
    CertificateSource,
)
from training_modules.certificates.standing import changed_since, standing_of, successor
from training_modules.certificates.views import (
    Certificate,
    CertificateLine,
    Finished,
    RestedOn,
    Score,
)
from vanthu.db import office_day


def whole(session: Session, row: CertificateRow, on: date) -> Certificate:
    """The frozen record with what has become of it by that day."""
    kept = session.get_one(CertificateRecord, row.id)
    body = json.loads(kept.body)
    revoked = session.get(CertificateRevocation, row.id)
    later = successor(session, row)
    rows = _rows(session, row.id)
    sources = _sources(session, row, body, rows, on)
    return Certificate(
        id=row.id,
        code=row.code,
        number=body["number"],
        holder=body["holder"]["name"],
        unit=body["holder"]["unit"],
        issuer=body["issuer"],
        course_id=body["course"]["id"],
        title=body["course"]["title"],
        title_en=body["course"]["title_en"],
        edition=body["course"]["edition"],
        scores=tuple(Score(**each) for each in body["scores"]),
        programme=tuple(
            Finished(**{**each, "finished_on": _day(each["finished_on"])}) for each in body["programme"]
        ),
        issued_at=datetime.fromisoformat(body["issued_at"]),
        issued_on=date.fromisoformat(body["issued_on"]),
        valid_until=_day(body["valid_until"]),
        sources=sources,
        restricted=len(body["sources"]) - len(sources),
        record_sha256=kept.sha256,
        identity_hash=body["holder"]["identity_hash"],
        identity_salt=body["holder"]["identity_salt"],
        standing=standing_of(session, row, on),
        sound=not faults(row, kept, rows),
        revoked_on=office_day(revoked.revoked_at) if revoked else None,
        reason=revoked.reason if revoked else None,
        supersedes=body["supersedes"],
        superseded_by=number_of(later) if later else None,
        superseded_on=office_day(later.issued_at) if later else None,
    )


def line(session: Session, row: CertificateRow, on: date) -> CertificateLine:
    body = json.loads(session.get_one(CertificateRecord, row.id).body)
    return CertificateLine(
        row.id,
        row.code,
        body["number"],
        body["holder"]["name"],
        body["holder"]["unit"],
        row.course_id,
        body["course"]["title"],
        row.edition,
        office_day(row.issued_at),
        standing_of(session, row, on),
    )


def faults(
    row: CertificateRow, kept: CertificateRecord | None, sources: Sequence[CertificateSource]
) -> list[str]:
    """What was changed behind the program's back: `record`, `row`, `source`; none where all is as it was."""
    if kept is None:
        return ["record"]
    found = [] if record.sha256(kept.body) == kept.sha256 else ["record"]
    try:
        body = json.loads(kept.body)
        if not _row_says(row, body):
            found.append("row")
        seals = {position: told["seal"] for position, told in enumerate(body["sources"])}
    except (ValueError, KeyError, TypeError):
        return ["record"]
    for source in sources:  # those that are gone went with their document
        if seals.get(source.position) != record.seal(source.body, source.document_id):
            found.append("source")
    return sorted(set(found))


def _row_says(row: CertificateRow, body: dict[str, Any]) -> bool:
    until = row.valid_until.isoformat() if row.valid_until else None
    said = number_of(row), row.course_id, row.edition, until, row.issued_at.isoformat(timespec="seconds")
    course = body["course"]
    return said == (body["number"], course["id"], course["edition"], body["valid_until"], body["issued_at"])


def _sources(
    session: Session,
    row: CertificateRow,
    body: dict[str, Any],
    rows: Sequence[CertificateSource],
    on: date,
) -> tuple[RestedOn, ...]:
    """Those that anyone may be told of: ordinary when it was issued, and ordinary now."""
    changed = changed_since(session, row, publicly=True, on=on)
    told = body["sources"]
    wanted = [source.document_id for source in rows if source.document_id is not None]
    ordinary = set(
        session.scalars(
            select(DocumentRow.id).where(DocumentRow.id.in_(wanted), DocumentRow.data_class == "ordinary")
        )
    )
    shown = []
    for source in rows:
        was_ordinary = told[source.position]["data_class"] == "ordinary"
        if was_ordinary and (source.document_id is None or source.document_id in ordinary):
            card = json.loads(source.body)
            shown.append(
                RestedOn(
                    card["key"],
                    card["reference_number"],
                    card["title"],
                    _day(card["issue_date"]),
                    card["article"],
                    card["clause"],
                    source.document_id is not None,
                    card["key"] in changed,
                )
            )
    return tuple(shown)


def _rows(session: Session, certificate_id: int) -> list[CertificateSource]:
    found = select(CertificateSource).where(CertificateSource.certificate_id == certificate_id)
    return [*session.scalars(found.order_by(CertificateSource.position))]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
