"""Statements sent to a real record store: Ralph, in an environment of its own, as it wants other packages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from access.principal import Principal
from tests.training_modules.test_statements import finish, kept, school, sender, told  # noqa: F401
from tests.ui.server_process import free_port
from training_modules.service import TrainingService
from training_modules.statements.models import StatementToSend
from training_modules.statements.store import Statements
from vanthu.db import Database

RALPH = ("ralph-malph[backend-fs,lrs]==5.1.0", "requests")
HEADERS = {"X-Experience-API-Version": "1.0.3"}
AUTH = ("van-thu", "bi-mat")
TRIES = 300
SERVE = """
import sys, uvicorn
from ralph.backends.data.base import BaseOperationType
from ralph.backends.data.fs import FSDataBackend
FSDataBackend.default_operation_type = BaseOperationType.APPEND  # it would take a first batch and no second
uvicorn.run("ralph.api:app", port=int(sys.argv[1]), log_level="warning")
"""

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def ralph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running record store with one user."""
    folder = tmp_path_factory.mktemp("ralph")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", *RALPH], check=True)
    hashing = f"import bcrypt; print(bcrypt.hashpw({AUTH[1].encode()!r}, bcrypt.gensalt(4)).decode())"
    made = subprocess.run([python, "-c", hashing], check=True, capture_output=True, text=True).stdout.strip()
    agent = {"mbox": "mailto:store@example.vn"}
    user = {"username": AUTH[0], "hash": made, "scopes": ["all"], "agent": agent}
    (folder / "auth.json").write_text(json.dumps([user]), encoding="utf-8")
    (folder / "statements").mkdir()
    port = free_port()
    environment = {
        **os.environ,
        "RALPH_APP_DIR": str(folder),
        "RALPH_AUTH_FILE": str(folder / "auth.json"),
        "RALPH_RUNSERVER_BACKEND": "fs",
        "RALPH_RUNSERVER_AUTH_BACKENDS": "basic",
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(folder / "statements"),
        "RALPH_BACKENDS__LRS__FS__DEFAULT_LRS_FILE": "statements.jsonl",
    }
    command = [python, "-c", SERVE, str(port)]
    with subprocess.Popen(command, env=environment) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(TRIES):
                try:
                    httpx.get(f"{address}/__heartbeat__", trust_env=False)
                    break
                except httpx.ConnectError:
                    time.sleep(0.1)
            yield f"{address}/xAPI"
        finally:
            process.terminate()


def test_a_record_store_takes_what_we_tell_once(
    school: TrainingService,  # noqa: F811
    kept: Statements,  # noqa: F811
    learner: Callable[..., Principal],
    database: Database,
    ralph: str,
) -> None:
    finish(school, learner("an"))
    assert sender(database, ralph).send() == 11
    mine = {each["id"]: each for each in told(kept)}
    there = {each["id"]: each for each in _there(ralph) if each["id"] in mine}
    assert there.keys() == mine.keys()
    for name, each in there.items():
        parts = ("actor", "verb", "object", "context", "result")
        assert [each.get(part) for part in parts] == [mine[name].get(part) for part in parts]
        assert "stored" in each
    with database.session() as session:
        session.add_all([StatementToSend(id=n) for n in range(1, 12)])  # as if the answers had been lost
    school.start_attempt("phan-loai-truoc-khi-dan", "kiem-tra", learner("binh"))
    sender(database, ralph).send()
    assert kept.counts() == {"kept": 12, "waiting": 0, "refused": 0}
    ids = [each["id"] for each in _there(ralph)]
    assert {each["id"] for each in told(kept)} <= set(ids)
    assert len(ids) == len(set(ids))


def _there(address: str) -> list[dict[str, Any]]:
    answer = httpx.get(f"{address}/statements", auth=AUTH, headers=HEADERS, trust_env=False)
    found: list[dict[str, Any]] = answer.raise_for_status().json()["statements"]
    return found
