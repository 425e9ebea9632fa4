"""The conversation of one browser tab; it is not kept anywhere else."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import streamlit as st

from rag.types import Answer, Turn
from vanthu.acts import Acts

KEY = "conversation"
TURNS_KEPT = 6
"""Earlier questions handed to the assistant to understand a follow-up."""


@dataclass(frozen=True, slots=True)
class Exchange:
    question: str
    answer: Answer


@dataclass(slots=True)
class Conversation:
    exchanges: list[Exchange] = field(default_factory=list)
    pending: str | None = None
    """A question whose answer is being made."""
    started: float = field(default_factory=time.monotonic)
    """Tells one conversation of this tab from the next."""

    @staticmethod
    def of_this_tab() -> Conversation:
        talk: Conversation = st.session_state.setdefault(KEY, Conversation())
        return talk

    def clear(self) -> None:
        self.exchanges.clear()
        self.pending = None
        self.started = time.monotonic()

    def recheck(self, acts: Acts) -> None:
        """Rights may have ended since an answer was given: what rests on them is shown no more."""
        self.exchanges = [Exchange(each.question, acts.kept(each.answer)) for each in self.exchanges]

    def turns(self) -> list[Turn]:
        return [_turn(exchange) for exchange in self.exchanges[-TURNS_KEPT:]]


def _turn(exchange: Exchange) -> Turn:
    documents = dict.fromkeys(citation.document_id for citation in exchange.answer.citations)
    return Turn(exchange.question, exchange.answer.answer, tuple(documents))
