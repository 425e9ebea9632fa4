"""Errors by field, document type and operator, as archives count them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from access.models import AccountRow
from access.principal import Principal
from access.roles import Action
from records.models import DocumentRow, FieldRow
from records.quality.models import QualityCheckRow, QualityErrorRow, QualityLotRow
from records.quality.types import ErrorFigures, Tally
from records.types import DataClass
from vanthu.db import Database


def error_figures(db: Database, principal: Principal, since: datetime, until: datetime) -> ErrorFigures:
    """What V2 and V3 found in the unit's documents from `since` to before `until`."""
    principal.require(Action.KEEP)
    within = (
        QualityLotRow.unit_id == principal.unit_id,
        QualityCheckRow.stage > 1,
        QualityCheckRow.done_at >= since,
        QualityCheckRow.done_at < until,
        DocumentRow.data_class == DataClass.ORDINARY.value,
    )
    with db.session() as session:
        checked = session.scalar(_checks(func.sum(QualityCheckRow.fields_checked)).where(*within)) or 0
        by_field = _errors(session, QualityErrorRow.kind, within)
        shown = dict(
            session.execute(
                _checks(FieldRow.name, func.count())
                .join(FieldRow, FieldRow.document_id == QualityCheckRow.document_id)
                .where(*within)
                .group_by(FieldRow.name)
            ).all()
        )
        documents = session.scalar(_checks(func.count()).where(*within)) or 0
        by_type = _errors(session, DocumentRow.document_type, within)
        of_type = dict(
            session.execute(
                _checks(DocumentRow.document_type, func.sum(QualityCheckRow.fields_checked))
                .where(*within)
                .group_by(DocumentRow.document_type)
            ).all()
        )
        by_operator = _errors(session, QualityErrorRow.operator_id, within)
        handed_in = dict(
            session.execute(
                _checks(DocumentRow.created_by, func.sum(QualityCheckRow.fields_checked))
                .where(*within)
                .group_by(DocumentRow.created_by)
            ).all()
        )
        names = dict(
            session.execute(
                select(AccountRow.id, AccountRow.display_name).where(AccountRow.id.in_(by_operator))
            ).all()
        )
    return ErrorFigures(
        by_field=_tallies((name, shown.get(name, documents), n) for name, n in by_field.items()),
        by_type=_tallies((name or "", of_type.get(name, 0), n) for name, n in by_type.items()),
        by_operator=_tallies(
            (names.get(who, ""), int(handed_in.get(who, 0)), n) for who, n in by_operator.items()
        ),
        checked=int(checked),
        errors=sum(by_field.values()),
    )


def _checks(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(QualityCheckRow)
        .join(QualityLotRow, QualityLotRow.id == QualityCheckRow.lot_id)
        .join(DocumentRow, DocumentRow.id == QualityCheckRow.document_id)
    )


def _errors(session: Session, column: Any, within: tuple[ColumnElement[bool], ...]) -> dict[Any, int]:
    found = session.execute(
        _checks(column, func.count(QualityErrorRow.id))
        .join(QualityErrorRow, QualityErrorRow.check_id == QualityCheckRow.id)
        .where(*within)
        .group_by(column)
    )
    return dict(found.all())


def _tallies(found: Any) -> tuple[Tally, ...]:
    return tuple(sorted((Tally(*each) for each in found), key=lambda tally: (-tally.errors, tally.name)))
