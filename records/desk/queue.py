"""What waits at the desk: the next items for one person, in their Scope, shown to no one else meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, literal, or_, select, tuple_, update
from sqlalchemy.orm import Session

from access.principal import Principal
from access.roles import Action
from access.scope import Scope
from ocr.page import PageText
from records import rows
from records.desk import steps
from records.desk.models import DeskItemRow
from records.desk.types import DeskItem, ItemKind, QueueState, WordPlace
from records.models import DocumentRow, FieldRow, PageRow
from records.scope_sql import visible
from records.types import DataClass, DocumentStatus, FieldName
from vanthu.db import OFFICE_TIME, Database, now, office_day
from vanthu.errors import NotFound

LEASE = timedelta(minutes=5)
"""How long an item that was shown to one person is not shown to another."""
MOST = 200
"""Items of one answer."""


class Position(NamedTuple):
    """A place in the queue's order."""

    value: int
    turn: int
    confidence: float
    id: str


class DeskQueue:
    """Reads take the person whose Scope they are made in; they see items of their own unit's documents."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def next(
        self,
        principal: Principal,
        *,
        limit: int = 30,
        after: str | None = None,
        behind: Position | None = None,
        document_id: int | None = None,
    ) -> list[DeskItem]:
        """The next items, leased to this person: `after` an item (one that is no more is the beginning), or
        `behind` a position."""
        principal.require(Action.DIGITISE)
        with self._db.session() as session:
            wanted = select(DeskItemRow).where(_open(principal), _free(principal))
            if document_id is None:
                wanted = wanted.where(DeskItemRow.unit_id == principal.unit_id)
            else:
                wanted = wanted.where(DeskItemRow.document_id == document_id)
            if after is not None:
                behind = _position(session, after, principal)
            if behind is not None:
                wanted = wanted.where(tuple_(*_COLUMNS) > tuple_(*map(literal, behind)))
            ordered = wanted.order_by(*_COLUMNS).limit(min(max(limit, 0), MOST))
            found = [*session.scalars(ordered)]
            _lease(session, [item.id for item in found], principal)
            return shown(session, found)

    def behind(self, item_id: str, principal: Principal) -> Position | None:
        """Where an item stands in the queue, so that one can go on from there once it is settled."""
        principal.require(Action.DIGITISE)
        with self._db.session() as session:
            return _position(session, item_id, principal)

    def item(self, item_id: str, principal: Principal) -> DeskItem | None:
        """An item as it stands now, None once it is settled; raises `NotFound` outside the Scope."""
        principal.require(Action.DIGITISE)
        with self._db.session() as session:
            document_id = document_of(item_id)
            if session.scalar(select(DocumentRow.id).where(_workable(principal, document_id))) is None:
                raise NotFound
            row = session.get(DeskItemRow, item_id)
            return shown(session, [row])[0] if row is not None else None

    def state(self, principal: Principal) -> QueueState:
        """How much waits in this person's unit, with what others have in hand."""
        principal.require(Action.DIGITISE)
        of_document = (
            select(func.count())
            .select_from(DeskItemRow)
            .where(DeskItemRow.document_id == DocumentRow.id)
            .scalar_subquery()
        )
        counted = select(of_document.label("waiting")).where(_workable(principal)).subquery()
        begun = datetime.combine(office_day(now()), time(), OFFICE_TIME)
        with self._db.session() as session:
            total, documents = session.execute(
                select(func.coalesce(func.sum(counted.c.waiting), 0), func.count()).where(
                    counted.c.waiting > 0
                )
            ).one()
            return QueueState(
                int(total), documents, steps.settled_since(session, principal.account_id, begun)
            )


_COLUMNS = (DeskItemRow.value, DeskItemRow.turn, DeskItemRow.confidence, DeskItemRow.id)


def _position(session: Session, item_id: str, principal: Principal) -> Position | None:
    here = select(*_COLUMNS).where(DeskItemRow.id == item_id, _open(principal))
    found = session.execute(here).one_or_none()
    return Position(*found) if found else None


def document_of(item_id: str) -> int:
    """The document an item's id names; raises `NotFound` for what is no item's id."""
    _, _, rest = item_id.partition(":")
    number = rest.partition(":")[0]
    if not number.isascii() or not number.isdigit() or len(number) > 10:
        raise NotFound
    return int(number)


def shown(session: Session, found: Sequence[DeskItemRow]) -> list[DeskItem]:
    """Items with what is printed now; one whose page has lost its place meanwhile is left out."""
    ids = {item.document_id for item in found}
    titles = {
        row.id: rows.summary(row).title
        for row in session.scalars(select(DocumentRow).where(DocumentRow.id.in_(ids)))
    }
    pages = _pages(session, {(i.document_id, i.page) for i in found if i.kind == ItemKind.WORD and i.page})
    told = (_shown(session, item, titles.get(item.document_id, ""), pages) for item in found)
    return [item for item in told if item is not None]


def _open(principal: Principal) -> ColumnElement[bool]:
    """Items this person may settle. `EXISTS`, so that the queue's own index gives the order."""
    return exists(select(1).where(DocumentRow.id == DeskItemRow.document_id, _workable(principal)))


def _workable(principal: Principal, document_id: int | None = None) -> ColumnElement[bool]:
    """Finished documents of one's own unit that one reads as they are printed."""
    scope = Scope.of(principal)
    if document_id is not None:
        scope = scope.among([document_id])
    own = (
        visible(scope)
        & (DocumentRow.unit_id == principal.unit_id)
        & (DocumentRow.status == DocumentStatus.READY.value)
    )
    if not scope.unmasked:
        own &= DocumentRow.data_class == DataClass.ORDINARY.value
    return own if document_id is None else own & (DocumentRow.id == document_id)


def _free(principal: Principal) -> ColumnElement[bool]:
    return or_(
        DeskItemRow.leased_until.is_(None),
        DeskItemRow.leased_until < now(),
        DeskItemRow.leased_by == principal.account_id,
    )


def _lease(session: Session, ids: Iterable[str], principal: Principal) -> None:
    session.execute(
        update(DeskItemRow)
        .where(DeskItemRow.id.in_(list(ids)), _free(principal))
        .values(leased_by=principal.account_id, leased_until=now() + LEASE)
        .execution_options(synchronize_session=False)
    )


def _pages(session: Session, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], PageText]:
    found: dict[tuple[int, int], PageText] = {}
    for key in sorted(wanted):
        page = session.get(PageRow, key)
        if page is not None and page.content is not None:
            found[key] = rows.page_text(page)
    return found


def _shown(
    session: Session, row: DeskItemRow, title: str, pages: dict[tuple[int, int], PageText]
) -> DeskItem | None:
    blank = DeskItem(
        id=row.id,
        kind=ItemKind(row.kind),
        document_id=row.document_id,
        title=title,
        page=row.page,
        box=None,
        reading="",
        alternatives=(),
        confidence=row.confidence,
        field=FieldName(row.field) if row.field else None,
        revision=row.revision,
    )
    if row.kind == ItemKind.WORD:
        return _word(blank, row, pages.get((row.document_id, row.page or 0)))
    held = session.get(FieldRow, (row.document_id, row.field)) if row.field else None
    if held is None:
        return blank
    value = rows.field_value(held)
    return replace(
        blank,
        page=value.page,
        box=value.box,
        reading=value.value,
        alternatives=value.alternatives,
        evidence=value.evidence,
    )


def _word(blank: DeskItem, row: DeskItemRow, page: PageText | None) -> DeskItem | None:
    if page is None or row.line is None or row.word is None:
        return None
    if row.line >= len(page.lines) or row.word >= len(page.lines[row.line].words):
        return None
    words = page.lines[row.line].words
    word = words[row.word]
    return replace(
        blank,
        box=word.box,
        reading=word.text,
        alternatives=word.alternatives,
        before=" ".join(each.text for each in words[: row.word]),
        after=" ".join(each.text for each in words[row.word + 1 :]),
        place=WordPlace(page.number, row.line, row.word),
    )
