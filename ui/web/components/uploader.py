"""Upload of many files at once, streamed to the spool past Streamlit, which would keep them in memory."""

from __future__ import annotations

from ingest.types import Declared
from ui.web.components.parts import register
from vanthu.i18n import translate

ACCEPTED = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".docx", ".txt", ".md")

_uploader = register("uploader")


def uploader(declared: Declared | None, *, key: str) -> bool:
    """Draw the drop area, closed until all is declared; true on the run in which a file was received."""
    result = _uploader(
        key=key,
        data={
            "accept": ",".join(ACCEPTED),
            "declared": declared
            and {"secrecy": declared.secrecy.value, "sensitive": str(declared.sensitive).lower()},
            "labels": {
                "what": translate("Kéo tệp vào đây, hoặc bấm để chọn tệp")
                if declared
                else translate("Khai báo hai mục ở trên rồi chọn tệp"),
                "kinds": translate(
                    "Nhiều tệp một lần: PDF, ảnh PNG, JPEG, TIFF nhiều trang, DOCX, TXT, Markdown. "
                    "Không tải lên văn bản có nội dung bí mật nhà nước."
                ),
                "batch": translate("{count} tệp tải lên cùng lúc"),
                "waiting": translate("Chờ tải lên"),
                "sending": translate("Đang tải lên"),
                "checking": translate("Đang kiểm tra"),
                "not_received": translate("Chưa tiếp nhận"),
                "no_answer": translate(
                    "Không tải được tệp lên; tệp trên máy không thay đổi. Kiểm tra kết nối rồi tải lên lại."
                ),
            },
        },
        on_received_change=lambda: None,
    )
    return result.received is not None
