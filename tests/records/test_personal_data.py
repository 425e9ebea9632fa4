"""What is covered of personal data, what is not, and that a text keeps its length."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.personal_data import COVER, mask

COVERED = {
    "identity card": ("CCCD số 079085001234 do Cục Cảnh sát cấp", "079085001234"),
    "identity card alone": ("ông Nguyễn Văn An, 001085012345, cán bộ", "001085012345"),
    "identity card in groups": ("Số CCCD: 001 085 012 345", "001 085 012 345"),
    "identity card in fours": ("0790 8500 1234", "0790 8500 1234"),
    "identity card with a letter O": ("Căn cước công dân số O79085OO1234", "O79085OO1234"),
    "old identity card": ("CMND: 123456789 cấp ngày 01/02/2010", "123456789"),
    "old identity card alone": ("(giấy tờ 123456789)", "123456789"),
    "old identity card in groups": ("Chứng minh nhân dân số 123 456 789", "123 456 789"),
    "both kinds named": ("Số CMND/CCCD: 012345678901", "012345678901"),
    "personal number": ("Số định danh cá nhân: 079085001234", "079085001234"),
    "value on the next line": ("Số CCCD:\n079085001234", "079085001234"),
    "passport": ("Hộ chiếu số B1234567", "B1234567"),
    "passport alone": ("mang theo C7654321 khi xuất cảnh", "C7654321"),
    "mobile": ("gọi 0912345678", "0912345678"),
    "mobile with dots": ("0912.345.678", "0912.345.678"),
    "mobile with blanks": ("0912 345 678", "0912 345 678"),
    "mobile in pairs": ("09 12 34 56 78", "09 12 34 56 78"),
    "mobile with dashes": ("0388-123-456", "0388-123-456"),
    "mobile from abroad": ("+84 912 345 678", "84 912 345 678"),
    "mobile from abroad in brackets": ("(+84) 912345678", "84) 912345678"),
    "mobile with a spare zero": ("+84 (0)912 345 678", "84 (0)912 345 678"),
    "mobile with 84": ("84912345678", "84912345678"),
    "landline": ("ĐT: 024.38251234", "024.38251234"),
    "landline in brackets": ("(024) 3825 1234", "(024) 3825 1234"),
    "landline of a province": ("0243 825 1234", "0243 825 1234"),
    "landline of old": ("04.38251234", "04.38251234"),
    "government line": ("080.43162", "080.43162"),
    "two phones": ("Điện thoại: 0912345678 / 0987654321", "0912345678 / 0987654321"),
    "short phone behind a label": ("Số điện thoại: 38 251 234", "38 251 234"),
    "fax": ("Fax: 080 44940", "080 44940"),
    "e-mail": ("thư: nguyenvan.an@hanoi.gov.vn", "nguyenvan.an@hanoi.gov.vn"),
    "e-mail as read": ("Email: an.nv @ gmail.com", "an.nv @ gmail.com"),
    "bank account": ("Số tài khoản: 1903 5678 9012 tại Ngân hàng", "1903 5678 9012"),
    "bank account, short": ("STK 0011004567890", "0011004567890"),
    "tax code": ("Mã số thuế: 8012345678", "8012345678"),
    "tax code with branch": ("MST: 0101234567-001", "0101234567-001"),
    "birth": ("Ngày sinh: 05/03/1980", "05/03/1980"),
    "birth in words": ("sinh ngày 05 tháng 3 năm 1980 tại", "05 tháng 3 năm 1980"),
    "birth, long label": ("Ngày, tháng, năm sinh: 5-3-1980", "5-3-1980"),
    "year of birth": ("ông Trần Văn B, sinh năm 1975, nghề", "1975"),
    "birth after a name": ("Trần Văn Bình sinh năm 1975", "1975"),
    "home": (
        "Nơi thường trú: Số 12, ngõ 5, phường Láng Hạ, thành phố Hà Nội",
        "Số 12, ngõ 5, phường Láng Hạ, thành phố Hà Nội",
    ),
    "home over two lines": (
        "Nơi thường trú: Số 12, ngõ 5, đường Nguyễn Chí Thanh, phường Láng Thượng,\nquận Đống Đa, Hà Nội",
        "Số 12, ngõ 5, đường Nguyễn Chí Thanh, phường Láng Thượng,\nquận Đống Đa, Hà Nội",
    ),
    "home in running text": (
        "thường trú tại thôn 3, xã Đông Anh, tỉnh X; có hành vi",
        "thôn 3, xã Đông Anh, tỉnh X",
    ),
    "address": ("Địa chỉ: 25 Lê Lợi, phường Bến Nghé", "25 Lê Lợi, phường Bến Nghé"),
    "address with short forms": (
        "Địa chỉ: 25 Lê Lợi, P. Bến Nghé, Q. 1, TP. HCM",
        "25 Lê Lợi, P. Bến Nghé, Q. 1, TP. HCM",
    ),
    "house number": ("tại số nhà 47, tổ 3", "số nhà 47, tổ 3"),
    "house in a street": ("ở số 12 đường Lê Lợi, phường 5", "số 12 đường Lê Lợi, phường 5"),
    "address over two lines": ("Địa chỉ: Lô CN27A, Khu\ncông nghệ cao", "Lô CN27A, Khu\ncông nghệ cao"),
    "address cut off": (
        "Địa chỉ: Số 12, phố Nguyễn Trãi, phường\nHà Đông",
        "Số 12, phố Nguyễn Trãi, phường\nHà Đông",
    ),
    "household book": ("HKTT: Xóm 4, xã Hưng Lộc", "Xóm 4, xã Hưng Lộc"),
    "home district": ("Quê quán: xã Kim Liên, huyện Nam Đàn", "xã Kim Liên, huyện Nam Đàn"),
    "number plate": ("xe ô tô 30A-123.45", "30A-123.45"),
    "number plate, short": ("biển số 29X1-1234", "29X1-1234"),
    "number plate of a motorcycle": ("BKS: 29-B1 234.56", "29-B1 234.56"),
    "Party card": ("Số thẻ đảng viên: 12.345678", "12.345678"),
    "Party card, other words": ("Thẻ Đảng số 00123456", "00123456"),
    "insurance": ("mã số BHXH: 0123456789", "0123456789"),
    "decomposed": (
        unicodedata.normalize("NFD", "Nơi thường trú: Xã Đông Anh"),
        unicodedata.normalize("NFD", "Xã Đông Anh"),
    ),
    "no accents": ("so dien thoai: 0912 345 678", "0912 345 678"),
    "full-width digits": ("０９１２３４５６７８", "０９１２３４５６７８"),
}
"""Text, and the part of it of which no letter or digit may be left."""

KEPT = [
    "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị",
    "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020",
    "Căn cứ Luật số 117/2025/QH15; Quyết định số 1234567/QĐ-UBND",
    "kinh phí 1.234.567.890 đồng, trong đó 123456789 đồng từ ngân sách",
    "tổng mức 012.345 triệu đồng; tỷ lệ 0,912345678",
    "Điều 12, khoản 3, điểm a; Điều 123456",
    "năm học 2024-2025, tuyển sinh năm 2024, học sinh năm 2020, thí sinh năm 2019",
    "chi phí phát sinh năm 2023; vệ sinh năm 2022",
    "Học sinh năm 2020 và Sinh viên năm 2021",
    "ngày 05.03.2025 10 giờ 30 phút",
    "công khai địa chỉ trên Cổng thông tin điện tử",
    "nơi thường trú của người đó do công an xã xác nhận",
    "đăng ký thường trú, tạm trú theo quy định của pháp luật",
    "tài khoản 112, tài khoản 3337 theo Thông tư",
    "Mẫu số 01A-2024; Phụ lục 02B/KH",
    "căn cước công dân theo Luật Căn cước số 26/2023/QH15",
    "Thẻ Đảng và thẻ căn cước được cấp năm 2024",
    "giai đoạn 2021-2025, tầm nhìn đến năm 2045",
    "1 2 3 4 5 6 7 8 9 10 11 12",
    "TCVN 6909:2001, QCVN 41:2019/BGTVT",
    "Kế hoạch số 0912/KH-UBND",
    "diện tích 0912 m2, 345 thửa, 678 hộ",
    "Điều 7. Các hành vi bị nghiêm cấm về cư trú\n\n1. Cản trở công dân thực hiện quyền",
    "Luật Cư trú số 81/2006/QH11 đã được sửa đổi",
    "quản lý sau cai nghiện tại nơi cư trú: Thực hiện theo Thông tư số 62/2022/TT-BCA",
    "không quá 02 Phó Chi cục trưởng; 03 ngạch Kiểm toán viên",
    "tên miền là @nghean.gov.vn",
    "Địa chỉ\n\n1\n\nTrực tiếp",
    "Địa chỉ:\n\nSố điện thoại: ",
    "Người sinh ra trên lãnh thổ",
]


@pytest.mark.parametrize(("text", "personal"), COVERED.values(), ids=COVERED.keys())
def test_personal_data_is_covered_and_nothing_else(text: str, personal: str) -> None:
    at = text.index(personal)
    covered = mask(text)
    assert len(covered) == len(text)
    left = covered[at : at + len(personal)]
    assert COVER in left
    assert not any(sign.isalnum() or unicodedata.combining(sign) for sign in left), covered
    assert covered[:at] == text[:at]
    assert covered[at + len(personal) :] == text[at + len(personal) :]


@pytest.mark.parametrize("text", KEPT)
def test_what_is_not_personal_stays(text: str) -> None:
    assert mask(text) == text


@given(st.text(max_size=300))
def test_length_and_layout_stay(text: str) -> None:
    covered = mask(text)
    assert len(covered) == len(text)
    for before, after in zip(text, covered, strict=True):
        assert after == before or (after == COVER and not before.isspace())


_WORDS = "ông bà theo quy định của ủy ban nhân dân về việc báo cáo, đề nghị; xem xét"
words = st.sampled_from(_WORDS.split())
sentences = st.lists(words, min_size=1, max_size=12).map(" ".join)
digits = st.integers(0, 9).map(str)
groupings = st.sampled_from([(4, 3, 3), (10,), (3, 3, 4), (4, 6), (2, 2, 2, 2, 2)])
blanks = st.sampled_from(["", " ", ".", "-"])


@given(
    st.tuples(sentences, sentences),
    st.sampled_from("35789"),
    st.lists(digits, min_size=8, max_size=8),
    groupings,
    blanks,
)
def test_any_mobile_number_in_any_sentence(
    around: tuple[str, str], second: str, rest: list[str], groups: tuple[int, ...], between: str
) -> None:
    before, after = around
    number = "0" + second + "".join(rest)
    parts, at = [], 0
    for size in groups:
        parts.append(number[at : at + size])
        at += size
    covered = mask(f"{before} {between.join(parts)} {after}")
    assert not any(sign.isdigit() for sign in covered)
    assert covered.startswith(before)
    assert covered.endswith(after)


@given(sentences, sentences, st.lists(digits, min_size=11, max_size=11))
def test_any_identity_number_in_any_sentence(before: str, after: str, rest: list[str]) -> None:
    covered = mask(f"{before} 0{''.join(rest)}, {after}")
    assert covered == f"{before} {COVER * 12}, {after}"


@given(st.text(alphabet="abcdeêđưăâôơ ,.;\n", max_size=200))
def test_a_text_without_digits_and_labels_stays(text: str) -> None:
    assert mask(text) == text


def test_real_documents_without_persons_are_left_alone(shared_data: Path) -> None:
    """Laws, Party documents and scans: articles, numbers, dates and money, and nobody's data."""
    found = [*shared_data.glob("laws/*.txt"), *shared_data.glob("party_documents/*.md")]
    found += shared_data.glob("scans/truth/*.txt")
    assert len(found) > 20
    covered = {path.name: mask(path.read_text(encoding="utf-8")).count(COVER) for path in found}
    printed = {path.name: path.read_text(encoding="utf-8").count(COVER) for path in found}
    assert covered == printed
