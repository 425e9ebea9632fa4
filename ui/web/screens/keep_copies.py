"""Sổ sao, chụp: who downloaded, printed or exported a state secret; for custodians and auditors."""

from __future__ import annotations

import csv
import io

import streamlit as st

from access.copies import Copy
from records.types import DataClass
from ui.web import context, markup
from ui.web.screens.keep_words import class_state
from ui.web.words import moment
from vanthu.i18n import translate
from vanthu.text import harmless_cell

FORMS = {"download": "Tải tệp", "print": "In", "export": "Xuất văn bản"}
MOST_SHOWN = 200


def draw() -> None:
    st.html(
        markup.lead(
            translate(
                "Mỗi lần tải, in hoặc xuất một văn bản mật, tối mật được ghi một dòng, đánh số bản sao riêng "
                "cho từng văn bản. Sổ chỉ ghi thêm, không xoá."
            )
        )
    )
    copies = context.acts().keeping.copies()
    if not copies:
        st.html(
            markup.empty(
                translate("Sổ chưa có dòng nào"), translate("Chưa ai tải, in hoặc xuất văn bản mật.")
            )
        )
        return
    st.download_button(
        translate("Tải sổ (CSV)"),
        _as_csv(copies),
        file_name="so-sao-chup.csv",
        mime="text/csv",
        icon=":material/download:",
    )
    with st.container(key="rows-copies", gap=None):
        for number, copy in enumerate(copies[:MOST_SHOWN]):
            with st.container(key=f"copy-{number}"):
                what = translate("Văn bản mã số {id}, bản sao số {number}").format(
                    id=copy.document_id, number=copy.copy_number
                )
                level = _state(copy)
                st.html(
                    f"<p class='vt-value'><b>{markup.safe(what)}</b> {level}</p>"
                    + markup.meta(translate(FORMS[copy.form]), copy.display_name, moment(copy.at))
                )


def _state(copy: Copy) -> str:
    if copy.data_class is None:
        return markup.state(translate("Đã gỡ bỏ"), "delete_forever", "quiet")
    return class_state(DataClass(copy.data_class))


def _as_csv(copies: list[Copy]) -> bytes:
    """With a byte order mark, without which Excel takes Vietnamese letters apart."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(["document_id", "copy_number", "class", "form", "username", "name", "grant_id", "at"])
    for copy in copies:
        row = [copy.document_id, copy.copy_number, copy.data_class, copy.form]
        person = harmless_cell(copy.username), harmless_cell(copy.display_name)
        rows.writerow([*row, *person, copy.grant_id, copy.at.isoformat()])
    return b"\xef\xbb\xbf" + written.getvalue().encode()
