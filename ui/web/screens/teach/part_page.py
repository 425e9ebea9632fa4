"""One part of a course: what is said of it, by form; its words; and, for who wants it, its file as it is."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from training_modules.editions.errors import HeadUnreadable
from training_modules.editions.head_fields import FIELDS
from training_modules.editions.head_text import head_of, parts_of, with_body
from training_modules.editions.outline import PartLine, order_of
from training_modules.editions.views import EditionWhole
from ui.web import context, markup
from ui.web.boundary import do
from ui.web.screens.learn_links import KINDS
from ui.web.screens.teach import head_form, opened_part, part_text, preview, source_cards
from ui.web.screens.teach.course_words import FILE, state
from vanthu.i18n import translate

INFORMATION, SOURCES, RAW, SEEN = "Thông tin", "Các căn cứ", "Xem tệp", "Xem thử"
BODIES: dict[str, str] = {
    "course": "Lời giới thiệu",
    "lesson": "Bài viết",
    "drill": "Hướng dẫn làm bài",
    "quiz": "Hướng dẫn làm bài",
}
SIGNS = (
    "Viết ## trước đầu đề, - trước mỗi gạch đầu dòng, chữ đậm giữa **hai cặp dấu sao**. Ô xem thử là bài như "
    "người học thấy."
)
NOTES: dict[str, str] = {
    "bank": "Câu hỏi sửa theo mẫu ở mục Câu hỏi; dưới đây là tệp nguồn của ngân hàng.",
    "figure": "Hình vẽ lưu dạng SVG; dưới đây là tệp nguồn của hình.",
    "other": "Tệp này chưa có phần thông tin mà chương trình đọc được.",
}


def draw(whole: EditionWhole, line: PartLine) -> None:
    if st.button(
        translate("Các phần của khoá học"), icon=":material/arrow_back:", type="tertiary", key="all-parts"
    ):
        head_form.forget(whole, line.file)
        source_cards.forget(whole)
        opened_part.forget(whole, line.file)
        del st.query_params[FILE]
        st.rerun()
    _draw_head(whole, line)
    views = _views(whole, line)
    names = list(views)
    first = BODIES["lesson"] if line.kind == "lesson" and BODIES["lesson"] in views else names[0]
    chosen = first
    if len(names) > 1:
        chosen = (
            st.segmented_control(
                translate("Cách soạn"),
                names,
                default=first,
                format_func=translate,
                key=f"part-view-{whole.line.id}-{line.file}",
                label_visibility="collapsed",
            )
            or first
        )
    if chosen != INFORMATION:
        head_form.forget(whole, line.file)  # what is saved here is no other trainer's doing
    if chosen != SOURCES:
        source_cards.forget(whole)
    views[chosen]()
    if whole.line.state == "draft" and line.kind != "course":
        _draw_remove(whole, line)


def _draw_head(whole: EditionWhole, line: PartLine) -> None:
    title = translate("Thông tin khoá học") if line.kind == "course" else line.title
    place = ""
    if line.place is not None:
        place = translate("Phần {position}/{total}")
        place = place.format(position=line.place, total=len(order_of(whole.files)))
    kind = translate(KINDS[line.kind][0]) if line.kind in KINDS else ""
    st.html(
        f"<p class='vt-meta'>{markup.safe(preview.title_of(whole))} &nbsp; {state(whole.line)}</p>"
        f"<h2 class='vt-course'>{markup.safe(title)}</h2>{markup.meta(place, kind)}"
    )


def _views(whole: EditionWhole, line: PartLine) -> dict[str, Callable[[], None]]:
    """Ways to see the part, by their names."""
    text = whole.files[line.file]
    if whole.line.state != "draft":
        return {
            SEEN: lambda: part_text.draw_preview(whole, line.file, text),
            RAW: lambda: part_text.draw_closed(whole, line.file),
        }
    raw = part_text.Words(whole, line.file, "file", text, lambda words: words, "Nội dung tệp")
    if line.kind not in FIELDS:
        return {RAW: lambda: _draw_words(raw, NOTES.get(line.kind, ""))}
    try:
        head_of(text, line.file)
    except HeadUnreadable as error:
        told = f"{error.say()} {error.say_remedy()}"
        return {RAW: lambda: _draw_words(raw, told)}
    views: dict[str, Callable[[], None]] = {INFORMATION: lambda: head_form.draw(whole, line)}
    if line.kind == "course":
        views[SOURCES] = lambda: source_cards.draw(whole)
    label = BODIES[line.kind]
    body = part_text.Words(
        whole,
        line.file,
        "body",
        parts_of(text, line.file).body,
        lambda words: with_body(text, line.file, words),
        label,
    )
    views[label] = lambda: _draw_words(body, SIGNS)
    told = "Tệp nguồn của phần này, dành cho người quen sửa tệp. Phần giữa hai dòng --- là thông tin."
    views[RAW] = lambda: _draw_words(raw, told)
    return views


def _draw_words(words: part_text.Words, told: str) -> None:
    if told:
        st.html(f"<p class='vt-note'>{markup.safe(translate(told))}</p>")
    part_text.draw(words)


def _draw_remove(whole: EditionWhole, line: PartLine) -> None:
    seen = opened_part.mark(whole, line.file)
    with st.popover(translate("Bỏ phần này"), icon=":material/delete:"):
        told = translate("Bỏ “{title}” khỏi bản nháp; bản đã công bố vẫn giữ.").format(title=line.title)
        st.html(f"<p class='vt-value'>{markup.safe(told)}</p>")
        if st.button(translate("Bỏ khỏi bản nháp"), key=f"remove-{whole.line.id}-{line.file}"):

            def remove() -> None:
                context.acts().teaching.remove(whole.line.id, line.file, seen=seen)
                opened_part.forget(whole, line.file)
                del st.query_params[FILE]

            do(remove, translate("Đã bỏ."))
