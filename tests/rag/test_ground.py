"""The grounding check against invented passages: true sentences pass, twisted ones do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ground import check
from rag.ground.facts import canonical_number, dates, numbers, references
from tests.rag.grounding_pairs import FALSE, PASSAGES, TRUE


@pytest.mark.parametrize(("key", "sentence"), TRUE)
def test_a_true_sentence_is_supported(key: str, sentence: str) -> None:
    others = [text for name, text in PASSAGES.items() if name != key]
    found = check(sentence, [*others, PASSAGES[key]])
    assert found.supported, found.reasons
    assert found.passage == len(others)


@pytest.mark.parametrize(("key", "sentence"), FALSE)
def test_a_false_sentence_is_withheld(key: str, sentence: str) -> None:
    found = check(sentence, [PASSAGES[key]])
    assert not found.supported
    assert found.reasons


def test_a_sentence_is_not_supported_by_another_passage() -> None:
    for key, sentence in TRUE:
        for other, passage in PASSAGES.items():
            if other != key:
                assert not check(sentence, [passage]).supported, (sentence, other)


def test_facts_are_read_in_every_form() -> None:
    assert dates("ngày 05 tháng 3 năm 2026") == dates("05/3/2026")
    assert references("Nghị quyết số 57-NQ/TW và 30/2020/NĐ-CP") == {"57-nq/tw", "30/2020/nđ-cp"}
    assert [canonical_number(n) for n in ("1.800", "2,5", "05", "30%")] == ["1800", "2.5", "5", "30%"]
    assert [(n.value, n.unit) for n in numbers("ba mươi ngày, 15 % và hai lần")] == [
        ("30", "ngày"),
        ("15%", "và"),
        ("2", "lần"),
    ]


@given(st.text(max_size=200), st.text(max_size=300))
def test_any_text_is_checked(sentence: str, passage: str) -> None:
    check(sentence, [passage])
