"""Conversations are kept for whoever had them, and for no one else; what is sent of them bears no name."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import inspect, select, update

from access.principal import Principal
from access.roles import Role
from rag.talks.models import ExchangeRow, FeedbackRow, TalkRow, UnansweredRow
from rag.talks.types import Removed, State
from rag.types import Answer, AnswerSentence, AskEvent, Citation, Filter, FilterKind, Hit, PageBox, Understood
from records.models import DocumentRow
from records.types import DataClass
from tests.ui.conftest import House
from tests.ui.signing_in import session_client
from vanthu.db import now
from vanthu.errors import NotFound
from vanthu.retention import sweep
from vanthu.talking import AnswerUnderWay

PHONE = "0912 345 678"
QUOTE = f"Liên hệ đồng chí Nguyễn Văn An, điện thoại {PHONE}."
QUESTION = "Liên hệ ai để nộp báo cáo?"
BOX = (PageBox(1, (0.1, 0.2, 0.8, 0.25)),)


class Slow:
    """An assistant that says one sentence, and the rest when it is let."""

    def __init__(self, document_id: int) -> None:
        self.document_id = document_id
        self.refuse = False
        self.go_on = threading.Event()
        self.go_on.set()
        self.told: list[dict[str, Any]] = []

    def stream(self, question: str, _person: Principal, **named: Any) -> Iterator[AskEvent]:
        self.told.append({"question": question, **named})
        yield AskEvent("searching")
        hit = Hit(1, self.document_id, "a.pdf", "5/KH", "Kế hoạch", "", None, None, 1, QUOTE, 0.2, BOX)
        if self.refuse:
            yield AskEvent("done", answer=Answer("Không có.", True, "not_supported", nearest=(hit,)))
            return
        cited = Citation(1, 1, self.document_id, "a.pdf", "5/KH", "Kế hoạch", "", None, 1, QUOTE, BOX, BOX)
        sentence = AnswerSentence(QUOTE, (1,))
        yield AskEvent("sentence", sentence, (cited,))
        self.go_on.wait(20)
        taken = Understood(question, (Filter(FilterKind.DOCUMENT, "document:5/KH", "Kế hoạch 5/KH"),))
        yield AskEvent(
            "done", answer=Answer(QUOTE, False, None, (sentence,), (cited,), elapsed_ms=5, understood=taken)
        )

    def ask(self, question: str, person: Principal, **named: Any) -> Answer:
        return next(event.answer for event in self.stream(question, person, **named) if event.answer)


@pytest.fixture
def assistant(house: House) -> Iterator[Slow]:
    slow = Slow(house.add_document(house.clerk, "a.pdf", "5/KH-ĐU", "Kế hoạch báo cáo"))
    house.services.assistant = slow  # type: ignore[assignment]
    yield slow
    slow.go_on.set()


@pytest.fixture
def custodian(house: House) -> Principal:
    return house.services.accounts.add("giu", "Lê Văn Giữ", "XA-A", [Role.CUSTODIAN])[0]


def client_of(house: House, person: Principal) -> TestClient:
    return session_client(house.services, person)


def ask(client: TestClient, question: str = QUESTION, **more: Any) -> dict[str, Any]:
    reply = client.post("/ask", json={"question": question, "keep": "conversation" not in more, **more})
    assert reply.status_code == 200, reply.text
    told: dict[str, Any] = reply.json()
    return told


def settled(house: House, person: Principal, question: str = QUESTION, **more: Any) -> Any:
    """Asked and answered."""
    talking = house.services.acting(person).talking
    begun = talking.ask(question, **more)
    for _ in talking.follow(begun.id):
        pass
    return talking.exchange(begun.id)


def test_a_conversation_is_found_again_gone_on_with_and_deleted(house: House, assistant: Slow) -> None:
    client = client_of(house, house.official)
    first = ask(client)
    second = ask(client, "Nộp cho ai?", conversation=first["conversation"], without=["document:5/KH"])
    assert second["conversation"] == first["conversation"]
    assert assistant.told[1]["without"] == ["document:5/KH"]
    (turn,) = assistant.told[1]["history"]
    assert (turn.question, turn.answer, turn.document_ids) == (QUESTION, QUOTE, (assistant.document_id,))
    ask(client, "Chuyện khác hẳn")

    titles = [each["title"] for each in client.get("/conversations").json()]
    assert titles == ["Chuyện khác hẳn", QUESTION]
    for text, found in (("lien he AI", 1), ("nop cho ai", 1), ("chuyen", 1), ("điện thoại", 0), ("%", 0)):
        assert len(client.post("/conversations/find", json={"text": text}).json()) == found, text

    address = f"/conversations/{first['conversation']}"
    whole = client.get(address).json()
    assert [each["question"] for each in whole["exchanges"]] == [QUESTION, "Nộp cho ai?"]
    assert whole["exchanges"][0]["answer"]["answer"] == QUOTE
    assert client.patch(address, json={"title": "  Báo cáo\n tháng "}).json()["title"] == "Báo cáo tháng"
    assert client.get(f"{address}/file", params={"form": "txt"}).text.count(QUOTE) >= 1
    assert len(client.get("/conversations/export").json()) == 2
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
    assert client.delete("/conversations").json() == {"deleted": 1}
    with house.services.db.session() as session:
        assert session.scalars(select(ExchangeRow)).all() == []


def test_no_role_reads_another_persons_conversation(house: House, assistant: Slow) -> None:
    mine = ask(client_of(house, house.official))
    others = [house.clerk, house.stranger]
    add = house.services.accounts.add
    others += [add(f"ai.{role.value}", "Ai đó", "XA-A", [role])[0] for role in Role]
    for person in others:
        client = client_of(house, person)
        talk, exchange = f"/conversations/{mine['conversation']}", f"/exchanges/{mine['exchange']}"
        replies = [
            client.get(talk),
            client.get(f"{talk}/file"),
            client.patch(talk, json={"title": "x"}),
            client.delete(talk),
            client.get(f"{exchange}/file"),
            client.put(f"{exchange}/feedback", json={"good": True}),
            client.delete(f"{exchange}/feedback"),
            client.post(f"{exchange}/unanswered"),
            client.post("/ask", json={"question": "Tiếp?", "conversation": mine["conversation"]}),
        ]
        assert {reply.status_code for reply in replies} <= {403, 404}, person.username
        listed = client.get("/conversations")
        assert listed.status_code == 403 or listed.json() == []
    assert client_of(house, house.official).get("/conversations").json() != []


def test_what_one_may_no_longer_read_is_not_shown_from_history(house: House, assistant: Slow) -> None:
    exchange = settled(house, house.official)
    with house.services.db.session() as session:
        session.execute(update(DocumentRow).values(data_class="sensitive"))
    whole = house.services.acting(house.official).talking.whole(exchange.talk_id)
    (shown,) = whole.exchanges
    assert shown.question == QUESTION
    assert shown.answer is not None
    assert (shown.answer.refused, shown.answer.citations, shown.answer.understood) == (True, (), None)
    assert QUOTE not in client_of(house, house.official).get("/conversations/export").text
    assert "edge_drop" not in {action for action, _, _ in house.audited()}
    settled(house, house.official, "Thế còn ai?", talk_id=exchange.talk_id)
    assert QUOTE not in str(assistant.told[-1]["history"])


def test_personal_data_is_covered_once_its_document_is_sensitive(house: House, assistant: Slow) -> None:
    exchange = settled(house, house.official)
    assert exchange.answer is not None
    assert PHONE in exchange.answer.answer
    keeper, _ = house.services.accounts.add("giu", "Lê Văn Giữ", "XA-A", [Role.CUSTODIAN])
    keeping = house.services.acting(keeper).keeping
    keeping.classify(assistant.document_id, DataClass.SENSITIVE, "Có dữ liệu cá nhân")
    keeping.grant(
        assistant.document_id,
        account_id=house.official.account_id,
        until_day=house.services.grants.today() + timedelta(days=3),
        reason="Thẩm định",
    )
    reader = house.services.accounts.principal("minh")
    shown = house.services.acting(reader).talking.exchange(exchange.id).answer
    assert shown is not None
    assert not shown.refused
    for text in (shown.answer, shown.sentences[0].text, shown.citations[0].quote):
        assert "345" not in text


def test_an_answer_goes_on_without_its_window_and_is_stopped_from_another(
    house: House, assistant: Slow
) -> None:
    assistant.go_on.clear()
    talking = house.services.acting(house.official).talking
    begun = talking.ask(QUESTION)
    progress = next(each for each in talking.follow(begun.id) if each.sentences)
    assert not progress.done
    other_window = house.services.acting(house.official).talking
    assert other_window.whole(begun.talk_id).exchanges[0].state is State.ASKED
    with pytest.raises(AnswerUnderWay):
        other_window.ask("Câu nữa", talk_id=begun.talk_id)
    with pytest.raises(NotFound):
        house.services.acting(house.clerk).talking.stop(begun.id)
    other_window.stop(begun.id)
    assert [each.done for each in talking.follow(begun.id)] == [True]
    (kept,) = talking.whole(begun.talk_id).exchanges
    assert kept.state is State.STOPPED
    assert kept.answer is not None
    assert [each.text for each in kept.answer.sentences] == [QUOTE]
    assistant.go_on.set()

    again = talking.ask_again(begun.id, [Removed("document:5/KH", "Kế hoạch 5/KH")])
    assert again.id == begun.id
    for _ in talking.follow(begun.id):
        pass
    kept = talking.exchange(begun.id)
    assert (kept.state, [each.label for each in kept.without]) == (State.ANSWERED, ["Kế hoạch 5/KH"])
    assert assistant.told[-1]["history"] == []


def test_what_was_being_answered_when_the_server_ended_can_be_asked_again(
    house: House, assistant: Slow
) -> None:
    exchange = house.services.talks.ask(QUESTION, house.official)
    talking = house.services.acting(house.official).talking
    assert talking.exchange(exchange.id).state is State.FAILED  # nobody makes it
    assert talking.exchange(exchange.id).state is State.FAILED
    talking.ask_again(exchange.id, [])
    assert [each.done for each in talking.follow(exchange.id)][-1]
    assert talking.exchange(exchange.id).state is State.ANSWERED


def test_an_answer_of_a_document_that_is_going_is_not_kept(house: House, assistant: Slow) -> None:
    exchange = house.services.talks.ask(QUESTION, house.official)
    with house.services.db.session() as session:
        session.execute(update(DocumentRow).values(status="removing"))
    cited = Citation(1, 1, assistant.document_id, "a", None, "", "", None, 1, QUOTE, (), ())
    answer = Answer(QUOTE, False, None, (AnswerSentence(QUOTE, (1,)),), (cited,))
    house.services.talks.put_answer(exchange.id, State.ANSWERED, answer)
    kept = house.services.talks.exchange(exchange.id, house.official)
    assert (kept.state, kept.answer) == (State.FAILED, None)


def test_an_opinion_that_was_sent_reaches_the_custodian_without_a_name(
    house: House, assistant: Slow, custodian: Principal
) -> None:
    client, keeper = client_of(house, house.official), client_of(house, custodian)
    private, sent = ask(client), ask(client, "Báo cáo gửi về đâu?")
    assert client.put(f"/exchanges/{private['exchange']}/feedback", json={"good": True}).status_code == 204
    body = {"good": False, "reason": "source", "words": "Sai số điện thoại", "send": True}
    assert client.put(f"/exchanges/{sent['exchange']}/feedback", json=body).status_code == 204
    misfit = client.put(f"/exchanges/{sent['exchange']}/feedback", json={"good": True, "reason": "wrong"})
    assert misfit.json()["code"] == "reason_unfit"
    whole = client.get(f"/conversations/{private['conversation']}").json()
    assert whole["exchanges"][0]["good"] is True

    (opinion,) = keeper.get("/feedback").json()
    assert (opinion["question"], opinion["words"], opinion["good"]) == (
        "Báo cáo gửi về đâu?",
        "Sai số điện thoại",
        False,
    )
    assert opinion["answer"]["citations"][0]["document_id"] == assistant.document_id
    told = json.dumps(opinion, ensure_ascii=False)
    assert not any(word in told for word in ("minh", "Trần Văn Minh"))
    elsewhere, _ = house.services.accounts.add("giu.b", "Ông B", "XA-B", [Role.CUSTODIAN])
    assert client_of(house, elsewhere).get("/feedback").json() == []
    done = f"/feedback/{opinion['id']}/handled"
    assert client_of(house, elsewhere).post(done, json={}).status_code == 404

    client.delete("/conversations")
    assert len(keeper.get("/feedback").json()) == 1  # what was sent stays; the private mark went
    assert keeper.post(done, json={"note": "Đã sửa"}).status_code == 204
    assert keeper.get("/feedback").json() == []
    assert [each["note"] for each in keeper.get("/feedback", params={"handled": True}).json()] == ["Đã sửa"]
    with house.services.db.session() as session:
        assert len(session.scalars(select(FeedbackRow)).all()) == 1


def test_a_custodian_sees_of_a_sent_answer_what_they_may_read(
    house: House, assistant: Slow, custodian: Principal
) -> None:
    hers = house.add_document(house.stranger, "b.pdf", "6/KH-ĐU", "Kế hoạch của xã khác")
    exchange = settled(house, house.official)
    assert exchange.answer is not None
    (cited,) = exchange.answer.citations
    both = replace(exchange.answer, citations=(cited, replace(cited, n=2, document_id=hers)))
    house.services.talks.put_answer(exchange.id, State.ANSWERED, both)
    house.services.feedback.give(exchange.id, house.official, good=False, send=True)
    (opinion,) = house.services.acting(custodian).reviewing.opinions()
    assert opinion.answer.refused
    assert QUOTE not in str(opinion.answer)


def test_a_question_without_an_answer_is_sent_without_a_name(
    house: House, assistant: Slow, custodian: Principal
) -> None:
    assistant.refuse = True
    client, keeper = client_of(house, house.official), client_of(house, custodian)
    for question in ("Giá vàng hôm nay bao nhiêu?", "gia vang hom nay bao nhieu", "Ai trực Tết năm nay?"):
        told = ask(client, question)
        assert client.post(f"/exchanges/{told['exchange']}/unanswered").status_code == 204
        assert client.post(f"/exchanges/{told['exchange']}/unanswered").status_code == 204  # once is enough
    groups = keeper.get("/unanswered").json()
    assert [len(group) for group in groups] == [2, 1]
    assert set(groups[0][0]) == {"id", "day", "question", "handled", "note"}
    columns = {column["name"] for column in inspect(house.services.db.engine).get_columns("unanswered")}
    assert columns == {"id", "unit_id", "day", "question", "handled_at", "handled_by", "note"}
    sending = [event for event in house.audited() if event[0] == "unanswered_send"]
    assert sending == [("unanswered_send", None, None)] * 3

    assistant.refuse = False
    answered = ask(client)
    assert client.post(f"/exchanges/{answered['exchange']}/unanswered").status_code == 404
    assert client_of(house, house.clerk).get("/unanswered").status_code == 403
    ids = [each["id"] for each in groups[0]]
    assert keeper.post("/unanswered/handled", json={"ids": [*ids, 12345]}).status_code == 404
    assert keeper.post("/unanswered/handled", json={"ids": ids, "note": "Đã nhập"}).status_code == 204
    assert [len(group) for group in keeper.get("/unanswered").json()] == [1]


def test_what_is_older_than_the_office_keeps_goes(house: House, assistant: Slow) -> None:
    old, new = settled(house, house.official), settled(house, house.official, "Câu mới")
    house.services.feedback.give(old.id, house.official, good=False, send=True)
    house.services.unanswered.send("Câu cũ", [], house.official)
    long_ago = now() - timedelta(days=house.services.settings.history_days + 2)
    with house.services.db.session() as session:
        session.execute(update(TalkRow).where(TalkRow.id == old.talk_id).values(changed_at=long_ago))
        session.execute(update(FeedbackRow).values(day=long_ago.date()))
        session.execute(update(UnansweredRow).values(day=long_ago.date()))
    assert sweep(house.services) == 1
    talking = house.services.acting(house.official).talking
    assert [talk.id for talk in talking.find()] == [new.talk_id]
    with house.services.db.session() as session:
        assert (
            session.scalars(select(FeedbackRow)).all() == session.scalars(select(UnansweredRow)).all() == []
        )
    assert house.audited()[-1][0] == "talk_expired"
    assert sweep(house.services) == 0
