"""One review card to answer; the server grades what is given."""

from __future__ import annotations

from dataclasses import dataclass

from training_modules.review.views import CardView
from ui.web.components.parts import register
from ui.web.components.quiz_player import answer_labels
from vanthu.i18n import translate

_card = register("review_card", "quiz_answers", "quiz_drills", look="quiz_player")


@dataclass(frozen=True, slots=True)
class Given:
    card_id: int
    answer: list[str]


def review_card(card: CardView) -> Given | None:
    """Draw it; gives the answer just given."""
    found = _card(
        key=f"card-{card.id}",
        data={
            "card": card.id,
            "item": card.item.as_json(),
            "labels": {**answer_labels(), "check": translate("Kiểm tra")},
        },
        on_answered_change=_nothing,
    )
    given = found.answered
    return Given(given["card"], list(given["answer"])) if given else None


def _nothing() -> None:
    """The answer is read from the result."""
