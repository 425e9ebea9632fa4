"""Secrecy marks in text: found however they are set, and not seen where there is none."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from benchmarks.stamps.sprites import in_frame, put
from ingest.screen import Mark, find_marks, highest, marks_of_page
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
        (["Độ mật: Tối mật"], SecrecyLevel.SECRET),
        (["MỨC ĐỘ MẬT: TUYỆT MẬT"], SecrecyLevel.TOP_SECRET),
        (["HỒ SƠ TỐI MẬT"], SecrecyLevel.SECRET),
        (["Trang 2/5 | MẬT"], SecrecyLevel.CONFIDENTIAL),
        (["MẬT Trang 3"], SecrecyLevel.CONFIDENTIAL),
        (["TUYỆT MẬT | Bản số: 02"], SecrecyLevel.TOP_SECRET),
        (["TUYET MAT"], SecrecyLevel.TOP_SECRET),
        (["TÔI MÂT"], SecrecyLevel.SECRET),
        (["1 | Kế hoạch | TỐI MẬT | 12"], SecrecyLevel.SECRET),
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
        ["MẬT"],
        ["TỐI", "MẬT"],
        ["UBND TỈNH X | TUYỆT MẬT | CỘNG HOÀ XÃ HỘI"],
        ["M", "Ậ", "T"],
        ["Độ mật: mật"],
    ],
)
def test_capitals_of_their_own_are_sure(lines: list[str]) -> None:
    assert [mark.sure for mark in find_marks([page("Nơi nhận:", *lines)])] == [True]


@pytest.mark.parametrize(
    ("lines", "level"),
    [
        (["MẬI"], SecrecyLevel.CONFIDENTIAL),
        (["MẶT"], SecrecyLevel.CONFIDENTIAL),
        (["TUYỆT MẬI"], SecrecyLevel.TOP_SECRET),
        (["Tối mật"], SecrecyLevel.SECRET),
        (["Số: 15/BC-UBND MẬT"], SecrecyLevel.CONFIDENTIAL),
        (["Số: 12/QĐ TUYỆT MẬT ngày 5 tháng 4"], SecrecyLevel.TOP_SECRET),
        (["Sở Tài chính tỉnh Sông Lam báo cáo MẬT"], SecrecyLevel.CONFIDENTIAL),
    ],
)
def test_doubtful_reading_is_a_suspicion(lines: list[str], level: SecrecyLevel) -> None:
    found = find_marks([page("Nơi nhận:", *lines, "Điều 2. Hiệu lực")])
    assert [(mark.level, mark.sure) for mark in found] == [(level, False)]


def test_mark_has_its_place() -> None:
    (mark,) = find_marks([page("UBND TỈNH X | MẬT | CỘNG HOÀ XÃ HỘI")])
    assert mark.box is not None
    assert 0.25 < mark.box[0] < mark.box[2] < 0.4


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
        ["TUYẾT MAI"],
        ["NHẬT"],
        ["MẬT KHẨU"],
        ["- Tuyệt mật;", "- Tối mật;", "- Mật."],
        ["1. TUYỆT MẬT", "2. TỐI MẬT", "3. MẬT"],
        ["DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ", "TUYỆT MẬT", "CỦA NGÀNH"],
        ["tài liệu mật không gửi qua mạng"],
        ["tuyệt mật, tối mật, mật"],
        ["đã được phân loại là tuyệt mật hoặc", "tối mật", "theo quy định"],
    ],
)
def test_words_with_mat_are_no_marks(lines: list[str]) -> None:
    assert find_marks([page("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", *lines, "Điều 2. Hiệu lực")]) == []


@given(
    level=st.sampled_from([("MẬT", "confidential"), ("TỐI MẬT", "secret"), ("TUYỆT MẬT", "top_secret")]),
    gap=st.sampled_from(["", " ", "  ", ".", "-"]),
    form=st.sampled_from(["NFC", "NFD", "NFKC"]),
    frame=st.sampled_from(["{}", "[{}]", "| {} |", "*{}*", "_{}_", "« {} »"]),
    before=st.lists(st.text(alphabet="bcđghklnopqrxy ", min_size=1), max_size=3),
)
def test_found_however_it_is_set(
    level: tuple[str, str], gap: str, form: str, frame: str, before: list[str]
) -> None:
    set_ = frame.format(gap.join(level[0])).replace("|", "¦")
    found = highest(find_marks([page(*before, unicodedata.normalize(form, set_))]))
    assert found is not None
    assert found.level == SecrecyLevel(level[1])


@given(st.lists(st.text(max_size=40), max_size=8))
def test_any_text_is_taken(lines: list[str]) -> None:
    for mark in find_marks([page(*lines)]):
        assert mark.level is not SecrecyLevel.NONE


def test_of_two_marks_the_sure_one_and_the_higher_counts() -> None:
    def mark(level: SecrecyLevel, sure: bool, number: int) -> Mark:
        return Mark(number, level, sure)

    low, high = SecrecyLevel.CONFIDENTIAL, SecrecyLevel.TOP_SECRET
    assert highest([]) is None
    assert highest([mark(low, True, 1), mark(high, False, 2)]) == mark(low, True, 1)
    assert highest([mark(low, True, 1), mark(high, True, 9), mark(high, True, 3)]) == mark(high, True, 3)


class TestTextAndPictureTogether:
    """`marks_of_page` on drawn pages; what the picture shows by itself is tested in tests/ocr."""

    @staticmethod
    def picture(words: str | None) -> Image.Image:
        sheet = np.full((1754, 1240, 3), 252, np.uint8)
        if words is not None:
            stamp = in_frame(Random(2), "measure", 44, [words], level="secret", frame="thick-thin")
            put(sheet, stamp, (800, 300), angle=4, scale=0.6, colour=(200, 30, 40))
        return Image.fromarray(sheet)

    def test_only_in_the_picture(self) -> None:
        (mark,) = marks_of_page(page("Điều 1. Phạm vi", number=3), self.picture("TỐI MẬT"))
        assert (mark.page, mark.level, mark.sure) == (3, SecrecyLevel.SECRET, True)
        assert mark.box is not None
        assert mark.box[0] < 800 / 1240 < mark.box[2]

    def test_only_in_the_text(self) -> None:
        (mark,) = marks_of_page(page("TUYỆT MẬT"), self.picture(None))
        assert (mark.level, mark.sure) == (SecrecyLevel.TOP_SECRET, True)

    def test_nothing_read_and_no_picture(self) -> None:
        empty = PageText(4, 1, 1, 200, "none", "blank", 0.0)
        assert marks_of_page(empty, None) == []
        assert [mark.page for mark in marks_of_page(empty, self.picture("TỐI MẬT"))] == [4]

    def test_neither(self) -> None:
        assert marks_of_page(page("Luật Bảo vệ bí mật nhà nước"), self.picture(None)) == []

    def test_a_doubtful_reading_that_the_picture_bears_out_is_sure(self) -> None:
        box = (0.58, 0.15, 0.7, 0.19)
        words = (Word("TÔI", (0.58, 0.15, 0.62, 0.19), 0.5), Word("MẬI", (0.63, 0.15, 0.7, 0.19), 0.4))
        read = PageText(1, 1240, 1754, 150, "test", "scan", 0.5, (Line("TÔI MẬI", box, 0.5, words),))
        assert [mark.sure for mark in find_marks([read])] == [False]
        (mark,) = marks_of_page(read, self.picture("TỐI MẬT"))
        assert (mark.level, mark.sure) == (SecrecyLevel.SECRET, True)


def test_no_mark_in_public_texts(shared_data: Path) -> None:
    """Real laws and Party documents, all of them public, line by line."""
    paths = [*(shared_data / "laws").glob("*.txt"), *(shared_data / "party_documents").glob("*.md")]
    wrong = {
        path.name for path in paths if find_marks([page(*path.read_text(encoding="utf-8").splitlines())])
    }
    assert len(paths) > 20
    assert wrong == set()


@pytest.mark.parametrize("kind", ["received_stamp", "seal", "handwriting", "signature_banner", "picture"])
def test_a_mark_in_what_was_set_apart_is_still_seen(kind: str) -> None:
    """Layout analysis may take a secrecy stamp for a seal or a received stamp: its text is looked at too."""
    from ocr.page import PageText, Region

    region = Region(kind, (0.1, 0.1, 0.3, 0.16), "CÔNG VĂN ĐẾN\nTỐI MẬT", 0.4)
    page = PageText(3, 1654, 2339, 200, "tesseract", "scan", 0.9, (), regions=(region,))
    found = find_marks([page])
    assert [(mark.page, mark.level.value) for mark in found] == [(3, "secret")]
    assert found[0].box is not None
    assert found[0].box[1] >= 0.13


def test_a_mark_that_was_read_as_another_word_is_suspected() -> None:
    """The reading that was not chosen counts: "MẤT" alone on a line, with MẬT as the other reading."""
    box = (0.1, 0.05, 0.2, 0.08)
    word = Word("MẤT", box, 0.6, "choice", ("MẬT",), True)
    page = PageText(1, 1000, 1400, 200, "none", "scan", 0.6, (Line("MẤT", box, 0.6, (word,)),))
    assert [mark.level for mark in find_marks([page])] == [SecrecyLevel.CONFIDENTIAL]
    body = Line("MẤT MÙA", box, 0.6, tuple(replace(word, text=t) for t in ("MẤT", "MÙA")))
    assert find_marks([replace(page, lines=(body,))]) == []
