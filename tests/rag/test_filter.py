"""The one place where a Scope becomes an index filter."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.scope import Scope
from rag.index.filter import DOCUMENT, ISSUED, UNIT, day_number, for_edge, for_server, index_filter

UNITS = st.frozensets(st.integers(1, 2**31 - 1), max_size=5)
SCOPE = Scope(1, frozenset({3, 5}))


def test_a_scope_becomes_its_units() -> None:
    assert index_filter(SCOPE).unit_ids == (3, 5)
    assert not index_filter(SCOPE).sees_nothing


def test_an_empty_scope_or_choice_sees_nothing() -> None:
    assert index_filter(Scope(1, frozenset())).sees_nothing
    assert index_filter(SCOPE, document_ids=[]).sees_nothing


@given(UNITS, st.none() | st.lists(st.integers(1, 99), max_size=4))
def test_narrowing_never_drops_the_units(units: frozenset[int], documents: list[int] | None) -> None:
    rendered = for_server(
        index_filter(Scope(1, units), document_ids=documents, issued_until=date(2026, 1, 2))
    )
    keys = [condition.key for condition in rendered.must]  # type: ignore[union-attr]
    assert keys == [UNIT, *([] if documents is None else [DOCUMENT]), ISSUED]
    assert set(rendered.must[0].match.any) == units  # type: ignore[index, union-attr]


def test_both_adapters_get_the_same_conditions() -> None:
    within = index_filter(SCOPE, document_ids=[7], issued_until=date(2026, 1, 2))
    edge, server = for_edge(within), for_server(within)
    assert [c.key for c in edge.must] == [c.key for c in server.must]  # type: ignore[union-attr]
    assert len(edge.must) == 3


@pytest.mark.parametrize(
    ("day", "number"), [(date(2024, 12, 22), 20241222), (date(1946, 1, 6), 19460106), (None, None)]
)
def test_days_as_numbers(day: date | None, number: int | None) -> None:
    assert day_number(day) == number
