"""An answer that was given before, as it may be shown to this person now.

What one may no longer read is left out by the second check (`vanthu.edge`); here personal data is covered
where its document is sensitive by now, or the reader's roles no longer show it as printed.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.talks.answer_data import documents_of
from records.masking import hides
from records.personal_data import mask

if TYPE_CHECKING:
    from access.scope import Scope
    from rag.types import Answer, AnswerTable
    from records.catalogue import Catalogue

MadeSure = Callable[["Answer"], "Answer"]


def again(answer: Answer, checked: MadeSure, catalogue: Catalogue, scope: Scope) -> Answer:
    """`answer` after the second check (`checked`), with what this reader is not to see covered."""
    shown = checked(answer)
    named = documents_of(shown)
    if scope.unmasked or not named:
        return shown
    classes = catalogue.summaries(sorted(named), scope)
    covered = {each.id for each in classes.values() if hides(scope, each.data_class)}
    return _covered(shown, covered) if covered else shown


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
