"""What codes are called on screen: message ids in Vietnamese, translated when shown."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import PurePath

from access.roles import Role
from ingest.types import JobState
from records.document_types import document_types
from records.types import DocumentStatus, FieldName, RelationKind, Validity
from vanthu.answer_files.words import FAR_AS_SEEN, VALIDITY_WORDS
from vanthu.db import OFFICE_TIME
from vanthu.i18n import current_language, translate

DOCUMENT_TYPES: dict[str, str] = {kind.code: kind.name for kind in document_types()}

FIELDS: dict[FieldName, str] = {
    FieldName.REFERENCE_NUMBER: "Số, ký hiệu",
    FieldName.DOCUMENT_TYPE: "Tên loại",
    FieldName.SUBJECT: "Trích yếu",
    FieldName.ISSUING_BODY: "Cơ quan ban hành",
    FieldName.PARENT_BODY: "Cơ quan chủ quản",
    FieldName.PLACE_OF_ISSUE: "Địa danh",
    FieldName.ISSUE_DATE: "Ngày ban hành",
    FieldName.SIGNER_NAME: "Người ký",
    FieldName.SIGNER_TITLE: "Chức vụ người ký",
    FieldName.SIGNING_AUTHORITY: "Thẩm quyền ký",
    FieldName.RECIPIENTS: "Nơi nhận",
    FieldName.URGENCY_LEVEL: "Độ khẩn",
    FieldName.SECRECY_LEVEL: "Độ mật",
}
"""Fields a person reads, in reading order; number and symbol apart are for machines."""

LEVELS: dict[str, str] = {
    "none": "Không",
    "urgent": "Khẩn",
    "very_urgent": "Thượng khẩn",
    "express": "Hoả tốc",
    "confidential": "Mật",
    "secret": "Tối mật",
    "top_secret": "Tuyệt mật",
}

STATUSES: dict[str, str] = {
    DocumentStatus.PROCESSING: "Đang xử lý",
    DocumentStatus.READY: "Đã sẵn sàng",
    DocumentStatus.FAILED: "Không xử lý được",
}

RELATIONS: dict[tuple[RelationKind, str], str] = {
    (RelationKind.BASED_ON, "outgoing"): "Căn cứ",
    (RelationKind.BASED_ON, "incoming"): "Là căn cứ của",
    (RelationKind.REPLACES, "outgoing"): "Thay thế",
    (RelationKind.REPLACES, "incoming"): "Được thay thế bởi",
    (RelationKind.AMENDS, "outgoing"): "Sửa đổi, bổ sung",
    (RelationKind.AMENDS, "incoming"): "Được sửa đổi, bổ sung bởi",
    (RelationKind.REPEALS, "outgoing"): "Bãi bỏ",
    (RelationKind.REPEALS, "incoming"): "Bị bãi bỏ bởi",
    (RelationKind.GUIDES, "outgoing"): "Hướng dẫn thực hiện",
    (RelationKind.GUIDES, "incoming"): "Được hướng dẫn bởi",
    (RelationKind.IMPLEMENTS, "outgoing"): "Triển khai thực hiện",
    (RelationKind.IMPLEMENTS, "incoming"): "Được triển khai bởi",
    (RelationKind.REFERS_TO, "outgoing"): "Dẫn chiếu",
    (RelationKind.REFERS_TO, "incoming"): "Được dẫn chiếu bởi",
}

_VALIDITY_ICONS = {
    "valid": "check_circle",
    "expired": "cancel",
    "partially_expired": "contrast",
    "not_yet_effective": "schedule",
    "unknown": "help",
}
VALIDITY: dict[str, tuple[str, str]] = {
    status: (VALIDITY_WORDS[status], icon) for status, icon in _VALIDITY_ICONS.items()
}
"""Status to words and icon."""


def validity_words(validity: Validity) -> str:
    """The status with what it rests on."""
    words, _ = VALIDITY.get(validity.status, VALIDITY["unknown"])
    return f"{translate(words)} ({translate(FAR_AS_SEEN)})"


JOB_STATES: dict[JobState, tuple[str, str]] = {
    JobState.QUEUED: ("Đang chờ", "hourglass_empty"),
    JobState.INSPECTING: ("Đang kiểm tra tệp", "search"),
    JobState.RECOGNISING: ("Đang nhận dạng chữ", "document_scanner"),
    JobState.SCREENING: ("Đang kiểm tra dấu mật", "policy"),
    JobState.QUARANTINED: ("Chờ người quản lý dữ liệu xem xét", "policy_alert"),
    JobState.PAUSED: ("Tạm dừng", "pause_circle"),
    JobState.CATALOGUING: ("Đang biên mục", "sell"),
    JobState.INDEXING: ("Đang lập chỉ mục tìm kiếm", "format_list_bulleted"),
    JobState.ARCHIVING: ("Đang tạo PDF tìm kiếm được", "picture_as_pdf"),
    JobState.DONE: ("Hoàn thành", "check_circle"),
    JobState.FAILED: ("Không xử lý được", "error"),
    JobState.REFUSED: ("Không tiếp nhận", "block"),
    JobState.DUPLICATE: ("Đã có trong kho", "content_copy"),
    JobState.CANCELLED: ("Đã huỷ", "cancel"),
}

ROLES: dict[Role, str] = {
    Role.CLERK: "Cán bộ văn thư",
    Role.OFFICIAL: "Chuyên viên",
    Role.TRAINEE: "Học viên",
    Role.TRAINER: "Giảng viên",
    Role.CUSTODIAN: "Phụ trách bảo mật",
    Role.AUDITOR: "Kiểm tra, giám sát",
    Role.ADMINISTRATOR: "Quản trị viên",
}


FILE_ENDINGS = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".docx", ".txt", ".md"})


def document_type(code: str | None) -> str:
    """The type as its document prints it; an unknown code is shown as it is."""
    return translate(DOCUMENT_TYPES.get(code, code)) if code else translate("Chưa rõ tên loại")


def field_value(name: FieldName, value: str) -> str:
    """A field's stored value in the reader's words."""
    if name is FieldName.DOCUMENT_TYPE:
        return document_type(value)
    if name in {FieldName.SECRECY_LEVEL, FieldName.URGENCY_LEVEL}:
        return translate(LEVELS.get(value, value))
    if name is FieldName.ISSUE_DATE:
        try:
            return day(date.fromisoformat(value))
        except ValueError:
            return value
    return value


def confidence(value: float, doubtful: bool, source: str) -> tuple[str, str]:
    """How sure a field is, as words and an icon."""
    if source == "person":
        return translate("Đã được người kiểm tra"), "person_check"
    if source == "import":
        return translate("Nhập từ bảng siêu dữ liệu"), "table_view"
    if source == "handwritten":
        return translate("Chữ viết tay, cần kiểm tra"), "ink_pen"
    if doubtful or value < 0.6:
        return translate("Cần kiểm tra"), "help"
    if value < 0.9:
        return translate("Khá chắc chắn"), "check"
    return translate("Chắc chắn"), "done_all"


def headed(title: str) -> str:
    """A subject as a heading: Party documents print theirs beginning with a small letter.

    A document without a subject goes by its file's name, which stays as it was given.
    """
    if PurePath(title).suffix.lower() in FILE_ENDINGS:
        return title
    return title[:1].upper() + title[1:]


def day(value: date | None) -> str:
    """A date as Vietnamese official documents print it, or ISO in other languages."""
    if value is None:
        return translate("Chưa rõ ngày")
    return f"{value:%d/%m/%Y}" if current_language() == "vi" else value.isoformat()


def moment(value: datetime) -> str:
    """A moment in Viet Nam's time, wherever the server's clock is set, to the minute."""
    local = value.astimezone(OFFICE_TIME)
    return f"{local:%H:%M} {day(local.date())}"


def percent(share: float, *, digits: int = 0) -> str:
    """A share, 0..1, as people write it: `2,5 %`."""
    text = f"{share * 100:.{digits}f} %"
    return text.replace(".", ",") if current_language() == "vi" else text


def size(count: int) -> str:
    """A file size in the unit people use."""
    if count >= 1 << 30:
        text = f"{count / (1 << 30):.1f} GB"
    elif count >= 1 << 20:
        text = f"{count / (1 << 20):.1f} MB"
    else:
        text = f"{max(1, round(count / 1024))} KB"
    return text.replace(".", ",") if current_language() == "vi" else text
