"""The head of the conversation's page: its name, what may be done with it, a new one, the earlier ones."""

from __future__ import annotations

import streamlit as st

from rag.talks.types import Talk
from ui.web import context, markup
from ui.web.boundary import do
from ui.web.screens import conversation, evidence
from ui.web.screens.talk import history
from vanthu.answer_files import FileForm
from vanthu.i18n import translate

FORMS: dict[FileForm, str] = {
    FileForm.DOCX: "Tệp Word (DOCX)",
    FileForm.PDF: "Tệp PDF",
    FileForm.TEXT: "Văn bản thuần (TXT)",
}


def draw(talk: Talk | None) -> None:
    with st.container(key="talk-head", horizontal=True, vertical_alignment="center", gap="small"):
        st.title(translate("Hỏi đáp"), anchor=False, width="stretch")
        st.button(
            translate("Lịch sử"),
            icon=":material/history:",
            type="tertiary",
            key="history-switch",
            on_click=history.switch,
        )
        if talk is None:
            return
        if st.button(translate("Cuộc trao đổi mới"), icon=":material/add_comment:", type="tertiary"):
            conversation.leave()
            evidence.close()
            st.rerun()
        with st.popover(
            translate("Cuộc trao đổi này"), icon=":material/more_vert:", type="tertiary", key="talk-menu"
        ):
            _draw_menu(talk)


def _draw_menu(talk: Talk) -> None:
    talking = context.acts().talking
    with st.form(key=f"rename-{talk.id}", border=False):
        title = st.text_input(translate("Tên cuộc trao đổi"), value=talk.title, max_chars=120)
        renamed = st.form_submit_button(translate("Đổi tên"), icon=":material/edit:")
    if renamed:
        do(lambda: talking.rename(talk.id, title), translate("Đã đổi tên."))
    items = "".join(
        f"<li><a href='/api/conversations/{talk.id}/file?form={form.value}' download>"
        "<span class='vt-icon' aria-hidden='true'>download</span>"
        f"<b>{markup.safe(translate(words))}</b></a></li>"
        for form, words in FORMS.items()
    )
    st.html(f"<ul class='vt-downloads'>{items}</ul>")
    if st.button(
        translate("Xoá cuộc trao đổi"), icon=":material/delete:", key="delete-talk", width="stretch"
    ):
        conversation.leave()
        evidence.close()
        do(lambda: talking.remove(talk.id), translate("Đã xoá cuộc trao đổi."))
