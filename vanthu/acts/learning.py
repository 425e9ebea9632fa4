"""Learning: courses name documents, so their sources pass the second check as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from access.roles import Action
from training_modules.lesson_help import documents_of, nearest_cards
from vanthu.acts.asking import AskingActs

if TYPE_CHECKING:
    from rag.types import Answer
    from training_modules.review.views import CardResult
    from training_modules.views import CourseView, LessonView, ResultView, SourceCard


@dataclass(frozen=True, slots=True)
class LessonAnswer:
    answer: Answer | None
    """None where the library holds none of the lesson's sources."""
    nearest: tuple[SourceCard, ...]
    """The cards nearest to the question, where the documents do not answer it."""


class LearningActs(AskingActs):
    """What one does in a course where documents show."""

    def course(self, course_id: str) -> CourseView:
        course = self._services.training.course(course_id, self.principal)
        return replace(course, sources=self._cards(course.sources))

    def lesson(self, course_id: str, lesson_id: str) -> LessonView:
        lesson = self._services.training.lesson(course_id, lesson_id, self.principal)
        return replace(lesson, sources=self._cards(lesson.sources))

    def ask_in_lesson(self, course_id: str, lesson_id: str, question: str) -> LessonAnswer:
        """What the documents this lesson rests on say to `question`, and the lesson's own nearest words.

        Of documents that the library does not hold, or that one may not read, the source cards stand in.
        """
        self.principal.require(Action.READ)
        lesson = self.lesson(course_id, lesson_id)
        documents = documents_of(lesson.sources)
        answer = self.ask(question, within=documents) if documents else None
        nearest = nearest_cards(question, lesson.sources) if answer is None or answer.refused else ()
        return LessonAnswer(answer, nearest)

    def answer_card(self, card_id: int, answer: list[str], topic: str | None = None) -> CardResult:
        """Answer a review card; it is graded and put off."""
        result = self._services.reviews.answer(card_id, answer, self.principal, topic)
        if result.source is None:
            return result
        return replace(result, source=self._cards([result.source])[0])

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
