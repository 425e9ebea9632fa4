"""The catalogue's values as other rooms see them: plain, frozen, without a database session."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ocr.page import Box


class DocumentStatus(StrEnum):
    PROCESSING = "processing"
    READY = "ready"
    FAILED = "failed"
    REMOVING = "removing"
    """Found to be a state secret; no read sees it, and soon nothing is left (`records.removal`)."""
    WITHDRAWN = "withdrawn"
    """Its pages went into other documents; no read sees it, everything is kept (`records.withdrawing`)."""

    @property
    def living(self) -> bool:
        """Whether it is in the library at all."""
        return self not in {DocumentStatus.REMOVING, DocumentStatus.WITHDRAWN}


LIVING = tuple(status.value for status in DocumentStatus if status.living)
"""States of documents that people may see."""
GONE = tuple(status.value for status in DocumentStatus if not status.living)
"""The others."""


class SecrecyLevel(StrEnum):
    """State secrecy (Law 117/2025/QH15); `NONE` is the only level an ordinary installation keeps."""

    NONE = "none"
    CONFIDENTIAL = "confidential"  # Mật
    SECRET = "secret"  # noqa: S105  # Tối mật
    TOP_SECRET = "top_secret"  # noqa: S105  # Tuyệt mật


class DataClass(StrEnum):
    """How a document is shared (Regulation 384-QĐ/TW, Art. 4.6); top secret is not held at all."""

    ORDINARY = "ordinary"  # Thường
    SENSITIVE = "sensitive"  # Nhạy cảm
    CONFIDENTIAL = "confidential"  # Mật
    SECRET = "secret"  # noqa: S105  # Tối mật

    @property
    def needs_grant(self) -> bool:
        return self is not DataClass.ORDINARY

    @property
    def is_state_secret(self) -> bool:
        return self in {DataClass.CONFIDENTIAL, DataClass.SECRET}


class FieldName(StrEnum):
    """Catalogue fields (Circular 05/2025/TT-BNV names; domain glossary)."""

    REFERENCE_NUMBER = "reference_number"  # 115/NQ-CP: without spaces
    DOCUMENT_NUMBER = "document_number"  # 115
    DOCUMENT_SYMBOL = "document_symbol"  # NQ-CP
    DOCUMENT_TYPE = "document_type"  # a code of cataloguing's type table: resolution, decision, ...
    ISSUING_BODY = "issuing_body"
    PARENT_BODY = "parent_body"
    PLACE_OF_ISSUE = "place_of_issue"
    ISSUE_DATE = "issue_date"  # ISO
    SUBJECT = "subject"
    SIGNER_NAME = "signer_name"
    SIGNER_TITLE = "signer_title"
    SIGNING_AUTHORITY = "signing_authority"  # TM. CHÍNH PHỦ KT. THỦ TƯỚNG; T/M BỘ CHÍNH TRỊ
    RECIPIENTS = "recipients"  # one per line
    SECRECY_LEVEL = "secrecy_level"
    URGENCY_LEVEL = "urgency_level"  # none, urgent, very_urgent, express


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One field with where it was read and how sure that is."""

    name: FieldName
    value: str
    confidence: float
    page: int | None = None
    box: Box | None = None
    source: str = "printed"
    """`printed`, `handwritten` (doubtful by nature), `derived`, `person`, `import` (a person's table)."""
    doubtful: bool = False
    alternatives: tuple[str, ...] = ()
    """Other readings of the whole value, likeliest first, without `value`."""
    evidence: str = ""
    """The printed line or lines the value rests on, as read."""

    @property
    def by_person(self) -> bool:
        """Whether a person answers for it."""
        return self.source in {"person", "import"}


class RelationKind(StrEnum):
    BASED_ON = "based_on"  # Căn cứ
    REPLACES = "replaces"  # thay thế
    AMENDS = "amends"  # sửa đổi, bổ sung
    REPEALS = "repeals"  # bãi bỏ
    GUIDES = "guides"  # hướng dẫn, quy định chi tiết
    IMPLEMENTS = "implements"  # triển khai thực hiện
    REFERS_TO = "refers_to"  # dẫn chiếu


@dataclass(frozen=True, slots=True)
class RelationFound:
    """A relation read from a document's text, before its target is looked up in the library."""

    kind: RelationKind
    reference_number: str
    """Target as printed, without spaces: `57-NQ/TW`."""
    issue_date: date | None
    scope: str | None
    """The part concerned as printed ("khoản 2 Điều 5"), None for the whole document."""
    evidence: str
    page: int
    box: Box | None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation as one document's page shows it; the other end only if the Scope holds it."""

    kind: RelationKind
    direction: str
    """`outgoing` (this document does it) or `incoming` (it is done to this document)."""
    reference_number: str
    document_id: int | None
    title: str | None
    scope: str | None
    evidence: str
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Validity:
    status: str
    """`valid`, `expired`, `partially_expired`, `not_yet_effective`, `unknown`."""
    as_of: date
    since: date | None = None
    until: date | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewDocument:
    """What intake knows when a document is first entered in the catalogue."""

    filename: str
    unit_id: int
    sha256: str
    media_type: str
    size: int
    page_count: int
    created_by: int
    secrecy_level: SecrecyLevel = SecrecyLevel.NONE
    """As declared by the uploader."""
    data_class: DataClass = DataClass.ORDINARY
    language: str = "vi"
    upload_key: str | None = None
    """One per upload: registering again with the same key gives the same document (a step repeated)."""
    unread_by_uploader: bool = False
    """Handed in for a unit below, whose documents the uploader does not read: it counts as nobody's
    duplicate, or being told so would tell that the unit holds it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One field changed or confirmed by a person."""

    name: FieldName
    before: str | None
    after: str
    account_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A row of the library list."""

    id: int
    filename: str
    status: DocumentStatus
    unit_id: int
    reference_number: str | None
    document_type: str | None
    issuing_body: str | None
    issue_date: date | None
    subject: str | None
    page_count: int
    needs_review: bool
    created_at: datetime
    data_class: DataClass = DataClass.ORDINARY

    @property
    def audience(self) -> int:
        """The unit whose people may read it; 0 where a grant is needed."""
        return 0 if self.data_class.needs_grant else self.unit_id

    @property
    def title(self) -> str:
        """What a person calls it: the subject, else the file name."""
        return self.subject or self.filename


@dataclass(frozen=True, slots=True)
class Document:
    """One document whole."""

    summary: DocumentSummary
    sha256: str
    media_type: str
    size: int
    language: str
    secrecy_level: SecrecyLevel
    urgency_level: str
    revision: int
    indexed_revision: int
    fields: dict[FieldName, FieldValue] = field(default_factory=dict)
    failed_pages: dict[int, str] = field(default_factory=dict)
    """Page number to error code, for pages that could not be read."""
    has_archive: bool = False
    """Whether a searchable PDF has been made."""
    masked: bool = False
    """Whether personal data in it is covered for this reader."""


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """What the library list is narrowed to; None means no narrowing on that field."""

    text: str | None = None
    """Words looked for in number, subject, issuer and file name, with or without accents."""
    document_type: str | None = None
    issuing_body: str | None = None
    year: int | None = None
    status: DocumentStatus | None = None
    needs_review: bool | None = None
    issued_until: date | None = None


@dataclass(frozen=True, slots=True)
class DocumentChoice:
    """Documents a question speaks of; what is empty or None does not choose."""

    document_types: frozenset[str] = frozenset()
    issuing_bodies: frozenset[str] = frozenset()
    """As written in the documents' fields."""
    issued_from: date | None = None
    issued_until: date | None = None

    def holds(self, document: DocumentSummary) -> bool:
        """Whether `document` is one of them."""
        if self.document_types and document.document_type not in self.document_types:
            return False
        if self.issuing_bodies and document.issuing_body not in self.issuing_bodies:
            return False
        first, last, day = self.issued_from, self.issued_until, document.issue_date
        if first is None and last is None:
            return True
        return day is not None and (first is None or first <= day) and (last is None or day <= last)


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts over what the Scope holds: value to number of documents."""

    document_types: dict[str, int]
    issuing_bodies: dict[str, int]
    years: dict[int, int]
    statuses: dict[str, int]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """`items` of `total`, from `offset`."""

    items: tuple[DocumentSummary, ...]
    total: int
    offset: int
