"""Secrecy marks in text: found however they are set, and not seen where there is none."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from ingest.screen import find_marks, highest
from ocr.page import Line, PageText, Word
from records.types import SecrecyLevel


def page(*lines: str, number: int = 1) -> PageText:
    """A page with evenly spaced words, a `|` standing for the gap between two columns."""
    made = []
    for row, text in enumerate(lines):
        words, left = [], 0.05
        for token in text.split():
            if token == "|":
                left += 0.1
                continue
            words.append(Word(token, (left, 0.02 * row, left + 0.03, 0.02 * row + 0.015), 0.9))
            left += 0.035
        made.append(
            Line(text.replace(" | ", " "), (0.05, 0.02 * row, 0.9, 0.02 * row + 0.015), 0.9, tuple(words))
        )
    return PageText(number, 1000, 1400, 200, "test", "scan", 0.9, tuple(made))


@pytest.mark.parametrize(
    ("lines", "level"),
    [
        (["MẬT"], SecrecyLevel.CONFIDENTIAL),
        (["[ MẬT ]"], SecrecyLevel.CONFIDENTIAL),
        (["MAT"], SecrecyLevel.CONFIDENTIAL),
        (["M Ậ T"], SecrecyLevel.CONFIDENTIAL),
        (["M", "Ậ", "T"], SecrecyLevel.CONFIDENTIAL),
        (["M.Ậ.T"], SecrecyLevel.CONFIDENTIAL),
        (["Độ mật: Mật"], SecrecyLevel.CONFIDENTIAL),
        (["TÀI LIỆU MẬT"], SecrecyLevel.CONFIDENTIAL),
        (["MẬT - Bản số: 05"], SecrecyLevel.CONFIDENTIAL),
        (["UBND TỈNH X | MẬT | CỘNG HOÀ XÃ HỘI"], SecrecyLevel.CONFIDENTIAL),
        (["TỐI MẬT"], SecrecyLevel.SECRET),
        (["TOI MAT"], SecrecyLevel.SECRET),
        (["T Ố I  M Ậ T"], SecrecyLevel.SECRET),
        (["TỐI", "MẬT"], SecrecyLevel.SECRET),
        (["Tuyệt mật"], SecrecyLevel.TOP_SECRET),
        (["TUYỆT", "MẬT"], SecrecyLevel.TOP_SECRET),
        (["*TUYỆT MẬT*"], SecrecyLevel.TOP_SECRET),
        (["T", "U", "Y", "Ệ", "T", "M", "Ậ", "T"], SecrecyLevel.TOP_SECRET),
        ([unicodedata.normalize("NFD", "TUYỆT MẬT")], SecrecyLevel.TOP_SECRET),
        ([unicodedata.normalize("NFD", "MẬT")], SecrecyLevel.CONFIDENTIAL),
    ],
)
def test_mark_is_found(lines: list[str], level: SecrecyLevel) -> None:
    found = highest(
        find_marks([page("Nơi nhận:"), page("Điều 1. Phạm vi", *lines, "Điều 2. Hiệu lực", number=7)])
    )
    assert found is not None
    assert (found.page, found.level) == (7, level)


@pytest.mark.parametrize(
    "lines",
    [
        ["Luật Bảo vệ bí mật nhà nước"],
        ["LUẬT", "BẢO VỆ BÍ MẬT NHÀ NƯỚC"],
        ["QUY CHẾ BẢO VỆ BÍ", "MẬT", "CỦA CƠ QUAN"],
        ["MẬT ĐỘ DÂN SỐ"],
        ["mật ong"],
        ["giữ gìn bí", "mật"],
        ["BẢO MẬT"],
        ["ĐỘ MẬT"],
        ["Độ mật: Không"],
        ["Độ mật"],
        ["a) Tuyệt mật, Tối mật và Mật theo quy định;"],
        ["văn bản có độ mật thì không gửi qua mạng"],
        ["MẤT"],
        ["I", "II", "III"],
        ["MẶT TRẬN TỔ QUỐC"],
    ],
)
def test_words_with_mat_are_no_marks(lines: list[str]) -> None:
    assert find_marks([page("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", *lines, "Điều 2. Hiệu lực")]) == []


def test_no_mark_in_public_texts(shared_data: Path) -> None:
    """Real laws and Party documents, all of them public, line by line."""
    paths = [*(shared_data / "laws").glob("*.txt"), *(shared_data / "party_documents").glob("*.md")]
    wrong = {
        path.name for path in paths if find_marks([page(*path.read_text(encoding="utf-8").splitlines())])
    }
    assert len(paths) > 20
    assert wrong == set()
