"""Greetings and thanks get a fitting reply; nothing that asks the library anything does."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.small_talk import reply
from tests.rag.asked_library import AskedLibrary
from tests.rag.test_assistant import QUESTIONS
from vanthu.text import fold


@pytest.mark.parametrize(
    "line",
    ["Xin chào", "chào bạn", "Chào buổi sáng anh ạ", "hello", "Cảm ơn bạn nhiều", "cam on", "ok", "Dạ vâng ạ",
     "Bạn là ai?", "ban la ai vay", "Bạn làm được gì?", "bạn có thể giúp gì", "who are you?", "Tạm biệt",
     "Hay quá", "test"],
)  # fmt: skip
def test_small_talk_is_told_from_questions(line: str) -> None:
    assert reply(line) and reply(fold(line)) and reply(line.upper())


@pytest.mark.parametrize(
    "line",
    ["Ai là người ký?", "Chào bạn, thời hạn báo cáo là bao lâu?", "Cảm ơn người có công thế nào?",
     "Lời chào trong văn bản", "Trợ lý là gì?", "Ai ban hành?", "Hay quên nộp báo cáo thì sao?",
     "Thử việc bao lâu?", "vâng lời là gì", "ok khoản 2 điều 8", *(question for question, _, _ in QUESTIONS)],
)  # fmt: skip
def test_a_question_is_none(line: str) -> None:
    assert reply(line) is None and reply(fold(line)) is None


def test_it_is_answered_without_looking(asked_library: AskedLibrary) -> None:
    assistant = Assistant(asked_library.search, asked_library.store, asked_library.embedder, None)
    answer = assistant.ask("Xin chào!", asked_library.official)
    assert answer.refused and answer.reason == "not_a_question" and "trí tuệ nhân tạo" in answer.answer
    assert not answer.nearest and not answer.retrieved and answer.ask_whom is None


def test_a_refusal_says_what_was_sought_and_whom_to_ask(asked_library: AskedLibrary) -> None:
    assistant = Assistant(asked_library.search, asked_library.store, asked_library.embedder, None)
    answer = assistant.ask("Mức phạt nồng độ cồn khi lái xe là bao nhiêu?", asked_library.official)
    assert answer.refused and answer.sought == "Mức phạt nồng độ cồn khi lái xe là bao nhiêu?"
    assert answer.nearest and answer.ask_whom and "văn thư" in answer.ask_whom
