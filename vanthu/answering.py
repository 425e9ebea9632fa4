"""Answers that are being made: each in a thread of its own, so that no reload and no closed window ends one.

Any window of the asker's may follow it or stop it. What came is kept as it comes.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import copy_context
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.talks.types import State
from rag.types import Answer, AnswerSentence, Citation

if TYPE_CHECKING:
    from rag.talks.store import Talks
    from rag.types import AskEvent

log = logging.getLogger(__name__)

LOOKS_EVERY_S = 0.25
"""How often who follows an answer is given word though nothing came: a page may have other things to do."""
KEPT_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Progress:
    """What has come of an answer so far."""

    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    done: bool = False


class _Live:
    """One answer being made."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.progress = Progress()
        self.stopped = False
        self.begun = time.monotonic()


class Answering:
    """For one installation; who may follow or stop an answer is the caller's to check."""

    def __init__(self, talks: Talks) -> None:
        self._talks = talks
        self._live: dict[int, _Live] = {}
        self._lock = threading.Lock()

    def begin(self, exchange_id: int, events: Callable[[], Iterator[AskEvent]]) -> None:
        """Have the answer made; `events` are what the assistant gives, second check included."""
        live = _Live()
        with self._lock:
            self._live[exchange_id] = live
        context = copy_context()  # the asker's language
        run = threading.Thread(
            target=context.run, args=(self._make, exchange_id, live, events), name="answer", daemon=True
        )
        run.start()

    def is_live(self, exchange_id: int) -> bool:
        with self._lock:
            return exchange_id in self._live

    def follow(self, exchange_id: int) -> Iterator[Progress]:
        """What has come, again whenever more comes, and now and then without; `done` is the last."""
        with self._lock:
            live = self._live.get(exchange_id)
        if live is None:
            yield Progress(done=True)
            return
        while True:
            with live.changed:
                progress = live.progress
            yield progress
            if progress.done:
                return
            with live.changed:
                if live.progress is progress:
                    live.changed.wait(LOOKS_EVERY_S)

    def stop(self, exchange_id: int) -> None:
        """Ask for no more of it; what came stays."""
        with self._lock:
            live = self._live.get(exchange_id)
        if live is None:
            return
        with live.changed:
            if live.progress.done:
                return
            live.stopped = True
            self._keep(exchange_id, State.STOPPED, _so_far(live))
            self._end(exchange_id, live)

    def _make(self, exchange_id: int, live: _Live, events: Callable[[], Iterator[AskEvent]]) -> None:
        kept = live.begun
        made = events()
        try:
            for event in made:
                with live.changed:
                    if live.stopped:
                        return
                    if event.sentence is not None:
                        live.progress = _grown(live.progress, event.sentence, event.citations)
                        live.changed.notify_all()
                        if time.monotonic() - kept > KEPT_EVERY_S:
                            kept = time.monotonic()
                            self._keep(exchange_id, State.ASKED, _so_far(live))
                    if event.answer is not None:
                        self._keep(exchange_id, State.ANSWERED, event.answer)
                        self._end(exchange_id, live)
                        return
        except Exception:
            log.exception("an answer broke off")
        finally:
            close = getattr(made, "close", None)
            if close is not None:
                close()
            self._break_off(exchange_id, live)

    def _break_off(self, exchange_id: int, live: _Live) -> None:
        with live.changed:
            if live.progress.done:
                return
            self._keep(exchange_id, State.FAILED, _so_far(live))
            self._end(exchange_id, live)

    def _keep(self, exchange_id: int, state: State, answer: Answer | None) -> None:
        try:
            self._talks.put_answer(exchange_id, state, answer)
        except Exception as fault:
            log.error("an answer could not be kept: %s", type(fault).__name__)

    def _end(self, exchange_id: int, live: _Live) -> None:
        """Called with `live.changed` held; what is kept is there before anyone is told that it is over."""
        live.progress = replace(live.progress, done=True)
        live.changed.notify_all()
        with self._lock:
            if self._live.get(exchange_id) is live:
                del self._live[exchange_id]


def _grown(progress: Progress, sentence: AnswerSentence, citations: tuple[Citation, ...]) -> Progress:
    return replace(
        progress,
        sentences=(*progress.sentences, sentence),
        citations=(*progress.citations, *citations),
    )


def _so_far(live: _Live) -> Answer | None:
    """The sentences that came, as an answer; None where none came."""
    sentences = live.progress.sentences
    if not sentences:
        return None
    told = "\n".join(sentence.text for sentence in sentences)
    elapsed = round((time.monotonic() - live.begun) * 1000)
    return Answer(told, False, None, sentences, live.progress.citations, elapsed_ms=elapsed)
