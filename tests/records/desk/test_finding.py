"""Finding a text among words, and replacing it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.page import Line
from records.desk.finding import matches
from records.desk.types import Looking
from tests.records.desk.drawn import LINES, SYLLABLES
from tests.records.desk.test_corrections import line

AS_TYPED = Looking()
WITHIN = Looking(whole_word=False)


def found(
    of: Line, text: str, replacement: str | None = None, looking: Looking = AS_TYPED
) -> list[tuple[int, int, str, str]]:
    found = matches(of, text, looking, replacement)
    return [(match.first, match.words, match.reading, match.replaced) for match in found]


def test_what_is_glued_to_a_word_stays() -> None:
    assert found(line("“sửa", "đỗi,", "bổ"), "đỗi", "đổi") == [(1, 1, "đỗi,", "đổi,")]


def test_a_phrase_is_found_across_words_and_a_word_within_a_word_only_when_asked() -> None:
    printed = line("nghị", "quyết", "nghịquyết")
    assert found(printed, "nghị quyết") == [(0, 2, "nghị quyết", "nghị quyết")]
    assert found(printed, "quyết", "QUYẾT") == [(1, 1, "quyết", "QUYẾT")]
    assert found(printed, "quyết", "QUYẾT", looking=WITHIN) == [
        (1, 1, "quyết", "QUYẾT"),
        (2, 1, "nghịquyết", "nghịQUYẾT"),
    ]


@pytest.mark.parametrize(
    ("looking", "count"),
    [
        (Looking(), 1),
        (Looking(match_case=False), 2),
        (Looking(fold=True), 2),
        (Looking(fold=True, match_case=False), 4),
    ],
)
def test_case_and_marks_count_as_asked(looking: Looking, count: int) -> None:
    assert len(found(line("số", "Số", "sổ", "SO", "sót"), "số", looking=looking)) == count


def test_two_places_in_one_word_are_one_match() -> None:
    assert found(line("aXbXc"), "X", "", looking=WITHIN) == [(0, 1, "aXbXc", "abc")]
    assert found(line("a", "X"), "X", "", looking=WITHIN) == [(1, 1, "X", "")]


@given(LINES, st.sampled_from(SYLLABLES), st.builds(Looking, st.booleans(), st.booleans(), st.booleans()))
def test_matches_are_words_of_the_line_and_do_not_overlap(printed: Line, text: str, looking: Looking) -> None:
    at = 0
    for match in matches(printed, text, looking, text):
        words = printed.words[match.first : match.first + match.words]
        assert match.first >= at
        assert " ".join(word.text for word in words) == match.reading
        at = match.first + match.words
    if any(word.text == text for word in printed.words):
        assert at > 0


@given(LINES, st.sampled_from(SYLLABLES))
def test_a_text_replaced_by_itself_changes_nothing(printed: Line, text: str) -> None:
    assert all(match.replaced == match.reading for match in matches(printed, text, Looking(), text))
