"""An answer that was given before, as it may be shown to this person now.

What one may no longer read is left out by the second check (`vanthu.edge`); here personal data is covered
where its document is sensitive by now, or the reader's roles no longer show it as printed.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.talks.answer_data import documents_of
from records.masking import hides
from records.personal_data import mask
from vanthu.edge import answer_without

if TYPE_CHECKING:
    from access.scope import Scope
    from rag.types import Answer, AnswerTable
    from records.catalogue import Catalogue
    from vanthu.edge import SecondCheck


class ShowingAgain:
    """For one person."""

    def __init__(self, catalogue: Catalogue, scope: Scope, second: SecondCheck) -> None:
        self._catalogue = catalogue
        self._scope = scope
        self._second = second

    def answers(self, answers: Sequence[Answer]) -> list[Answer]:
        """Each as it may be shown; rights are read once for all of them.

        What has left the reader's Scope since is no news to the second check: that would alarm the auditors.
        """
        named: set[int] = set().union(*map(documents_of, answers))
        held = self._catalogue.summaries(sorted(named), self._scope) if named else {}
        refused = frozenset(named - held.keys()) | self._second.refused(held)
        shown = [answer_without(answer, refused & documents_of(answer)) for answer in answers]
        covered = {each.id for each in held.values() if hides(self._scope, each.data_class)}
        return [_covered(answer, covered) for answer in shown] if covered else shown

    def answer(self, answer: Answer) -> Answer:
        return self.answers([answer])[0]


def _covered(answer: Answer, documents: Set[int]) -> Answer:
    """Every word of the answer covered where it may be of one of these documents."""
    if documents.isdisjoint(
        [each.document_id for each in answer.citations] + [each.document_id for each in answer.nearest]
    ):
        return answer
    return replace(
        answer,
        answer=mask(answer.answer),
        sentences=tuple(replace(each, text=mask(each.text)) for each in answer.sentences),
        citations=tuple(
            replace(each, quote=mask(each.quote), title=mask(each.title), heading=mask(each.heading))
            for each in answer.citations
        ),
        nearest=tuple(
            replace(each, text=mask(each.text), title=mask(each.title), heading=mask(each.heading))
            for each in answer.nearest
        ),
        table=_covered_table(answer.table) if answer.table is not None else None,
    )


def _covered_table(table: AnswerTable) -> AnswerTable:
    rows = tuple(tuple(replace(cell, text=mask(cell.text)) for cell in row) for row in table.rows)
    return replace(table, rows=rows)
