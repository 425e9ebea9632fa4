"""The log tells of a failure by its type and place; the failure's own words may quote a document."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from ui.cli import logs


@pytest.fixture
def begun() -> Iterator[None]:
    before = logging.getLogRecordFactory()
    logs.begin("INFO")
    yield
    logging.setLogRecordFactory(before)


def test_an_exceptions_words_are_not_logged(begun: None, caplog: pytest.LogCaptureFixture) -> None:
    def fails() -> None:
        raise ValueError("Kế hoạch CHIMYEN")

    with caplog.at_level(logging.INFO):
        try:
            fails()
        except ValueError as fault:
            logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=fault)
            logging.getLogger("ui").exception("failed")
    assert caplog.text.count("ValueError") == 2
    assert caplog.text.count("test_logs.py") >= 4
    assert "CHIMYEN" not in caplog.text
