"""The card of real first pages, their true values read by hand from the images.

Nothing may be wrong and unflagged. What is written by hand may be flagged or left out; what is printed
must be right.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.cataloguing import CatalogueReading, read_fields
from ocr.recognise import OcrOptions, recognise_page
from ocr.source import open_source
from records.types import FieldName as F
from records.types import RelationKind as K

pytestmark = [pytest.mark.shared, pytest.mark.timeout(120)]

TRUTH = {
    "scans/pages/qd_707_ttg_p1.png": {
        F.REFERENCE_NUMBER: "707/QĐ-TTg",
        F.DOCUMENT_NUMBER: "707",
        F.DOCUMENT_SYMBOL: "QĐ-TTg",
        F.DOCUMENT_TYPE: "decision",
        F.ISSUING_BODY: "Thủ tướng Chính phủ",
        F.PLACE_OF_ISSUE: "Hà Nội",
        F.ISSUE_DATE: "2026-04-22",
    },
    "scans/pages/nq_115_ba_vi_p1.png": {
        F.REFERENCE_NUMBER: "115/NQ-CP",
        F.DOCUMENT_NUMBER: "115",
        F.DOCUMENT_SYMBOL: "NQ-CP",
        F.DOCUMENT_TYPE: "resolution",
        F.ISSUING_BODY: "Chính phủ",
        F.PLACE_OF_ISSUE: "Hà Nội",
        F.ISSUE_DATE: "2026-04-29",
    },
    "scans/pages/tt_37_bca_p1.png": {
        F.REFERENCE_NUMBER: "37/2026/TT-BCA",
        F.DOCUMENT_NUMBER: "37",
        F.DOCUMENT_SYMBOL: "2026/TT-BCA",
        F.DOCUMENT_TYPE: "circular",
        F.ISSUING_BODY: "Bộ Công an",
        F.PLACE_OF_ISSUE: "Hà Nội",
        F.ISSUE_DATE: "2026-04-24",
    },
    "born_digital/hanoi_kh_173_festival.pdf": {
        F.REFERENCE_NUMBER: "173/KH-UBND",
        F.DOCUMENT_NUMBER: "173",
        F.DOCUMENT_SYMBOL: "KH-UBND",
        F.DOCUMENT_TYPE: "plan",
        F.ISSUING_BODY: "Ủy ban nhân dân thành phố Hà Nội",
        F.PLACE_OF_ISSUE: "Hà Nội",
        F.ISSUE_DATE: "2026-04-28",
        F.SUBJECT: "Tổ chức “Festival Thăng Long - Hà Nội lần thứ II, năm 2026”",
    },
    "born_digital/hanoi_qd_2280_water.pdf": {
        F.REFERENCE_NUMBER: "2280/QĐ-UBND",
        F.DOCUMENT_NUMBER: "2280",
        F.DOCUMENT_SYMBOL: "QĐ-UBND",
        F.DOCUMENT_TYPE: "decision",
        F.ISSUING_BODY: "Ủy ban nhân dân thành phố Hà Nội",
        F.PLACE_OF_ISSUE: "Hà Nội",
        F.ISSUE_DATE: "2026-04-29",
        F.SUBJECT: "Phê duyệt Kế hoạch Bảo đảm thoát nước, chống úng ngập khu vực nội thành "
        "Thành phố mùa mưa năm 2026",
        F.SIGNER_NAME: "Trương Việt Dũng",
        F.SIGNER_TITLE: "Phó Chủ tịch",
    },
    "born_digital/hanoi_tb_453_flag.pdf": {
        F.REFERENCE_NUMBER: "453/TB-UBND",
        F.DOCUMENT_NUMBER: "453",
        F.DOCUMENT_SYMBOL: "TB-UBND",
        F.DOCUMENT_TYPE: "notice",
        F.ISSUING_BODY: "Ủy ban nhân dân thành phố Hà Nội",
        F.PLACE_OF_ISSUE: "Hà Nội",
        F.ISSUE_DATE: "2026-04-29",
        F.SUBJECT: "Về việc treo cờ Tổ quốc",
        F.SIGNER_NAME: "Võ Tuấn Anh",
        F.SIGNER_TITLE: "Phó Chánh Văn phòng",
    },
    "party_documents/294-QD-TW_2025-05-26.pdf": {
        F.REFERENCE_NUMBER: "294-QĐ/TW",
        F.DOCUMENT_NUMBER: "294",
        F.DOCUMENT_SYMBOL: "QĐ/TW",
        F.DOCUMENT_TYPE: "regulation",  # QUY ĐỊNH is printed; the symbol alone would say decision
        F.ISSUING_BODY: "Ban Chấp hành Trung ương",
        F.PLACE_OF_ISSUE: "Hà Nội",
        F.ISSUE_DATE: "2025-05-26",
    },
}
BY_HAND = {F.REFERENCE_NUMBER, F.DOCUMENT_NUMBER, F.ISSUE_DATE}
"""Filled in with a pen on the three scans."""


def _read(path: Path) -> CatalogueReading:
    with open_source(path) as source:
        return read_fields([recognise_page(source, 1, OcrOptions(languages="vie", timeout_s=60))])


@pytest.mark.parametrize("name", TRUTH)
def test_real_first_pages(shared_data: Path, name: str) -> None:
    reading = _read(shared_data / name)
    fields = {entry.name: entry for entry in reading.fields}
    scan = name.startswith("scans/")
    for field, true in TRUTH[name].items():
        entry = fields.get(field)
        if scan and field in BY_HAND:
            assert entry is None or entry.doubtful, f"{field}: read from handwriting and not flagged"
            continue
        assert entry is not None, f"{field} not read"
        assert entry.value == true
        assert entry.page == 1
        assert entry.box is not None
    assert reading.needs_review is scan
    assert reading.language == "vi"


def test_relations_of_a_real_amending_circular(shared_data: Path) -> None:
    reading = _read(shared_data / "scans/pages/tt_37_bca_p1.png")
    kinds = {r.reference_number: r.kind for r in reading.relations}
    assert kinds["79/2024/TT-BCA"] is K.AMENDS
    assert kinds["36/2024/QH15"] is K.BASED_ON
    assert kinds["02/2025/NĐ-CP"] is K.BASED_ON
    assert kinds["11/2025/NĐ-CP"] is K.REFERS_TO  # it amended the decree, not this circular
    assert kinds["13/2025/TT-BCA"] is K.REFERS_TO  # "đã được sửa đổi, bổ sung bởi"


def test_repeal_on_a_signature_page(shared_data: Path) -> None:
    (relation,) = _read(shared_data / "scans/pages/nd_p8_signature.png").relations
    assert relation.kind is K.REPEALS
    assert relation.reference_number == "151/2013/NĐ-CP"
    assert relation.scope is not None
    assert relation.scope.startswith("khoản 8 Điều 4, điểm a khoản 4 Điều")
    assert relation.box is not None
