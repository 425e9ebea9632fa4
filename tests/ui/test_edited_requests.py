"""A learner who writes requests by hand, and one whose account is closed under an open attempt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from fastapi.testclient import TestClient

from access.errors import SignInFailed, SignInThrottled
from access.principal import Principal
from access.roles import Role
from tests.ui.conftest import PASSWORD, House, signed_in_client
from training_modules.content import read_course
from vanthu.services_school import COURSES

COURSE = "phan-loai-truoc-khi-dan"
QUIZ = read_course(COURSES / COURSE).activities[-1]
KEYS = {item.id: list(item.key) for item in QUIZ.items}
START = f"/training/courses/{COURSE}/activities/{QUIZ.id}/attempts"


@pytest.fixture
def an(house: House) -> Principal:
    return house.services.accounts.add("an", "Nguyễn Văn An", "XA-A", [Role.TRAINEE], PASSWORD)[0]


@pytest.fixture
def clients(house: House, an: Principal) -> Iterator[tuple[TestClient, TestClient]]:
    """Two learners in a browser each."""
    binh = house.services.accounts.add("binh", "Lê Thị Bình", "XA-A", [Role.TRAINEE], PASSWORD)[0]
    with ExitStack() as open_ones:
        yield tuple(open_ones.enter_context(signed_in_client(house, who)) for who in (an, binh))  # type: ignore[misc]


def chosen(attempt: dict[str, Any]) -> list[str]:
    """Its questions with one answer to choose."""
    return [each["id"] for each in attempt["items"] if each["kind"] in {"single", "true_false"}]


def test_a_learner_who_edits_the_request_gains_nothing(clients: tuple[TestClient, TestClient]) -> None:
    mine, theirs = clients
    attempt, other = mine.post(START).json(), theirs.post(START).json()
    answers = f"/training/attempts/{attempt['id']}/answers"
    first, second = chosen(attempt)[:2]
    right = {"answer": KEYS[first]}

    def status(path: str, body: object) -> int:
        return mine.put(path, json=body).status_code

    for more in ({"correct": True}, {"score": 10}, {"account_id": 1}, {"submitted_at": None}):
        assert status(f"{answers}/{first}", right | more) == 422, more
    for wrong in ("a", [1], [["a"]], None, {"a": True}, ["khong-co"], ["a", "b", "c", "d", "a"], ["a"] * 500):
        assert status(f"{answers}/{first}", {"answer": wrong}) in {400, 422}, wrong
    drawn = {each["id"] for each in attempt["items"]}
    not_drawn = next(item.id for item in QUIZ.items if item.id not in drawn)
    for item in (not_drawn, "t01", "q01%00", "..%2Fq01"):
        assert status(f"{answers}/{item}", right) in {404, 422}, item
    their_item = other["items"][0]["id"]
    their = f"/training/attempts/{other['id']}"
    assert status(f"{their}/answers/{their_item}", {"answer": KEYS[their_item]}) == 404
    for number in (0, -1, 2**31, 2**63, "x"):
        assert status(f"/training/attempts/{number}/answers/{first}", right) in {404, 422}, number
    assert mine.post(f"{their}/submission").status_code == 404
    assert mine.get(f"{their}/result").status_code == 404
    assert mine.get(f"/training/attempts/{attempt['id']}/result").status_code == 404, "not before it is in"
    again = mine.post(
        START, json={"items": [first], "seed": 1, "deadline": "2099-01-01", "anew": True}
    ).json()
    assert [each["id"] for each in again["items"]] == [each["id"] for each in attempt["items"]]
    assert again["seconds_left"] <= attempt["seconds_left"]
    for path in ("bai-tong-hop/activities/kiem-tra", f"{COURSE}/activities/mot-lan-dan", "x/activities/y"):
        assert mine.post(f"/training/courses/{path}/attempts").status_code in {403, 404}, path

    assert status(f"{answers}/{first}", right) == 200
    done = mine.post(f"/training/attempts/{attempt['id']}/submission", json={"correct": 10, "passed": True})
    assert (done.json()["correct"], done.json()["passed"]) == (1, False)
    assert status(f"{answers}/{second}", {"answer": KEYS[second]}) == 409
    once_more = mine.post(f"/training/attempts/{attempt['id']}/submission")
    assert once_more.json() == done.json()
    assert [each["id"] for each in mine.get("/training/attempts?account_id=2").json()] == [attempt["id"]]
    assert theirs.post(START).json()["answers"] == {}, "nothing of it reached the other attempt"


def test_a_closed_account_is_out_in_the_middle_and_finds_every_answer_again(
    house: House, an: Principal, clients: tuple[TestClient, TestClient]
) -> None:
    before, accounts = clients[0], house.services.accounts
    attempt = before.post(START).json()
    first, second, third = chosen(attempt)[:3]
    answers = f"/training/attempts/{attempt['id']}/answers"
    assert before.put(f"{answers}/{first}", json={"answer": KEYS[first]}).status_code == 200
    for _ in range(7):  # somebody guesses at the password: who is inside is not thrown out
        with pytest.raises((SignInFailed, SignInThrottled)):
            accounts.authenticate("an", "không phải mật khẩu", address="203.0.113.9")
    assert before.put(f"{answers}/{second}", json={"answer": KEYS[second]}).status_code == 200
    accounts.disable("an")
    assert before.put(f"{answers}/{third}", json={"answer": KEYS[third]}).status_code == 401
    accounts.enable("an")
    assert before.get("/training/attempts").status_code == 401, "the old session stays ended"
    with signed_in_client(house, an) as anew:
        back = anew.post(START).json()
        assert (back["id"], back["answers"]) == (attempt["id"], {first: KEYS[first], second: KEYS[second]})
        assert anew.put(f"{answers}/{third}", json={"answer": KEYS[third]}).status_code == 200
        assert anew.post(f"/training/attempts/{attempt['id']}/submission").json()["correct"] == 3
