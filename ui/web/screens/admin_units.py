"""The tree of units, and adding one below another."""

from __future__ import annotations

import streamlit as st

from access.units import Unit
from ui.web import context, markup
from ui.web.boundary import say
from vanthu.errors import VanthuError
from vanthu.i18n import translate


def draw() -> None:
    units = context.services().units.list()
    with st.expander(translate("Thêm đơn vị"), icon=":material/domain_add:"):
        _draw_add(units)
    with st.container(key="units", gap=None):
        for unit in _in_tree_order(units):
            depth = len(unit.path) - 1
            st.html(
                f"<p class='vt-unit' style='padding-left:{depth * 28}px'>"
                f"<span class='vt-icon' aria-hidden='true'>domain</span> {markup.safe(unit.name)} "
                f"<span class='vt-meta'>{markup.safe(unit.code)}</span></p>"
            )


def _in_tree_order(units: list[Unit]) -> list[Unit]:
    """Each unit directly below the one it belongs to."""
    below: dict[int | None, list[Unit]] = {}
    for unit in sorted(units, key=lambda item: item.name):
        below.setdefault(unit.parent_id, []).append(unit)

    def walk(parent: int | None) -> list[Unit]:
        return [each for unit in below.get(parent, []) for each in (unit, *walk(unit.id))]

    return walk(None)


def _draw_add(units: list[Unit]) -> None:
    with st.form(key=f"add-unit-{len(units)}", border=False):
        # A key per unit made: the fields are empty again once one was, and kept where it was refused.
        name = st.text_input(translate("Tên đơn vị"), key=f"unit-name-{len(units)}")
        code = st.text_input(translate("Mã đơn vị"), placeholder="VP-UBND", key=f"unit-code-{len(units)}")
        parent = st.selectbox(translate("Trực thuộc"), units, format_func=lambda unit: unit.name)
        added = st.form_submit_button(translate("Tạo đơn vị"), type="primary")
    if not added:
        return
    rooms = context.services()
    try:
        unit = rooms.units.add(code, name, parent.code)
    except VanthuError as error:
        say(error)
        return
    rooms.acting(context.principal()).operated("unit_add", {"unit": unit.id})
    told = translate("Đã thêm đơn vị {name}.").format(name=markup.plain(unit.name))
    st.toast(told, icon=":material/check:")
    st.rerun()
