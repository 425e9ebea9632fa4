"""Front and back sides put together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.composing.recipe import PageRef, as_json, collated, from_json


def refs(document: int, count: int) -> list[PageRef]:
    return [PageRef(document, number) for number in range(1, count + 1)]


@given(st.integers(1, 30), st.booleans(), st.booleans())
def test_sheets_come_front_then_back(sheets: int, turned: bool, last_is_single: bool) -> None:
    fronts, backs = refs(1, sheets), refs(2, sheets - last_is_single)
    scanned = list(reversed(backs)) if turned else backs
    whole = collated(fronts, scanned, backs_reversed=turned)
    assert len(whole) == len(fronts) + len(backs)
    assert list(whole[0::2]) == fronts
    assert list(whole[1::2]) == backs


@pytest.mark.parametrize(("fronts", "backs"), [(3, 1), (2, 3), (0, 1)])
def test_stacks_that_do_not_match_are_refused(fronts: int, backs: int) -> None:
    with pytest.raises(ValueError, match="match"):
        collated(refs(1, fronts), refs(2, backs))


@given(st.lists(st.builds(PageRef, st.integers(1, 9), st.integers(1, 9), st.sampled_from([0, 90, 180, 270]))))
def test_a_recipe_is_kept_as_numbers(pages: list[PageRef]) -> None:
    assert from_json(as_json(tuple(pages))) == tuple(pages)
