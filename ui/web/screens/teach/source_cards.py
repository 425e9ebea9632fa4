"""The sources a course rests on: one card each, filled in by form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
from ui.web.screens.teach import newer
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


@dataclass(frozen=True, slots=True)
class Opened:
    """The card being filled in, as it was when it was opened: another trainer's save does not change it."""

    key: str
    card: Mapping[str, Any]


def draw(whole: EditionWhole) -> None:
    cards = cards_of(whole.files)
    opened: Opened | None = st.session_state.get(_opened(whole))
    with st.container(key="course-form"):
        if opened is not None and opened.key not in cards:
            with st.container(border=True, key="source-fresh"):
                _draw_form(whole, opened, None)
        elif st.button(translate("Căn cứ mới"), icon=":material/add:", key="source-new"):
            _open(whole, Opened(NEW, {}))
        with st.container(key="rows-sources", gap=None):
            for number, (key, card) in enumerate(cards.items()):
                with st.container(key=f"source-{number}", gap="small"):
                    _draw_card(whole, key, card, opened)


def _opened(whole: EditionWhole) -> str:
    return f"source-open-{whole.line.id}"


def _open(whole: EditionWhole, opened: Opened) -> None:
    st.session_state[_opened(whole)] = opened
    st.rerun()


def forget(whole: EditionWhole) -> None:
    """Shut the card that is open."""
    st.session_state.pop(_opened(whole), None)


def _draw_card(whole: EditionWhole, key: str, card: Mapping[str, Any], opened: Opened | None) -> None:
    if opened is not None and opened.key == key:
        with st.container(border=True, key="source-box"):
            _draw_form(whole, opened, card)
        return
    title = str(card.get("title") or "") if card.get("reference_number") else ""
    st.html(
        f"<p class='vt-value'><b>{markup.safe(called(card))}</b></p>"
        f"{markup.meta(title)}<p class='vt-value'>{markup.safe(str(card.get('substance') or ''))}</p>"
    )
    if st.button(translate("Sửa"), icon=":material/edit:", type="tertiary", key=f"source-edit-{key}"):
        _open(whole, Opened(key, card))


def _draw_form(whole: EditionWhole, opened: Opened, stored: Mapping[str, Any] | None) -> None:
    """`stored`: the card as it is saved now, None where there is none."""
    key = opened.key
    told = _fill(f"{whole.line.id}-{key}-{mark_of(repr(opened.card))[:8]}", opened.card)
    if told is not None:
        _save(whole, opened, told)
    if stored is None and key != NEW:
        newer.draw_gone()
    elif stored is not None and stored != opened.card and newer.draw("source-theirs"):
        _open(whole, Opened(key, stored))
    with st.container(horizontal=True, key="source-ways"):
        if st.button(translate("Đóng"), key="source-close"):
            forget(whole)
            st.rerun()
        if key != NEW:
            with st.popover(translate("Bỏ căn cứ này"), icon=":material/delete:"):
                words = translate("Chỉ bỏ được căn cứ mà không bài, không câu hỏi nào dẫn tới.")
                st.html(f"<p class='vt-value'>{markup.safe(words)}</p>")
                if st.button(translate("Bỏ khỏi bản nháp"), key="source-remove"):
                    do(lambda: _remove(whole, opened), translate("Đã bỏ."))


def _remove(whole: EditionWhole, opened: Opened) -> None:
    context.acts().teaching.remove_source(whole.line.id, opened.key, opened=opened.card)
    forget(whole)


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
        newer.draw_unsaved()
        if not st.form_submit_button(translate("Lưu căn cứ"), type="primary"):
            return None
    return {name: " ".join(each.split()) if isinstance(each, str) else each for name, each in told.items()}


def _save(whole: EditionWhole, opened: Opened, told: dict[str, Any]) -> None:
    if found := sources_text.faults(told):
        draw_faults(found, LABELS)
        return

    def put() -> None:
        key, card = (None, None) if opened.key == NEW else (opened.key, opened.card)
        context.acts().teaching.put_source(whole.line.id, told, key=key, opened=card)
        forget(whole)

    do(put, translate("Đã lưu căn cứ."))
