"""What the states of editions are called, and where in Giảng dạy an address leads."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from training_modules.editions.check import FileFault
from training_modules.editions.views import EditionLine
from ui.web import markup
from ui.web.words import moment
from vanthu.i18n import translate

EDITION = "ban"
"""Which edition an address opens."""
FILE = "phan"
"""Which of its parts, by file."""

STATES: dict[str, tuple[str, str, str]] = {
    "draft": ("Bản nháp", "edit_note", ""),
    "review": ("Chờ duyệt", "rate_review", "warn"),
    "published": ("Đã công bố", "check_circle", "good"),
    "retired": ("Đã ngừng dùng", "block", "quiet"),
}
"""State to words, icon and kind."""
ORIGINS = {"shipped": "Kèm chương trình", "site": "Soạn tại cơ quan"}
MOVES: dict[str, str] = {
    "draft": "Lập bản nháp",
    "edited": "Bắt đầu sửa",
    "review": "Gửi duyệt",
    "published": "Công bố",
    "retired": "Ngừng dùng",
}


def numbered(line: EditionLine) -> str:
    return translate("Bản {number}").format(number=line.number)


def state(line: EditionLine) -> str:
    words, icon, kind = STATES[line.state]
    return markup.state(f"{numbered(line)}: {translate(words).lower()}", icon, kind)


def edited(line: EditionLine) -> str:
    """Who wrote it last, and when."""
    by = line.edited_by or translate(ORIGINS[line.origin])
    return translate("{by}, {at}").format(by=by, at=moment(line.edited_at))


def draw_faults(
    faults: tuple[FileFault, ...] | list[FileFault], titles: Mapping[str, str] | None = None
) -> None:
    """Each fault by file and line, and by the part's title where it is known."""
    rows = []
    for fault in faults:
        title = (titles or {}).get(fault.file, fault.file)
        told = f" ({fault.file})" if title != fault.file else ""
        line = translate(", dòng {line}").format(line=fault.line) if fault.line else ""
        rows.append(
            f"<li><b>{markup.safe(title)}{markup.safe(told + line)}</b><br>{markup.safe(fault.message)}</li>"
        )
    st.html(f"<ul class='vt-points vt-faults'>{''.join(rows)}</ul>")
