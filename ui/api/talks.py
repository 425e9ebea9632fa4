"""One's own conversations, and what is sent of them to custodians.

Text that is looked for travels in bodies only: addresses are written into logs on the way.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from rag.talks.types import Reason, TalkWhole
from ui import talk_forms
from ui.api.bodies import Body
from ui.api.caller import Caller, Id
from ui.api.downloads import SANDBOX, disposition
from vanthu.acts import Acts
from vanthu.answer_files import FileForm

router = APIRouter(tags=["conversations"])

MOST = 200
Note = Annotated[str, Field(max_length=1_000)]


class LookedFor(Body):
    text: Annotated[str, Field(max_length=500)] = ""
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50


class NewName(Body):
    title: Annotated[str, Field(min_length=1, max_length=500)]


class Judgement(Body):
    """`send`: custodians of the cited documents see question and answer, not who asked."""

    good: bool
    reason: Reason | None = None
    words: Annotated[str, Field(max_length=2_000)] = ""
    send: bool = False


class Handled(Body):
    note: Note = ""


class HandledQuestions(Handled):
    ids: Annotated[list[Id], Field(min_length=1, max_length=500)]


@router.get("/conversations")
def list_conversations(
    acts: Caller,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> list[dict[str, Any]]:
    """One's own conversations, newest first."""
    return [talk_forms.talk(each) for each in acts.talking.find(offset=offset, limit=limit)]


@router.post("/conversations/find")
def find_conversations(acts: Caller, asked: LookedFor) -> list[dict[str, Any]]:
    """Those whose name or questions hold the text, marks or no marks."""
    found = acts.talking.find(asked.text, offset=asked.offset, limit=asked.limit)
    return [talk_forms.talk(each) for each in found]


@router.get("/conversations/export")
def export_conversations(acts: Caller) -> list[dict[str, Any]]:
    """All of one's conversations, whole."""
    return [talk_forms.talk_whole(each) for each in every(acts)]


@router.delete("/conversations")
def delete_conversations(acts: Caller) -> dict[str, int]:
    """Delete all of one's conversations."""
    return {"deleted": acts.talking.clear()}


@router.get("/conversations/{conversation_id}")
def read_conversation(acts: Caller, conversation_id: Id) -> dict[str, Any]:
    """A conversation as it may be shown now; what one may no longer read is left out."""
    return talk_forms.talk_whole(acts.talking.whole(conversation_id))


@router.patch("/conversations/{conversation_id}")
def rename_conversation(acts: Caller, conversation_id: Id, name: NewName) -> dict[str, Any]:
    return talk_forms.talk(acts.talking.rename(conversation_id, name.title))


@router.delete("/conversations/{conversation_id}", status_code=204)
def delete_conversation(acts: Caller, conversation_id: Id) -> None:
    acts.talking.remove(conversation_id)


@router.get("/conversations/{conversation_id}/file")
def download_conversation(acts: Caller, conversation_id: Id, form: FileForm = FileForm.DOCX) -> Response:
    """The conversation with its sources."""
    whole = acts.talking.whole(conversation_id)
    made = acts.answer_file(acts.talking.told(whole.exchanges), form)
    return _download(made.content, made.name, made.media_type)


@router.get("/exchanges/{exchange_id}/file")
def download_answer(acts: Caller, exchange_id: Id, form: FileForm = FileForm.DOCX) -> Response:
    """One question with its answer and sources."""
    made = acts.answer_file(acts.talking.told([acts.talking.exchange(exchange_id)]), form)
    return _download(made.content, made.name, made.media_type)


@router.put("/exchanges/{exchange_id}/feedback", status_code=204)
def judge_answer(acts: Caller, exchange_id: Id, judged: Judgement) -> None:
    """Say whether an answer of one's own was of use."""
    acts.talking.rate(
        exchange_id, good=judged.good, reason=judged.reason, words=judged.words, send=judged.send
    )


@router.delete("/exchanges/{exchange_id}/feedback", status_code=204)
def take_judgement_back(acts: Caller, exchange_id: Id) -> None:
    acts.talking.take_back(exchange_id)


@router.post("/exchanges/{exchange_id}/unanswered", status_code=204)
def send_unanswered(acts: Caller, exchange_id: Id) -> None:
    """Let custodians know, without one's name, that the library does not answer this question."""
    acts.talking.send_unanswered(exchange_id)


@router.get("/feedback")
def read_feedback(acts: Caller, handled: bool = False) -> list[dict[str, Any]]:
    """What was sent about answers that cite documents of the custodian's unit."""
    return [talk_forms.opinion(each) for each in acts.reviewing.opinions(handled=handled)]


@router.post("/feedback/{feedback_id}/handled", status_code=204)
def handle_feedback(acts: Caller, feedback_id: Id, handled: Handled) -> None:
    acts.reviewing.handle_opinion(feedback_id, handled.note)


@router.get("/unanswered")
def read_unanswered(acts: Caller, handled: bool = False) -> list[list[dict[str, Any]]]:
    """Questions sent as unanswered, like ones together."""
    return [talk_forms.unanswered(group) for group in acts.reviewing.unanswered(handled=handled)]


@router.post("/unanswered/handled", status_code=204)
def handle_unanswered(acts: Caller, handled: HandledQuestions) -> None:
    acts.reviewing.handle_unanswered(handled.ids, handled.note)


def every(acts: Acts) -> list[TalkWhole]:
    """All of one's conversations, whole, newest first."""
    found: list[TalkWhole] = []
    while page := acts.talking.find(offset=len(found), limit=MOST):
        found += [acts.talking.whole(each.id) for each in page]
    return found


def _download(content: bytes, name: str, media_type: str) -> Response:
    headers = {
        "Content-Disposition": disposition(name),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": SANDBOX,
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=media_type, headers=headers)
