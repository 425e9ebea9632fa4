"""Learning: courses name documents, so their sources pass the second check as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vanthu.acts.base import ActsBase

if TYPE_CHECKING:
    from training_modules.views import CourseView, LessonView, ResultView, SourceCard


class LearningActs(ActsBase):
    """What one does in a course where documents show."""

    def course(self, course_id: str) -> CourseView:
        course = self._services.training.course(course_id, self.principal)
        return replace(course, sources=self._cards(course.sources))

    def lesson(self, course_id: str, lesson_id: str) -> LessonView:
        lesson = self._services.training.lesson(course_id, lesson_id, self.principal)
        return replace(lesson, sources=self._cards(lesson.sources))

    def hand_in(self, attempt_id: int) -> ResultView:
        """Grade an attempt; it cannot be changed afterwards."""
        return self._graded(self._services.training.submit(attempt_id, self.principal))

    def attempt_result(self, attempt_id: int) -> ResultView:
        return self._graded(self._services.training.result(attempt_id, self.principal))

    def _graded(self, result: ResultView) -> ResultView:
        cards = iter(self._cards([item.source for item in result.items if item.source is not None]))
        items = [replace(item, source=next(cards)) if item.source else item for item in result.items]
        return replace(result, items=tuple(items))

    def _cards(self, cards: Sequence[SourceCard]) -> tuple[SourceCard, ...]:
        """What courses rest on, without places in documents that one may not read."""
        refused = self._second.refused(card.document_id for card in cards if card.document_id is not None)
        nowhere: dict[str, Any] = dict.fromkeys(("document_id", "passage_id", "page"))
        return tuple(replace(card, **nowhere) if card.document_id in refused else card for card in cards)
