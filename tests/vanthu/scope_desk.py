"""What people have done with the documents of a `World`: filed, checked, corrected, handed in together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from ingest.batches.models import BatchRow
from ingest.composing.models import CompositionRow
from ingest.models import JobRow
from records.desk.models import DeskChangeRow, DeskStepRow
from records.dossiers.models import DossierDocumentRow, DossierRow
from records.models import FieldHistoryRow
from records.quality.models import QualityCheckRow, QualityErrorRow, QualityLotRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.vanthu.scope_world import World

COMMON = "Căn cứ Quy chế làm việc, Ban Thường vụ giao các đơn vị trực thuộc thực hiện và báo cáo kết quả."


@dataclass
class DeskWork:
    """By unit of the plan where there is one for each; hidden documents are among all of it."""

    dossiers: list[int] = field(default_factory=list)
    lots: list[int] = field(default_factory=list)
    checks: list[int] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, world: World) -> DeskWork:
        made = cls()
        for document_id in world.papers:
            world.services.likeness.put(
                document_id, [COMMON * 2, world.text(world.papers.index(document_id))]
            )
        with world.services.db.session() as session:
            for n, unit_id in enumerate(world.units):
                papers = [
                    document_id
                    for document_id, paper in zip(world.papers, world.plan.papers, strict=True)
                    if paper.unit == n
                ]
                made._file(session, world, n, unit_id, papers)
                made._check(session, world, unit_id, papers)
            for number, document_id in enumerate(world.papers):
                made._correct(session, world, number, document_id)
            for account_id in world.people:
                made._gather(session, world, account_id)
        return made

    def _file(self, session: Session, world: World, n: int, unit_id: int, papers: list[int]) -> None:
        by = world.people[0]
        row = DossierRow(
            unit_id=unit_id, code=f"HS.{world.batch}.{n}", title=f"Hồ sơ {n}", retention="02", created_by=by
        )
        session.add(row)
        session.flush()
        self.dossiers.append(row.id)
        session.add_all(
            DossierDocumentRow(document_id=document_id, dossier_id=row.id, ordinal=ordinal, added_by=by)
            for ordinal, document_id in enumerate(papers, 1)
        )

    def _check(self, session: Session, world: World, unit_id: int, papers: list[int]) -> None:
        """Ordinary or not: one may have been put under grants after the lot was opened."""
        lot = QualityLotRow(
            unit_id=unit_id, name=f"Lô {unit_id}", sample_permille=500, limit_permille=10,
            created_by=world.people[0],
        )  # fmt: skip
        session.add(lot)
        session.flush()
        self.lots.append(lot.id)
        for number, document_id in enumerate(papers):
            check = QualityCheckRow(lot_id=lot.id, document_id=document_id, round=1, stage=1)
            if number % 2:
                check.account_id, check.fields_checked = world.people[number % len(world.people)], 4
            session.add(check)
            session.flush()
            self.checks.append(check.id)
            session.add(QualityErrorRow(check_id=check.id, kind="subject", operator_id=world.people[0]))

    def _correct(self, session: Session, world: World, number: int, document_id: int) -> None:
        by = world.people[number % len(world.people)]
        step = DeskStepRow(
            document_id=document_id, account_id=by, kind="edit", page=1, before="a", after=f"b{number}",
            words=1, revision=1,
        )  # fmt: skip
        session.add(step)
        session.flush()
        session.add(DeskChangeRow(step_id=step.id, document_id=document_id, page=1, line=0))
        session.add(
            FieldHistoryRow(document_id=document_id, name="subject", before="", after="s", account_id=by)
        )

    def _gather(self, session: Session, world: World, account_id: int) -> None:
        """One's uploads as a batch, and each as if it had been made by page work of its own."""
        batch = BatchRow(unit_id=world.units[0], account_id=account_id, name=f"Đợt {world.batch}")
        session.add(batch)
        session.flush()
        self.batches.append(batch.id)
        own = JobRow.account_id == account_id
        session.execute(update(JobRow).where(own).values(batch_id=batch.id))
        for job in session.scalars(select(JobRow).where(own).order_by(JobRow.id)):
            session.add(
                CompositionRow(
                    job_id=job.id, work=f"{job.id:032}", unit_id=job.unit_id, account_id=account_id,
                    pages=[[job.document_id, 1, 0]], withdraws=[], state="done",
                )
            )  # fmt: skip
