"""One dossier: its cover, its documents in order, what may be done with it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from access.roles import Action
from records.dossiers.types import DossierWhole
from records.types import DocumentFilter, DocumentSummary
from ui.web import context, links, markup
from ui.web.boundary import do, say
from ui.web.screens import dossier_form
from ui.web.screens.dossier_words import ACCESS, ORIGIN, facts
from ui.web.words import day, document_type, headed
from vanthu.errors import NotFound
from vanthu.i18n import translate

MOST_FOUND = 20


def draw(dossier_id: int, leave: Callable[[], None]) -> None:
    st.button(
        translate("Danh sách hồ sơ"),
        icon=":material/arrow_back:",
        type="tertiary",
        key="dossiers",
        on_click=leave,
    )
    try:
        whole = _read(dossier_id)
    except NotFound as error:
        say(error)
        return
    summary, card = whole.summary, whole.summary.card
    st.html(
        f"<h2 class='vt-doc-title'>{markup.safe(card.title)}</h2>"
        + markup.meta(*facts(summary), translate(ACCESS[card.access_mode]), translate(ORIGIN[card.origin]))
        + (markup.state(translate("Đã kết thúc"), "lock", "quiet") if summary.closed_at else "")
    )
    may_change = context.principal().may(Action.DIGITISE) and summary.closed_at is None
    _draw_documents(whole, may_change=may_change)
    if may_change:
        _draw_adding(whole)
        with st.expander(translate("Sửa thông tin hồ sơ"), icon=":material/edit:"):
            changed = dossier_form.fill(f"card-{dossier_id}", card)
            if changed is not None:
                do(lambda: context.acts().filing.change(dossier_id, changed))
    if context.principal().may(Action.KEEP):
        _draw_closing(whole)


def _read(dossier_id: int) -> DossierWhole:
    """The dossier; opening it is recorded once per visit, not on every click within."""
    whole = context.acts().filing.whole(dossier_id, again=st.session_state.get("dossier-read") == dossier_id)
    st.session_state["dossier-read"] = dossier_id
    return whole


def _draw_documents(whole: DossierWhole, *, may_change: bool) -> None:
    if not whole.documents:
        st.html(
            markup.empty(translate("Hồ sơ chưa có văn bản"), translate("Tìm và xếp văn bản vào ở dưới đây."))
        )
        return
    order = [document.id for document in whole.documents]
    with st.container(key="rows-dossier", gap=None):
        for place, document in enumerate(whole.documents):
            with st.container(
                key=f"filed-{document.id}", horizontal=True, vertical_alignment="center", gap="small"
            ):
                with st.container(gap=None, width="stretch"):
                    links.document_link(document.id, f"{place + 1}. {headed(document.title)}")
                    st.html(_facts(document))
                if may_change:
                    _draw_moves(whole.summary.id, order, place)


def _facts(document: DocumentSummary) -> str:
    return markup.meta(
        document_type(document.document_type),
        document.reference_number or translate("Chưa rõ số, ký hiệu"),
        day(document.issue_date),
        translate("{count} trang").format(count=document.page_count),
    )


def _draw_moves(dossier_id: int, order: list[int], place: int) -> None:
    document_id = order[place]
    for icon, words, step in (("arrow_upward", "Chuyển lên", -1), ("arrow_downward", "Chuyển xuống", 1)):
        if st.button(
            "",
            icon=f":material/{icon}:",
            type="tertiary",
            key=f"{icon}-{document_id}",
            help=translate(words),
            disabled=not 0 <= place + step < len(order),
        ):
            _move(dossier_id, order, place, place + step)
    if st.button(
        "",
        icon=":material/remove_circle:",
        type="tertiary",
        key=f"unfile-{document_id}",
        help=translate("Đưa ra khỏi hồ sơ"),
    ):
        do(lambda: context.acts().filing.take_out(document_id))


def _move(dossier_id: int, order: list[int], place: int, other: int) -> None:
    moved = order.copy()
    moved[place], moved[other] = moved[other], moved[place]
    do(lambda: context.acts().filing.arrange(dossier_id, moved))


def _draw_adding(whole: DossierWhole) -> None:
    st.subheader(translate("Xếp văn bản vào hồ sơ"), anchor=False)
    text = st.text_input(
        translate("Tìm văn bản của đơn vị"),
        placeholder=translate("Số, ký hiệu, trích yếu hoặc tên tệp"),
        icon=":material/search:",
        key="filing-text",
    )
    if not text.strip():
        return
    held = {document.id for document in whole.documents}
    found = context.acts().documents(DocumentFilter(text=text), sort="issue_date", limit=MOST_FOUND)
    own = context.principal().unit_id
    offered = {each.id: each for each in found.items if each.unit_id == own and each.id not in held}
    if not offered:
        st.html(markup.meta(translate("Không có văn bản nào khác của đơn vị khớp với từ đã gõ.")))
        return
    chosen = st.multiselect(
        translate("Văn bản tìm thấy"),
        list(offered),
        format_func=lambda number: " · ".join(
            filter(None, (offered[number].reference_number, headed(offered[number].title)))
        ),
        placeholder=translate("Chọn một hoặc nhiều văn bản"),
        key=f"filing-chosen-{text}",
    )
    if st.button(translate("Xếp vào hồ sơ"), type="primary", disabled=not chosen, key="filing-put"):
        do(lambda: context.acts().filing.put(whole.summary.id, chosen))


def _draw_closing(whole: DossierWhole) -> None:
    closed = whole.summary.closed_at is not None
    words = translate("Mở lại hồ sơ") if closed else translate("Kết thúc hồ sơ")
    if st.button(words, icon=":material/lock_open:" if closed else ":material/lock:", key="dossier-close"):
        do(lambda: context.acts().filing.close(whole.summary.id, reopen=closed))
