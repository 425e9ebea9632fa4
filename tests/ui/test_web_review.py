"""The daily review on screen and by route, and questions asked inside a lesson."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from access.principal import Principal
from access.roles import Role
from rag.types import Answer
from tests.ui.conftest import PASSWORD, House, signed_in_client
from tests.ui.web_pages import text
from vanthu.db import now

COURSE = "phan-loai-truoc-khi-dan"
LESSON = "bon-nhom"


@pytest.fixture
def trainee(house: House) -> Principal:
    person, _ = house.services.accounts.add("thuha", "Lê Thu Hà", "XA-A", [Role.TRAINEE], PASSWORD)
    return person


def hand_in_empty(house: House, trainee: Principal) -> None:
    training = house.services.training
    training.submit(training.start_attempt(COURSE, "kiem-tra", trainee).id, trainee)


@pytest.fixture
def a_month_after_a_quiz(house: House, trainee: Principal) -> None:
    hand_in_empty(house, trainee)
    house.services.reviews._clock = lambda: now() + timedelta(days=30)


@pytest.mark.usefixtures("a_month_after_a_quiz")
def test_what_is_due_is_offered_and_shown(house: House, open_page: Any, trainee: Principal) -> None:
    said = text(open_page(trainee, "learn"))
    assert "Hôm nay có 10 câu sắp quên, khoảng 3 phút." in said
    card = house.services.reviews.next_card(trainee)
    assert card is not None
    said = text(open_page(trainee, "learn", **{"on-tap": "hom-nay"}))
    assert "Còn 10 câu · Phân loại trước khi dán" in said
    for _ in range(2):
        hand_in_empty(house, trainee)  # ten new questions each time: now every subject was met often enough
    topic = house.services.reviews.weak_topics(trainee)[0].name
    assert topic.capitalize() in text(open_page(trainee, "learn", **{"on-tap": topic}))


def test_who_has_answered_nothing_is_offered_nothing(open_page: Any, trainee: Principal) -> None:
    assert "Ôn tập hằng ngày" not in text(open_page(trainee, "learn"))
    said = text(open_page(trainee, "learn", **{"on-tap": "hom-nay"}))
    assert "Chưa có câu nào để ôn" in said
    assert "đã ôn đủ" not in said


@pytest.mark.usefixtures("a_month_after_a_quiz")
def test_who_comes_back_to_a_review_reads_what_was_done_today(
    house: House, open_page: Any, trainee: Principal
) -> None:
    for _ in range(2):
        hand_in_empty(house, trainee)
    reviews = house.services.reviews
    topic = reviews.weak_topics(trainee)[0]
    assert "luyện tiếp từ ngày mai" not in text(open_page(trainee, "learn"))
    answered = 0
    while (card := reviews.next_card(trainee)) is not None:
        reviews.answer(card.id, [], trainee)
        answered += 1
    while (card := reviews.next_card(trainee, topic.name)) is not None:
        reviews.answer(card.id, [], trainee, topic.name)
    said = text(open_page(trainee, "learn", **{"on-tap": "hom-nay"}))
    assert f"Hôm nay bạn đã ôn {answered} câu." in said
    assert "câu, luyện tiếp từ ngày mai" in said
    said = text(open_page(trainee, "learn", **{"on-tap": topic.name}))
    assert f"{topic.name.capitalize()}: đúng" not in said, "a subject that is done leads nowhere again"


@pytest.mark.usefixtures("a_month_after_a_quiz")
def test_a_card_is_answered_once_by_route(house: House, trainee: Principal) -> None:
    client = signed_in_client(house, trainee)
    assert client.get("/training/review").json()["today"]["due"] == 10
    card = client.get("/training/review/next").json()
    given = {"answer": [card["item"]["options"][0][0]]}
    result = client.post(f"/training/review/{card['id']}", json=given)
    assert result.status_code == 200
    assert result.json()["explanation"]
    again = client.post(f"/training/review/{card['id']}", json=given)
    assert (again.status_code, again.json()["code"]) == (409, "card_not_due")
    assert client.get("/training/review").json()["today"]["answered"] == 1


class Told:
    """An assistant that keeps what it was asked."""

    def __init__(self) -> None:
        self.within: list[Any] = []

    def ask(self, _question: str, _person: Principal, **asked: Any) -> Answer:
        self.within.append(asked["within"])
        return Answer("Không có.", refused=True, reason="not_supported")


def test_a_lesson_asks_only_the_documents_it_rests_on(house: House, trainee: Principal) -> None:
    told = Told()
    house.services.assistant = told  # type: ignore[assignment]
    client = signed_in_client(house, trainee)
    path = f"/training/courses/{COURSE}/lessons/{LESSON}/questions"
    question = {"question": "Ai phải phân loại dữ liệu?"}

    absent = client.post(path, json=question).json()
    assert absent["answer"] is None
    assert [card["id"] for card in absent["nearest"]][:1] == ["qd384-4-6"]
    assert told.within == [], "nothing is asked of other documents instead"

    held = house.add_document(house.clerk, "384.pdf", "384-QĐ/TW", "Quy định chia sẻ dữ liệu")
    house.add_document(house.clerk, "khac.pdf", "9-QĐ/TW", "Quy định khác")
    house.add_document(house.stranger, "356.pdf", "356/2025/NĐ-CP", "Nghị định của đơn vị khác")
    assert client.post(path, json=question).json()["answer"]["refused"]
    assert told.within == [[held]]


def test_who_may_read_no_document_asks_nothing(house: House) -> None:
    person, _ = house.services.accounts.add("quantri", "Quản trị", "XA-A", [Role.ADMINISTRATOR], PASSWORD)
    client = signed_in_client(house, person)
    path = f"/training/courses/{COURSE}/lessons/{LESSON}/questions"
    assert client.post(path, json={"question": "Ai phân loại?"}).status_code == 403
