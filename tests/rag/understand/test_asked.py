"""What is understood of a question, as search and answer act on it."""

from __future__ import annotations

import pytest

from access.scope import Scope
from rag import asking
from rag.assistant import Assistant
from rag.types import FilterKind, Turn
from tests.rag.asked_library import AskedLibrary


@pytest.fixture(scope="module")
def assistant(asked_library: AskedLibrary) -> Assistant:
    library = asked_library
    return Assistant(library.search, library.store, library.embedder, None, records=library.catalogue)


@pytest.mark.parametrize(
    ("question", "article", "clause"),
    [
        ("Khoản 2 Điều 2 Quy định 12 nói gì?", "2", "2"),
        ("dieu 3 qd 12/tu noi gi", "3", None),
        ("Điều 4 của Quy chế 05-QC/TU quy định gì?", "4", None),
    ],
)
def test_a_clause_that_is_named_comes_first(
    asked_library: AskedLibrary, question: str, article: str, clause: str | None
) -> None:
    found = asked_library.search.look(question, Scope.of(asked_library.official))
    first = found.hits[0]
    assert first.article == article
    assert clause is None or first.clause == clause
    assert found.evidence.told
    assert found.understood is not None
    assert {each.kind for each in found.understood.filters} == {FilterKind.DOCUMENT, FilterKind.PLACE}


def test_a_document_that_is_not_held_is_said_so(asked_library: AskedLibrary, assistant: Assistant) -> None:
    answer = assistant.ask("Quyết định 999-QĐ/TW nói gì về báo cáo tháng?", asked_library.official)
    assert (answer.refused, answer.reason) == (True, asking.NOT_HELD)
    assert "999-QĐ/TW" in answer.answer
    assert answer.understood is not None
    (shown,) = answer.understood.filters
    assert not shown.found
    again = assistant.ask(
        "Quyết định 999-QĐ/TW nói gì về báo cáo tháng?", asked_library.official, without=[shown.key]
    )
    assert again.reason != asking.NOT_HELD
    assert again.understood is not None
    assert again.understood.filters == ()


def test_a_hidden_document_is_said_of_as_one_that_does_not_exist(
    asked_library: AskedLibrary, assistant: Assistant
) -> None:
    """07-TB/ĐU is of another unit, 08-TB/ĐU of none."""
    hidden, absent = (
        assistant.ask(f"Thông báo {number}-TB/ĐU nói gì về lịch tiếp dân?", asked_library.official)
        for number in ("07", "08")
    )
    assert hidden.reason == absent.reason == asking.NOT_HELD
    assert hidden.answer.replace("07", "08") == absent.answer


def test_slips_and_telex_find_the_same_clause(asked_library: AskedLibrary) -> None:
    scope = Scope.of(asked_library.official)
    for typed in (
        "Đảng uỷ xã gửi báo caso tháng truớc ngày nào?",
        "DDangr uyr xax guwri baos caos thasng truowsc ngayf naof?",
    ):
        hit = asked_library.search.search(typed, scope)[0]
        assert (hit.reference_number, hit.article, hit.clause) == ("12-QĐ/TU", "2", "1")


def test_a_kind_the_library_does_not_hold_hides_nothing(
    asked_library: AskedLibrary, assistant: Assistant
) -> None:
    answer = assistant.ask("Nghị quyết nào quy định hồ sơ nhân sự lưu trong bao lâu?", asked_library.official)
    assert answer.understood is not None
    assert [each.found for each in answer.understood.filters] == [False]
    assert not answer.refused
    assert "vĩnh viễn" in answer.answer


def test_a_follow_up_asks_of_the_document_before(asked_library: AskedLibrary, assistant: Assistant) -> None:
    document = asked_library.documents["reports"]
    before = [Turn("Quy định 12-QĐ/TU quy định gì về báo cáo tháng?", "…", (document,))]
    answer = assistant.ask("trích yếu là gì?", asked_library.official, history=before)
    assert answer.answer == "Văn bản số 12-QĐ/TU: Quy định về chế độ báo cáo."
