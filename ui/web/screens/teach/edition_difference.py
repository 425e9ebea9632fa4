"""What an edition changes, file by file, as lines taken away and put in."""

from __future__ import annotations

import streamlit as st

from training_modules.editions.difference import FileDifference
from training_modules.editions.views import EditionWhole
from ui.web import context, markup
from vanthu.i18n import translate

CHANGES = {"added": "tệp mới", "removed": "đã bỏ", "changed": "đã sửa"}


def draw(whole: EditionWhole) -> None:
    found = context.acts().teaching.difference(whole.line.id)
    if not found:
        st.html(markup.lead(translate("Không có gì khác bản đã công bố trước đó.")))
    for each in found:
        with st.expander(
            f"{markup.plain(each.file)} · {translate(CHANGES[each.change])}", expanded=len(found) < 4
        ):
            st.html(lines(each.lines))


def lines(told: tuple[str, ...]) -> str:
    """Lines of a difference; signs before each, so that colour is not all that tells them apart."""
    kinds = {"+": "ins", "-": "del", "@": "place"}
    rows = "".join(
        f"<span class='{kinds.get(line[:1], '')}'>{markup.safe(line or ' ')}</span>" for line in told
    )
    return f"<pre class='vt-diff'>{rows}</pre>"


__all__ = ["FileDifference", "draw", "lines"]
