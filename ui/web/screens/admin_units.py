"""The units: the tree on a day, a new unit, and one unit opened."""

from __future__ import annotations

import streamlit as st

from access.units import Unit
from ui.web import context, markup
from ui.web.boundary import say
from ui.web.screens import admin_unit, admin_words
from ui.web.words import day
from vanthu.db import now, office_day
from vanthu.errors import VanthuError
from vanthu.i18n import translate
from vanthu.text import fold

MOST_SHOWN = 300


def draw() -> None:
    units = context.administration().units()
    living = [unit for unit in units if unit.living]
    with st.expander(translate("Thêm đơn vị"), icon=":material/domain_add:"):
        _draw_add(living)
    with st.container(key="filters-units", horizontal=True, vertical_alignment="bottom"):
        by_code = {unit.code: unit for unit in units}
        opened = st.selectbox(
            translate("Mở đơn vị"),
            list(by_code),
            index=None,
            format_func=lambda code: admin_words.unit_name(by_code[code]),
            placeholder=translate("Tên hoặc mã đơn vị"),
            key="unit-opened",
        )
        on = st.date_input(translate("Xem tại ngày"), format="DD/MM/YYYY", key="units-on")
    if opened is not None:
        admin_unit.draw(by_code[opened], living, {unit.id: unit for unit in units})
    shown = context.administration().units(on=on) if on and on != office_day(now()) else units
    _draw_tree(shown)


def _draw_tree(units: list[Unit]) -> None:
    search = ""
    if len(units) > MOST_SHOWN // 10:
        search = st.text_input(translate("Lọc cây đơn vị"), icon=":material/search:", key="units-search")
    shown = _found(_in_tree_order(units), search)
    names = {unit.id: unit.name for unit in units}
    lines = "".join(_line(unit, names) for unit in shown[:MOST_SHOWN])
    with st.container(key="units", gap=None):
        st.html(lines)
    if len(shown) > MOST_SHOWN:
        told = translate("Còn {count} đơn vị; gõ tên hoặc mã để lọc.").format(count=len(shown) - MOST_SHOWN)
        st.html(markup.meta(told))


def _found(units: list[Unit], search: str) -> list[Unit]:
    """Units whose name or code holds the words, and those above them."""
    words = fold(search).split()
    if not words:
        return units
    found = {
        above
        for unit in units
        if all(word in fold(f"{unit.name} {unit.code} {unit.agency_code or ''}") for word in words)
        for above in unit.path
    }
    return [unit for unit in units if unit.id in found]


def _line(unit: Unit, names: dict[int, str]) -> str:
    depth = min(len(unit.path) - 1, 8)
    codes = " · ".join(code for code in (unit.code, unit.agency_code) if code)
    icon = "domain" if unit.living else "domain_disabled"
    return (
        f"<p class='vt-unit{'' if unit.living else ' vt-gone'}' style='--vt-depth:{depth}'>"
        f"<span class='vt-icon' aria-hidden='true'>{icon}</span> {markup.safe(unit.name)} "
        f"<span class='vt-meta'>{markup.safe(codes)}</span> {_end(unit, names)}</p>"
    )


def _end(unit: Unit, names: dict[int, str]) -> str:
    if unit.abolished_on is None:
        return ""
    into = names.get(unit.successor_id or 0)
    told = translate("sáp nhập vào {name} từ {day}") if into else translate("giải thể từ {day}")
    kind = "warn" if unit.living else "quiet"
    return markup.state(told.format(name=into, day=day(unit.abolished_on)), "event", kind)


def _in_tree_order(units: list[Unit]) -> list[Unit]:
    """Each unit directly below the one it stands under; a merged one below its successor."""
    below: dict[int | None, list[Unit]] = {}
    for unit in sorted(units, key=lambda item: (not item.living, item.name)):
        below.setdefault(unit.path[1] if len(unit.path) > 1 else None, []).append(unit)

    def walk(parent: int | None) -> list[Unit]:
        return [each for unit in below.get(parent, []) for each in (unit, *walk(unit.id))]

    return walk(None)


def _draw_add(living: list[Unit]) -> None:
    with st.form(key=f"add-unit-{len(living)}", border=False):
        # A key per unit made: the fields are empty again once one was, and kept where it was refused.
        name = st.text_input(translate("Tên đơn vị"), key=f"unit-name-{len(living)}")
        code = st.text_input(translate("Mã đơn vị"), placeholder="VP-UBND", key=f"unit-code-{len(living)}")
        agency_code = st.text_input(
            translate("Mã định danh điện tử (nếu có)"),
            placeholder="H26.14.02",
            key=f"unit-agency-{len(living)}",
        )
        parent = st.selectbox(translate("Trực thuộc"), living, format_func=admin_words.unit_name)
        added = st.form_submit_button(translate("Tạo đơn vị"), type="primary")
    if not added:
        return
    try:
        unit = context.administration().add_unit(code, name, parent.code, agency_code=agency_code)
    except VanthuError as error:
        say(error)
        return
    told = translate("Đã thêm đơn vị {name}.").format(name=markup.plain(unit.name))
    st.toast(told, icon=":material/check:")
    st.rerun()
