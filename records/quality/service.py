"""Quality passes: lots are opened, documents drawn, checked by different people, accepted or sent back.

Only ordinary documents of one's own unit take part: whoever checks must be able to see them, and a count
must not tell of others. A document that is put under grants later leaves the counts.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from access.principal import Principal
from access.roles import Action
from records.clean import storable
from records.fields import settle
from records.models import DocumentRow, FieldHistoryRow, FieldRow
from records.quality.errors import CheckGone, LotEmpty, LotInvalid
from records.quality.models import QualityCheckRow, QualityErrorRow, QualityLotRow
from records.quality.types import STAGES, Check, Finding, Lot, LotState, StageProgress
from records.types import DataClass, DocumentStatus, FieldName
from records.writing import changeable
from vanthu.db import LARGEST_ID, Database, hold, now
from vanthu.errors import NotFound

TAKEN_FOR = timedelta(minutes=30)
"""How long a document stays with the person who took it."""
_AT_ONCE = 500
"""Numbers in one question to the database, which takes only so many."""
_LONGEST_NAME = 200


class Quality:
    """Opening a lot needs `Action.KEEP`, checking `Action.DIGITISE`; another unit's lots are absent."""

    def __init__(
        self, db: Database, *, clock: Callable[[], datetime] = now, draw: random.Random | None = None
    ) -> None:
        self._db = db
        self._clock = clock
        self._draw = draw or random.SystemRandom()

    def waiting(self, principal: Principal) -> list[int]:
        """The unit's documents that are in no lot yet, oldest first."""
        principal.require(Action.KEEP)
        with self._db.session() as session:
            return _free(session, principal)

    def open(
        self,
        name: str,
        document_ids: Sequence[int],
        principal: Principal,
        *,
        sample_rate: float,
        limit: float,
    ) -> int:
        """A lot of these documents; `sample_rate` and `limit` are shares, 0..1."""
        principal.require(Action.KEEP)
        name = " ".join(storable(name).split())
        rates = math.isfinite(sample_rate) and math.isfinite(limit)
        if (
            not name
            or len(name) > _LONGEST_NAME
            or not rates
            or not 0 < sample_rate <= 1
            or not 0 <= limit <= 1
        ):
            raise LotInvalid
        with self._db.session() as session:
            wanted = _free(session, principal, among=document_ids)
            if not wanted:
                raise LotEmpty
            lot = QualityLotRow(
                unit_id=principal.unit_id,
                name=name,
                sample_permille=max(1, round(sample_rate * 1000)),
                limit_permille=round(limit * 1000),
                state=LotState.CHECKING.value,
                created_by=principal.account_id,
                created_at=self._clock(),
            )
            session.add(lot)
            session.flush()
            _add_checks(session, lot, wanted)
            return lot.id

    def lots(self, principal: Principal) -> list[Lot]:
        """The unit's lots, those still being checked first, newest first."""
        principal.require(Action.DIGITISE)
        with self._db.session() as session:
            found = session.scalars(
                select(QualityLotRow)
                .where(QualityLotRow.unit_id == principal.unit_id)
                .order_by(QualityLotRow.state.desc(), QualityLotRow.id.desc())
            )
            return [self._lot(session, row, principal) for row in found]

    def lot(self, lot_id: int, principal: Principal) -> Lot:
        principal.require(Action.DIGITISE)
        with self._db.session() as session:
            return self._lot(session, _row(session, lot_id, principal), principal)

    def take(self, lot_id: int, principal: Principal) -> Check | None:
        """The next document for this person; one taken and not finished comes back first."""
        principal.require(Action.DIGITISE)
        with self._db.session() as session:
            lot = _locked(session, _row(session, lot_id, principal))
            if lot.state != LotState.CHECKING:
                return None
            row = session.scalar(
                select(QualityCheckRow)
                .where(_mine(lot, principal, self._clock() - TAKEN_FOR))
                .order_by(QualityCheckRow.account_id.is_(None), QualityCheckRow.id)
                .limit(1)
            )
            if row is None:
                self._go_on(session, lot)  # what was left may have been put under grants
                return None
            row.account_id, row.taken_at = principal.account_id, self._clock()
            return Check(row.id, row.lot_id, row.stage, row.document_id)

    def taken(self, check_id: int, principal: Principal) -> Check:
        """A check that this person has taken and not finished."""
        principal.require(Action.DIGITISE)
        with self._db.session() as session:
            row = _taken(session, check_id, principal)
            return Check(row.id, row.lot_id, row.stage, row.document_id)

    def record(self, check_id: int, finding: Finding, principal: Principal) -> Lot:
        """Finish a check and put right what it found, both or neither."""
        principal.require(Action.DIGITISE)
        with self._db.session() as session:
            lot = _locked(session, _lot_of(session, check_id, principal))
            row = _taken(session, check_id, principal)
            row.done_at = self._clock()
            row.fields_checked = _fields_shown(session, row.document_id)
            kinds = [
                *(name.value for name in finding.corrections),
                *(fault.value for fault in finding.faults),
            ]
            session.add_all(
                QualityErrorRow(
                    check_id=row.id,
                    kind=kind,
                    operator_id=_operator(session, row.document_id, kind, principal.account_id),
                )
                for kind in kinds
            )
            session.flush()
            # Now only: who answers for a field was seen before the correction becomes its last one.
            document = changeable(session, row.document_id, principal)
            for name, value in finding.corrections.items():
                settle(session, document, name, value, principal.account_id)
            self._go_on(session, lot)
            return self._lot(session, lot, principal)

    def _go_on(self, session: Session, lot: QualityLotRow) -> None:
        """The next pass once this one is through; accepted after V3; back to V1 where too much was wrong."""
        progress = _progress(session, lot, lot.stage)
        if progress.done < progress.total:
            return
        if lot.stage > STAGES[0] and progress.errors * 1000 > lot.limit_permille * progress.fields_checked:
            lot.round, lot.stage = lot.round + 1, STAGES[0]
            _add_checks(session, lot, _members(session, lot))
        elif lot.stage == STAGES[-1]:
            lot.state, lot.accepted_at = LotState.ACCEPTED.value, self._clock()
        else:
            lot.stage += 1
            members = _members(session, lot)
            size = min(len(members), max(1, math.ceil(len(members) * lot.sample_permille / 1000)))
            _add_checks(session, lot, sorted(self._draw.sample(members, size)))

    def _lot(self, session: Session, row: QualityLotRow, principal: Principal) -> Lot:
        mine = 0
        if row.state == LotState.CHECKING:
            within = _mine(row, principal, self._clock() - TAKEN_FOR)
            mine = session.scalar(select(func.count()).select_from(QualityCheckRow).where(within)) or 0
        return Lot(
            id=row.id,
            name=row.name,
            state=LotState(row.state),
            round=row.round,
            stage=row.stage,
            sample_rate=row.sample_permille / 1000,
            limit=row.limit_permille / 1000,
            documents=len(_members(session, row)),
            stages=tuple(_progress(session, row, stage) for stage in range(1, row.stage + 1)),
            mine=mine,
            created_at=row.created_at,
            accepted_at=row.accepted_at,
        )


def _takes_part() -> ColumnElement[bool]:
    """Neither put under grants since, nor withdrawn."""
    ordinary = DocumentRow.data_class == DataClass.ORDINARY.value
    return and_(ordinary, DocumentRow.status == DocumentStatus.READY.value)


def _free(session: Session, principal: Principal, among: Sequence[int] | None = None) -> list[int]:
    """Documents of the unit in no lot, all or those of `among`, oldest first."""
    held = select(QualityCheckRow.id).where(QualityCheckRow.document_id == DocumentRow.id)
    found = (
        select(DocumentRow.id)
        .where(DocumentRow.unit_id == principal.unit_id, _takes_part(), ~held.exists())
        .order_by(DocumentRow.id)
    )
    if among is None:
        return [*session.scalars(found)]
    asked = sorted({number for number in among if 0 < number <= LARGEST_ID})
    parts = (asked[at : at + _AT_ONCE] for at in range(0, len(asked), _AT_ONCE))
    return [number for part in parts for number in session.scalars(found.where(DocumentRow.id.in_(part)))]


def _row(session: Session, lot_id: int, principal: Principal) -> QualityLotRow:
    row = session.get(QualityLotRow, lot_id) if 0 < lot_id <= LARGEST_ID else None
    if row is None or row.unit_id != principal.unit_id:
        raise NotFound
    return row


def _members(session: Session, lot: QualityLotRow) -> list[int]:
    """The lot's documents: those of its first pass, as far as they still take part."""
    found = session.scalars(
        select(QualityCheckRow.document_id)
        .join(DocumentRow, DocumentRow.id == QualityCheckRow.document_id)
        .where(QualityCheckRow.lot_id == lot.id, QualityCheckRow.round == 1)
        .where(QualityCheckRow.stage == STAGES[0], _takes_part())
        .order_by(QualityCheckRow.document_id)
    )
    return [*found]


def _add_checks(session: Session, lot: QualityLotRow, document_ids: Sequence[int]) -> None:
    session.add_all(
        QualityCheckRow(lot_id=lot.id, document_id=number, round=lot.round, stage=lot.stage)
        for number in document_ids
    )
    session.flush()


def _mine(lot: QualityLotRow, principal: Principal, expired: datetime) -> ColumnElement[bool]:
    """Open checks of the present pass this person may do: nobody else holds them, and no other pass over
    the same document in this round was this person's."""
    other = aliased(QualityCheckRow)
    seen = (
        select(other.document_id)
        .where(other.lot_id == lot.id, other.round == lot.round, other.stage != lot.stage)
        .where(other.account_id == principal.account_id)
    )
    within = select(DocumentRow.id).where(DocumentRow.id == QualityCheckRow.document_id, _takes_part())
    return and_(
        QualityCheckRow.lot_id == lot.id,
        QualityCheckRow.round == lot.round,
        QualityCheckRow.stage == lot.stage,
        QualityCheckRow.done_at.is_(None),
        or_(
            QualityCheckRow.account_id.is_(None),
            QualityCheckRow.account_id == principal.account_id,
            QualityCheckRow.taken_at < expired,
        ),
        QualityCheckRow.document_id.not_in(seen),
        within.exists(),
    )


def _locked(session: Session, lot: QualityLotRow) -> QualityLotRow:
    """Of two persons one waits, and then sees what the other did: or a pass would end twice, or never."""
    hold(session, QualityLotRow.name, QualityLotRow.id == lot.id)
    session.refresh(lot)
    return lot


def _lot_of(session: Session, check_id: int, principal: Principal) -> QualityLotRow:
    """The lot of a check whose document takes part in it."""
    row = session.get(QualityCheckRow, check_id) if 0 < check_id <= LARGEST_ID else None
    if row is None:
        raise NotFound
    lot = _row(session, row.lot_id, principal)
    within = select(DocumentRow.id).where(DocumentRow.id == row.document_id, _takes_part())
    if session.scalar(within) is None:
        raise NotFound
    return lot


def _taken(session: Session, check_id: int, principal: Principal) -> QualityCheckRow:
    lot = _lot_of(session, check_id, principal)
    row = session.get_one(QualityCheckRow, check_id, populate_existing=True)
    if row.account_id != principal.account_id or row.done_at is not None:
        raise CheckGone
    if (row.round, row.stage) != (lot.round, lot.stage):
        raise CheckGone
    return row


def _progress(session: Session, lot: QualityLotRow, stage: int) -> StageProgress:
    within = (
        QualityCheckRow.lot_id == lot.id,
        QualityCheckRow.round == lot.round,
        QualityCheckRow.stage == stage,
        _takes_part(),
    )
    total, done, fields = session.execute(
        select(func.count(), func.count(QualityCheckRow.done_at), func.sum(QualityCheckRow.fields_checked))
        .join(DocumentRow, DocumentRow.id == QualityCheckRow.document_id)
        .where(*within)
    ).one()
    errors = session.scalar(
        select(func.count(QualityErrorRow.id))
        .join(QualityCheckRow, QualityCheckRow.id == QualityErrorRow.check_id)
        .join(DocumentRow, DocumentRow.id == QualityCheckRow.document_id)
        .where(*within)
    )
    return StageProgress(stage, total, done, int(fields or 0), errors or 0)


def _fields_shown(session: Session, document_id: int) -> int:
    """What there is to be right or wrong: every field with a value, and the pages as one thing."""
    fields = select(func.count()).select_from(FieldRow).where(FieldRow.document_id == document_id)
    return (session.scalar(fields) or 0) + 1


def _operator(session: Session, document_id: int, kind: str, inspector: int) -> int | None:
    """Who answers for a field: the last other person who set it, else who handed the document in."""
    if kind in set(FieldName):
        last = session.scalar(
            select(FieldHistoryRow.account_id)
            .where(FieldHistoryRow.document_id == document_id, FieldHistoryRow.name == kind)
            .where(FieldHistoryRow.account_id != inspector)
            .order_by(FieldHistoryRow.id.desc())
            .limit(1)
        )
        if last is not None:
            return last
    return session.scalar(select(DocumentRow.created_by).where(DocumentRow.id == document_id))
