"""An edition's content: the parts in the order they are learned, or one of them opened."""

from __future__ import annotations

import streamlit as st

from training_modules.editions.outline import Kind, PartLine, order_of, outline
from training_modules.editions.views import EditionWhole
from ui.web import context, markup
from ui.web.boundary import do
from ui.web.screens.learn_links import KINDS
from ui.web.screens.teach import opened_part
from ui.web.screens.teach.course_words import FILE
from vanthu.i18n import translate

OTHER_KINDS: dict[Kind, tuple[str, str]] = {
    "course": ("Thông tin khoá học", "school"),
    "bank": ("Ngân hàng câu hỏi", "list_alt"),
    "figure": ("Hình vẽ", "image"),
    "other": ("Tệp chưa rõ loại", "draft"),
    "missing": ("Không còn tệp này", "report"),
}


def opened(whole: EditionWhole) -> PartLine | None:
    """The part that the address asks for."""
    asked = st.query_params.get(FILE)
    there = (line for line in outline(whole.files) if line.kind != "missing")
    return next((line for line in there if line.file == asked), None)


def draw(whole: EditionWhole) -> None:
    lines = outline(whole.files)
    writable = whole.line.state == "draft"
    with st.container(key="rows-parts", gap=None):
        for number, line in enumerate(lines):
            with st.container(
                key=f"part-{number}", horizontal=True, vertical_alignment="center", gap="small"
            ):
                _draw_line(whole, line, writable=writable)
    if writable:
        _draw_new_lesson(whole)


def _draw_line(whole: EditionWhole, line: PartLine, *, writable: bool) -> None:
    kind, icon = KINDS[line.kind] if line.kind in KINDS else OTHER_KINDS[line.kind]
    facts = [translate(kind)] if line.kind != "course" else []
    if line.minutes is not None:
        facts.append(translate("{count} phút").format(count=line.minutes))
    if line.questions is not None:
        facts.append(translate("{count} câu").format(count=line.questions))
    loose = line.place is None and line.kind in KINDS
    if loose:
        facts.append(translate("chưa đưa vào khoá học"))
    title = translate("Thông tin khoá học") if line.kind == "course" else line.title
    number = f"{line.place}. " if line.place else ""
    st.html(
        f"<p class='vt-value vt-part'><span class='vt-icon' aria-hidden='true'>{icon}</span>"
        f"<span><b>{markup.safe(number + title)}</b><br>"
        f"<span class='vt-meta'>{markup.safe(' · '.join(facts) or line.title)}</span></span></p>",
        width="stretch",
    )
    with st.container(horizontal=True, width="content", gap="small", key=f"part-ways-{line.file}"):
        if writable and (line.place is not None or loose):
            _draw_moves(whole, line)
        if line.kind != "missing":
            words, opens = ("Sửa", "edit") if writable else ("Xem", "visibility")
            if st.button(translate(words), icon=f":material/{opens}:", key=f"open-part-{line.file}"):
                opened_part.forget(whole, line.file)
                st.query_params[FILE] = line.file
                st.rerun()


def _draw_moves(whole: EditionWhole, line: PartLine) -> None:
    order = order_of(whole.files)
    if line.place is None:
        if st.button(translate("Đưa vào khoá học"), icon=":material/playlist_add:", key=f"take-{line.file}"):
            _order(whole, [*order, line.file], translate("Đã đưa vào cuối khoá học."))
        return
    at = line.place - 1
    if line.kind == "missing":
        if st.button(
            translate("Bỏ khỏi khoá học"), icon=":material/playlist_remove:", key=f"drop-{line.file}"
        ):
            _order(whole, [*order[:at], *order[at + 1 :]], translate("Đã bỏ khỏi khoá học."))
        return
    for words, icon, to in (("Lên", "arrow_upward", at - 1), ("Xuống", "arrow_downward", at + 1)):
        if st.button(
            translate(words),
            icon=f":material/{icon}:",
            type="tertiary",
            key=f"move-{to - at}-{line.file}",
            disabled=not 0 <= to < len(order),
        ):
            moved = [*order[:at], *order[at + 1 :]]
            _order(whole, [*moved[:to], line.file, *moved[to:]], translate("Đã đổi thứ tự."))


def _order(whole: EditionWhole, names: list[str], told: str) -> None:
    seen = order_of(whole.files)
    do(lambda: context.acts().teaching.order(whole.line.id, names, seen=seen), told)


def _draw_new_lesson(whole: EditionWhole) -> None:
    with st.popover(translate("Bài đọc mới"), icon=":material/note_add:"):
        title = st.text_input(translate("Tên bài"), max_chars=200, key=f"lesson-title-{whole.line.id}")
        told = translate("Bài mới đứng trước bài luyện tập và bài kiểm tra; có thể chuyển lên, xuống sau.")
        st.html(f"<p class='vt-note'>{markup.safe(told)}</p>")
        if (
            st.button(translate("Thêm bài đọc"), key=f"lesson-add-{whole.line.id}", type="primary")
            and title.strip()
        ):

            def add() -> None:
                st.query_params[FILE] = context.acts().teaching.add_lesson(whole.line.id, title.strip())

            do(add, translate("Đã thêm bài đọc."))
