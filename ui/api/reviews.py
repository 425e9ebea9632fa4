"""The daily review, practice of weak subjects, and questions asked inside a lesson."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.encoders import jsonable_encoder

from ui import forms
from ui.api.bodies import Body, Words
from ui.api.caller import Caller, House, Id, Person

router = APIRouter(prefix="/training", tags=["training"])

Topic = Annotated[str | None, Query(max_length=200)]
"""A subject to practise; without one, what is due."""


class CardAnswer(Body):
    answer: list[Words]
    """Codes of the options chosen, or the words typed."""
    topic: str | None = None


class LessonQuestion(Body):
    question: Words


@router.get("/review")
def review_today(person: Person, services: House) -> Any:
    """What there is to review today, and which subjects are weak."""
    topics = services.reviews.weak_topics(person)
    return jsonable_encoder({"today": services.reviews.today(person), "weak": topics})


@router.get("/review/next")
def next_card(person: Person, services: House, topic: Topic = None) -> Any:
    """The next card, without its key; null when there is none."""
    return jsonable_encoder(services.reviews.next_card(person, topic))


@router.post("/review/{card_id}")
def answer_card(acts: Caller, card_id: Id, given: CardAnswer) -> Any:
    """Grade an answer and put the card off; a card that is not due is refused."""
    return jsonable_encoder(acts.answer_card(card_id, given.answer, given.topic))


@router.post("/courses/{course_id}/lessons/{lesson_id}/questions")
def ask_in_lesson(acts: Caller, course_id: str, lesson_id: str, asked: LessonQuestion) -> Any:
    """What the documents this lesson rests on say; where they do not, the lesson's nearest source cards."""
    told = acts.ask_in_lesson(course_id, lesson_id, asked.question)
    return {
        "answer": forms.answer(told.answer) if told.answer else None,
        "nearest": jsonable_encoder(told.nearest),
    }
