"""The citation form of the field, from what the catalogue knows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest

from rag.citing import NOWHERE, Place, cited_form
from records.types import DocumentStatus, DocumentSummary

FULL = Place("5", "2", "a", 3)


def a_summary(**known: Any) -> DocumentSummary:
    """A document of which only `known` is catalogued."""
    fields: dict[str, Any] = {
        "id": 1, "filename": "quet-001.pdf", "status": DocumentStatus.READY, "unit_id": 1, "page_count": 9,
        "needs_review": False, "created_at": datetime(2026, 1, 1, tzinfo=UTC), "reference_number": None,
        "document_type": None, "issuing_body": None, "issue_date": None, "subject": None,
    }  # fmt: skip
    return DocumentSummary(**{**fields, **known})


@pytest.mark.parametrize(
    ("known", "place", "expected"),
    [
        (
            ("57-NQ/TW", "resolution", "Bộ Chính trị", date(2024, 12, 22)),
            Place("5", "2", None, 3),
            "Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị, Điều 5, khoản 2, tr. 3",
        ),
        (
            ("30/2020/NĐ-CP", "decree", "Chính phủ", date(2020, 3, 5)),
            FULL,
            "Nghị định số 30/2020/NĐ-CP ngày 05/03/2020 của Chính phủ, Điều 5, khoản 2, điểm a, tr. 3",
        ),
        (("12-QĐ/TU", None, None, None), NOWHERE, "Văn bản số 12-QĐ/TU"),
        ((None, "report", "Đảng uỷ xã A", None), NOWHERE, "Báo cáo của Đảng uỷ xã A “Kết quả quý I”"),
        ((None, None, None, None), Place(page=2), "Kết quả quý I, tr. 2"),
    ],
)
def test_what_is_known_is_told(known: Any, place: Place, expected: str) -> None:
    number, kind, body, day = known
    document = a_summary(
        reference_number=number,
        document_type=kind,
        issuing_body=body,
        issue_date=day,
        subject="Kết quả quý I",
    )
    assert cited_form(document, place) == expected


def test_what_is_missing_leaves_no_gap() -> None:
    for number, kind, body, day, subject, place in product(
        (None, "57-NQ/TW"), (None, "resolution"), (None, "Bộ Chính trị"), (None, date(2024, 12, 22)),
        (None, "Về việc A"), (NOWHERE, FULL, Place(clause="1"), Place(page=4)),
    ):  # fmt: skip
        told = cited_form(
            a_summary(
                reference_number=number,
                document_type=kind,
                issuing_body=body,
                issue_date=day,
                subject=subject,
            ),
            place,
        )
        assert "None" not in told
        assert not [gap for gap in (",,", ", ,", "  ", " ,") if gap in told]
        assert told == told.strip(" ,")
