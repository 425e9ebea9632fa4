"""The citations of one answer as they are made: numbered from 1, the same words of the same place once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.answer.places import Places
from rag.answer.sources import Range, Source
from rag.answer.verbatim import Chosen, citation
from rag.sentences import one_colon
from rag.types import AnswerCell, AnswerSentence, Citation


class Cites:
    def __init__(self, places: Places, known: Iterable[Citation] = ()) -> None:
        self.all = list(known)
        self._places = places

    def cell(self, source: Source, ranges: Sequence[Range]) -> AnswerCell:
        """The quoted words with their citation."""
        words, number = self.quote(source, ranges)
        return AnswerCell(one_colon(words), (number,))

    def sentence(self, source: Source, ranges: Sequence[Range]) -> AnswerSentence:
        words, number = self.quote(source, ranges)
        return AnswerSentence(one_colon(words), (number,))

    def quote(self, source: Source, ranges: Sequence[Range]) -> tuple[str, int]:
        """The words as printed and the number of their citation."""
        words = Chosen(0, tuple(ranges), 0.0).quote([source])
        for known in self.all:
            if (known.passage_id, known.quote) == (source.hit.passage_id, words):
                return words, known.n
        boxes = self._places.boxes(source, ranges)
        self.all.append(citation(len(self.all) + 1, source, words, boxes))
        return words, len(self.all)
