"""What is said of a course or of one of its parts, filled in; what the form does not show stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from training_modules.editions import head_fields
from training_modules.editions.head_fields import FIELDS, LABELS, HeadFault
from training_modules.editions.head_text import head_of
from training_modules.editions.outline import BANKS, PartLine, lenient_head, order_of
from training_modules.editions.sources_text import cards_of
from training_modules.editions.views import EditionWhole
from training_modules.editions.writing import mark_of
from ui.web import context, markup
from ui.web.boundary import do
from ui.web.screens.teach import newer, opened_part
from ui.web.screens.teach.source_words import called
from vanthu.i18n import translate

HELP: dict[str, str] = {
    "title_en": "Hiện cho người dùng giao diện tiếng Anh.",
    "summary": "Một câu nói học xong làm được gì.",
    "audience": "Ví dụ: cán bộ, công chức được giao soạn thảo văn bản.",
    "module": "Khoá học xếp theo số này trong danh sách.",
    "requires": "Khoá này mở khi người học đã hoàn thành các khoá chọn ở đây.",
    "valid_months": "Để trống là không có thời hạn.",
    "sources": "Văn bản mà bài dựa vào; thêm căn cứ mới ở Thông tin khoá học, mục Các căn cứ.",
    "bank": "Bài kiểm tra rút câu từ ngân hàng này.",
    "draw": "Mỗi lượt làm bài hỏi bấy nhiêu câu, rút từ ngân hàng.",
    "pass_correct": "Đúng từ bấy nhiêu câu là đạt.",
    "time_limit": "Để trống là không giới hạn; hết giờ, bài được nộp với các câu đã lưu.",
    "attempts_a_day": "Để trống là không giới hạn.",
}
EMPTY: dict[str, str] = {
    "valid_months": "Không có thời hạn",
    "time_limit": "Không giới hạn",
    "attempts_a_day": "Không giới hạn",
}
"""What a number left empty stands for."""
NUMBER_WIDTH = 250
"""Pixels."""
MOST = 100_000
ROWS: tuple[tuple[str, ...], ...] = (
    *(("title",), ("title_en",), ("summary",), ("summary_en",), ("audience",), ("requires",), ("sources",)),
    *(("bank",), ("minutes", "module", "draw", "pass_correct")),
    *(("valid_months", "time_limit", "attempts_a_day"), ("one_leak_fails",)),
)
"""Fields beside one another where there is room."""


def forget(whole: EditionWhole, file: str) -> None:
    """Begin from what is saved when the form is opened again."""
    st.session_state.pop(_opened_key(whole, file), None)


def _opened_key(whole: EditionWhole, file: str) -> str:
    return f"head-opened-{whole.line.id}-{file}"


def draw(whole: EditionWhole, line: PartLine) -> None:
    """Another trainer's save does not change what is being filled in here; who saves second is told."""
    stored = head_of(whole.files[line.file], line.file)
    opened: dict[str, Any] = st.session_state.setdefault(_opened_key(whole, line.file), stored)
    with st.container(key="course-form"):
        told = _fill(whole, line, opened)
        if told is not None:
            _save(whole, line, told, opened)
        if head_fields.shown(line.kind, stored) != head_fields.shown(line.kind, opened):
            _draw_newer(whole, line)
        if line.kind == "drill":
            note = translate("Câu của bài luyện tập nằm trong tệp: sửa ở mục Xem tệp.")
            st.html(f"<p class='vt-note'>{markup.safe(note)}</p>")


def _fill(whole: EditionWhole, line: PartLine, opened: Mapping[str, Any]) -> dict[str, Any] | None:
    """Everything as filled in, once the button is pressed."""
    before = head_fields.shown(line.kind, opened)
    at = f"{whole.line.id}-{line.file}-{mark_of(repr(opened))[:8]}"
    told: dict[str, Any] = {}
    with st.form(key=f"head-form-{at}", border=False):
        for row in ROWS:
            names = [name for name in row if name in FIELDS[line.kind]]
            if len(names) > 1:
                with st.container(horizontal=True, vertical_alignment="top"):
                    told |= {name: _field(whole, line, name, before[name], at) for name in names}
            else:
                told |= {name: _field(whole, line, name, before[name], at) for name in names}
        newer.draw_unsaved()
        if not st.form_submit_button(translate("Lưu"), type="primary", icon=":material/save:"):
            return None
    return {
        name: " ".join(value.split()) if isinstance(value, str) and value != before[name] else value
        for name, value in told.items()
    }


def _field(whole: EditionWhole, line: PartLine, name: str, value: Any, at: str) -> Any:
    label, key = translate(LABELS[name]), f"head-{name}-{at}"
    about = translate(HELP[name]) if name in HELP else None
    if name in head_fields.SWITCHES:
        return st.checkbox(label, value, key=key)
    if name in head_fields.LISTS or name == "bank":
        return _field_chosen(whole, name, value, key)
    if name in {"summary", "summary_en"}:
        most = head_fields.LONGEST_SUMMARY
        return st.text_area(label, value, max_chars=most, height=90, help=about, key=key)
    if name in head_fields.WORDS:
        return st.text_input(label, value, max_chars=head_fields.LONGEST_TITLE, help=about, key=key)
    if name == "minutes" and line.kind == "course":
        about = _parts_take(whole)
    number = st.number_input(
        label,
        min_value=1,
        max_value=MOST,
        value=value if value is not None and 1 <= value <= MOST else None,
        step=1,
        placeholder=translate(EMPTY.get(name, "Chưa điền")),
        help=about,
        key=key,
        width=NUMBER_WIDTH,
    )
    return number or 0 if name in head_fields.OPTIONAL_NUMBERS else number


def _field_chosen(whole: EditionWhole, name: str, value: Any, key: str) -> Any:
    """What is chosen among what there is; what the head names and is not there stays until it is put away."""
    label, about = translate(LABELS[name]), translate(HELP[name])
    if name == "bank":
        banks = sorted({file for file in whole.files if file.endswith(BANKS)} | ({value} if value else set()))
        if banks == [value]:
            return value  # nothing to choose from
        return st.selectbox(label, banks, index=banks.index(value) if value else None, help=about, key=key)
    choices = _choices(whole, name)
    choices |= {each: each for each in value if each not in choices}
    return st.multiselect(
        label,
        list(choices),
        value,
        format_func=choices.__getitem__,
        placeholder=translate("Chưa chọn"),
        help=about,
        key=key,
    )


def _choices(whole: EditionWhole, name: str) -> dict[str, str]:
    if name == "requires":
        courses = context.acts().teaching.course_names()
        return {each: title for each, title in courses.items() if each != whole.course_id}
    return {key: called(card) for key, card in cards_of(whole.files).items()}


def _parts_take(whole: EditionWhole) -> str:
    minutes = [lenient_head(whole.files, file).get("minutes") for file in order_of(whole.files)]
    total = sum(each for each in minutes if type(each) is int)
    return translate("Các phần của khoá học cộng lại là {count} phút.").format(count=total)


def _save(whole: EditionWhole, line: PartLine, told: dict[str, Any], opened: dict[str, Any]) -> None:
    teaching = context.acts().teaching
    if found := teaching.head_faults(whole.line.id, line.file, told):
        draw_faults(found, LABELS)
        return

    def put() -> None:
        teaching.put_head(whole.line.id, line.file, told, opened=opened)
        forget(whole, line.file)
        opened_part.forget(whole, line.file)

    do(put, translate("Đã lưu."))


def draw_faults(found: list[HeadFault], labels: Mapping[str, str]) -> None:
    """What is wrong, by the names of the fields."""
    head = translate("Chưa lưu: {count} mục cần điền lại.").format(count=len(found))
    rows = "".join(
        f"<li><b>{markup.safe(translate(labels[each.name]))}</b>: "
        f"{markup.safe(translate(each.words).format(**each.facts))}</li>"
        for each in found
    )
    st.html(
        f"<div class='vt-not-answer' role='alert'><p class='vt-value'>{markup.safe(head)}</p>"
        f"<ul class='vt-points'>{rows}</ul></div>"
    )


def _draw_newer(whole: EditionWhole, line: PartLine) -> None:
    by = whole.line.edited_by or translate("người khác")
    told = translate("{by} vừa lưu thông tin của phần này; mẫu trên còn là chữ bạn đang điền.")
    st.warning(markup.plain(told.format(by=by)), icon=":material/group:")
    if st.button(translate("Lấy bản đã lưu"), key="head-theirs"):
        forget(whole, line.file)
        st.rerun()
