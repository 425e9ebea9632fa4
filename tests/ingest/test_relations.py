"""What one document does to another, by the words of official Vietnamese."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cataloguing.relations import read_relations
from records.types import RelationFound
from records.types import RelationKind as K
from tests.ingest.pages import plain


def _read(text: str, *, subject: str | None = None, own: str | None = None) -> list[RelationFound]:
    return read_relations([plain(text)], own=own, subject=subject)


def _kinds(text: str, *, subject: str | None = None) -> dict[str, K]:
    return {r.reference_number: r.kind for r in _read(text, subject=subject)}


@pytest.mark.parametrize(
    ("text", "kind", "scope"),
    [
        ("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;", K.BASED_ON, None),
        ("- Căn cứ Quy định số 30/2020/NĐ-CP;", K.BASED_ON, None),
        ("Quyết định này có hiệu lực từ ngày ký và thay thế Quyết định số 30/2020/NĐ-CP.", K.REPLACES, None),
        ("Điều 2. Bãi bỏ Quyết định số 30/2020/NĐ-CP.", K.REPEALS, None),
        (
            "2. Bãi bỏ khoản 3 Điều 5, Điều 7 Nghị định số 30/2020/NĐ-CP.",
            K.REPEALS,
            "khoản 3 Điều 5, Điều 7",
        ),
        (
            "Quyết định số 30/2020/NĐ-CP hết hiệu lực kể từ ngày Quyết định này có hiệu lực.",
            K.REPEALS,
            None,
        ),
        (
            "Điều 1. Sửa đổi, bổ sung khoản 2 Điều 5 của Nghị định số 30/2020/NĐ-CP như sau:",
            K.AMENDS,
            "khoản 2 Điều 5",
        ),
        ("Thông tư này hướng dẫn thi hành Nghị định số 30/2020/NĐ-CP.", K.GUIDES, None),
        ("Thông tư này quy định chi tiết Điều 9 Nghị định số 30/2020/NĐ-CP.", K.GUIDES, "Điều 9"),
        ("Thực hiện Nghị quyết số 30/2020/NĐ-CP, Ủy ban nhân dân tỉnh ban hành kế hoạch", K.IMPLEMENTS, None),
        ("Theo đề nghị của Sở Nội vụ tại Tờ trình số 30/2020/NĐ-CP;", K.REFERS_TO, None),
        (
            "3. Ban Thường vụ đồng ý điều chỉnh thời hạn một số nhiệm vụ tại Phụ lục kèm theo "
            "Kế hoạch số 30/2020/NĐ-CP, ngày 20/02/2026 như sau:",
            K.AMENDS,
            None,
        ),
        (
            "Thực hiện chỉ đạo của tỉnh, Sở Tài chính điều chỉnh một số nội dung tại "
            "Công văn số 30/2020/NĐ-CP như sau:",
            K.AMENDS,
            None,
        ),
        # guards
        (
            "Đề nghị Sở Tài chính điều chỉnh nội dung tại Công văn số 30/2020/NĐ-CP như sau:",
            K.REFERS_TO,
            None,
        ),
        ("Quyết định này có phạm vi điều chỉnh như Nghị định số 30/2020/NĐ-CP.", K.REFERS_TO, None),
        ("Quyết định số 30/2020/NĐ-CP được thay thế bởi Quyết định này.", K.REFERS_TO, None),
        ("Nghị định số 30/2020/NĐ-CP đã được điều chỉnh tại văn bản khác.", K.REFERS_TO, None),
        ("Quyết định này không thay thế Quyết định số 30/2020/NĐ-CP.", K.REFERS_TO, None),
        ("Luật này được sửa đổi, bổ sung bởi Luật số 30/2020/NĐ-CP.", K.REFERS_TO, None),
        ("Sửa đổi Nghị định số 30/2020/NĐ-CP, trình Chính phủ trong quý IV.", K.REFERS_TO, None),
        ("Nội dung mới: “Quyết định này thay thế Quyết định số 30/2020/NĐ-CP”.", K.REFERS_TO, None),
    ],
)
def test_turns_of_phrase(text: str, kind: K, scope: str | None) -> None:
    (relation,) = _read(text)
    assert (relation.kind, relation.scope) == (kind, scope)


def test_a_basis_and_what_is_said_of_it() -> None:
    kinds = _kinds(
        """
Căn cứ Luật Giao thông số 23/2004/QH11 được sửa đổi, bổ sung bởi Luật số 48/2014/QH13, Luật số 97/2015/QH13;
Căn cứ Nghị định số 78/2025/NĐ-CP quy định chi tiết và hướng dẫn thi hành Luật số 64/2025/QH15;
- Căn cứ các Luật: Luật Cơ yếu số 05/2011/QH13, ngày 26/11/2011; Luật Dữ liệu số 60/2024/QH15;
Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 52/TTr-SNV.
"""
    )
    assert {ref for ref, kind in kinds.items() if kind is K.BASED_ON} == {
        "23/2004/QH11",
        "78/2025/NĐ-CP",
        "05/2011/QH13",
        "60/2024/QH15",
    }
    assert all(
        kinds[ref] is K.REFERS_TO for ref in ("48/2014/QH13", "97/2015/QH13", "64/2025/QH15", "52/TTr-SNV")
    )


def test_a_list_of_what_is_implemented() -> None:
    kinds = _kinds(
        "Thực hiện Chỉ thị số 50-CT/TW, ngày 23/7/2025 của Ban Bí thư; Quy định số 339-QĐ/TW, "
        "ngày 10/7/2025; Hướng dẫn số 42-HD/BTCTW, ngày 28/10/2025, Ban Tuyên giáo hướng dẫn như sau:"
    )
    assert set(kinds.values()) == {K.IMPLEMENTS}
    assert len(kinds) == 3


def test_the_subject_says_what_the_document_does() -> None:
    subject = "Triển khai thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị"
    assert _kinds(f"KẾ HOẠCH\n{subject}", subject=subject) == {"57-NQ/TW": K.IMPLEMENTS}
    subject = "Sửa đổi, bổ sung một số điều của Thông tư số 79/2024/TT-BCA"
    assert _kinds(f"THÔNG TƯ\n{subject}", subject=subject) == {"79/2024/TT-BCA": K.AMENDS}


def test_a_review_of_how_another_is_carried_out_does_not_carry_it_out() -> None:
    subject = "về kết quả 6 tháng thực hiện Nghị quyết số 05-NQ/TU"
    assert _kinds(f"KẾT LUẬN\n{subject}", subject=subject) == {"05-NQ/TU": K.REFERS_TO}


def test_numbers_broken_at_line_ends_dates_and_evidence() -> None:
    (relation,) = _read("theo đề nghị tại Tờ trình 4017/TTr-\nBNNMT ngày 23 tháng 4 năm 2026 của Bộ")
    assert relation.reference_number == "4017/TTr-BNNMT"
    assert relation.issue_date == date(2026, 4, 23)
    assert "4017/TTr-BNNMT" in relation.evidence
    assert relation.page == 1
    assert relation.box is not None


def test_the_strongest_relation_to_one_target_is_kept_and_the_own_number_is_none() -> None:
    relations = _read(
        """
Căn cứ Quyết định số 12/QĐ-UBND ngày 05/3/2024;
Điều 5. Quyết định này thay thế Quyết định số 12/QĐ-UBND và Quyết định số 99/QĐ-UBND.
""",
        own="99/QĐ-UBND",
    )
    assert [(r.reference_number, r.kind) for r in relations] == [("12/QĐ-UBND", K.REPLACES)]


@given(st.text(st.sampled_from("căn cứthay thếbãi bỏ “”;.:\n0123456789/-NQĐTWĐiều này"), max_size=200))
def test_any_text_is_read_without_failing(text: str) -> None:
    if not text.split():
        return
    for relation in _read(text):
        assert relation.reference_number
        assert relation.evidence
