"""Schemathesis over the OpenAPI description: no 500, no framework words, nothing leaked, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error

from access.roles import Action
from tests.attacks.conftest import SECRET_WORDS, Estate
from ui.door import SESSION_COOKIE
from vanthu.db import now

LEAKS = ("Traceback", "sqlalchemy", "sqlite", "password_hash", "site-packages", "There was an error parsing")
CALLERS = ("nobody", "outsider", "clerk", "administrator", "key", "bad key")
EXAMPLES, MANY = 4, 200


def quiet(examples: int) -> settings:
    """Reproducible, and nothing timed."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )


@pytest.fixture(scope="module")
def schema(estate: Estate) -> Any:
    return schemathesis.openapi.from_asgi("/openapi.json", estate.api)


@pytest.fixture(scope="module")
def headers(estate: Estate) -> dict[str, dict[str, str]]:
    def cookie(name: str) -> dict[str, str]:
        token = estate.services.sessions.begin(estate.people[name], second_factor=True)
        return {"Cookie": f"{SESSION_COOKIE}={token}"}

    last = (now() + timedelta(days=2)).date()
    _, key = estate.services.api_keys.add(estate.people["official"], "thử", [Action.READ], last)
    return {
        "nobody": {},
        **{name: cookie(name) for name in ("outsider", "clerk", "administrator")},
        "key": {"Authorization": f"Bearer {key}"},
        "bad key": {"Authorization": "Bearer vt_x"},
    }


def operations(schema: Any) -> Iterator[Any]:
    for result in schema.get_all_operations():
        yield result.ok()


@pytest.mark.parametrize("examples", [EXAMPLES, pytest.param(MANY, marks=pytest.mark.long)])
@pytest.mark.parametrize("caller", CALLERS)
def test_nothing_breaks_and_nothing_leaks(
    estate: Estate, schema: Any, headers: dict[str, dict[str, str]], caller: str, examples: int
) -> None:
    tried = 0
    for operation in operations(schema):
        if operation.path.startswith("/jobs/wait"):
            continue  # answers after seconds where it is asked to wait

        @schemathesis_given(operation, examples)
        def attack(case: Any) -> None:
            nonlocal tried
            reply = case.call(headers=headers[caller])
            case.validate_response(reply, checks=[not_a_server_error])
            tried += 1
            body = reply.content.decode("utf-8", "replace")
            for leak in LEAKS:
                assert leak not in body, f"{case.method} {case.path}: {leak}"
            if caller in {"nobody", "outsider", "administrator", "bad key"}:
                assert "bãi bồi" not in body or SECRET_WORDS in str(case.query)
            if caller in {"nobody", "bad key"} and case.path != "/health":
                assert reply.status_code in {401, 403, 404, 405, 422}, f"{case.method} {case.path}"
            if reply.status_code >= 400 and reply.headers["content-type"] == ["application/json"]:
                assert set(reply.json()) == {"code", "message", "remedy"}

        attack()
    assert tried >= 20


def schemathesis_given(operation: Any, examples: int) -> Any:
    from hypothesis import given

    def decorate(test: Any) -> Any:
        return quiet(examples)(given(case=operation.as_strategy())(test))

    return decorate


def test_the_description_is_whole(estate: Estate) -> None:
    """Every route that is described says what it takes; the operator's own are not described."""
    told = estate.api.openapi()
    assert isinstance(estate.api, FastAPI)
    assert not [path for path in told["paths"] if path.startswith("/operator")]
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            assert operation.get("description") or operation.get("summary"), (method, path)
            assert {"200", "201", "202", "204"} & set(operation["responses"]), (method, path)
