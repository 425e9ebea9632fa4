"""Guessing at ids: what one may not see and what does not exist get the same answer, byte for byte."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.attacks import routes
from tests.attacks.conftest import SECRET_WORDS, Estate
from tests.attacks.routes import Operation, filled

ABSENT = 2_000_000_000
NOT_SECRET = {"ids", "document", "course_id", "lesson_id", "activity_id", "item_id"}
"""Queries, names of the courses that everyone may open, and places within what is named before them."""
OUTSIDERS = ("outsider", "administrator", "auditor", "trainee")


def with_ids(estate: Estate) -> list[Operation]:
    """Every operation that names a thing by number, in its path or its query."""
    found = []
    for operation in routes.everything(estate.api):
        numbers = _numbers(operation)
        if numbers and not operation.path.startswith("/operator"):
            found.append(operation)
    return found


def _numbers(operation: Operation) -> list[str]:
    in_path = [part.strip("{}") for part in operation.path.split("/") if part.startswith("{")]
    named = [each["name"] for each in operation.parameters("query") if each["name"] in {"ids", "document"}]
    return [name for name in in_path if name.endswith("_id")] + named


def _bodies(operation: Operation, schema: dict[str, Any]) -> Any:
    """A body the route takes as such, so that the id is what decides."""
    wanted = operation.body_schema(schema)
    return None if wanted is None else example(wanted, schema)


def example(part: Any, schema: dict[str, Any]) -> Any:
    """The plainest value of a JSON schema."""
    part = routes.resolved(part, schema)
    for said in ("enum", "anyOf"):
        if said in part:
            return part[said][0] if said == "enum" else example(part[said][0], schema)
    match part.get("type"):
        case "object" if "properties" in part:
            value: Any = {
                name: example(part["properties"][name], schema) for name in part.get("required", ())
            }
        case "object":
            name = example(part.get("propertyNames", {"type": "string"}), schema)
            value = {name: example(part.get("additionalProperties", {"type": "string"}), schema)}
        case "array":
            value = [example(part["items"], schema)]
        case "string":
            value = "2026-01-02" if part.get("format") == "date" else "chữ"
        case kind:
            value = {"integer": 1, "number": 1, "boolean": False}.get(str(kind), part.get("const"))
    return value


@pytest.mark.parametrize("name", OUTSIDERS)
def test_hidden_and_absent_are_one_answer(estate: Estate, name: str) -> None:
    # A trainee reads the unit's documents like an official: the jobs of others are what is hidden.
    reachable = {"document_id", "attempt_id", "document", "dossier_id"} if name == "trainee" else set()
    client, schema = estate.client(name), estate.api.openapi()
    unknown = {each for operation in with_ids(estate) for each in _numbers(operation)} - {*estate.ids}
    assert unknown <= NOT_SECRET, "furnish the estate with one of each: else nothing is tried"
    tried = 0
    for operation in with_ids(estate):
        numbers = [each for each in _numbers(operation) if each in {*estate.ids, "ids", "document"}]
        if (
            not numbers
            or set(numbers) & reachable
            or (name == "auditor" and operation.path.startswith("/audit"))
            or (
                name == "trainee" and operation.path.startswith("/outputs")
            )  # of documents, which are reachable
        ):
            continue
        answers = []
        for there in (True, False):
            ids = {key: value if there else ABSENT for key, value in estate.ids.items()}
            query = {
                "ids": ids["job_id"],
                "document": ids["document_id"],
                "q": SECRET_WORDS,
                "timeout": 0,
            }
            asked = {
                each["name"]: query[each["name"]]
                for each in operation.parameters("query")
                if each["name"] in query
            }
            reply = client.request(
                operation.method,
                filled(operation.path, {**ids, "item_id": "x", "number": 1}),
                params=asked,
                json=_bodies(operation, schema),
            )
            kept = {key: value for key, value in reply.headers.items() if key.lower() != "date"}
            answers.append((reply.status_code, kept, reply.content))
        assert answers[0] == answers[1], str(operation)
        assert answers[0][0] < 500, str(operation)
        for word in ("bãi bồi", "Cái Lớn", "ke-hoach", "12-KH"):
            assert word not in answers[0][2].decode("utf-8", "replace"), str(operation)
        tried += 1
    assert tried >= (1 if reachable else 10)


def test_walking_through_ids_finds_ones_own_only(estate: Estate) -> None:
    client = estate.client("outsider")
    for number in range(1, 30):
        assert client.get(f"/documents/{number}").status_code == 404
        assert client.get(f"/jobs/{number}").status_code == 404
        assert client.get(f"/training/attempts/{number}/result").status_code == 404


def test_lists_counts_and_search_say_nothing_of_what_is_hidden(estate: Estate) -> None:
    client = estate.client("outsider")
    answers = [
        client.get("/documents", params={"text": SECRET_WORDS}),
        client.get("/documents"),
        client.get("/documents/by-reference", params={"number": "12-KH/ĐU"}),
        client.get("/search", params={"q": SECRET_WORDS}),
        client.post("/search", json={"q": SECRET_WORDS, "document": [estate.ids["document_id"]]}),
        client.post("/ask", json={"question": f"Kế hoạch {SECRET_WORDS} nói gì?"}),
        client.get("/jobs"),
        client.get("/training/attempts"),
    ]
    for reply in answers:
        assert reply.status_code == 200, reply.text
        told = reply.json()
        if "understood" in told:  # how the question was read is the asker's own words
            assert told.pop("understood")["filters"] == []
        text = json.dumps(told, ensure_ascii=False)
        assert "bãi bồi" not in text and "ke-hoach" not in text
    assert answers[0].json()["total"] == answers[1].json()["total"] == 0
    assert answers[1].json()["facets"] == {
        "document_types": {}, "issuing_bodies": {}, "years": {}, "statuses": {}
    }  # fmt: skip


def test_the_unit_itself_finds_it(estate: Estate) -> None:
    """The counter-check: what outsiders are refused is really there."""
    official = estate.client("official")
    assert official.get(f"/documents/{estate.ids['document_id']}").status_code == 200
    assert official.get("/search", params={"q": SECRET_WORDS}).json()
    assert estate.client("clerk").get(f"/jobs/{estate.ids['job_id']}").status_code == 200
    assert estate.client("trainee").post(
        f"/training/attempts/{estate.ids['attempt_id']}/submission"
    ).status_code in {200, 409}
