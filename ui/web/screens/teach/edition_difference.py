"""What an edition changes, file by file, as lines taken away and put in."""

from __future__ import annotations

import re

import streamlit as st

from training_modules.editions.difference import FileDifference
from training_modules.editions.views import EditionWhole
from ui.web import context, markup
from vanthu.i18n import translate

_PLACE = re.compile(r"@@ -\S+ \+(\d+)")
CHANGES = {"added": "tệp mới", "removed": "đã bỏ", "changed": "đã sửa"}


def draw(whole: EditionWhole) -> None:
    found = context.acts().teaching.difference(whole.line.id)
    if not found:
        st.html(markup.lead(translate("Không có gì khác bản đã công bố trước đó.")))
    if len(found) == len(whole.files) and all(each.change == "added" for each in found):
        st.html(markup.lead(translate("Đây là bản đầu tiên của khoá học, chưa có bản trước để so.")))
        return
    for each in found:
        with st.expander(
            f"{markup.plain(each.file)} · {translate(CHANGES[each.change])}", expanded=len(found) < 4
        ):
            st.html(lines(each.lines))


def lines(told: tuple[str, ...]) -> str:
    """Lines of a difference; signs before each, so that colour is not all that tells them apart."""
    kinds = {"+": "ins", "-": "del", "@": "place"}
    rows = "".join(
        f"<span class='{kinds.get(line[:1], '')}'>{markup.safe(_said(line))}</span>" for line in told
    )
    return f"<pre class='vt-diff'>{rows}</pre>"


def _said(line: str) -> str:
    """Where `diff` writes `@@ -7,3 +8,4 @@`, the line of the newer text."""
    place = _PLACE.match(line)
    return translate("Từ dòng {line}").format(line=place[1]) if place else line or " "


__all__ = ["FileDifference", "draw", "lines"]
