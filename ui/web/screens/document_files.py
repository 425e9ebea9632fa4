"""What one can take home of a document: every form of it under one button."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from records.types import Document
from ui.web import markup
from ui.web.words import size
from vanthu.i18n import translate


class _Choice(NamedTuple):
    address: str
    """After `/api`."""
    name: str
    """Source texts of the translation, like `told`."""
    told: str
    icon: str


_FILE = "/documents/{id}"
_MADE = "/outputs/documents/{id}?form="

FILES = (
    _Choice(f"{_FILE}/original", "Bản gốc", "đúng tệp đã tiếp nhận, giữ nguyên chữ ký số", "draft"),
    _Choice(f"{_FILE}/archive", "PDF tìm kiếm được", "PDF/A, sao chép và tìm được chữ", "picture_as_pdf"),
    _Choice(f"{_MADE}sip", "Gói nộp lưu", "SIP: tệp, siêu dữ liệu và mã kiểm tra", "folder_zip"),
)
"""The files themselves: not for who sees personal data covered."""
TEXTS = (
    _Choice(f"{_MADE}txt", "Văn bản thuần", "TXT, chỉ có chữ", "notes"),
    _Choice(f"{_MADE}xlsx", "Bảng siêu dữ liệu", "XLSX, theo Thông tư 05/2025/TT-BNV", "table_view"),
    _Choice(f"{_MADE}csv", "Bảng siêu dữ liệu", "CSV, theo Thông tư 05/2025/TT-BNV", "table_rows"),
    _Choice(f"{_MADE}alto", "Chữ kèm vị trí", "ALTO, cho phần mềm lưu trữ", "code"),
    _Choice(f"{_MADE}hocr", "Chữ kèm vị trí", "hOCR, cho phần mềm nhận dạng", "code"),
    _Choice(f"{_MADE}json", "Toàn bộ dữ liệu trang", "JSON, cho lập trình", "data_object"),
)


def draw(document: Document) -> None:
    """One button; what it opens says what each file is for."""
    with st.popover(translate("Tải về"), icon=":material/download:", width="content"):
        if document.masked:
            told = translate("Tệp gốc chỉ dành cho người được xem thông tin cá nhân.")
            st.html(markup.meta(told))
        files = () if document.masked else FILES
        shown = [
            choice for choice in files if document.has_archive or not choice.address.endswith("/archive")
        ]
        st.html(
            f"<ul class='vt-downloads'>{''.join(_link(document, each) for each in (*shown, *TEXTS))}</ul>"
        )


def _link(document: Document, choice: _Choice) -> str:
    address = "/api" + choice.address.format(id=document.summary.id)
    told = translate(choice.told)
    if choice.address.endswith("/original"):
        told = f"{told} · {size(document.size)}"
    return (
        f"<li><a href='{address}' download>"
        f"<span class='vt-icon' aria-hidden='true'>{choice.icon}</span>"
        f"<span><b>{markup.safe(translate(choice.name))}</b>"
        f"<span class='vt-meta'>{markup.safe(told)}</span></span></a></li>"
    )
