"""Asking a small library: the right words from the right place, or an honest no."""

from __future__ import annotations

import unicodedata

import pytest

from rag.assistant import Assistant
from rag.types import Answer, Turn
from tests.rag.asked_library import AskedLibrary
from vanthu.text import fold, squeeze


@pytest.fixture(scope="module")
def assistant(asked_library: AskedLibrary) -> Assistant:
    return Assistant(asked_library.search, asked_library.store, asked_library.embedder, None)


QUESTIONS = [
    ("Đảng uỷ xã gửi báo cáo tháng trước ngày nào?", "trước ngày 20 hằng tháng", "2"),
    ("Trường hợp đột xuất phải báo cáo trong bao lâu?", "trong thời hạn 24 giờ", "2"),
    ("Hồ sơ hành chính lưu bao nhiêu năm?", "hồ sơ hành chính lưu 10 năm", "2"),
    ("Văn thư có được cho mượn con dấu không?", "không được cho mượn con dấu", "1"),
    ("Người được giao giải quyết được sao chụp tối đa bao nhiêu trang?", "tối đa 30 trang", "3"),
]


@pytest.mark.parametrize(("question", "words", "article"), QUESTIONS)
def test_the_answer_is_quoted_word_for_word(
    assistant: Assistant, asked_library: AskedLibrary, question: str, words: str, article: str
) -> None:
    answer = assistant.ask(question, asked_library.official)
    assert not answer.refused and answer.mode == "verbatim" and answer.withheld == 0
    assert words in squeeze(answer.answer)
    cited = next(c for c in answer.citations if words in squeeze(c.quote))
    assert cited.article == article
    assert [s.citations for s in answer.sentences] == [(n,) for n in range(1, len(answer.sentences) + 1)]
    assert len(answer.sentences) <= 3


@pytest.mark.parametrize(("question", "words", "_"), QUESTIONS[:3])
@pytest.mark.parametrize("form", ["unmarked", "shouted unmarked", "shouted", "decomposed"])
def test_however_it_was_typed(
    assistant: Assistant, asked_library: AskedLibrary, question: str, words: str, form: str, _: str
) -> None:
    typed = {
        "unmarked": fold(question),
        "shouted unmarked": fold(question).upper(),
        "shouted": question.upper(),
        "decomposed": unicodedata.normalize("NFD", question),
    }[form]
    assert words in squeeze(assistant.ask(typed, asked_library.official).answer)


def test_the_box_holds_the_quoted_words(assistant: Assistant, asked_library: AskedLibrary) -> None:
    """Every letter of the quote lies inside a strong box, by the printed line's own letters."""
    for question, _, _ in QUESTIONS:
        for cited in assistant.ask(question, asked_library.official).citations:
            boxed = ""
            for place in cited.boxes:
                sheet = asked_library.pages[cited.document_id][place.page - 1]
                line = next(ln for ln in sheet.lines if ln.box[1] == place.box[1])
                width = (line.box[2] - line.box[0]) / len(line.text)
                boxed += " " + "".join(
                    char for i, char in enumerate(line.text)
                    if place.box[0] - 1e-9 <= line.box[0] + (i + 0.5) * width <= place.box[2] + 1e-9
                )  # fmt: skip
            for word in cited.quote.replace("[…]", "").split():
                assert word in squeeze(boxed), (word, boxed)
            assert set(cited.boxes) and set(cited.passage_boxes)


def test_a_list_is_quoted_whole(assistant: Assistant, asked_library: AskedLibrary) -> None:
    answer = assistant.ask("Văn phòng Tỉnh uỷ có trách nhiệm gì?", asked_library.official)
    for item in ("a) Tổng hợp báo cáo", "b) Nhắc các đơn vị", "c) Công khai danh sách"):
        assert item in squeeze(answer.answer)


def test_a_list_is_followed_over_the_clauses_of_its_article(
    assistant: Assistant, asked_library: AskedLibrary
) -> None:
    answer = assistant.ask("Công chức văn thư không được làm các việc nào?", asked_library.official)
    for item in ("1. Tẩy xoá sổ", "2. Mang hồ sơ ra khỏi", "3. Tiết lộ nội dung"):
        assert item in squeeze(answer.answer)
    assert {c.article for c in answer.citations if "Tiết lộ" in c.quote} == {"4"}


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        (
            "khoản 1 và khoản 3 Điều 2 Quy định 12-QĐ/TU nói gì?",
            ["1. Đảng uỷ xã gửi", "3. Không gửi báo cáo"],
            "24 giờ",
        ),
        ("khoản 3, 2 Điều 4 Quy chế 05-QC/TU", ["3. Tiết lộ", "2. Mang hồ sơ"], "Tẩy xoá"),
        ("Điều 2 và 3 Quy chế 05-QC/TU nói gì", ["Hồ sơ nhân sự", "Người được giao"], "con dấu"),
        ("Khoản 2 Điều 2 của Quy định 12-QĐ/TU quy định gì?", ["Trường hợp đột xuất"], "Đảng uỷ xã gửi"),
    ],
)
def test_every_clause_that_is_asked_for_is_told_whole_and_no_other(
    asked_library: AskedLibrary, question: str, told: list[str], untold: str
) -> None:
    library = asked_library
    knowing = Assistant(library.search, library.store, library.embedder, None, records=library.catalogue)
    answer = knowing.ask(question, library.official)
    assert [
        squeeze(sentence.text).startswith(start)
        for sentence, start in zip(answer.sentences, told, strict=True)
    ] == [True] * len(told)
    assert untold not in answer.answer
    assert [sentence.citations for sentence in answer.sentences] == [(n,) for n in range(1, len(told) + 1)]


@pytest.mark.parametrize(
    "question",
    ["Mức phạt nồng độ cồn khi lái xe là bao nhiêu?", "Giá vàng hôm nay thế nào?", "Cách nấu phở bò ngon?"],
)
def test_what_the_library_does_not_hold_is_not_answered(
    assistant: Assistant, asked_library: AskedLibrary, question: str
) -> None:
    answer = assistant.ask(question, asked_library.official)
    assert answer.refused and answer.reason == "not_supported"
    assert not answer.sentences and not answer.citations
    assert answer.nearest and "không có nội dung trả lời" in answer.answer


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("By which day must commune party committees send the monthly report?", "trước ngày 20 hằng tháng"),
        ("Within how many hours must an urgent report be sent?", "trong thời hạn 24 giờ"),
        ("May the seal be lent?", "không được cho mượn con dấu"),
        ("How many years are administrative records kept?", "hồ sơ hành chính lưu 10 năm"),
        ("انتظامی ریکارڈ کتنے سال محفوظ رکھے جاتے ہیں؟", "hồ sơ hành chính lưu 10 năm"),
    ],
)
def test_english_and_urdu_are_answered_in_the_documents_own_words(
    assistant: Assistant, asked_library: AskedLibrary, question: str, words: str
) -> None:
    answer = assistant.ask(question, asked_library.official)
    assert not answer.refused and answer.mode == "verbatim"
    assert any(words in squeeze(cited.quote) for cited in answer.citations)
    held = [
        squeeze(" ".join(line.text for line in sheet.lines))
        for sheets in asked_library.pages.values()
        for sheet in sheets
    ]
    for cited in answer.citations:
        for line in cited.quote.replace("[…]", "").splitlines():
            assert any(squeeze(line) in text for text in held)


@pytest.mark.parametrize(
    "question",
    [
        "What is the fine for drunk driving?",
        "What are the conditions for marriage?",
        "Who may export rice?",
        "سیاحوں کے حقوق کیا ہیں؟",
        "آج سونے کی قیمت کیا ہے؟",
    ],
)
def test_what_the_library_does_not_hold_is_refused_in_other_languages(
    assistant: Assistant, asked_library: AskedLibrary, question: str
) -> None:
    answer = assistant.ask(question, asked_library.official)
    assert answer.refused and answer.reason == "not_supported" and not answer.citations


def test_what_another_unit_holds_is_not_even_near(assistant: Assistant, asked_library: AskedLibrary) -> None:
    answer = assistant.ask("Đảng uỷ xã Bình Minh tiếp dân vào thứ mấy?", asked_library.official)
    hidden = asked_library.documents["binh"]
    shown: Answer = answer
    assert hidden not in {c.document_id for c in shown.citations} | {h.document_id for h in shown.nearest}
    assert "thứ Năm" not in shown.answer


def test_instructions_in_documents_are_data(assistant: Assistant, asked_library: AskedLibrary) -> None:
    answer = assistant.ask("Trường hợp đột xuất có phải báo cáo không?", asked_library.official)
    assert "24 giờ" in answer.answer


@pytest.mark.parametrize(
    ("question", "reason"),
    [("", "empty_question"), ("  ?!\u200b ", "empty_question"), ("a" * 10_000, "question_too_long")],
)
def test_questions_that_cannot_be_asked(
    assistant: Assistant, asked_library: AskedLibrary, question: str, reason: str
) -> None:
    answer = assistant.ask(question, asked_library.official)
    assert answer.refused and answer.reason == reason and answer.answer
    if reason == "question_too_long":
        assert "10000" in answer.answer and "4000" in answer.answer


def test_a_follow_up_is_understood(assistant: Assistant, asked_library: AskedLibrary) -> None:
    first = "Hồ sơ hành chính lưu bao nhiêu năm?"
    before = assistant.ask(first, asked_library.official)
    turn = Turn(first, before.answer, tuple({c.document_id for c in before.citations}))
    answer = assistant.ask("Còn sổ đăng ký văn bản thì sao?", asked_library.official, history=[turn])
    assert "sổ đăng ký văn bản lưu 20 năm" in squeeze(answer.answer)


def test_the_stream_ends_with_the_whole(assistant: Assistant, asked_library: AskedLibrary) -> None:
    events = list(assistant.stream(QUESTIONS[0][0], asked_library.official))
    assert [e.kind for e in events] == ["searching", *["sentence"] * (len(events) - 2), "done"]
    whole = events[-1].answer
    assert whole is not None
    assert tuple(e.sentence for e in events[1:-1]) == whole.sentences
    assert tuple(c for e in events for c in e.citations) == whole.citations


def test_an_answer_comes_only_from_the_documents_it_is_put_to(
    assistant: Assistant, asked_library: AskedLibrary
) -> None:
    question = QUESTIONS[3][0]
    everywhere = assistant.ask(question, asked_library.official)
    holding = {cited.document_id for cited in everywhere.citations}
    others = sorted({*asked_library.pages} - holding)
    among = assistant.ask(question, asked_library.official, within=sorted(holding))
    assert not among.refused
    assert {cited.document_id for cited in among.citations} <= holding
    for documents in (others, []):
        elsewhere = assistant.ask(question, asked_library.official, within=documents)
        assert elsewhere.refused
        assert {hit.document_id for hit in elsewhere.nearest} <= {*documents}
