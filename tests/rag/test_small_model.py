"""Written answers by a real, small model: whatever it writes, what is shown stands in the library."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.ground import check
from rag.writer import Writer
from tests.rag.asked_library import AskedLibrary
from tests.rag.small_model import missing, served
from vanthu import outbound


@pytest.mark.long
@pytest.mark.skipif(bool(missing()), reason=missing() or "served")
def test_what_a_small_model_invents_is_not_shown(asked_library: AskedLibrary, tmp_path: Path) -> None:
    """It never was taught to follow instructions: mostly the verbatim answer takes its place."""
    with served(tmp_path) as (url, name):
        writer = Writer(url, name, outbound.client(lambda: False, timeout_s=300.0))
        assistant = Assistant(asked_library.search, asked_library.store, asked_library.embedder, writer)
        answer = assistant.ask("Hồ sơ hành chính lưu bao nhiêu năm?", asked_library.official)
    assert not answer.refused and answer.sentences
    if answer.mode == "verbatim":
        assert "hồ sơ hành chính lưu 10 năm" in answer.answer
    for sentence in answer.sentences:
        quoted = [c.quote for c in answer.citations if c.n in sentence.citations]
        assert quoted
        assert sentence.text in " ".join(quoted) or check(sentence.text, [f"\n{q}" for q in quoted]).supported
