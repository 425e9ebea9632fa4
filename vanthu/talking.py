"""What one does with one's own conversations: asks in them, finds them again, names, exports, deletes them.

And what one sends on about an answer. No role reads another person's conversations; what one may no longer
read is not shown from one's own either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from access.audit_actions import AuditAction
from access.roles import Action
from rag.talks.types import Exchange, Reason, Removed, State, Talk, TalkWhole
from rag.types import Turn
from records.clean import storable
from vanthu.answer_files import Told
from vanthu.answering import Progress
from vanthu.errors import NotFound, VanthuError

if TYPE_CHECKING:
    from access.principal import Principal
    from rag.types import AskEvent
    from vanthu.edge import SecondCheck
    from vanthu.recording import Recorder
    from vanthu.services import Services
    from vanthu.showing_again import ShowingAgain

TURNS = 6
"""Earlier exchanges handed to the assistant to understand a follow-up."""


class AnswerUnderWay(VanthuError):
    code = "answer_under_way"
    message = "Câu trước trong cuộc trao đổi này chưa trả lời xong."
    remedy = "Chờ trả lời xong hoặc dừng lại, rồi hỏi tiếp."
    http_status = 409


class AnswerBrokeOff(VanthuError):
    code = "answer_broke_off"
    message = "Câu trả lời chưa lập xong thì gặp sự cố."
    remedy = "Câu hỏi vẫn được giữ. Hỏi lại sau ít phút; nếu vẫn lỗi, báo quản trị viên."
    http_status = 500


class Streams(Protocol):
    """`AskingActs.stream`, without its checks."""

    def __call__(
        self, question: str, *, on: date | None, history: Sequence[Turn], without: Sequence[str]
    ) -> Iterator[AskEvent]: ...


class Talking:
    """The acts of one person. A conversation of anyone else is `NotFound`."""

    def __init__(
        self,
        services: Services,
        principal: Principal,
        log: Recorder,
        second: SecondCheck,
        showing: ShowingAgain,
        *,
        stream: Streams,
        take_turn: Callable[[], None],
    ) -> None:
        """`stream` makes an answer, recorded; `take_turn` raises where this person asks too often."""
        self._services = services
        self._talks = services.talks
        self._principal = principal
        self._log = log
        self._second = second
        self._showing = showing
        self._stream = stream
        self._take_turn = take_turn

    def find(self, text: str = "", *, offset: int = 0, limit: int = 50) -> list[Talk]:
        """One's conversations, newest first, or those whose name or questions hold `text`."""
        self._principal.require(Action.READ)
        return self._talks.list(self._principal, storable(text), offset=offset, limit=limit)

    def count(self) -> int:
        """How many conversations one has."""
        return self._talks.count(self._principal)

    def whole(self, talk_id: int, *, again: bool = False) -> TalkWhole:
        """A conversation as it may be shown now; opening it is recorded, drawing it again is not."""
        with self._log.asking(AuditAction.TALK_VIEW, None, {"talk": talk_id}):
            self._principal.require(Action.READ)
            found = self._read(talk_id)
        shown = replace(found, exchanges=self._shown(found.exchanges))
        if not again:
            self._log.record(AuditAction.TALK_VIEW, None, {"talk": talk_id, "cited": _cited(shown.exchanges)})
        return shown

    def exchange(self, exchange_id: int) -> Exchange:
        """One exchange as it may be shown now."""
        detail = {"exchange": exchange_id}
        with self._log.asking(AuditAction.TALK_VIEW, None, detail):
            self._principal.require(Action.READ)
            whole = self._read(self._talks.exchange(exchange_id, self._principal).talk_id)
            (shown,) = self._shown([each for each in whole.exchanges if each.id == exchange_id])
        self._log.record(AuditAction.TALK_VIEW, None, {**detail, "cited": _cited([shown])})
        return shown

    def ask(
        self,
        question: str,
        *,
        talk_id: int | None = None,
        without: Sequence[Removed] = (),
        on: date | None = None,
    ) -> Exchange:
        """Ask in a conversation, in a new one unless named. The answer is made meanwhile: `follow` it."""
        with self._log.asking(AuditAction.ASK):
            self._principal.require(Action.READ)
            earlier = self._earlier(talk_id)
        self._take_turn()
        asked = storable(question)
        kept = asked[: self._services.settings.max_question_chars]
        exchange = self._talks.ask(kept, self._principal, talk_id=talk_id, without=without, as_of=on)
        self._begin(exchange, asked, earlier)
        return exchange

    def ask_again(self, exchange_id: int, without: Sequence[Removed], *, on: date | None = None) -> Exchange:
        """The same question with other filters or of another day; the new answer takes the old place."""
        with self._log.asking(AuditAction.ASK):
            self._principal.require(Action.READ)
            talk_id = self._talks.exchange(exchange_id, self._principal).talk_id
            earlier = [each for each in self._earlier(talk_id) if each.id < exchange_id]
        self._take_turn()
        exchange = self._talks.ask_again(exchange_id, self._principal, without=without, as_of=on)
        self._begin(exchange, exchange.question, earlier)
        return exchange

    def follow(self, exchange_id: int) -> Iterator[Progress]:
        """How far an answer has come, until it is done."""
        self._principal.require(Action.READ)
        self._talks.exchange(exchange_id, self._principal)
        for progress in self._services.answering.follow(exchange_id):
            hidden = self._second.refused(cited.document_id for cited in progress.citations)
            yield Progress(done=progress.done) if hidden else progress

    def stop(self, exchange_id: int) -> None:
        """No more of this answer; what came stays."""
        self._talks.exchange(exchange_id, self._principal)
        self._services.answering.stop(exchange_id)

    def rename(self, talk_id: int, title: str) -> Talk:
        with self._changing("rename", talk_id):
            return self._talks.rename(talk_id, storable(title), self._principal)

    def remove(self, talk_id: int) -> None:
        """Delete one conversation, with its answers; what was sent to custodians stays with them."""
        with self._changing("remove", talk_id):
            for exchange in self._talks.whole(talk_id, self._principal).exchanges:
                self._services.answering.stop(exchange.id)
            self._talks.remove(talk_id, self._principal)

    def clear(self) -> int:
        """Delete all of one's conversations; how many there were."""
        with self._changing("clear", None):
            return self._talks.clear(self._principal)

    def told(self, exchanges: Sequence[Exchange]) -> list[Told]:
        """Exchanges that have an answer, as files are made of."""
        return [
            Told(each.question, each.answer, each.asked_at) for each in exchanges if each.answer is not None
        ]

    def rate(
        self,
        exchange_id: int,
        *,
        good: bool,
        reason: Reason | None = None,
        words: str = "",
        send: bool = False,
    ) -> None:
        """Say whether an answer was of use; `send` shows it to the custodians of what it cites."""
        detail: dict[str, Any] = {"exchange": exchange_id, "good": good, "sent": send}
        with self._log.asking(AuditAction.FEEDBACK, None, detail):
            self._principal.require(Action.READ)
            detail["cited"] = _cited([self._talks.exchange(exchange_id, self._principal)])
        with self._log.changing(AuditAction.FEEDBACK, None, detail):
            self._services.feedback.give(
                exchange_id, self._principal, good=good, reason=reason, words=storable(words), send=send
            )

    def take_back(self, exchange_id: int) -> None:
        """Take one's mark back, with what was sent."""
        detail = {"exchange": exchange_id, "change": "take_back"}
        with self._log.asking(AuditAction.FEEDBACK, None, detail):
            self._talks.exchange(exchange_id, self._principal)
        with self._log.changing(AuditAction.FEEDBACK, None, detail):
            self._services.feedback.take_back(exchange_id, self._principal)

    def send_unanswered(self, exchange_id: int) -> None:
        """Let the custodians of one's unit know that the library has no answer to this question: no name.

        Recorded without a name too, and without the unit.
        """
        (exchange,) = self._shown([self._talks.exchange(exchange_id, self._principal)])
        answer = exchange.answer
        if answer is None or not answer.refused:
            raise NotFound
        if exchange.sent:
            return
        self._services.audit.record(None, AuditAction.UNANSWERED_SEND)
        self._talks.mark_sent(exchange_id, self._principal)
        shown = [hit.document_id for hit in answer.nearest]
        self._services.unanswered.send(exchange.question, shown, self._principal)

    def _begin(self, exchange: Exchange, question: str, earlier: Sequence[Exchange]) -> None:
        history = [_turn(each) for each in earlier if each.answer is not None][-TURNS:]
        without = [each.key for each in exchange.without]

        def events() -> Iterator[AskEvent]:
            return self._stream(question, on=exchange.as_of, history=history, without=without)

        self._services.answering.begin(exchange.id, events)

    def _earlier(self, talk_id: int | None) -> Sequence[Exchange]:
        if talk_id is None:
            return ()
        found = self._read(talk_id).exchanges
        if any(each.state is State.ASKED for each in found):
            raise AnswerUnderWay
        return self._shown(found)

    def _read(self, talk_id: int) -> TalkWhole:
        """As it is kept; an exchange that stands as asked is being answered at this moment, or broke off."""
        found = self._talks.whole(talk_id, self._principal)
        if all(self._is_answered_or_live(each) for each in found.exchanges):
            return found
        found = self._talks.whole(talk_id, self._principal)  # it ended between the two looks
        exchanges = tuple(
            each if self._is_answered_or_live(each) else replace(each, state=State.FAILED)
            for each in found.exchanges
        )
        return replace(found, exchanges=exchanges)

    def _is_answered_or_live(self, exchange: Exchange) -> bool:
        return exchange.state is not State.ASKED or self._services.answering.is_live(exchange.id)

    def _shown(self, exchanges: Sequence[Exchange]) -> tuple[Exchange, ...]:
        answers = iter(self._showing.answers([each.answer for each in exchanges if each.answer is not None]))
        return tuple(
            each if each.answer is None else replace(each, answer=next(answers)) for each in exchanges
        )

    @contextmanager
    def _changing(self, change: str, talk_id: int | None) -> Iterator[None]:
        detail: dict[str, Any] = {"change": change, "talk": talk_id}
        with self._log.asking(AuditAction.TALK_CHANGE, None, detail):
            self._principal.require(Action.READ)
            if talk_id is not None:
                self._talks.whole(talk_id, self._principal)
        with self._log.changing(AuditAction.TALK_CHANGE, None, detail):
            yield


def _turn(exchange: Exchange) -> Turn:
    answer = exchange.answer
    assert answer is not None  # noqa: S101 - chosen so
    documents = dict.fromkeys(citation.document_id for citation in answer.citations)
    return Turn(exchange.question, answer.answer, tuple(documents))


def _cited(exchanges: Sequence[Exchange]) -> list[int]:
    answers = [each.answer for each in exchanges if each.answer is not None]
    return sorted({cited.document_id for answer in answers for cited in answer.citations})
