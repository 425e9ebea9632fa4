"""The conversation: streamed answers, refusals, follow-ups, the page image beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from access.roles import Role
from rag.types import (
    Answer,
    AnswerCell,
    AnswerForm,
    AnswerSentence,
    AnswerTable,
    AskEvent,
    Citation,
    Filter,
    FilterKind,
    Hit,
    PageBox,
    Standing,
    Turn,
    Understood,
)
from records.models import DocumentRow
from records.types import Validity
from tests.ui.web_pages import text
from ui.web.components.answer import Chosen, Drawn
from ui.web.screens import answer_view, keep_sent

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
        self.whole: Answer | None = None

    def stream(
        self, question: str, _person: Any, *, on: Any, history: Sequence[Turn], without: Sequence[str] = ()
    ) -> Iterator[AskEvent]:
        self.asked.append((question, list(history)))
        self.without, self.on = without, on
        yield AskEvent("searching")
        if self.whole is not None:
            yield AskEvent("done", answer=self.whole)
            return
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


@pytest.fixture
def drawn(monkeypatch) -> Iterator[list[Drawn]]:
    """What the answer's component was given; a test appends to `CHOICES` what is chosen next on it."""
    given: list[Drawn] = []

    def component(shown: Drawn, *, key: str) -> Chosen:
        given.append(shown)
        return CHOICES.pop() if CHOICES else Chosen()

    monkeypatch.setattr(answer_view, "answer_component", component)
    yield given
    CHOICES.clear()


CHOICES: list[Chosen] = []
FILTER = Filter(FilterKind.DOCUMENT, "document:5/KH", "Kế hoạch 5/KH-ĐU")


def rich(document_id: int) -> Answer:
    sentences = tuple(AnswerSentence(text, (1,)) for text in ("Gồm có:", "a) một;", "b) hai."))
    cited = Citation(1, 1, document_id, "a.pdf", "5/KH", "Kế hoạch", "Điều 2", "2", 1, QUOTE, BOX, BOX)
    return Answer(
        "Gồm có: một; hai.",
        False,
        None,
        sentences,
        (cited,),
        understood=Understood("gồm những gì", (FILTER,)),
        form=AnswerForm.LIST,
        verdict="no",
        table=AnswerTable(("Việc", "Hạn"), ((AnswerCell("Nộp"), AnswerCell("25", (1,))),)),
        as_of=date(2025, 1, 2),
        standings=(
            Standing(
                document_id,
                Validity("expired", date(2026, 1, 1), since=date(2025, 3, 1)),
                ((document_id, "9/KH-ĐU"),),
            ),
        ),
    )


def test_an_answer_is_drawn_with_all_it_tells(house, open_page, assistant, drawn):
    assistant.whole = rich(assistant.document_id)
    app = open_page(house.official, "ask")
    app.session_state["as-of"] = date(2025, 1, 2)
    app = app.chat_input[0].set_value("Gồm những gì?").run()
    assert assistant.on == date(2025, 1, 2)
    shown = drawn[-1]
    assert (shown.listed_from, len(shown.sentences)) == (1, 3)
    assert shown.verdict is not None
    assert shown.verdict.words.startswith("Không")
    assert shown.table == assistant.whole.table
    state = shown.sources[0].state
    assert state is not None
    assert (state.words, state.kind) == ("Hết hiệu lực từ ngày 01/03/2025, thay bằng", "stop")
    assert [each.name for each in state.after] == ["9/KH-ĐU"]
    notices = [each.words for each in shown.notices]
    assert notices[0] == "5/KH: Hết hiệu lực từ ngày 01/03/2025, thay bằng 9/KH-ĐU"
    assert "02/01/2025" in notices[1]
    assert "Tính đến ngày 02/01/2025" in text(app)


def test_a_filter_taken_away_is_asked_again_and_can_be_put_back(house, open_page, assistant, drawn):
    assistant.whole = rich(assistant.document_id)
    app = open_page(house.official, "ask").chat_input[0].set_value("Gồm những gì?").run()
    assert [(chip.label, chip.removed) for chip in drawn[-1].chips] == [(FILTER.label, False)]
    CHOICES.append(Chosen(toggled=FILTER.key))
    assistant.whole = replace(assistant.whole, understood=Understood("gồm những gì"))
    app = app.run()
    assert assistant.without == [FILTER.key]
    assert [(chip.label, chip.removed) for chip in drawn[-1].chips] == [(FILTER.label, True)]
    CHOICES.append(Chosen(toggled=FILTER.key))
    app.run()
    assert assistant.without == []
    assert len(house.services.talks.whole(1, house.official).exchanges) == 1


def test_a_mark_asks_why_and_is_taken_back(house, open_page, assistant, drawn):
    app = open_page(house.official, "ask").chat_input[0].set_value("Khi nào nộp báo cáo?").run()
    CHOICES.append(Chosen(rated=False))
    app = app.run()
    exchange = house.services.talks.whole(1, house.official).exchanges[0]
    assert exchange.good is False
    assert "Ghi lại" in [button.label for button in app.button]
    CHOICES.append(Chosen(rated=False))
    app.run()
    assert house.services.talks.whole(1, house.official).exchanges[0].good is None


def test_the_address_leads_to_ones_own_conversation_only(house, open_page, assistant):
    open_page(house.official, "ask").chat_input[0].set_value("Khi nào nộp báo cáo?").run()
    address = {"trao-doi": "1"}
    assert "Khi nào nộp báo cáo?" in text(open_page(house.official, "ask", **address))
    for person, number in ((house.clerk, "1"), (house.official, "2"), (house.official, "<script>")):
        said = text(open_page(person, "ask", **{"trao-doi": number}))
        assert "Khi nào nộp báo cáo?" not in said
        assert "Không tìm thấy" in said


def test_conversations_are_found_named_and_deleted_on_the_page(house, open_page, assistant):
    app = open_page(house.official, "ask").chat_input[0].set_value("Khi nào nộp báo cáo?").run()
    app = app.button(key="history-switch").click().run()
    app = app.text_input(key="history-text").set_value("NOP bao").run()
    assert "open-talk-1" in {button.key for button in app.button}
    app = app.text_input(key="history-text").set_value("giá vàng").run()
    assert "open-talk-1" not in {button.key for button in app.button}
    name = next(each for each in app.text_input if each.label == "Tên cuộc trao đổi")
    name.set_value("Báo cáo tháng")
    app = next(each for each in app.button if each.label == "Đổi tên").click().run()
    assert [talk.title for talk in house.services.talks.list(house.official)] == ["Báo cáo tháng"]
    app = app.button(key="delete-talk").click().run()
    assert house.services.talks.list(house.official) == []
    assert "Khi nào nộp báo cáo?" not in text(app)


def test_a_custodian_deals_with_what_was_sent(house, open_page, assistant):
    keeper, _ = house.services.accounts.add("giu", "Lê Văn Giữ", "XA-A", [Role.CUSTODIAN])
    assistant.refuse = True
    app = open_page(house.official, "ask").chat_input[0].set_value("Giá vàng hôm nay?").run()
    app = app.button(key="send-1").click().run()
    assert "không kèm tên bạn" in text(app)
    assistant.refuse = False
    app.chat_input[0].set_value("Khi nào nộp báo cáo?").run()
    house.services.feedback.give(2, house.official, good=False, words="Sai số", send=True)

    app = open_page(keeper, "keep")
    assert "Giá vàng hôm nay?" not in text(app)
    app.session_state["keep-tabs"] = keep_sent.UNANSWERED
    app = app.run()
    assert "Giá vàng hôm nay?" in text(app)
    app = next(each for each in app.button if each.label == "Đã xử lý").click().run()
    assert "Giá vàng hôm nay?" not in text(app)
    app.session_state["keep-tabs"] = keep_sent.OPINIONS
    app = app.run()
    assert all(words in text(app) for words in ("Khi nào nộp báo cáo?", "Sai số", "5/KH"))
    assert "Trần Văn Minh" not in text(app)
    viewed = [action for action, _, _ in house.audited() if action.endswith("_view")]
    assert viewed.count("unanswered_view") == viewed.count("feedback_view") == 1
