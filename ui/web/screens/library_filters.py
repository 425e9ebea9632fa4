"""What the library list is narrowed to; kept in the tab, so that it is there again on coming back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import streamlit as st

from records.types import DocumentFilter, DocumentStatus
from ui.web.words import STATUSES, document_type
from vanthu.acts import Acts
from vanthu.i18n import current_language, translate

KEY = "library"
PAGE_SIZE = 20
SORTS: dict[str, str] = {
    "-issue_date": "Mới ban hành trước",
    "issue_date": "Ban hành cũ trước",
    "-created_at": "Mới đưa vào kho trước",
    "reference_number": "Theo số, ký hiệu",
    "issuing_body": "Theo cơ quan",
}
NEEDS_REVIEW = "needs_review"
T = TypeVar("T", str, int)


@dataclass(frozen=True, slots=True)
class Choice:
    text: str = ""
    type: str | None = None
    body: str | None = None
    year: int | None = None
    state: str | None = None
    """A document status, or `needs_review`."""
    sort: str = "-issue_date"
    page: int = 1
    round: int = 0
    """Grows when the filters are cleared, so that the widgets start anew."""

    @property
    def filter(self) -> DocumentFilter:
        return DocumentFilter(
            text=self.text or None,
            document_type=self.type,
            issuing_body=self.body,
            year=self.year,
            status=DocumentStatus(self.state) if self.state not in {None, NEEDS_REVIEW} else None,
            needs_review=True if self.state == NEEDS_REVIEW else None,
        )

    @property
    def offset(self) -> int:
        return (self.page - 1) * PAGE_SIZE

    @property
    def narrowed(self) -> bool:
        return self.filter != DocumentFilter()

    def turn(self, page: int) -> None:
        st.session_state[KEY] = replace(self, page=page)
        st.rerun()

    def clear(self) -> None:
        st.session_state[KEY] = Choice(sort=self.sort, round=self.round + 1)
        st.rerun()


def draw_filters(acts: Acts) -> Choice:
    """The search box and the selections; a change goes back to the first page."""
    kept: Choice = st.session_state.get(KEY) or Choice()
    text = st.text_input(
        translate("Tìm trong kho"),
        value=kept.text,
        placeholder=translate("Tên loại, số, ký hiệu, trích yếu, cơ quan ban hành"),
        icon=":material/search:",
        key=f"library-text-{kept.round}",
    ).strip()
    facets = acts.facets(DocumentFilter(text=text or None))
    years = dict(sorted(facets.years.items(), reverse=True))
    states = {**facets.statuses, NEEDS_REVIEW: 0}
    with st.container(horizontal=True, key="filters"):
        chosen = replace(
            kept,
            text=text,
            type=_pick(f"type-{kept.round}", "Tên loại", facets.document_types, kept.type, document_type),
            body=_pick(f"body-{kept.round}", "Cơ quan ban hành", facets.issuing_bodies, kept.body, str),
            year=_pick(f"year-{kept.round}", "Năm", years, kept.year, str),
            state=_pick(f"state-{kept.round}", "Trạng thái", states, kept.state, _state_words, counted=False),
            sort=st.selectbox(
                translate("Sắp xếp"),
                list(SORTS),
                index=list(SORTS).index(kept.sort),
                format_func=lambda code: translate(SORTS[code]),
                key=f"library-sort-{current_language()}",
            ),
        )
    if chosen != kept:
        chosen = replace(chosen, page=1)
    st.session_state[KEY] = chosen
    return chosen


def _pick(
    name: str,
    label: str,
    counts: dict[T, int],
    kept: T | None,
    words: Callable[[T], str],
    *,
    counted: bool = True,
) -> T | None:
    """A selection whose first entry is "all"; what was chosen stays on offer even when nothing matches."""
    options: list[T | None] = [None]
    options.extend(counts)
    if kept is not None and kept not in counts:
        options.append(kept)

    def show(value: T | None) -> str:
        if value is None:
            return translate("Tất cả")
        return f"{words(value)} ({counts.get(value, 0)})" if counted else words(value)

    return st.selectbox(
        translate(label),
        options,
        index=options.index(kept),
        format_func=show,
        key=f"library-{name}-{current_language()}",
    )


def _state_words(code: str) -> str:
    return translate("Cần kiểm tra" if code == NEEDS_REVIEW else STATUSES.get(code, code))
