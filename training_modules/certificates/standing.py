"""What has become of a certificate: whether it is in force, and whether its texts have changed since."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from records.models import DocumentRow
from training_modules.anchors.kinds import ChangeKind, Verdict
from training_modules.anchors.models import AnchorChange
from training_modules.certificates.models import (
    CertificateRecord,
    CertificateRevocation,
    CertificateRow,
)
from training_modules.certificates.views import Standing

OF_THE_TEXT = (ChangeKind.TEXT, ChangeKind.AMENDS, ChangeKind.REPLACES, ChangeKind.REPEALS)
"""Changes of the text itself; that a document left the library is nobody's business outside it."""


def newest(session: Session, account_id: int, course_id: str) -> CertificateRow | None:
    """The person's last certificate of the course."""
    of_course = CertificateRow.account_id == account_id, CertificateRow.course_id == course_id
    found = select(CertificateRow).where(*of_course).order_by(CertificateRow.id.desc()).limit(1)
    return session.scalars(found).first()


def standing_of(session: Session, row: CertificateRow, on: date) -> Standing:
    if session.get(CertificateRevocation, row.id) is not None:
        return Standing.REVOKED
    if successor(session, row) is not None:
        return Standing.SUPERSEDED
    if row.valid_until is not None and on > row.valid_until:
        return Standing.EXPIRED
    return Standing.IN_FORCE


def successor(session: Session, row: CertificateRow) -> CertificateRow | None:
    """The certificate that corrects this one."""
    return session.scalars(select(CertificateRow).where(CertificateRow.supersedes_id == row.id)).first()


def changed_since(
    session: Session,
    row: CertificateRow,
    *,
    undecided_only: bool = False,
    publicly: bool = False,
    on: date | None = None,
) -> frozenset[str]:
    """Keys of the sources whose text has changed since the certificate was issued.

    `undecided_only` leaves out changes of which a trainer has found that everything stays right; `publicly`
    leaves out what only a restricted document tells, and what does not hold yet on the day `on`.
    """
    body = json.loads(session.get_one(CertificateRecord, row.id).body)
    changed = select(AnchorChange.source_key).where(
        AnchorChange.course_id == row.course_id,
        AnchorChange.id > body["after_change"],
        AnchorChange.kind.in_([kind.value for kind in OF_THE_TEXT]),
        or_(AnchorChange.verdict.is_(None), AnchorChange.verdict.not_in(_settled(undecided_only))),
    )
    if publicly:
        ordinary = select(DocumentRow.id).where(DocumentRow.data_class == "ordinary")
        changed = changed.where(
            or_(AnchorChange.document_id.is_(None), AnchorChange.document_id.in_(ordinary)),
            or_(AnchorChange.holds_from.is_(None), AnchorChange.holds_from <= on),
        )
    return frozenset(session.scalars(changed.distinct()))


def _settled(undecided_only: bool) -> Iterable[str]:
    return {Verdict.UNDONE.value, *([Verdict.STILL_RIGHT.value] if undecided_only else [])}
