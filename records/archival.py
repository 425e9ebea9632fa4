"""A document and a dossier as Circular 05/2025/TT-BNV names their data elements.

Names, code lists and lengths are those that implementers read from the circular's annexes; the element the
circular calls `confidenceLevel` is where a file came from, never how well it was read. An element whose value
is not known stays empty: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from records.document_types import document_types
from records.dossiers.types import DossierCard
from records.types import DataClass, Document, FieldName

Row = dict[str, str]
"""Element name to value."""


@dataclass(frozen=True, slots=True)
class Element:
    name: str
    """As in data exchange."""
    label: str
    """As in the circular."""
    required: bool = False
    longest: int = 0
    """Characters; 0 where no limit is given."""


DOCUMENT = (
    Element("docId", "Mã định danh văn bản", True, 25),
    Element("arcDocCode", "Mã lưu trữ của tài liệu", True, 100),
    Element("maintenance", "Thời hạn lưu trữ", True),
    Element("typeName", "Tên loại", True),
    Element("codeNumber", "Số của văn bản", False, 11),
    Element("codeNotation", "Ký hiệu của văn bản", False, 30),
    Element("issuedDate", "Ngày, tháng, năm ban hành", True, 10),
    Element("organName", "Tên cơ quan, tổ chức ban hành", True, 200),
    Element("subject", "Trích yếu nội dung", True, 500),
    Element("language", "Ngôn ngữ", True),
    Element("numberOfPage", "Số lượng trang", True, 4),
    Element("inforSign", "Ký hiệu thông tin", False, 30),
    Element("keyword", "Từ khóa", False, 100),
    Element("mode", "Mức độ tiếp cận", True),
    Element("confidenceLevel", "Mức độ tin cậy"),
    Element("autograph", "Bút tích", False, 2000),
    Element("format", "Tình trạng vật lý"),
    Element("process", "Quy trình xử lý"),
    Element("riskRecovery", "Chế độ dự phòng", True),
    Element("riskRecoveryStatus", "Tình trạng dự phòng"),
    Element("description", "Ghi chú", False, 500),
)
"""The 21 elements of a document, in the circular's order."""

BESIDE = (
    Element("referenceNumber", "Số, ký hiệu"),
    Element("typeText", "Tên loại bằng chữ"),
    Element("signerTitle", "Chức vụ người ký"),
    Element("signerName", "Người ký"),
    Element("fileName", "Tên tệp"),
)
"""What the 21 do not hold: Party types share one code, and a signer has no element of his own."""

DOSSIER = (
    Element("arcFileCode", "Mã hồ sơ", True, 100),
    Element("title", "Tiêu đề hồ sơ", True, 1000),
    Element("maintenance", "Thời hạn lưu trữ", True),
    Element("mode", "Mức độ tiếp cận", True),
    Element("language", "Ngôn ngữ", True),
    Element("startDate", "Thời gian bắt đầu", True, 10),
    Element("endDate", "Thời gian kết thúc", True, 10),
    Element("keyword", "Từ khóa", False, 100),
    Element("totalDoc", "Tổng số tài liệu trong hồ sơ", True),
    Element("numberOfPaper", "Số lượng tờ", True),
    Element("numberOfPage", "Số lượng trang", True),
    Element("format", "Tình trạng vật lý"),
    Element("inforSign", "Ký hiệu thông tin", False, 30),
    Element("confidenceLevel", "Mức độ tin cậy"),
    Element("paperFileCode", "Mã hồ sơ gốc giấy", False, 100),
    Element("riskRecovery", "Chế độ dự phòng", True),
    Element("riskRecoveryStatus", "Tình trạng dự phòng"),
    Element("description", "Ghi chú", False, 2000),
)

_TYPES = (
    *("resolution", "decision", "directive", "rules", "regulation", "communique", "notice", "guidance"),
    *("programme", "plan", "proposal_plan", "scheme", "project", "report", "minutes", "submission"),
    *("contract", "official_letter", "official_telegram", "memorandum", "agreement", "power_of_attorney"),
    *("invitation", "letter_of_introduction", "leave_permit", "dispatch_slip", "transfer_slip"),
    *("notification_slip", "official_courtesy_letter"),
)
"""Codes 01 to 29; 30 is a map, 31 a technical drawing, 32 anything else, Party types among them."""
OTHER_TYPE = "32"
_VIETNAMESE = "01"
_CONDITIONAL, _SECRET = "02", "03"
_DIGITISED = "02"
_ORDINAL_DIGITS = 7


def type_code(kind: str | None) -> str:
    """The circular's code of one of our types; empty where the type is not known."""
    if not kind:
        return ""
    return f"{_TYPES.index(kind) + 1:02}" if kind in _TYPES else OTHER_TYPE


def type_of(code: str) -> str | None:
    """Our type of a code of the circular; None for "other" and what is no code."""
    return _TYPES[int(code) - 1] if code.isdecimal() and 0 < int(code) <= len(_TYPES) else None


def archival_code(card: DossierCard, ordinal: int) -> str:
    """Mã lưu trữ của tài liệu: the dossier's code and seven digits."""
    return f"{card.code}.{ordinal:0{_ORDINAL_DIGITS}}"


def document_row(
    document: Document, card: DossierCard | None = None, ordinal: int = 0, *, digitised: bool | None = None
) -> Row:
    """The elements of a document; those of its dossier only where it is in one.

    `digitised`: whether its pages are scans; None where that is not known.
    """
    summary = document.summary
    told = {name: value.value for name, value in document.fields.items()}
    scanned = document.media_type.startswith("image/") if digitised is None else digitised
    number, symbol = told.get(FieldName.DOCUMENT_NUMBER, ""), told.get(FieldName.DOCUMENT_SYMBOL, "")
    row = {
        "docId": str(summary.id),
        "typeName": type_code(summary.document_type),
        "codeNumber": number,
        "codeNotation": symbol,
        "issuedDate": day(summary.issue_date),
        "organName": summary.issuing_body or "",
        "subject": summary.subject or "",
        "language": _language(document.language),
        "numberOfPage": str(summary.page_count),
        "mode": _mode(summary.data_class, card),
        "confidenceLevel": _DIGITISED if scanned else "",
        "referenceNumber": summary.reference_number or "",
        "typeText": _type_text(summary.document_type),
        "signerTitle": told.get(FieldName.SIGNER_TITLE, ""),
        "signerName": told.get(FieldName.SIGNER_NAME, ""),
        "fileName": summary.filename,
    }
    if card is not None:
        row |= {
            "arcDocCode": archival_code(card, ordinal),
            "maintenance": card.retention.value,
            "riskRecovery": "1" if card.backed_up else "0",
        }
    return {element.name: row.get(element.name, "") for element in (*DOCUMENT, *BESIDE)}


def dossier_row(card: DossierCard, documents: Sequence[Document]) -> Row:
    """The elements of a dossier that holds these documents."""
    dates = [each.summary.issue_date for each in documents if each.summary.issue_date]
    row = {
        "arcFileCode": card.code,
        "title": card.title,
        "maintenance": card.retention.value,
        "mode": card.access_mode.value,
        "language": _VIETNAMESE,
        "startDate": day(card.start_date or min(dates, default=None)),
        "endDate": day(card.end_date or max(dates, default=None)),
        "keyword": card.keyword or "",
        "totalDoc": str(len(documents)),
        "numberOfPage": str(sum(each.summary.page_count for each in documents)),
        "format": card.physical_state.value if card.physical_state else "",
        "inforSign": card.information_sign or "",
        "confidenceLevel": card.origin.value,
        "paperFileCode": card.paper_code or "",
        "riskRecovery": "1" if card.backed_up else "0",
        "description": card.description or "",
    }
    return {element.name: row.get(element.name, "") for element in DOSSIER}


def missing(row: Mapping[str, str], elements: Sequence[Element]) -> list[str]:
    """Labels of required elements without a value, and of values that are too long."""
    return [
        element.label
        for element in elements
        if (element.required and not row.get(element.name))
        or (element.longest and len(row.get(element.name, "")) > element.longest)
    ]


def day(value: date | None) -> str:
    """DD/MM/YYYY, as the circular writes dates."""
    return value.strftime("%d/%m/%Y") if value else ""


def _language(code: str) -> str:
    """The circular's code of Vietnamese; another language by its own code, which its list leaves open."""
    return _VIETNAMESE if code == "vi" else code


def _mode(data_class: DataClass, card: DossierCard | None) -> str:
    if data_class.is_state_secret:
        return _SECRET
    if data_class.needs_grant:
        return _CONDITIONAL
    return card.access_mode.value if card is not None else ""


def _type_text(kind: str | None) -> str:
    return next((each.name for each in document_types() if each.code == kind), "")
