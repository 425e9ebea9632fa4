"""One edition of a course: what state it is in, what is wrong, its files, questions and differences."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from training_modules.editions.outline import outline
from training_modules.editions.views import EditionWhole
from ui.web import context, markup
from ui.web.screens.teach import (
    edition_difference,
    edition_files,
    edition_moves,
    edition_questions,
    part_page,
)
from ui.web.screens.teach.course_words import EDITION, MOVES, draw_faults, edited, state
from ui.web.screens.teach.preview import title_of
from ui.web.words import moment
from vanthu.i18n import translate


def draw(edition_id: int) -> None:
    whole = context.acts().teaching.edition(edition_id)
    with st.container(key="course-desk"):
        if (part := edition_files.opened(whole)) is not None:
            edition_questions.forget(whole)
            part_page.draw(whole, part)  # nothing else: who writes a part wants room
            return
        _draw_head(whole)
        edition_moves.draw(whole)
        parts: dict[str, Callable[[EditionWhole], None]] = {
            "Nội dung": edition_files.draw,
            "Câu hỏi": edition_questions.draw,
            "So với bản đang dùng": edition_difference.draw,
            "Quá trình": _draw_moves,
        }
        chosen = st.segmented_control(
            translate("Phần"),
            list(parts),
            default="Nội dung",
            format_func=translate,
            key=f"edition-part-{edition_id}",
            label_visibility="collapsed",
        )
        if chosen != "Câu hỏi":
            edition_questions.forget(whole)
        parts[chosen or "Nội dung"](whole)


def _draw_head(whole: EditionWhole) -> None:
    if st.button(translate("Mọi khoá học"), icon=":material/arrow_back:", type="tertiary", key="all-courses"):
        st.query_params.clear()
        st.rerun()
    title = title_of(whole)
    note = f"<p class='vt-value'>{markup.safe(whole.line.note)}</p>" if whole.line.note else ""
    st.html(
        f"<h2 class='vt-course'>{markup.safe(title)}</h2>"
        f"<p class='vt-meta'>{state(whole.line)} &nbsp; {markup.safe(edited(whole.line))}</p>{note}"
    )
    if whole.line.state in {"draft", "review"}:
        _draw_check(whole)


def _draw_check(whole: EditionWhole) -> None:
    """Every fault by file and line; the check is made anew with each saved change."""
    faults = context.acts().teaching.check(whole.line.id)
    if not faults:
        st.html(
            f"<p>{markup.state(translate('Kiểm tra: không có lỗi'), 'check_circle', 'good')}</p>",
        )
        return
    count = translate("Kiểm tra: {count} lỗi cần sửa trước khi gửi duyệt").format(count=len(faults))
    with st.expander(count, icon=":material/report:", expanded=True):
        draw_faults(faults, {line.file: line.title for line in outline(whole.files)})


def _draw_moves(whole: EditionWhole) -> None:
    rows = "".join(
        f"<li>{markup.safe(translate(MOVES[move.state]))}: "
        f"{markup.safe(move.by or translate('Hệ thống'))}, {markup.safe(moment(move.at))}</li>"
        for move in whole.line.moves
    )
    st.html(f"<ul class='vt-history'>{rows}</ul>")


__all__ = ["EDITION", "draw"]
