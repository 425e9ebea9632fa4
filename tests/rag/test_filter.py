"""The one place where a Scope becomes an index filter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.scope import Scope
from rag.index.filter import DOCUMENT, ISSUED, UNIT, day_number, for_edge, for_server, index_filter

IDS = st.frozensets(st.integers(1, 2**31 - 1), max_size=5)
SCOPE = Scope(1, frozenset({3, 5}))
GRANTED = Scope(1, frozenset({3, 5}), frozenset({70, 71}))
ADAPTERS = pytest.mark.parametrize("render", [for_edge, for_server])


def plain(rendered: Any) -> Any:
    """A filter of either adapter as plain data: what it names and the values it compares with."""
    if hasattr(rendered, "key"):
        if rendered.match is not None:
            values = getattr(rendered.match, "any", None)
            return rendered.key, sorted(rendered.match.value if values is None else values)
        return rendered.key, int(rendered.range.lte)
    if hasattr(rendered, "has_id") or hasattr(rendered, "point_ids"):
        return "ids", sorted(getattr(rendered, "has_id", None) or rendered.point_ids)
    return {
        name: [plain(part) for part in parts]
        for name in ("must", "should", "must_not")
        if (parts := getattr(rendered, name))
    }


def test_a_scope_becomes_its_units_and_its_grants() -> None:
    within = index_filter(GRANTED)
    assert (within.unit_ids, within.granted_ids) == ((3, 5), (70, 71))
    assert not within.sees_nothing
    assert not index_filter(Scope(1, frozenset(), frozenset({70}))).sees_nothing


def test_an_empty_scope_or_choice_sees_nothing() -> None:
    assert index_filter(Scope(1, frozenset())).sees_nothing
    assert index_filter(GRANTED, document_ids=[]).sees_nothing


@ADAPTERS
def test_what_is_seen_is_never_left_out(render: Any) -> None:
    units, grants = (UNIT, [3, 5]), (DOCUMENT, [70, 71])
    assert plain(render(index_filter(SCOPE))) == {"should": [units]}
    assert plain(render(index_filter(GRANTED))) == {"should": [units, grants]}
    assert plain(render(index_filter(Scope(1, frozenset(), frozenset({70, 71}))))) == {"should": [grants]}
    assert plain(render(index_filter(Scope(1, frozenset())))) == {"should": [(UNIT, [])]}


@given(
    IDS,
    IDS,
    st.none() | st.lists(st.integers(1, 99), max_size=4),
    st.frozensets(st.integers(1, 9), max_size=2),
)
def test_narrowing_adds_to_what_is_seen_alike_on_both_adapters(
    units: frozenset[int], granted: frozenset[int], documents: list[int] | None, lost: frozenset[int]
) -> None:
    scope = Scope(1, units, granted)
    within = index_filter(scope, document_ids=documents, issued_until=date(2026, 1, 2))
    within = replace(within, without=tuple(lost))
    narrowed = plain(for_server(within))
    assert narrowed["should"] == plain(for_server(index_filter(scope)))["should"]
    chosen = [] if documents is None else [(DOCUMENT, sorted(set(documents)))]
    assert narrowed["must"] == [*chosen, (ISSUED, 20260102)]
    assert narrowed.get("must_not", []) == ([("ids", sorted(lost))] if lost else [])
    assert plain(for_edge(within)) == plain(for_server(within))


@pytest.mark.parametrize(
    ("day", "number"), [(date(2024, 12, 22), 20241222), (date(1946, 1, 6), 19460106), (None, None)]
)
def test_days_as_numbers(day: date | None, number: int | None) -> None:
    assert day_number(day) == number
