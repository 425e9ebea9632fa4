"""What the library list is narrowed to; kept in the tab, so that it is there again on coming back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from access.scope import Scope
from records.catalogue import Catalogue
from records.types import DocumentFilter, DocumentStatus
from ui.web.words import STATUSES, document_type
from vanthu.i18n import translate

KEY = "library"
PAGE_SIZE = 20
SORTS: dict[str, str] = {
    "-issue_date": "Mới ban hành trước",
    "issue_date": "Cũ trước",
    "-created_at": "Mới đưa vào kho trước",
    "reference_number": "Theo số và ký hiệu",
    "issuing_body": "Theo cơ quan ban hành",
}
NEEDS_REVIEW = "needs_review"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Choice:
    filter: DocumentFilter
    sort: str
    page: int
    narrowed: bool

    @property
    def offset(self) -> int:
        return (self.page - 1) * PAGE_SIZE

    def turn(self, page: int) -> None:
        st.session_state[KEY]["page"] = page
        st.rerun()

    def forget(self) -> None:
        kept = st.session_state[KEY]
        st.session_state[KEY] = {"sort": kept.get("sort"), "round": kept.get("round", 0) + 1}


def draw_filters(catalogue: Catalogue, scope: Scope) -> Choice:
    """The search box and the selections; a change goes back to the first page."""
    kept: dict[str, object] = st.session_state.setdefault(KEY, {})
    before = {name: value for name, value in kept.items() if name != "page"}
    kept["text"] = st.text_input(
        translate("Tìm trong kho"),
        value=str(kept.get("text") or ""),
        placeholder=translate("Số, ký hiệu, trích yếu, cơ quan ban hành; có dấu hoặc không dấu"),
        icon=":material/search:",
        key=f"library-text-{kept.get('round', 0)}",
    ).strip()
    facets = catalogue.facets(scope, DocumentFilter(text=str(kept["text"]) or None))
    with st.container(horizontal=True, key="filters"):
        kept["type"] = _pick("type", "Tên loại", facets.document_types, document_type)
        kept["body"] = _pick("body", "Cơ quan ban hành", facets.issuing_bodies, str)
        kept["year"] = _pick("year", "Năm", dict(sorted(facets.years.items(), reverse=True)), str)
        states = {**facets.statuses, NEEDS_REVIEW: 0}
        kept["state"] = _pick("state", "Trạng thái", states, _state_words, counted=False)
        sort = st.selectbox(
            translate("Sắp xếp"),
            list(SORTS),
            index=list(SORTS).index(str(kept.get("sort") or "-issue_date")),
            format_func=lambda code: translate(SORTS[code]),
            key="library-sort",
        )
        kept["sort"] = sort
    if {name: value for name, value in kept.items() if name != "page"} != before:
        kept["page"] = 1
    return _choice(kept)


def _pick(
    name: str, label: str, counts: dict[T, int], words: Callable[[T], str], *, counted: bool = True
) -> T | None:
    """A selection whose first entry is "all"; what was chosen stays on offer even when nothing matches."""
    kept = st.session_state[KEY]
    options: Iterable[T | None] = [None, *counts]
    if kept.get(name) is not None and kept[name] not in counts:
        options = [*options, kept[name]]

    def show(value: T | None) -> str:
        if value is None:
            return translate("Tất cả")
        return f"{words(value)} ({counts.get(value, 0)})" if counted else words(value)

    listed = list(options)
    return st.selectbox(
        translate(label),
        listed,
        index=listed.index(kept.get(name)),
        format_func=show,
        key=f"library-{name}-{kept.get('round', 0)}",
    )


def _state_words(code: str) -> str:
    return translate("Cần kiểm tra" if code == NEEDS_REVIEW else STATUSES.get(code, code))


def _choice(kept: dict[str, object]) -> Choice:
    state = kept.get("state")
    narrowing = DocumentFilter(
        text=str(kept.get("text") or "") or None,
        document_type=kept.get("type"),
        issuing_body=kept.get("body"),
        year=kept.get("year"),
        status=DocumentStatus(state) if state and state != NEEDS_REVIEW else None,
        needs_review=True if state == NEEDS_REVIEW else None,
    )
    return Choice(narrowing, str(kept["sort"]), int(kept.get("page") or 1), narrowing != DocumentFilter())
