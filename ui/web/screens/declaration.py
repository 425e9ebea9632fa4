"""What the uploader says of the files before any is chosen: the level of secrecy, and sensitive or not.

Neither has an answer beforehand. A level that this installation may not hold closes the way: not a byte
leaves the browser.
"""

from __future__ import annotations

import streamlit as st

from access.installation import INDEPENDENT_LAN
from ingest.errors import SecretDeclared
from ingest.secrecy import may_hold
from ingest.types import Declared
from records.types import SecrecyLevel
from ui.web import context, markup
from ui.web.components.uploader import uploader
from vanthu.i18n import translate

LEVELS: dict[SecrecyLevel, str] = {
    SecrecyLevel.NONE: "Không mật",
    SecrecyLevel.CONFIDENTIAL: "Mật",
    SecrecyLevel.SECRET: "Tối mật",
    SecrecyLevel.TOP_SECRET: "Tuyệt mật",
}
SENSITIVE: dict[bool, str] = {
    False: "Không",
    True: "Có (chỉ người được cấp quyền mới xem được)",
}


def draw() -> None:
    """The two questions, and the drop area once both are answered."""
    with st.container(key="declaration", gap="small"):
        level = st.radio(
            translate("Độ mật của văn bản"),
            list(LEVELS),
            index=None,
            format_func=lambda level: translate(LEVELS[level]),
            horizontal=True,
            key="declared-secrecy",
        )
        sensitive = st.radio(
            translate("Có dữ liệu cá nhân nhạy cảm hoặc nội dung cần hạn chế người xem"),
            list(SENSITIVE),
            index=None,
            format_func=lambda answer: translate(SENSITIVE[answer]),
            horizontal=True,
            key="declared-sensitive",
        )
    lan = context.services().installation.mode() == INDEPENDENT_LAN
    if level is not None and not may_hold(level, independent_lan=lan):
        words = translate("Văn bản có độ mật này không được đưa vào hệ thống, nên không nhận tệp.")
        st.error(f"{words} {SecretDeclared().say_remedy()}", icon=":material/block:")
        return
    declared = None if level is None or sensitive is None else Declared(level, sensitive)
    uploader(declared, key="uploader")
    if declared is not None:
        told = translate("Khai báo này áp dụng cho mọi tệp chọn tiếp theo, đến khi thay đổi.")
        st.html(markup.meta(told))
