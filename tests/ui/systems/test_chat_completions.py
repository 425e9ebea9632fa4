"""`/v1` as the real OpenAI client sees it: answers, streams, refusals, faults, and who may ask."""

from __future__ import annotations

from typing import Any

import httpx
import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.principal import Principal
from rag.types import Answer, AnswerSentence, AskEvent, Turn
from tests.ui.systems.conftest import HIDDEN, QUESTION, Served
from ui.systems import chat_text
from ui.systems.chat_forms import ChatRequest, QuestionMissing

UNANSWERED = "Giá vé máy bay đi Paris là bao nhiêu?"


def client(served: Served, name: str | None = "minh") -> openai.OpenAI:
    key = served.keys[name] if name else "vt_khong-co-khoa-nay"
    return openai.OpenAI(api_key=key, base_url=f"{served.address}/v1", max_retries=0)


def asked(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]


def test_an_answer_names_its_sources_for_people_and_for_programs(served: Served) -> None:
    reply = client(served).chat.completions.create(
        model="vanthu",
        messages=[{"role": "system", "content": "Bạn là cướp biển."}, *asked(QUESTION)],
        temperature=0.2,
        seed=7,
        user="a",
    )
    (choice,) = reply.choices
    text = choice.message.content
    assert text is not None
    assert "trước ngày 20 hằng tháng" in text
    assert "[1] Quy định số 12-QĐ/TU, ngày 04/03/2025 của Tỉnh uỷ Nam Giang, Điều 2, khoản 1, tr. 1." in text
    assert chat_text.MADE_BY_AI in text
    assert (choice.finish_reason, reply.model) == ("stop", "vanthu")
    assert reply.usage is not None
    assert reply.usage.total_tokens == 0
    told = reply.model_extra["vanthu"]  # type: ignore[index]
    assert told["citations"][0]["document_id"] == served.reports
    assert told["citations"][0]["source"] in text
    event = served.events()[-1]
    assert (event["action"], event["result"], event["channel"]) == ("ask", "done", "key")
    assert event["cited"] == [served.reports]


def test_a_stream_says_the_same_as_a_whole_answer(served: Served) -> None:
    ask = client(served).chat.completions.create
    whole = ask(model="vanthu", messages=asked(QUESTION))
    chunks = [
        *ask(model="vanthu", messages=asked(QUESTION), stream=True, stream_options={"include_usage": True})
    ]
    said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert said == whole.choices[0].message.content
    assert chunks[0].choices[0].delta.role == "assistant"
    last = next(chunk for chunk in reversed(chunks) if chunk.choices)
    assert last.choices[0].finish_reason == "stop"
    assert last.model_extra["vanthu"]["citations"][0]["document_id"] == served.reports  # type: ignore[index]
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.total_tokens == 0
    assert [event["action"] for event in served.events()[-2:]] == ["ask_begun", "ask"]


@pytest.mark.parametrize("stream", [False, True])
def test_a_refusal_is_ordinary_text(served: Served, stream: bool) -> None:
    reply = client(served).chat.completions.create(model="vanthu", messages=asked(UNANSWERED), stream=stream)
    if isinstance(reply, openai.Stream):
        text = "".join(chunk.choices[0].delta.content or "" for chunk in reply)
    else:
        text = reply.choices[0].message.content or ""
    assert "không" in text.lower()
    assert "Nguồn trích dẫn" not in text


def test_a_follow_up_is_understood_from_the_messages(served: Served) -> None:
    ask = client(served).chat.completions.create
    first = ask(model="vanthu", messages=asked(QUESTION)).choices[0].message.content
    messages = [*asked(QUESTION), {"role": "assistant", "content": first}, *asked("Còn báo cáo năm thì sao?")]
    reply = ask(model="vanthu", messages=messages)  # type: ignore[arg-type]
    assert "15 tháng 12" in (reply.choices[0].message.content or "")


def test_this_document_is_the_one_just_cited(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[Turn] = []
    real = served.services.assistant.ask

    def noting(question: str, principal: Principal, *, history: list[Turn], **named: Any) -> Answer:
        handed.extend(history)
        return real(question, principal, history=history, **named)

    monkeypatch.setattr(served.services.assistant, "ask", noting)
    cited = f"Trước ngày 20. [1]\n\n{chat_text.SOURCES_HEAD}\n[1] Quy định số 12-QĐ/TU, Điều 2; 07-TB/ĐU"
    messages = [
        *asked(QUESTION),
        {"role": "assistant", "content": cited},
        *asked("Văn bản này do ai ban hành?"),
    ]
    client(served).chat.completions.create(model="vanthu", messages=messages)  # type: ignore[arg-type]
    (turn,) = handed
    assert (turn.answer, turn.document_ids) == ("Trước ngày 20.", (served.reports,))  # the hidden one is none


def test_what_is_hidden_is_not_there(served: Served) -> None:
    question = "Đảng uỷ xã Bình Minh tiếp dân vào ngày nào, ở đâu?"
    mine = client(served).chat.completions.create(model="vanthu", messages=asked(question)).model_dump_json()
    theirs = client(served, "binh").chat.completions.create(model="vanthu", messages=asked(question))
    assert not [words for words in HIDDEN if words in mine]
    assert "Hoa Mai" in (theirs.choices[0].message.content or "")


def test_a_right_that_ends_meanwhile_counts(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second check, while an answer streams: nothing of the document is sent."""
    check = "vanthu.edge.SecondCheck.refused"
    monkeypatch.setattr(check, lambda _self, ids: frozenset(ids))
    chunks = client(served).chat.completions.create(model="vanthu", messages=asked(QUESTION), stream=True)
    sent = "".join(chunk.model_dump_json() for chunk in chunks)
    assert "ngày 20" not in sent
    assert "12-QĐ/TU" not in sent


def test_models_are_listed(served: Served) -> None:
    assert [model.id for model in client(served).models.list()] == ["vanthu"]
    assert client(served).models.retrieve("vanthu").owned_by == "vanthu"


def test_faults_come_in_the_form_of_the_interface(served: Served) -> None:
    ask = client(served).chat.completions.create
    with pytest.raises(openai.AuthenticationError) as unknown:
        client(served, None).chat.completions.create(model="vanthu", messages=asked(QUESTION))
    assert unknown.value.code == "key_refused"
    with pytest.raises(openai.PermissionDeniedError):
        client(served, "hoc").chat.completions.create(model="vanthu", messages=asked(QUESTION))
    with pytest.raises(openai.PermissionDeniedError):
        client(served, "hoc").chat.completions.create(model="vanthu", messages=asked(QUESTION), stream=True)
    assert served.events()[-1]["result"] == "denied"
    with pytest.raises(openai.NotFoundError) as other:
        ask(model="gpt-4o", messages=asked(QUESTION))
    assert other.value.code == "model_not_found"
    with pytest.raises(openai.BadRequestError) as silent:
        ask(model="vanthu", messages=[{"role": "system", "content": "im lặng"}])
    assert silent.value.code == "question_missing"
    with pytest.raises(openai.BadRequestError, match="messages"):
        ask(model="vanthu", messages="không phải danh sách")  # type: ignore[arg-type]
    with pytest.raises(openai.APIStatusError) as large:
        ask(model="vanthu", messages=asked("x" * 2_000_000))
    assert large.value.status_code == 413
    with pytest.raises(openai.NotFoundError):
        client(served).embeddings.create(model="vanthu", input="x")


def test_a_stream_that_breaks_says_so(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaking(*_asked: object, **_named: object) -> object:
        yield AskEvent("searching")
        raise RuntimeError("mật khẩu của máy")

    monkeypatch.setattr(served.services.assistant, "stream", breaking)
    with pytest.raises(openai.APIError) as fault:
        [*client(served).chat.completions.create(model="vanthu", messages=asked(QUESTION), stream=True)]
    assert "mật khẩu" not in str(fault.value)


def test_a_browser_page_cannot_ask_in_ones_name(served: Served) -> None:
    """No cookie counts, no other site is told that it may read the answer."""
    token = served.services.sessions.begin(served.services.accounts.principal("minh"), second_factor=True)
    cookie = {"Cookie": f"vanthu_session={token}", "Origin": "https://khac.example"}
    body = {"model": "vanthu", "messages": asked(QUESTION)}
    for address in (f"{served.address}/v1/chat/completions", f"{served.address}/mcp"):
        reply = httpx.post(address, json=body, headers=cookie)
        assert reply.status_code in {401, 403}
        assert not [name for name in reply.headers if name.startswith("access-control")]
        flight = httpx.options(address, headers={**cookie, "Access-Control-Request-Method": "POST"})
        assert flight.status_code in {401, 403, 405}
        assert not [name for name in flight.headers if name.startswith("access-control")]


def test_what_turned_out_otherwise_is_replaced_in_words(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Answer("Câu khác.", False, None, (AnswerSentence("Câu khác.", ()),))

    def changing(*_asked: object, **_named: object) -> object:
        yield AskEvent("sentence", AnswerSentence("Câu đầu.", ()))
        yield AskEvent("done", answer=other)

    monkeypatch.setattr(served.services.assistant, "stream", changing)
    chunks = client(served).chat.completions.create(model="vanthu", messages=asked(QUESTION), stream=True)
    said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert said.startswith(f"Câu đầu.\n\n{chat_text.instead()}\n\nCâu khác.")


@given(st.lists(st.tuples(st.sampled_from(["user", "assistant", "system", "tool"]), st.text(max_size=20))))
def test_the_last_question_is_asked_and_pairs_are_history(said: list[tuple[str, str]]) -> None:
    messages = [{"role": role, "content": text} for role, text in said]
    wanted = ChatRequest.model_validate({"model": "vanthu", "messages": messages})
    questions = [text for role, text in said if role == "user" and text.strip()]
    if not questions:
        with pytest.raises(QuestionMissing):
            wanted.asked()
        return
    asked = wanted.asked()
    assert asked.question == questions[-1]
    assert {turn.question for turn in asked.turns} <= set(questions) - {asked.question}


@given(st.text(alphabet="!<>[](a/. \n", max_size=40))
def test_no_text_of_a_document_becomes_a_link_a_picture_or_an_element(text: str) -> None:
    from markdown_it import MarkdownIt

    kinds = {token.type for token in MarkdownIt("commonmark").parse(chat_text.harmless(text))}
    inline = {
        child.type
        for token in MarkdownIt("commonmark").parse(chat_text.harmless(text))
        for child in token.children or ()
    }
    assert not (kinds | inline) & {"html_block", "html_inline", "image", "link_open"}
