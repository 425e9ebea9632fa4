"""An edition as a SCORM package, for other learning systems; what it will not have is said first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from training_modules.editions.views import EditionWhole
from ui.web import context, markup
from ui.web.boundary import say
from vanthu.errors import VanthuError
from vanthu.i18n import translate

if TYPE_CHECKING:
    from training_modules.scorm.package import Edition, LeftOut

FORMS: dict[Edition, str] = {"scorm2004": "SCORM 2004", "scorm12": "SCORM 1.2"}


def draw(whole: EditionWhole) -> None:
    number, teaching = whole.line.id, context.acts().teaching  # the file is made outside the page's own run
    with st.popover(translate("Tải gói SCORM"), icon=":material/package_2:"):
        told = translate("Gói này chạy trên hệ thống học tập khác và báo kết quả về hệ thống đó.")
        st.html(f"<p class='vt-value'>{markup.safe(told)}</p>")
        form = st.radio(
            translate("Chuẩn"),
            list(FORMS),
            format_func=FORMS.__getitem__,
            horizontal=True,
            key=f"form-{number}",
        )
        with_quiz = st.checkbox(translate("Kèm bài kiểm tra"), value=True, key=f"quiz-{number}")
        if with_quiz:
            told = translate(
                "SCORM chấm bài trên máy người học nên gói có cả đáp án của ngân hàng câu hỏi. "
                "Bỏ bài kiểm tra khỏi gói nếu cần giữ kín câu hỏi."
            )
            st.html(f"<p class='vt-note'>{markup.safe(told)}</p>")
        try:
            lacks = teaching.package_lacks(number, with_quiz=with_quiz)
        except VanthuError as error:
            say(error)
            return
        _draw_lacks(lacks)
        st.download_button(
            translate("Tải gói SCORM"),
            data=lambda: teaching.package(number, form, with_quiz=with_quiz),
            file_name=f"{whole.course_id}-{whole.line.number}-{form}.zip",
            mime="application/zip",
            icon=":material/download:",
            key=f"scorm-{number}",
        )


def _draw_lacks(lacks: tuple[LeftOut, ...]) -> None:
    if not lacks:
        return
    lines = "".join(f"<li>{markup.safe(_told(each))}</li>" for each in lacks)
    told = translate("Không có trong gói:")
    st.html(f"<p class='vt-value'>{markup.safe(told)}</p><ul class='vt-points'>{lines}</ul>")


def _told(lack: LeftOut) -> str:
    if lack.items == 0:
        return lack.title
    words = (
        translate("{title}: cả phần, vì loại bài này chỉ làm được trên hệ thống này")
        if lack.whole
        else translate("{title}: {count} câu thuộc loại chỉ làm được trên hệ thống này")
    )
    return words.format(title=lack.title, count=lack.items)
