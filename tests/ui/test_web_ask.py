"""The conversation: streamed answers, refusals, follow-ups, the page image beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from sqlalchemy import update

from rag.types import Answer, AnswerSentence, AskEvent, Citation, Hit, PageBox, Turn
from records.models import DocumentRow
from tests.ui.web_pages import text

QUOTE = "Các đơn vị nộp báo cáo trước ngày 25 hằng tháng."
BOX = (PageBox(1, (0.1, 0.2, 0.8, 0.25)),)


class Scripted:
    """An assistant that says what it is told, and remembers what it was asked."""

    def __init__(self, document_id: int) -> None:
        self.document_id = document_id
        self.asked: list[tuple[str, Sequence[Turn]]] = []
        self.refuse = False
        self.without: Sequence[str] = ()
        self.on: Any = None

    def stream(
        self, question: str, _person: Any, *, on: Any, history: Sequence[Turn], without: Sequence[str] = ()
    ) -> Iterator[AskEvent]:
        self.asked.append((question, list(history)))
        self.without, self.on = without, on
        yield AskEvent("searching")
        if self.refuse:
            hit = Hit(
                1, self.document_id, "a.pdf", "5/KH", "Kế hoạch", "Mục 1", None, None, 1, QUOTE, 0.2, BOX
            )
            yield AskEvent(
                "done", answer=Answer("Không có nội dung trả lời.", True, "not_supported", nearest=(hit,))
            )
            return
        sentence = AnswerSentence(QUOTE, (1,))
        cited = Citation(
            1, 1, self.document_id, "a.pdf", "5/KH", "Kế hoạch", "Điều 2", "2", 1, QUOTE, BOX, BOX
        )
        yield AskEvent("sentence", sentence, (cited,))
        yield AskEvent("done", answer=Answer(QUOTE, False, None, (sentence,), (cited,), elapsed_ms=420))


@pytest.fixture
def assistant(house) -> Scripted:
    document_id = house.add_document(house.clerk, "a.pdf", "5/KH-ĐU", "Kế hoạch báo cáo")
    house.services.assistant = Scripted(document_id)
    return house.services.assistant


def test_an_empty_library_offers_no_questions(house, open_page):
    app = open_page(house.official, "ask")
    assert "Kho chưa có văn bản" in text(app)
    assert [button.label for button in app.button] == ["Lịch sử"]


def test_the_first_questions_come_from_what_one_may_see(house, open_page):
    from records.types import FieldName, FieldValue

    mine = house.add_document(house.clerk, "a.pdf", "5/KH-ĐU", "Kế hoạch báo cáo")
    house.add_document(house.stranger, "b.pdf", "6/KH-ĐU", "Kế hoạch của xã khác")
    kind = FieldValue(FieldName.DOCUMENT_TYPE, "plan", 0.9)
    number = FieldValue(FieldName.REFERENCE_NUMBER, "5/KH-ĐU", 0.9)
    house.services.catalogue.put_fields(mine, [kind, number], needs_review=False)
    buttons = open_page(house.official, "ask").button
    offered = [button.label for button in buttons if button.key.startswith("suggested")]
    assert offered == ["Kế hoạch 5/KH-ĐU giao việc cho những cơ quan nào, thời hạn ra sao?"]


def test_an_answer_and_a_follow_up(house, open_page, assistant):
    app = open_page(house.official, "ask")
    app = app.chat_input[0].set_value("Khi nào nộp báo cáo?").run()
    said = text(app)
    assert "Khi nào nộp báo cáo?" in said
    assert "trích nguyên văn" in said
    assert "0,4 giây" in said
    app.chat_input[0].set_value("Nộp cho ai?").run()
    assert [question for question, _ in assistant.asked] == ["Khi nào nộp báo cáo?", "Nộp cho ai?"]
    assert assistant.asked[1][1] == [Turn("Khi nào nộp báo cáo?", QUOTE, (assistant.document_id,))]
    assert ("ask", house.official.account_id, None) in house.audited()


def test_an_answer_goes_when_the_right_it_rests_on_ends(house, open_page, assistant):
    app = open_page(house.official, "ask")
    app.chat_input[0].set_value("Hạn nộp báo cáo là khi nào?").run()
    assert "trích nguyên văn" in text(app)
    with house.services.db.session() as session:
        session.execute(update(DocumentRow).values(data_class="sensitive"))
    assert "trích nguyên văn" not in text(app.run())


def test_a_refusal_marks_the_nearest_as_no_answer(house, open_page, assistant):
    assistant.refuse = True
    app = open_page(house.official, "ask").chat_input[0].set_value("Giá vàng hôm nay?").run()
    assert "Không có nội dung trả lời." in text(app)
    assert "không phải câu trả lời" in text(app)


def test_a_new_conversation_forgets_the_old_one(house, open_page, assistant):
    app = open_page(house.official, "ask").chat_input[0].set_value("Khi nào nộp báo cáo?").run()
    app = next(b for b in app.button if b.label == "Cuộc trao đổi mới").click().run()
    assert "Khi nào nộp báo cáo?" not in text(app)
    app.chat_input[0].set_value("Nộp cho ai?").run()
    assert assistant.asked[-1] == ("Nộp cho ai?", [])


def test_a_failing_assistant_leaves_the_conversation_usable(house, open_page, assistant, monkeypatch):
    app = open_page(house.official, "ask")

    def broken(*_: object, **__: object) -> Iterator[AskEvent]:
        raise RuntimeError("index gone")

    with monkeypatch.context() as patch:
        patch.setattr(assistant, "stream", broken)
        app = app.chat_input[0].set_value("Câu hỏi lúc hỏng").run()
        assert "gặp sự cố" in text(app)
        assert "Câu hỏi lúc hỏng" in text(app)
    app = app.chat_input[0].set_value("Khi nào nộp báo cáo?").run()
    assert assistant.asked == [("Khi nào nộp báo cáo?", [])]


def test_the_cited_page_opens_beside_the_answer(house, open_page, assistant):
    app = open_page(house.official, "ask").chat_input[0].set_value("Khi nào nộp báo cáo?").run()
    assert "Mở toàn bộ văn bản" not in text(app)
    from ui.web.screens.evidence import KEY, Place

    app.session_state[KEY] = Place(1, 1, assistant.document_id, "Kế hoạch", "Điều 2", 1, BOX, BOX, 1)
    app = app.run()
    assert "Mở toàn bộ văn bản" in text(app)
    app = app.button(key="close-evidence").click().run()
    assert "Mở toàn bộ văn bản" not in text(app)


def test_blanks_are_no_question(house, open_page, assistant):
    app = open_page(house.official, "ask").chat_input[0].set_value("  \n ").run()
    assert assistant.asked == []
    assert "Chưa có câu trả lời" not in text(app)


def test_a_pasted_page_is_answered_rather_than_swallowed(house, open_page, assistant):
    """Streamlit's box drops in silence what is over its limit; the assistant says what the limit is."""
    app = open_page(house.official, "ask")
    assert app.chat_input[0].proto.max_chars == 0
    pasted = "thời hạn nộp báo cáo " * 500
    app.chat_input[0].set_value(pasted).run()
    assert [question for question, _ in assistant.asked] == [pasted.strip()]
