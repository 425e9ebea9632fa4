"""One unit: its history, and what may happen to it from a day on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from access.units import LOCAL_CODE, Unit
from ui.web import context, markup
from ui.web.boundary import do
from ui.web.screens import admin_words
from ui.web.words import day
from vanthu.i18n import translate

ACTS: dict[str, str] = {
    "rename": "Đổi tên, mã",
    "move": "Chuyển",
    "merge": "Sáp nhập",
    "abolish": "Giải thể",
}
TOLD: dict[str, str] = {
    "rename": "Văn bản đã có giữ nguyên đơn vị; tên mới được dùng từ ngày áp dụng.",
    "move": "Từ ngày áp dụng, người của đơn vị xem được văn bản của đơn vị cấp trên mới.",
    "merge": "Từ ngày áp dụng, đơn vị tiếp nhận xem được văn bản của đơn vị này; "
    "người của đơn vị này làm việc tại đơn vị tiếp nhận.",
    "abolish": "Từ ngày áp dụng, tài khoản của đơn vị không xem được văn bản cho tới khi chuyển đơn vị.",
}


def draw(unit: Unit, living: list[Unit], known: Mapping[int, Unit]) -> None:
    with st.container(key="unit-sheet", border=True):
        parent = known.get(unit.parent_id or 0)
        st.html(
            f"<p class='vt-value'><b>{markup.safe(unit.name)}</b></p>"
            + markup.meta(
                unit.code,
                unit.agency_code or translate("chưa có mã định danh điện tử"),
                translate("trực thuộc {name}").format(name=parent.name) if parent else "",
            )
        )
        _draw_history(unit, known)
        if unit.abolished_on is not None:
            _draw_end(unit, known)
        else:
            _draw_acts(unit, living)


def _draw_history(unit: Unit, known: Mapping[int, Unit]) -> None:
    history = context.administration().unit_history(unit.code)
    if len(history) == 1:
        return
    lines = []
    for span in reversed(history):
        first = translate("từ {day}").format(day=day(span.from_day)) if span.from_day else ""
        last = translate("đến hết {day}").format(day=day(span.until_day)) if span.until_day else ""
        above = known.get(span.parent_id or 0)
        facts = (" ".join((first, last)).strip(), span.agency_code or "", above.name if above else "")
        lines.append(f"<li>{markup.safe(span.name)}{markup.meta(*facts)}</li>")
    title = markup.safe(translate("Lịch sử"))
    st.html(f"<h3 class='vt-h'>{title}</h3><ul class='vt-history'>{''.join(lines)}</ul>")


def _draw_end(unit: Unit, known: Mapping[int, Unit]) -> None:
    into = known.get(unit.successor_id or 0)
    told = translate("Sáp nhập vào {name} từ {day}.") if into else translate("Giải thể từ {day}.")
    st.html(markup.lead(told.format(name=into.name if into else "", day=day(unit.abolished_on))))
    if unit.living and st.button(translate("Huỷ việc này"), icon=":material/undo:", key="keep-unit"):
        do(lambda: context.administration().keep_unit(unit.code), translate("Đã ghi nhận."))


def _draw_acts(unit: Unit, living: list[Unit]) -> None:
    possible = ["rename"] if unit.code == LOCAL_CODE else list(ACTS)
    act = st.pills(
        translate("Thay đổi"),
        possible,
        format_func=lambda each: translate(ACTS[each]),
        key=f"unit-act-{unit.id}",
    )
    if act is None:
        return
    with st.form(key=f"unit-{act}-{unit.id}", border=False):
        st.html(markup.meta(translate(TOLD[act])))
        name = code = ""
        other: Unit | None = None
        if act == "rename":
            name = st.text_input(translate("Tên mới"), value=unit.name)
            code = st.text_input(translate("Mã định danh điện tử mới (nếu đổi)"))
        elif act in {"move", "merge"}:
            others = [each for each in living if each.id != unit.id]
            label = translate("Trực thuộc") if act == "move" else translate("Đơn vị tiếp nhận")
            other = st.selectbox(
                label,
                others,
                index=None,
                format_func=admin_words.unit_name,
                placeholder=translate("Tên hoặc mã đơn vị"),
            )
        on = st.date_input(translate("Áp dụng từ ngày"), format="DD/MM/YYYY")
        sure = act in {"rename", "move"} or st.checkbox(translate("Đã đối chiếu với quyết định"))
        done = st.form_submit_button(translate("Ghi nhận"), type="primary")
    if not done:
        return
    if (act in {"move", "merge"} and other is None) or not sure:
        words = translate("Chọn đơn vị và đánh dấu đã đối chiếu với quyết định trước khi ghi nhận.")
        st.warning(words, icon=":material/info:")
        return
    administration, code_of_other = context.administration(), other.code if other else ""
    acts: dict[str, Callable[[], object]] = {
        "rename": lambda: administration.rename_unit(unit.code, name, agency_code=code, on=on),
        "move": lambda: administration.move_unit(unit.code, code_of_other, on=on),
        "merge": lambda: administration.merge_unit(unit.code, code_of_other, on=on),
        "abolish": lambda: administration.abolish_unit(unit.code, on=on),
    }
    do(acts[act], translate("Đã ghi nhận."))
