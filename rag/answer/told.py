"""An answer made of quotes, before it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rag.types import AnswerForm, AnswerSentence, AnswerTable, Citation

LISTED = 3
"""Lines from which what answers a question for a list is one: what introduces it and two entries."""


@dataclass(frozen=True, slots=True)
class Told:
    """Empty where nothing was found to quote."""

    sentences: Sequence[AnswerSentence] = ()
    citations: Sequence[Citation] = ()
    form: AnswerForm = AnswerForm.SENTENCES
    verdict: Literal["yes", "no"] | None = None
    table: AnswerTable | None = None
    about: tuple[int, ...] = ()
    """Documents that are told of without being quoted."""
    counted: tuple[int, ...] = ()
    """Documents that are counted without being told of one by one."""

    @property
    def whole(self) -> bool:
        """Whether it has a form of its own, complete as the documents give it, not sentences picked out."""
        if not self.sentences:
            return False
        if self.table is not None or self.about or self.form is AnswerForm.SUMMARY:
            return True
        lines = sum(len(sentence.text.splitlines()) for sentence in self.sentences)
        return self.form is AnswerForm.LIST and lines >= LISTED


def joined(parts: Sequence[Told]) -> Told:
    """Answers to the parts of one question as one, its citations numbered through."""
    sentences: list[AnswerSentence] = []
    cited: list[Citation] = []
    for part in parts:
        before = len(cited)
        cited += [replace(each, n=each.n + before) for each in part.citations]
        sentences += [
            replace(each, citations=tuple(n + before for n in each.citations)) for each in part.sentences
        ]
    about = tuple(dict.fromkeys(document_id for part in parts for document_id in part.about))
    return Told(sentences, cited, parts[0].form, about=about)
