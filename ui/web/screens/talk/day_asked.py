"""As of which day is asked: today, unless another day is chosen."""

from __future__ import annotations

from datetime import date

import streamlit as st

from ui.web.screens import conversation
from ui.web.words import day
from vanthu.db import now, office_day
from vanthu.i18n import translate

EARLIEST = date(1945, 9, 2)


def draw() -> None:
    """A small control beside the box to ask in."""
    chosen = conversation.as_of()
    told = day(chosen) if chosen else translate("hôm nay")
    with st.popover(
        translate("Hiệu lực tính đến: {day}").format(day=told), icon=":material/event:", type="tertiary"
    ):
        st.date_input(
            translate("Trả lời theo văn bản có hiệu lực đến ngày"),
            key=conversation.AS_OF,
            value=None,
            min_value=EARLIEST,
            max_value=date(office_day(now()).year + 2, 12, 31),
            format="DD/MM/YYYY",
        )
        if chosen is not None:
            st.button(translate("Về hôm nay"), key="as-of-today", on_click=_today)


def _today() -> None:
    st.session_state[conversation.AS_OF] = None
