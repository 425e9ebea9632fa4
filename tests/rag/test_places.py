"""The box of a quote holds the quoted words, as recognition placed them, and no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from access.scope import Scope
from ocr.page import PageText, Word
from ocr.recognise import OcrOptions, recognise_page
from ocr.source import open_source
from rag.answer import Places, Source
from rag.answer.verbatim import shown
from rag.sentences import split
from rag.structure import parse
from rag.structure.walk import CLOSING
from rag.types import Hit, PageBox, Segment
from samples.library import LIBRARY
from vanthu.errors import NotFound
from vanthu.text import squeeze

SCOPE = Scope(1, frozenset({1}))


class Pages:
    """The pages of one document, as records gives them."""

    def __init__(self, pages: Sequence[PageText]) -> None:
        self.pages = {page.number: page for page in pages}
        self.read: list[int] = []

    def page_text(self, document_id: int, number: int, scope: Scope) -> PageText:
        self.read.append(number)
        if number not in self.pages:
            raise NotFound
        return self.pages[number]


def _recognised(path: Path) -> list[PageText]:
    with open_source(path) as source:
        options = OcrOptions(languages="vie", timeout_s=60)
        return [recognise_page(source, number, options) for number in range(1, source.page_count + 1)]


@pytest.fixture(scope="module")
def plan() -> list[PageText]:
    """Two scanned pages of the sample library."""
    return _recognised(LIBRARY / "2023-nq-18-tu.pdf")


def _source(segment: Segment) -> Source:
    hit = Hit(1, 1, "a.pdf", None, "", "", None, None, segment.page, segment.text, 1.0, segment.boxes)
    return Source(hit, segment.spans)


def _inside(page: PageText, boxes: Sequence[PageBox]) -> list[Word]:
    """The words whose centre is in one of the boxes of this page."""
    there = [box.box for box in boxes if box.page == page.number]
    return [
        word
        for line in page.lines
        for word in line.words
        if any(
            left <= (word.box[0] + word.box[2]) / 2 <= right and top <= (word.box[1] + word.box[3]) / 2 <= low
            for left, top, right, low in there
        )
    ]


def _check(pages: Sequence[PageText]) -> int:
    """Each sentence of each passage above the signatures, where a seal lies over the words."""
    looked_at = 0
    places = Places(Pages(pages), SCOPE)
    for segment in parse(pages, title=""):
        source = _source(segment)
        if segment.heading[-1:] == (CLOSING,):
            continue
        for start, end in split(segment.text):
            boxes = places.boxes(source, [(start, end)])
            words = " ".join(word.text for page in pages for word in _inside(page, boxes))
            assert squeeze(words).replace(" ", "") == squeeze(segment.text[start:end]).replace(" ", "")
            looked_at += 1
    return looked_at


def test_boxes_on_scanned_pages_hold_the_quoted_words_and_no_others(plan: list[PageText]) -> None:
    assert len(plan) > 1
    assert _check(plan) > 20


@pytest.mark.parametrize("name", ["nq_115_ba_vi_p1", "nq_115_ba_vi_p2"])
def test_boxes_on_a_real_scan(shared_data: Path, name: str) -> None:
    assert _check(_recognised(shared_data / "scans" / "pages" / f"{name}.png")) > 5


def test_a_page_is_read_once_and_only_where_it_is_quoted(plan: list[PageText]) -> None:
    pages = Pages(plan)
    source = next(_source(s) for s in parse(plan, title="") if s.page == 2 and len(split(s.text)) > 1)
    places = Places(pages, SCOPE)
    for sentence in split(source.hit.text):
        places.boxes(source, [sentence])
    assert set(pages.read) == {page for _, _, page, _ in source.spans} and len(pages.read) == len(
        {*pages.read}
    )


def test_where_words_are_not_known_the_line_is_cut(plan: list[PageText]) -> None:
    without = [replace(page, lines=tuple(replace(ln, words=()) for ln in page.lines)) for page in plan]
    source = next(_source(s) for s in parse(plan, title="") if len(s.spans) > 2)
    middle = (source.spans[1][0] + 5, source.spans[1][1] - 5)
    for pages in (Pages(without), Pages([]), None):
        (found,) = Places(pages, SCOPE).boxes(source, [middle])
        line = source.spans[1][3]
        assert line[0] < found.box[0] < found.box[2] < line[2] and found.box[1] == line[1]


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("3. Văn bản gửi sai địa chỉ phải được chuyển trả.", "Văn bản gửi sai địa chỉ phải được chuyển trả."),
        ("4- Bố trí kinh phí tối thiểu 1%.", "Bố trí kinh phí tối thiểu 1%."),
        ("b) Hồ sơ nộp trong 30 ngày.", "Hồ sơ nộp trong 30 ngày."),
        ("2.1. Tài liệu quét màu.", "Tài liệu quét màu."),
        ("Điều 2. Quyết định này có hiệu lực.", "Điều 2. Quyết định này có hiệu lực."),
        ("1.800.000 đồng một tháng.", "1.800.000 đồng một tháng."),
        ("1. Gồm:\na) một;", "1. Gồm:\na) một;"),
    ],
)
def test_a_sentence_alone_is_shown_without_its_number(quote: str, text: str) -> None:
    assert shown(quote) == text
