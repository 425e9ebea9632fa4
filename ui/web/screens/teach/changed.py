"""Văn bản thay đổi: what courses rest on and has changed, old and new side by side, and the decision."""

from __future__ import annotations

from functools import partial

import streamlit as st

from training_modules.anchors.compared import compared
from training_modules.anchors.earned import EarnedOnOld
from training_modules.anchors.views import ChangedSource, DroppedQuestion, Happening, Resting
from training_modules.anchors.words import place_name
from ui.web import context, links, markup
from ui.web.boundary import do
from ui.web.screens.teach import changed_decision
from ui.web.words import day
from vanthu.i18n import translate

SHOWN_AT_ONCE = 10
CERTIFICATES_SHOWN = 50
_SEEN = "teach-changed-seen"
HAPPENED: dict[str, tuple[str, str]] = {
    "text": ("Lời văn trong kho đã được sửa", "edit_note"),
    "amends": ("Đã được sửa đổi, bổ sung bởi {name}", "edit_document"),
    "replaces": ("Đã bị thay thế bởi {name}", "swap_horiz"),
    "repeals": ("Đã bị bãi bỏ bởi {name}", "block"),
    "withdrawn": ("Theo các văn bản bạn được xem, không còn tìm thấy điều khoản này", "search_off"),
    "gone": ("Theo các văn bản bạn được xem, không còn văn bản này", "search_off"),
    "hidden": ("Căn cứ đã thay đổi; nội dung nằm ngoài các văn bản bạn được xem", "visibility_off"),
}
"""By kind: words and icon."""


def draw() -> None:
    st.html(
        markup.lead(
            translate(
                "Điều khoản mà khoá học dựa vào đã thay đổi. Câu hỏi dựa vào đó tạm không được ra trong bài, "
                "cho đến khi có người xác nhận."
            )
        )
    )
    again = bool(st.session_state.get(_SEEN, False))
    st.session_state[_SEEN] = True
    _draw_waiting(context.acts().anchoring.waiting(again=again))
    _draw_dropped(context.acts().anchoring.dropped())
    _draw_certificates(context.acts().anchoring.old_certificates(again=again))


def _draw_waiting(waiting: list[ChangedSource]) -> None:
    if not waiting:
        st.html(
            markup.empty(
                translate("Không có thay đổi nào chờ xác nhận"),
                translate("Khi một điều khoản được sửa đổi, thay thế hoặc sửa lại, nó hiện ở đây."),
            )
        )
        return
    shown = st.session_state.setdefault("teach-changed-shown", SHOWN_AT_ONCE)
    for source in waiting[:shown]:
        with st.container(key=f"changed-{source.course_id}-{source.source_key}", border=True):
            _draw_source(source, [each for each in waiting if each.judged == source.judged])
    if len(waiting) > shown and st.button(
        translate("Xem thêm {count} căn cứ").format(count=len(waiting) - shown), key="teach-changed-more"
    ):
        st.session_state["teach-changed-shown"] = shown + SHOWN_AT_ONCE
        st.rerun()


def _draw_source(source: ChangedSource, alike: list[ChangedSource]) -> None:
    st.subheader(markup.plain(place_name(source)), anchor=False)
    st.html(
        markup.meta(
            source.course_title,
            source.title,
            translate("{count} câu hỏi").format(count=source.items),
            translate("{count} bài đọc").format(count=source.lessons),
        )
    )
    for happening in source.happenings:
        _draw_happening(happening)
    if source.old_text is not None and (source.old_text or source.new_text):
        _draw_texts(source)
    with st.expander(translate("Câu hỏi và bài đọc dựa vào đây"), icon=":material/list:"):
        for part in source.resting:
            _draw_part(source, part)
        if len(source.resting) < source.items + source.lessons:
            left = source.items + source.lessons - len(source.resting)
            st.html(markup.meta(translate("và {count} câu hỏi, bài đọc khác").format(count=left)))
    changed_decision.draw(source, alike)


def _draw_happening(happening: Happening) -> None:
    words, icon = HAPPENED[happening.kind]
    told = translate(words).format(name=happening.document_name)
    if happening.holds_from is not None:
        told += ", " + translate("có hiệu lực từ {day}").format(day=day(happening.holds_from))
    st.html(f"<p class='vt-value'>{markup.state(told, icon, 'warn')}</p>")
    if happening.words:
        st.html(f"<blockquote class='vt-meta'>{markup.safe(happening.words)}</blockquote>")
    if happening.document_id is not None:
        links.document_link(happening.document_id, translate("Mở văn bản này"), icon="description")


def _draw_texts(source: ChangedSource) -> None:
    old, new = st.columns(2)
    old_text, new_text = source.old_text or "", source.new_text
    with old:
        st.html(f"<p class='vt-meta'><b>{markup.safe(translate('Khi soạn khoá học'))}</b></p>")
        st.html(f"<div class='vt-wording'>{_marked(old_text, new_text, newer=False)}</div>")
        if source.document_id is not None:
            links.document_link(source.document_id, translate("Mở văn bản gốc"), icon="description")
    with new:
        st.html(f"<p class='vt-meta'><b>{markup.safe(translate('Hiện nay'))}</b></p>")
        if new_text is None:
            st.html(markup.meta(translate("Chưa rõ lời văn mới; đọc văn bản đã làm thay đổi.")))
        else:
            st.html(f"<div class='vt-wording'>{_marked(old_text, new_text, newer=True)}</div>")


def _marked(old: str, new: str | None, *, newer: bool) -> str:
    """One of the two texts, with what the other does not have marked."""
    if new is None:
        return markup.safe(old)
    tag = "ins" if newer else "del"
    parts = []
    for stretch in compared(old, new):
        words = markup.safe(stretch.new if newer else stretch.old)
        if words:
            parts.append(words if stretch.kind == "same" else f"<{tag}>{words}</{tag}>")
    return " ".join(parts)


def _draw_part(source: ChangedSource, part: Resting) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        icon = "menu_book" if part.kind == "lesson" else "quiz"
        st.html(
            f"<p class='vt-value'><span class='vt-icon' aria-hidden='true'>{icon}</span> "
            f"{markup.safe(part.title)}</p>",
            width="stretch",
        )
        if part.kind == "lesson":
            return
        if part.dropped:
            st.html(markup.state(translate("Đã bỏ"), "block", "quiet"), width="content")
            return
        with st.popover(translate("Bỏ câu này"), icon=":material/block:"):
            key = f"{source.course_id}-{part.digest}"
            reason = st.text_input(translate("Lý do"), key=f"drop-why-{key}")
            if st.button(translate("Bỏ khỏi bài"), type="primary", key=f"drop-{key}"):
                do(
                    lambda: context.acts().anchoring.drop(source.course_id, part.digest, reason),
                    translate("Đã bỏ câu hỏi khỏi bài"),
                )


def _draw_dropped(dropped: list[DroppedQuestion]) -> None:
    """What may be taken back; nothing where there is none."""
    if not dropped:
        return
    with st.expander(
        translate("Câu hỏi đã bỏ ({count})").format(count=len(dropped)), icon=":material/block:"
    ):
        for question in dropped:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.html(
                    f"<p class='vt-value'>{markup.safe(question.title)}</p>"
                    f"{markup.meta(question.course_title, question.reason)}",
                    width="stretch",
                )
                key = f"back-{question.course_id}-{question.digest}"
                if st.button(translate("Đưa trở lại"), icon=":material/undo:", key=key):
                    do(partial(context.acts().anchoring.take_back, question.course_id, question.digest))


def _draw_certificates(earned: list[EarnedOnOld]) -> None:
    """Whom one may want to tell; nothing where there is nobody."""
    if not earned:
        return
    st.subheader(translate("Chứng nhận cấp theo văn bản cũ"), anchor=False)
    told = translate("{count} chứng nhận của người thuộc đơn vị và các đơn vị cấp dưới.")
    st.html(markup.meta(told.format(count=len(earned))))
    names = ("Người được cấp", "Khoá học", "Ngày cấp", "Căn cứ đã thay đổi")
    head = "".join(f"<th scope='col'>{markup.safe(translate(name))}</th>" for name in names)
    rows = "".join(_certificate(each) for each in earned[:CERTIFICATES_SHOWN])
    st.html(f"<table class='vt-trail'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")
    if len(earned) > CERTIFICATES_SHOWN:
        left = len(earned) - CERTIFICATES_SHOWN
        st.html(markup.meta(translate("và {count} chứng nhận khác, có đủ trong tệp CSV").format(count=left)))
    words = markup.safe(translate("Tải danh sách (CSV)"))
    st.html(
        "<p class='vt-buttons'><a class='vt-button' download href='/api/training/sources/certificates/table'>"
        f"<span class='vt-icon' aria-hidden='true'>download</span> {words}</a></p>"
    )


def _certificate(each: EarnedOnOld) -> str:
    held = each.certificate
    sources = "<br>".join(markup.safe(place_name(source)) for source in each.sources)
    return (
        f"<tr><td>{markup.safe(held.holder)}<span class='vt-meta'>{markup.safe(held.unit)}</span></td>"
        f"<td>{markup.safe(held.title)}<span class='vt-meta'>{markup.safe(held.number)}</span></td>"
        f"<td class='vt-nowrap'>{markup.safe(day(held.issued_on))}</td><td>{sources}</td></tr>"
    )
