"""The sources a course rests on: one card each, filled in by form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from training_modules.editions import sources_text
from training_modules.editions.head_fields import LONGEST_SUMMARY, LONGEST_TITLE
from training_modules.editions.sources_text import LABELS, cards_of
from training_modules.editions.views import EditionWhole
from training_modules.editions.writing import mark_of
from ui.web import context, markup
from ui.web.boundary import do
from ui.web.screens.teach.head_form import draw_faults
from ui.web.screens.teach.source_words import called
from vanthu.i18n import translate

NEW = ""
HELP: dict[str, str] = {
    "reference_number": "Ví dụ: 30/2020/NĐ-CP. Kho có văn bản này thì căn cứ tự nối tới đúng điều khoản.",
    "clause": "Văn bản không chia điều: để trống ô Điều, ghi ô này như “1 mục II”.",
    "substance": "Người học đọc dòng này dưới mỗi bài; không chép nguyên văn.",
}
EARLIEST, LATEST = date(1945, 1, 1), date(2100, 12, 31)


def draw(whole: EditionWhole) -> None:
    cards = cards_of(whole.files)
    opened = st.session_state.get(_opened(whole))
    with st.container(key="course-form"):
        if opened == NEW:
            with st.container(border=True, key="source-fresh"):
                _draw_form(whole, None, {})
        elif st.button(translate("Căn cứ mới"), icon=":material/add:", key="source-new"):
            _open(whole, NEW)
        with st.container(key="rows-sources", gap=None):
            for number, (key, card) in enumerate(cards.items()):
                with st.container(key=f"source-{number}", gap="small"):
                    _draw_card(whole, key, card, opened=opened == key)


def _opened(whole: EditionWhole) -> str:
    return f"source-open-{whole.line.id}"


def _open(whole: EditionWhole, key: str | None) -> None:
    st.session_state[_opened(whole)] = key
    st.rerun()


def _draw_card(whole: EditionWhole, key: str, card: Mapping[str, Any], *, opened: bool) -> None:
    if opened:
        with st.container(border=True, key="source-box"):
            _draw_form(whole, key, card)
        return
    title = str(card.get("title") or "") if card.get("reference_number") else ""
    st.html(
        f"<p class='vt-value'><b>{markup.safe(called(card))}</b></p>"
        f"{markup.meta(title)}<p class='vt-value'>{markup.safe(str(card.get('substance') or ''))}</p>"
    )
    if st.button(translate("Sửa"), icon=":material/edit:", type="tertiary", key=f"source-edit-{key}"):
        _open(whole, key)


def _draw_form(whole: EditionWhole, key: str | None, card: Mapping[str, Any]) -> None:
    told = _fill(f"{whole.line.id}-{key or NEW}-{mark_of(repr(card))[:8]}", card)
    if told is not None:
        _save(whole, key, card, told)
    with st.container(horizontal=True, key="source-ways"):
        if st.button(translate("Đóng"), key="source-close"):
            _open(whole, None)
        if key is not None:
            with st.popover(translate("Bỏ căn cứ này"), icon=":material/delete:"):
                words = translate("Chỉ bỏ được căn cứ mà không bài, không câu hỏi nào dẫn tới.")
                st.html(f"<p class='vt-value'>{markup.safe(words)}</p>")
                if st.button(translate("Bỏ khỏi bản nháp"), key="source-remove"):
                    do(
                        lambda: context.acts().teaching.remove_source(whole.line.id, key),
                        translate("Đã bỏ."),
                    )


def _fill(at: str, card: Mapping[str, Any]) -> dict[str, Any] | None:
    def words(name: str) -> str:
        return str(card.get(name) or "")

    def line(name: str) -> str:
        about = translate(HELP[name]) if name in HELP else None
        label = translate(LABELS[name])
        return st.text_input(
            label, words(name), max_chars=LONGEST_TITLE, help=about, key=f"source-{name}-{at}"
        )

    with st.form(key=f"source-form-{at}", border=False):
        told: dict[str, Any] = {}
        with st.container(horizontal=True, vertical_alignment="top"):
            told["reference_number"] = line("reference_number")
            issued = card.get("issue_date")
            told["issue_date"] = st.date_input(
                translate(LABELS["issue_date"]),
                issued if isinstance(issued, date) and EARLIEST <= issued <= LATEST else None,
                min_value=EARLIEST,
                max_value=LATEST,
                format="DD/MM/YYYY",
                key=f"source-date-{at}",
            )
        told["title"] = line("title")
        with st.container(horizontal=True, vertical_alignment="top"):
            told |= {name: line(name) for name in ("article", "clause", "point")}
        told["substance"] = st.text_area(
            translate(LABELS["substance"]),
            words("substance"),
            max_chars=LONGEST_SUMMARY,
            help=translate(HELP["substance"]),
            key=f"source-substance-{at}",
        )
        if not st.form_submit_button(translate("Lưu căn cứ"), type="primary"):
            return None
    return {name: " ".join(each.split()) if isinstance(each, str) else each for name, each in told.items()}


def _save(whole: EditionWhole, key: str | None, card: Mapping[str, Any], told: dict[str, Any]) -> None:
    if found := sources_text.faults(told):
        draw_faults(found, LABELS)
        return

    def put() -> None:
        opened = card if key is not None else None
        context.acts().teaching.put_source(whole.line.id, told, key=key, opened=opened)
        st.session_state[_opened(whole)] = None

    do(put, translate("Đã lưu căn cứ."))
