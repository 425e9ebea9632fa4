"""What a trainer decides about a changed source, for one course or for all that rest on the same clause."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from training_modules.anchors.views import ChangedSource, Compared
from ui.web import context, markup
from ui.web.boundary import do
from vanthu.i18n import translate


@dataclass(frozen=True, slots=True)
class _Decision:
    name: str
    button: str
    button_for_all: str
    done: str


RIGHT = _Decision(
    "right",
    "Xác nhận vẫn đúng",
    "Xác nhận vẫn đúng ở {count} khoá học",
    "Đã xác nhận, câu hỏi được ra lại trong bài",
)
DROP = _Decision("drop-all", "Bỏ khỏi bài", "Bỏ khỏi bài ở {count} khoá học", "Đã bỏ các câu hỏi khỏi bài")


def draw(source: ChangedSource, alike: list[ChangedSource]) -> None:
    """`alike`: the sources, this one among them, of which this decision may be true at once."""
    if not source.decidable:
        st.html(
            markup.meta(translate("Nhờ giảng viên được xem văn bản đó xác nhận, hoặc bỏ câu hỏi khỏi bài."))
        )
        return
    anchoring = context.acts().anchoring
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.popover(translate("Vẫn đúng"), icon=":material/check:"):
            st.html(
                markup.meta(
                    translate("Câu hỏi và bài đọc giữ nguyên, và từ nay dựa vào lời văn mới của căn cứ.")
                )
            )
            _draw_decision(RIGHT, source, alike, anchoring.still_right)
        if _questions(alike):
            with st.popover(translate("Bỏ mọi câu hỏi"), icon=":material/block:"):
                st.html(
                    markup.meta(
                        translate("Câu hỏi dựa vào căn cứ này không ra trong bài nữa; có thể đưa trở lại.")
                    )
                )
                _draw_decision(DROP, source, alike, anchoring.drop_resting)
        st.html(
            markup.meta(
                translate(
                    "Nếu phải sửa: sửa trong bản nháp của khoá học; khi bản mới được công bố, mục này tự hết."
                )
            ),
            width="stretch",
        )


def _draw_decision(
    decision: _Decision,
    source: ChangedSource,
    alike: list[ChangedSource],
    act: Callable[[Sequence[Compared], str], object],
) -> None:
    key = f"{source.course_id}-{source.source_key}"
    chosen, label = [source], translate(decision.button)
    if len(alike) > 1:
        courses = len({each.course_id for each in alike})
        st.html(markup.meta(translate("Cùng điều khoản này, với cùng thay đổi:")) + _courses(alike))
        every = translate("Áp dụng cho cả {count} khoá học: {items} câu hỏi, {lessons} bài đọc").format(
            count=courses,
            items=_questions(alike),
            lessons=sum(each.lessons for each in alike),
        )
        if st.checkbox(every, key=f"{decision.name}-every-{key}"):
            chosen, label = alike, translate(decision.button_for_all).format(count=courses)
    reason = st.text_input(translate("Lý do"), key=f"{decision.name}-why-{key}")
    if st.button(label, type="primary", key=f"{decision.name}-{key}"):
        do(lambda: act([each.compared for each in chosen], reason), translate(decision.done))


def _questions(sources: list[ChangedSource]) -> int:
    return sum(each.items for each in sources)


def _courses(alike: list[ChangedSource]) -> str:
    rows = "".join(
        f"<li>{markup.safe(each.course_title)}: "
        + markup.safe(
            translate("{items} câu hỏi, {lessons} bài đọc").format(items=each.items, lessons=each.lessons)
        )
        + "</li>"
        for each in alike
    )
    return f"<ul class='vt-points vt-meta'>{rows}</ul>"
