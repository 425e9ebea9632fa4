"""What can be done with an edition in its state: send, take back, publish, give up, retire, take out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from training_modules.editions.views import EditionWhole
from ui.web import context, markup
from ui.web.boundary import do, say
from ui.web.screens.teach import edition_scorm
from ui.web.screens.teach.course_words import EDITION
from vanthu.errors import VanthuError
from vanthu.i18n import translate

if TYPE_CHECKING:
    from streamlit.elements.lib.mutable_popover_container import PopoverContainer


def draw(whole: EditionWhole) -> None:
    with st.container(horizontal=True, key="edition-moves"):
        {"draft": _draw_draft, "review": _draw_review, "published": _draw_published}.get(
            whole.line.state, _draw_again
        )(whole)
        _draw_export(whole)
        edition_scorm.draw(whole)
    if whole.line.state == "review" and whole.second_needed:
        words = translate("Bạn đã sửa bản này; cần một giảng viên chưa sửa gì trong bản này công bố.")
        st.html(f"<p class='vt-note'>{markup.safe(words)}</p>")
    elif whole.line.state == "draft" and whole.kept_free:
        words = translate("Bản này do người khác sửa. Nếu bạn cũng sửa, bạn không công bố được bản này nữa.")
        st.html(f"<p class='vt-note'>{markup.safe(words)}</p>")


def _box(move: str, edition_id: int, label: str, **look: Any) -> PopoverContainer:
    """Each move's own: one that is open never stays open as the next state's, with another button under the
    pointer."""
    return st.popover(label, key=f"box-{move}-{edition_id}", **look)


def _draw_draft(whole: EditionWhole) -> None:
    number = whole.line.id
    with _box("send", number, translate("Gửi duyệt"), icon=":material/send:", type="primary"):
        note = st.text_area(
            translate("Bản này có gì khác"), whole.line.note, max_chars=2000, key=f"note-{number}"
        )
        if st.button(translate("Gửi"), type="primary", key=f"send-{number}"):
            do(lambda: context.acts().teaching.send(number, note), translate("Đã gửi duyệt."))
    _draw_give_up(whole)


def _draw_review(whole: EditionWhole) -> None:
    number = whole.line.id
    told, shut = translate("Công bố"), whole.second_needed
    with _box("publish", number, told, icon=":material/verified:", type="primary", disabled=shut):
        words = translate("Bản đã công bố không sửa được nữa; người mới học sẽ học bản này.")
        st.html(f"<p class='vt-value'>{markup.safe(words)}</p>")
        if st.button(
            translate("Công bố bản này"),
            type="primary",
            key=f"publish-{number}",
            disabled=whole.second_needed,
        ):
            do(lambda: context.acts().teaching.publish(number), translate("Đã công bố."))
    if st.button(translate("Đưa về bản nháp"), icon=":material/undo:", key=f"back-{number}"):
        do(lambda: context.acts().teaching.take_back(number), translate("Đã đưa về bản nháp."))
    _draw_give_up(whole)


def _draw_give_up(whole: EditionWhole) -> None:
    with _box("give-up", whole.line.id, translate("Bỏ bản này"), icon=":material/delete:"):
        words = translate("Bản này không sửa và không công bố được nữa.")
        st.html(f"<p class='vt-value'>{markup.safe(words)}</p>")
        if st.button(translate("Bỏ bản nháp"), key=f"give-up-{whole.line.id}"):
            do(lambda: context.acts().teaching.give_up(whole.line.id), translate("Đã bỏ bản nháp."))


def _draw_published(whole: EditionWhole) -> None:
    _draw_again(whole)
    with _box("retire", whole.line.id, translate("Ngừng dùng khoá học"), icon=":material/block:"):
        words = translate("Khoá học không còn cho người mới; ai đang học thì vẫn học xong được.")
        st.html(f"<p class='vt-value'>{markup.safe(words)}</p>")
        if st.button(translate("Ngừng dùng"), key=f"retire-{whole.line.id}"):
            do(lambda: context.acts().teaching.retire(whole.line.id), translate("Đã ngừng dùng khoá học."))


def _draw_again(whole: EditionWhole) -> None:
    if st.button(translate("Soạn bản mới"), icon=":material/edit:", key="edit-again"):
        try:
            st.query_params[EDITION] = str(context.acts().teaching.draft(whole.course_id))
        except VanthuError as error:
            say(error)
            return
        st.rerun()


def _draw_export(whole: EditionWhole) -> None:
    teaching = context.acts().teaching  # the file is made outside the page's own run
    st.download_button(
        translate("Tải thư mục khoá học"),
        data=lambda: teaching.export(whole.line.id),
        file_name=f"{whole.course_id}-{whole.line.number}.zip",
        mime="application/zip",
        icon=":material/download:",
        key=f"export-{whole.line.id}",
    )
