"""Rows of grants, with approving and revoking."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from access.grant_views import GrantView
from ui.web import context, markup
from ui.web.boundary import do
from ui.web.screens.keep_words import grant_state, span
from vanthu.i18n import translate

ASKED = "grant-to-end"
"""The grant whose end waits for a yes."""
OPEN = {"asked", "coming", "in_force"}


def draw_rows(name: str, grants: Sequence[GrantView], *, empty: str = "", documents: bool = False) -> None:
    """What still counts or waits first, then the past; `documents`: each row names its document."""
    if not grants:
        st.html(markup.meta(empty))
        return
    numbers = _numbers(grants) if documents else {}
    ordered = sorted(grants, key=lambda view: view.state not in OPEN)
    with st.container(key=f"rows-grants-{name}", gap=None):
        for view in ordered:
            with st.container(key=f"grant-{name}-{view.id}", gap="small"):
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.html(_about(view, numbers.get(view.document_id)), width="stretch")
                    _draw_acts(name, view)
                if st.session_state.get(ASKED) == (name, view.id):
                    _draw_question(view)


def _numbers(grants: Sequence[GrantView]) -> dict[int, str]:
    """What the documents are called by: their number, else their id."""
    ids = sorted({view.document_id for view in grants})
    entries = context.acts().keeping.entries(ids)
    unnamed = translate("Văn bản mã số {id}")
    return {id_: entry.reference_number or unnamed.format(id=id_) for id_, entry in entries.items()} | {
        id_: unnamed.format(id=id_) for id_ in ids if id_ not in entries
    }


def _about(view: GrantView, number: str | None) -> str:
    facts = [number or "", span(view), _by(view)]
    icon = "domain" if view.unit_id is not None else "person"
    return (
        f"<p class='vt-value'><span class='vt-icon' aria-hidden='true'>{icon}</span> "
        f"{markup.safe(view.holder)} <span class='vt-meta'>{markup.safe(view.holder_code)}</span> "
        f"{grant_state(view.state)}</p>"
        f"<p class='vt-value'>{markup.safe(view.reason)}</p>{markup.meta(*facts)}"
    )


def _by(view: GrantView) -> str:
    if view.approved_by is None or view.approved_by == view.requested_by:
        words = translate("cấp bởi {name}") if view.approved_by else translate("đề nghị bởi {name}")
        return words.format(name=view.requested_by_name)
    words = translate("đề nghị bởi {asker}, duyệt bởi {approver}")
    return words.format(asker=view.requested_by_name, approver=view.approved_by_name)


def _draw_acts(name: str, view: GrantView) -> None:
    me = context.principal().account_id
    another = view.state == "asked" and me not in {view.requested_by, view.account_id}
    if another and st.button(translate("Duyệt"), icon=":material/check:", key=f"approve-{name}-{view.id}"):
        do(lambda: context.acts().keeping.approve(view.id), translate("Đã duyệt quyền xem."))
    if view.state in OPEN:
        asked = view.state == "asked"
        words = translate("Rút đề nghị") if view.requested_by == me else translate("Không duyệt")
        st.button(
            words if asked else translate("Thu hồi"),
            icon=":material/block:",
            type="tertiary",
            key=f"revoke-{name}-{view.id}",
            on_click=_ask,
            args=(name, view.id),
        )


def _draw_question(view: GrantView) -> None:
    words = translate("{name} sẽ không xem được văn bản này ngay từ lần mở kế tiếp.")
    st.html(markup.meta(words.format(name=view.holder)))
    with st.container(horizontal=True):
        if st.button(translate("Thu hồi quyền xem"), type="primary", key=f"revoke-yes-{view.id}"):
            del st.session_state[ASKED]
            do(lambda: context.acts().keeping.revoke(view.id), translate("Đã thu hồi quyền xem."))
        if st.button(translate("Để nguyên"), key=f"revoke-no-{view.id}"):
            del st.session_state[ASKED]
            st.rerun()


def _ask(name: str, grant_id: int) -> None:
    st.session_state[ASKED] = (name, grant_id)
