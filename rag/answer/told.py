"""An answer made of quotes, before it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.types import AnswerForm, AnswerSentence, AnswerTable, Citation


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
