"""`vanthu review`, on a data folder that no server holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from records.files import FileStore
from records.types import FieldName, FieldValue
from tests.records.desk.conftest import Library, read_page
from tests.ui.test_cli_alone import environment, vanthu
from vanthu.services import build
from vanthu.settings import Settings

__all__ = ["environment"]


@pytest.fixture
def document(environment: dict[str, str]) -> int:
    """A document of the local operator's unit, with a word and a field in doubt."""
    services = build(Settings(data=Path(environment["VANTHU_DATA"])))
    owner = services.accounts.local_operator()
    library = Library(services.db, FileStore(services.settings.files), {"an": owner})
    subject = FieldValue(FieldName.SUBJECT, "Về viêc", 0.5, 1, doubtful=True)
    made = library.add(read_page(1, "khen ?thưỡng tập thể"), fields=[subject])
    services.close()
    return made


def test_doubts_are_listed_settled_and_replaced(environment: dict[str, str], document: int) -> None:
    def said(*arguments: str) -> object:
        ended = vanthu(environment, "review", *arguments, "--json")
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout)

    listed = said("list")
    assert isinstance(listed, list)
    items = {item["reading"]: item["id"] for item in listed}
    assert said("settle", items["thưỡng"], "thưởng") == {"id": items["thưỡng"], "text": "thưởng"}
    step = said("replace", str(document), "THE", "thể.", "--any-case", "--any-marks")
    assert isinstance(step, dict) and (step["words"], step["after"]) == (1, "thể.")
    history = vanthu(environment, "review", "history", str(document)).stdout.splitlines()
    assert [line.split("\t")[3:] for line in history] == [
        ["THE", "thể.", ""], ["thưỡng", "thưởng", ""],
    ]  # fmt: skip
    again = vanthu(environment, "review", "settle", items["thưỡng"])
    assert (again.returncode, again.stdout) == (1, "") and "Chỗ này đã được soát xong" in again.stderr
