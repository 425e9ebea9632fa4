"""The second check at the edge: may this person, now, read the documents that are about to be shown?

Every read below carries a Scope already. Here the rights are read once more, another way: the documents' unit
and class and the grants themselves, in one query without `records.scope_sql`, and a plain rule; the person's
posts anew, so that what ended while an answer was being made counts. What differs is dropped and reported: it
means a right that has just ended, or a fault in one of the two ways.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from access.models import AccountRow, DocumentGrantRow, UnitRow
from access.principal import Principal
from access.rights import merged_into, path_of, posts
from access.roles import MAY, Action
from ingest.types import JobView
from rag.asking import NOT_SUPPORTED, NOTHING_FOUND, said
from rag.types import Answer, Understood
from records.errors import DuplicateDocument
from records.models import DocumentRow
from records.types import LIVING, Relation, Validity
from vanthu.db import Database, now, office_day

log = logging.getLogger(__name__)

ORDINARY, STATE_SECRETS = "ordinary", frozenset({"confidential", "secret"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person reads without any grant, at this moment."""

    account_id: int
    unit_id: int
    reads: bool
    """Whether one of the roles in that unit, and the way one came in, allow reading at all."""
    units: frozenset[int]


@dataclass(frozen=True, slots=True)
class Leave:
    """A grant as it stands in its table."""

    account_id: int | None
    unit_id: int | None
    from_day: date
    until_day: date
    approved: bool
    revoked: bool


def may_read(who: Standing, unit_id: int, data_class: str, leaves: Iterable[Leave], on: date) -> bool:
    """The rule, once more and in plain words (Regulation 384-QĐ/TW, Art. 4.6 for what needs a grant)."""
    if not who.reads:
        return False
    if data_class == ORDINARY and unit_id in who.units:
        return True
    for leave in leaves:
        theirs = leave.account_id == who.account_id
        if leave.unit_id is not None and data_class not in STATE_SECRETS:
            theirs = theirs or leave.unit_id == who.unit_id
        if theirs and leave.approved and not leave.revoked and leave.from_day <= on <= leave.until_day:
            return True
    return False


class SecondCheck:
    """For the acts of one person."""

    def __init__(
        self,
        db: Database,
        principal: Principal,
        report: Callable[[list[int]], None],
        *,
        clock: Callable[[], datetime] = now,
    ) -> None:
        """`report` is told the ids of documents that were about to be shown and are not."""
        self._db = db
        self._principal = principal
        self._report = report
        self._clock = clock
        self._told: set[int] = set()

    def refused(self, document_ids: Iterable[int]) -> frozenset[int]:
        """Those that this person may not read now, or that are not there."""
        ids = set(document_ids)
        if not ids:
            return frozenset()
        on = office_day(self._clock())
        with self._db.session() as session:
            who = self._standing(session, on)
            found = _held(session, ids, who)
        seen = {
            document_id
            for document_id, (unit_id, data_class, leaves) in found.items()
            if may_read(who, unit_id, data_class, leaves, on)
        }
        refused = frozenset(ids - seen)
        if untold := sorted(refused - self._told):
            log.warning("the second check withheld %d of %d documents", len(untold), len(ids))
            self._told.update(untold)
            self._report(untold)
        return refused

    def _standing(self, session: Session, on: date) -> Standing:
        person = self._principal
        nothing = Standing(person.account_id, person.unit_id, reads=False, units=frozenset())
        account = session.get(AccountRow, person.account_id)
        if account is None or account.disabled_at is not None or Action.READ not in person.limits:
            return nothing
        post = next((post for post in posts(session, account, on) if post.unit_id == person.unit_id), None)
        unit = session.get(UnitRow, person.unit_id)
        if post is None or unit is None or post.roles.isdisjoint(MAY[Action.READ]):
            return nothing
        if unit.abolished_on is not None and unit.abolished_on <= on:
            return nothing
        path = path_of(session, person.unit_id, on)
        return replace(nothing, reads=True, units=frozenset(path) | merged_into(session, path, on))


def answer_without(answer: Answer, refused: frozenset[int]) -> Answer:
    """An answer without these documents: the refusal one would get, where it cites or counts one of them."""
    if not refused:
        return answer
    nearest = tuple(hit for hit in answer.nearest if hit.document_id not in refused)
    standings = tuple(
        each for each in answer.standings if refused.isdisjoint([each.document_id, *dict(each.successors)])
    )
    rests_on = [*(citation.document_id for citation in answer.citations), *answer.counted]
    if refused.isdisjoint(rests_on) and (nearest or not answer.refused):
        understood = _understood_without(answer.understood, refused)
        return replace(answer, nearest=nearest, standings=standings, understood=understood)
    reason = NOT_SUPPORTED if nearest else NOTHING_FOUND
    return Answer(said(reason), refused=True, reason=reason, nearest=nearest, elapsed_ms=answer.elapsed_ms)


def _understood_without(understood: Understood | None, refused: frozenset[int]) -> Understood | None:
    """How the question was taken, without the names of these documents."""
    if understood is None:
        return None
    kept = tuple(each for each in understood.filters if refused.isdisjoint(each.documents))
    return replace(understood, filters=kept)


def relation_without(relation: Relation, refused: frozenset[int]) -> Relation | None:
    """A relation whose other end is one of these: as printed here without its link, or not at all."""
    if relation.document_id not in refused:
        return relation
    return replace(relation, document_id=None, title=None) if relation.direction == "outgoing" else None


def validity_without(validity: Validity, relations: Iterable[Relation], refused: frozenset[int]) -> Validity:
    """What is known of validity, where some of the relations it rests on may not be told."""
    told = any(each.direction == "incoming" and each.document_id in refused for each in relations)
    return Validity("unknown", as_of=validity.as_of) if told else validity


def job_without_document(job: JobView) -> JobView:
    """An upload of one's own whose document one may not read."""
    if job.code != DuplicateDocument.code:
        return replace(job, document_id=None)
    return replace(job, document_id=None, message=DuplicateDocument(document_id="-").say())


def _held(session: Session, ids: Iterable[int], who: Standing) -> dict[int, tuple[int, str, list[Leave]]]:
    """Unit, class and this person's grants of each document."""
    grant = DocumentGrantRow
    theirs = or_(grant.account_id == who.account_id, grant.unit_id == who.unit_id)
    rows = session.execute(
        select(
            DocumentRow.id,
            DocumentRow.unit_id,
            DocumentRow.data_class,
            grant.account_id,
            grant.unit_id.label("granted_unit"),
            grant.from_day,
            grant.until_day,
            grant.approved_at,
            grant.revoked_at,
        )
        .outerjoin(grant, and_(grant.document_id == DocumentRow.id, theirs))
        .where(DocumentRow.id.in_(ids), DocumentRow.status.in_(LIVING))
    )
    found: dict[int, tuple[int, str, list[Leave]]] = {}
    for row in rows:
        held = found.setdefault(row.id, (row.unit_id, row.data_class, []))
        if row.from_day is not None:
            held[2].append(_leave(row))
    return found


def _leave(row: Any) -> Leave:
    approved, revoked = row.approved_at is not None, row.revoked_at is not None
    return Leave(row.account_id, row.granted_unit, row.from_day, row.until_day, approved, revoked)
