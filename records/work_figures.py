"""What a unit's manager wants to know of the digitising: pages by day and person, what waits, how doubtful.

Ordinary documents of the unit only: a count must not tell of documents under grants.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select

from access.models import AccountRow
from access.principal import Principal
from access.roles import Action
from records.desk.models import DeskStepRow
from records.models import DocumentRow, PageRow
from records.types import DataClass, DocumentStatus
from vanthu.db import OFFICE_TIME, Database, office_day


@dataclass(frozen=True, slots=True)
class PersonWork:
    name: str
    documents: int
    pages: int
    """Handed in and taken into the library."""
    corrections: int
    """Steps taken at the desk."""


@dataclass(frozen=True, slots=True)
class WorkFigures:
    pages_by_day: dict[date, int]
    documents: int
    pages: int
    people: tuple[PersonWork, ...]
    """Most pages first."""
    needing_review: int
    """Documents with something a person should look at, whenever they came."""
    words_read: int
    words_doubtful: int

    @property
    def doubt_rate(self) -> float:
        """Share of the words read that were marked as doubtful, 0..1."""
        return self.words_doubtful / self.words_read if self.words_read else 0.0


def work_figures(db: Database, principal: Principal, first: date, last: date) -> WorkFigures:
    """The unit's work from `first` to `last`, both included, by Viet Nam's days."""
    principal.require(Action.KEEP)
    since = datetime.combine(first, time.min, OFFICE_TIME)
    until = datetime.combine(last, time.max, OFFICE_TIME)
    own = (
        DocumentRow.unit_id == principal.unit_id,
        DocumentRow.data_class == DataClass.ORDINARY.value,
        DocumentRow.status == DocumentStatus.READY.value,
    )
    within = (*own, DocumentRow.created_at >= since, DocumentRow.created_at <= until)
    days: Counter[date] = Counter()
    pages: Counter[int] = Counter()
    documents: Counter[int] = Counter()
    with db.session() as session:
        for at, by, count in session.execute(
            select(DocumentRow.created_at, DocumentRow.created_by, DocumentRow.page_count).where(*within)
        ):
            days[office_day(at)] += count
            pages[by] += count
            documents[by] += 1
        steps = dict(
            session.execute(
                select(DeskStepRow.account_id, func.count())
                .join(DocumentRow, DocumentRow.id == DeskStepRow.document_id)
                .where(*own, DeskStepRow.at >= since, DeskStepRow.at <= until)
                .group_by(DeskStepRow.account_id)
            ).all()
        )
        worked = {*pages, *steps}
        names = dict(
            session.execute(
                select(AccountRow.id, AccountRow.display_name).where(AccountRow.id.in_(sorted(worked)))
            ).all()
        )
        review = session.scalar(select(func.count()).where(*own, DocumentRow.needs_review.is_(True)))
        read, doubtful = session.execute(
            select(func.sum(PageRow.words_read), func.sum(PageRow.words_doubtful))
            .join(DocumentRow, DocumentRow.id == PageRow.document_id)
            .where(*within)
        ).one()
    people = [PersonWork(names.get(who, ""), documents[who], pages[who], steps.get(who, 0)) for who in worked]
    return WorkFigures(
        pages_by_day=dict(sorted(days.items())),
        documents=documents.total(),
        pages=pages.total(),
        people=tuple(sorted(people, key=lambda person: (-person.pages, -person.corrections, person.name))),
        needing_review=review or 0,
        words_read=int(read or 0),
        words_doubtful=int(doubtful or 0),
    )
