"""What chat programs send and are sent: the forms of the OpenAI chat completions interface."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from rag.types import Turn
from records.reference import parse_references
from ui import forms
from ui.api.bodies import Words
from ui.systems.chat_text import parted
from vanthu.errors import VanthuError

if TYPE_CHECKING:
    from rag.types import Answer
    from vanthu.answer_files.content import Sources

MODEL = "vanthu"
OWNER = "vanthu"
MAX_MESSAGES = 1_000
MOST_NAMED = 3
NO_TOKENS = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
"""Nothing is counted here: an answer is quoted, or written by the site's own model."""
_KINDS = {
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
}
Json = dict[str, Any]


class ModelUnknown(VanthuError):
    code = "model_not_found"
    message = "Không có mô hình “{model}”."
    remedy = "Dùng tên mô hình nêu tại /v1/models."
    http_status = 404


class QuestionMissing(VanthuError):
    code = "question_missing"
    message = "Các tin nhắn gửi lên không có câu hỏi nào của người dùng."
    remedy = "Gửi kèm ít nhất một tin nhắn có role là user và nội dung bằng chữ."
    http_status = 400


class Lenient(BaseModel):
    """The interface grows; what is not known here is passed over, as other servers do."""

    model_config = ConfigDict(extra="ignore")


class Part(Lenient):
    type: str
    text: Words | None = None


class Message(Lenient):
    role: str
    content: Words | list[Part] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text" and part.text)
        return self.content or ""


class StreamOptions(Lenient):
    include_usage: bool = False


class ChatRequest(Lenient):
    model: str
    messages: Annotated[list[Message], Field(max_length=MAX_MESSAGES)]
    stream: bool | None = False
    stream_options: StreamOptions | None = None

    def asked(self) -> Asked:
        """The last question, and the questions before it with what was answered.

        Messages of a system or a tool are instructions to a model; there is none to follow them.
        """
        if self.model != MODEL:
            raise ModelUnknown(model=self.model[:100])
        questions: list[str] = []
        turns: list[tuple[Turn, str]] = []
        for message in self.messages:
            if message.role == "user" and message.text.strip():
                questions.append(message.text)
            elif message.role == "assistant" and questions and message.text.strip():
                said, sources = parted(message.text)
                turns.append((Turn(questions[-1], said), sources))
        if not questions:
            raise QuestionMissing
        # What was answered to the last question already is asked for anew: it is no history of it.
        earlier = [each for each in turns if each[0].question != questions[-1]]
        named = [found.reference for found in parse_references(earlier[-1][1])] if earlier else []
        return Asked(questions[-1], [turn for turn, _ in earlier], tuple(dict.fromkeys(named))[:MOST_NAMED])


@dataclass(frozen=True, slots=True)
class Asked:
    question: str
    turns: list[Turn]
    named: tuple[str, ...]
    """Numbers of documents that the latest answer cited: what "văn bản này" points back to."""


@dataclass(frozen=True, slots=True)
class Completion:
    """One answer on its way, whole or in pieces."""

    id: str = field(default_factory=lambda: f"chatcmpl-{uuid.uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self, text: str, told: Json) -> Json:
        message = {"role": "assistant", "content": text, "refusal": None}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return self._form("chat.completion", [choice], usage=NO_TOKENS, vanthu=told)

    def piece(self, text: str | None, *, first: bool = False) -> Json:
        delta: Json = {"role": "assistant", "content": text or ""} if first else {"content": text}
        return self._chunk(delta)

    def last(self, told: Json) -> Json:
        return self._chunk({}, finish="stop", vanthu=told)

    def usage(self) -> Json:
        return self._form("chat.completion.chunk", [], usage=NO_TOKENS)

    def _chunk(self, delta: Json, finish: str | None = None, **more: Any) -> Json:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return self._form("chat.completion.chunk", [choice], **more)

    def _form(self, kind: str, choices: list[Json], **more: Any) -> Json:
        return {
            "id": self.id,
            "object": kind,
            "created": self.created,
            "model": MODEL,
            "choices": choices,
            **more,
        }


def told(answer: Answer, sources: Sources) -> Json:
    """The answer as the REST interface gives it, each source in its citation form too."""
    form = forms.answer(answer)
    for each, cited in zip(form["citations"], answer.citations, strict=True):
        each["source"] = sources.note(cited, with_quote=False)
    for each, hit in zip(form["nearest"], answer.nearest, strict=True):
        each["source"] = sources.hit_note(hit)
    return form


def models() -> Json:
    """What there is to choose from."""
    return {"object": "list", "data": [model()]}


def model() -> Json:
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": OWNER}


def error(fault: VanthuError) -> Json:
    said = fault.as_json()
    kind = _KINDS.get(
        fault.http_status, "invalid_request_error" if fault.http_status < 500 else "server_error"
    )
    message = " ".join(part for part in (said["message"], said["remedy"]) if part)
    return {"error": {"message": message, "type": kind, "param": None, "code": said["code"]}}
