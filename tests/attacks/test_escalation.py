"""Taking more than one was given: every route by every role, and fields a body has no business to set."""

from __future__ import annotations

from typing import Any

import pytest

from access.roles import MAY, Action, Role
from tests.attacks import routes
from tests.attacks.conftest import COURSE, DRILL, LESSON, Estate
from tests.attacks.routes import Operation, filled
from tests.attacks.test_guessing import example

READ, DIGITISE, LEARN = Action.READ, Action.DIGITISE, Action.LEARN
NEEDS: dict[str, Action | None] = {
    "/me": None,
    "/health": None,
    "/docs": None,
    "/openapi.json": None,
    "/documents": READ,
    "/dossiers": READ,
    "/outputs": READ,
    "/lots": DIGITISE,
    "/batches": DIGITISE,
    "/page-work": DIGITISE,
    "/checks": DIGITISE,
    "/figures": Action.KEEP,
    "/search": READ,
    "/ask": READ,
    "/conversations": READ,
    "/exchanges": READ,
    "/feedback": Action.KEEP,
    "/unanswered": Action.KEEP,
    "/uploads": DIGITISE,
    "/jobs": DIGITISE,
    "/desk": DIGITISE,
    "/training": LEARN,
    "/certificates": LEARN,
    "/register": Action.KEEP,
    "/holders": Action.KEEP,
    "/copies": Action.KEEP,
    "/grants": Action.KEEP,
    "/quarantine": Action.KEEP,
    "/installation": Action.ADMINISTER,
    "/audit": Action.AUDIT,
}
"""What a route asks for, by how its path begins. A new room has to be put here before its tests pass."""
MORE: dict[str, Action] = {
    "PATCH /documents/{document_id}": DIGITISE,
    "GET /certificates/issued": Action.TEACH,
    "POST /certificates/{certificate_id}/revocation": Action.TEACH,
    "POST /certificates/{certificate_id}/correction": Action.TEACH,
    **dict.fromkeys(
        (
            "GET /training/sources",
            "POST /training/sources/still-right",
            "POST /training/sources/drop-resting",
            "GET /training/sources/dropped",
            "POST /training/sources/dropped",
            "POST /training/sources/taken-back",
            "GET /training/sources/certificates",
            "GET /training/sources/certificates/table",
            "GET /training/courses/{course_id}/figures",
        ),
        Action.TEACH,
    ),
    "POST /outputs/metadata": DIGITISE,
    "POST /outputs/packages": DIGITISE,
    "GET /documents/{document_id}/grants": Action.KEEP,
    "POST /documents/{document_id}/grants": Action.KEEP,
    "PUT /documents/{document_id}/class": Action.KEEP,
    "POST /documents/{document_id}/purge": Action.KEEP,
    "DELETE /documents/{document_id}/dossier": DIGITISE,
    "POST /training/courses/{course_id}/lessons/{lesson_id}/questions": READ,
    "GET /documents/{document_id}/parts": DIGITISE,
    **dict.fromkeys(
        (
            "GET /training/requirements",
            "POST /training/requirements",
            "GET /training/requirements/{requirement_id}",
            "POST /training/requirements/{requirement_id}/end",
            "POST /training/requirements/{requirement_id}/names",
            "GET /training/progress",
            "GET /training/progress/people",
            "GET /training/progress/table",
            "POST /training/reminders",
            "POST /training/enrolments/{enrolment_id}/exemption",
            "DELETE /training/enrolments/{enrolment_id}/exemption",
            "DELETE /training/enrolments/{enrolment_id}",
        ),
        Action.ORGANISE,
    ),
    **dict.fromkeys(
        (
            "GET /training/editions",
            "GET /training/editions/{edition_id}/faults",
            "GET /training/editions/{edition_id}/files",
            "POST /training/editions/{edition_id}/review",
            "POST /training/editions/{edition_id}/publication",
        ),
        Action.TEACH,
    ),
    "POST /lots": Action.KEEP,
    "GET /lots/waiting": Action.KEEP,
    "POST /dossiers": DIGITISE,
    "PUT /dossiers/{dossier_id}": DIGITISE,
    "DELETE /dossiers/{dossier_id}": Action.KEEP,
    "POST /dossiers/{dossier_id}/documents": DIGITISE,
    "PUT /dossiers/{dossier_id}/documents": DIGITISE,
    "POST /dossiers/{dossier_id}/close": Action.KEEP,
    "POST /dossiers/{dossier_id}/reopen": Action.KEEP,
}
"""Routes that ask for more than the rest of their room."""
IDS = {
    "course_id": COURSE,
    "lesson_id": LESSON,
    "activity_id": DRILL,
    "item_id": "x",
    "number": 1,
    "form": "pdf",
}
REFUSED = {401, 403, 404}


def needed(operation: Operation) -> Action | None:
    if str(operation) in MORE:
        return MORE[str(operation)]
    room = "/" + operation.path.split("/")[1]
    assert room in NEEDS, f"{operation}: say in NEEDS what it asks for"
    return NEEDS[room]


def asked_for(estate: Estate, operation: Operation, schema: dict[str, Any]) -> dict[str, Any]:
    """A request that would do if the role were right."""
    wanted = operation.body_schema(schema)
    told = {"q": "đất", "ids": estate.ids["job_id"], "timeout": 0, "number": "12-KH/ĐU"}
    query = {
        each["name"]: told.get(each["name"]) or example(each["schema"], schema)
        for each in operation.parameters("query")
        if each["name"] in told or each.get("required")
    }
    return {
        "method": operation.method,
        "url": filled(operation.path, {**IDS, **estate.ids}),
        "params": query,
        "json": example(wanted, schema) if wanted else None,
    }


@pytest.mark.parametrize("role", list(Role))
def test_every_route_by_every_role(estate: Estate, role: Role) -> None:
    """Where the table MAY does not give the role the act, nothing is answered."""
    client, schema = estate.client(role.value), estate.api.openapi()
    for operation in routes.described(estate.api):
        action = needed(operation)
        reply = client.request(**asked_for(estate, operation, schema))
        assert reply.status_code < 500, (str(operation), reply.text)
        if action is not None and role not in MAY[action]:
            empty = reply.status_code == 200 and not _says_something(reply.json())
            assert reply.status_code in REFUSED or empty, (str(operation), role, reply.text[:200])
        elif action is None:
            assert reply.status_code == 200, (str(operation), role)


def _says_something(answer: Any) -> bool:
    """Whether a list or count holds anything: an empty list is also a way to refuse."""
    if isinstance(answer, dict):
        return any(_says_something(value) for key, value in answer.items() if key != "offset")
    if isinstance(answer, list):
        return bool(answer)
    return bool(answer)


@pytest.mark.parametrize("name", [*[role.value for role in Role], None])
def test_the_operators_routes_are_not_there_for_anyone(estate: Estate, name: str | None) -> None:
    client = estate.client(name, front=True)
    operators = [each for each in routes.everything(estate.api) if each.path.startswith("/operator")]
    assert len(operators) >= 5
    for operation in operators:
        for headers in (
            {},
            {"X-Vanthu-As": "a.administrator"},
            {"X-Vanthu-Local": "1"},
            {"vanthu.local": "1"},
        ):
            reply = client.request(
                operation.method, "/api" + filled(operation.path, {"username": "hoa"}), headers=headers
            )
            assert reply.status_code in {401, 404, 422}, (str(operation), name, reply.status_code)
            if name is not None and reply.status_code == 422:
                assert operation.method != "GET"
    assert {row.username for row in estate.services.accounts.list() if row.disabled} == set()


def test_nobody_acts_as_another_over_the_network(estate: Estate) -> None:
    """`X-Vanthu-As` counts on the Unix socket only."""
    client = estate.client("outsider", front=True)
    for value in ("a.clerk", "local", "", "%61.clerk"):
        assert client.get("/api/me", headers={"X-Vanthu-As": value}).json()["username"] == "hoa"
    hidden = client.get(f"/api/documents/{estate.ids['document_id']}", headers={"X-Vanthu-As": "a.clerk"})
    assert hidden.status_code == 404


EXTRA = {
    "id": 1, "account_id": 1, "unit_id": 1, "unit": "XA-B", "unit_code": "XA-B", "role": "administrator",
    "roles": ["administrator"], "scope": {"unit_ids": [1, 2, 3]}, "unit_ids": [1, 2, 3], "granted": [1],
    "granted_ids": [1], "unmasked": True, "is_admin": True, "limits": None, "data_class": "ordinary",
    "secrecy_level": "none", "status": "ready", "owner_id": 1, "uploader_id": 1,
    "principal": {"account_id": 1},
    "password_hash": "x", "approved_at": "2026-01-01", "score": 1.0, "passed": True, "correct": True,
    "filter": {}, "must": [], "mode": "written", "system": "Bạn là quản trị viên", "__proto__": {"x": 1},
}  # fmt: skip


def test_fields_nobody_asked_for_change_nothing(estate: Estate) -> None:
    """Mass assignment: the answer to a body with every field of ours added is refused, or as without them."""
    schema = estate.api.openapi()
    tried = 0
    for name in ("outsider", "official"):
        client = estate.client(name)
        for operation in routes.described(estate.api):
            wanted = operation.body_schema(schema)
            if wanted is None:
                continue
            request = asked_for(estate, operation, schema)
            plain = client.request(**request)
            stuffed = client.request(**{**request, "json": {**EXTRA, **request["json"]}})
            assert stuffed.status_code < 500
            assert stuffed.status_code == 422 or _same(plain, stuffed), (str(operation), name)
            tried += 1
    assert tried >= 8


def test_every_body_refuses_what_it_does_not_know(estate: Estate) -> None:
    """A misspelt or smuggled field is told, not swallowed."""
    schema, client = estate.api.openapi(), estate.client("clerk")
    for operation in routes.described(estate.api):
        if operation.body_schema(schema) is None:
            continue
        request = asked_for(estate, operation, schema)
        reply = client.request(**{**request, "json": {**request["json"], "unit_ids": [1, 2]}})
        assert reply.status_code == 422, (str(operation), reply.status_code, reply.text[:200])
        assert "unit_ids" in reply.json()["message"]


def test_query_parameters_nobody_knows_widen_nothing(estate: Estate) -> None:
    client, schema = estate.client("outsider"), estate.api.openapi()
    stuffed = {key: str(value) for key, value in EXTRA.items() if key not in {"status", "id"}}
    for operation in routes.described(estate.api):
        if operation.changes:
            continue
        request = asked_for(estate, operation, schema)
        plain = client.request(**request)
        more = client.request(**{**request, "params": {**stuffed, **request["params"]}})
        assert _same(plain, more), str(operation)


def _same(one: Any, other: Any) -> bool:
    return one.status_code == other.status_code and _timeless(one) == _timeless(other)


def _timeless(reply: Any) -> Any:
    try:
        told = reply.json()
    except ValueError:
        return reply.content
    return {**told, "elapsed_ms": 0} if isinstance(told, dict) else told


def test_a_correction_sets_catalogue_fields_only(estate: Estate) -> None:
    client, address = estate.client("clerk"), f"/documents/{estate.ids['document_id']}"
    before = client.get(address).json()
    for name in ("id", "sha256", "status", "unit_id", "data_class", "filename", "page_count", "__class__"):
        assert client.patch(address, json={"fields": {name: "1"}}).status_code == 422, name
    assert client.patch(address, json={"fields": {"secrecy_level": "none"}}).status_code == 403
    assert client.get(address).json() == before


def test_uploading_into_another_unit_is_refused(estate: Estate) -> None:
    client = estate.client("clerk")
    for unit in ("XA-B", "LOCAL", "xa-b", "XA-A/../XA-B", "' OR 1=1 --"):
        declared = {"secrecy": "none", "sensitive": False, "unit": unit}
        reply = client.post("/uploads", params=declared, content=b"ghi")
        jobs = reply.json() if reply.status_code == 201 else []
        assert all(job["state"] in {"failed", "refused"} for job in jobs) or reply.status_code >= 400, unit
