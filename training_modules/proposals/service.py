"""Proposals for a course's draft from one document that the trainer may read and that is in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from access.principal import Principal
from access.roles import Action
from access.scope import Scope
from rag.passages import PassageStore
from records.catalogue import Catalogue
from records.types import DataClass, DocumentSummary
from training_modules.content import Source
from training_modules.items import Item
from training_modules.proposals.checks import Refusal, refused
from training_modules.proposals.errors import NotForCourses
from training_modules.proposals.making import Proposed, propose
from training_modules.proposals.models import ProposalSetAside
from vanthu.db import Database, now, office_day
from vanthu.errors import NotFound

OVER = frozenset({"expired"})
"""What is no longer in force is not taught."""


@dataclass(frozen=True, slots=True)
class Proposals:
    proposed: tuple[Proposed, ...]
    refused: Counter[Refusal]
    """How many questions did not pass, by why."""


class ProposalService:
    """Nothing is kept of a proposal but that one was set aside; a draft holds what was taken."""

    def __init__(self, db: Database, catalogue: Catalogue, passages: PassageStore) -> None:
        self._db = db
        self._catalogue = catalogue
        self._passages = passages

    def of_document(
        self, document_id: int, existing: Sequence[Item], principal: Principal, limit: int = 50
    ) -> Proposals:
        """At most `limit`, in reading order. `existing`: the questions the course has.

        Raises `NotFound`, or `NotForCourses` where not everybody may read the document, or it is over.
        """
        principal.require(Action.TEACH)
        scope = Scope.of(principal)
        summary = self._summary(document_id, scope)
        today = office_day(now())
        validity = self._catalogue.validities([document_id], scope, today)[document_id]
        if summary.data_class is not DataClass.ORDINARY or validity.status in OVER:
            raise NotForCourses
        card = Source("", summary.reference_number, summary.title, summary.issue_date, None, None, "")
        made = propose(self._passages.of_document(document_id, scope), card)
        return _passing(made, existing, self._aside(document_id), limit)

    def set_aside(self, document_id: int, item: Item, principal: Principal) -> None:
        """Do not propose this again. Raises `NotFound` for a document one may not read."""
        principal.require(Action.TEACH)
        self._summary(document_id, Scope.of(principal))
        with self._db.session() as session:
            key = (document_id, item.digest)
            if session.get(ProposalSetAside, key) is None:
                session.add(
                    ProposalSetAside(document_id=key[0], digest=key[1], account_id=principal.account_id)
                )

    def _summary(self, document_id: int, scope: Scope) -> DocumentSummary:
        found = self._catalogue.summaries([document_id], scope)
        if document_id not in found:
            raise NotFound
        return found[document_id]

    def _aside(self, document_id: int) -> frozenset[str]:
        rows = select(ProposalSetAside.digest).where(ProposalSetAside.document_id == document_id)
        with self._db.session() as session:
            return frozenset(session.scalars(rows))


def _passing(
    made: Sequence[Proposed], existing: Sequence[Item], aside: Collection[str], limit: int
) -> Proposals:
    passed: list[Proposed] = []
    why: Counter[Refusal] = Counter()
    asked = list(existing)
    for each in made:
        if each.item.digest in aside or len(passed) >= limit:
            continue
        reason = refused(each, asked)
        if reason is None:
            passed.append(each)
            asked.append(each.item)
        else:
            why[reason] += 1
    return Proposals(tuple(passed), why)
