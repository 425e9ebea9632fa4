"""A stack taken apart: letterheads begin documents, annexes and blank pages stay, forms in annexes do not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.splitting import Sign, propose, words_of
from ocr.page import PageText
from tests.ingest.pages import letterhead, line, page

STATE = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
BLANK = PageText(0, 1654, 2339, 200, "none", "blank", 0.0)


def _first(number: str, *, title: str = "QUYẾT ĐỊNH") -> PageText:
    head = letterhead(
        ["ỦY BAN NHÂN DÂN", "TỈNH SÔNG LAM"], f"Số: {number}", STATE, "Sông Lam, ngày 05 tháng 3 năm 2026"
    )
    return page(
        [
            *head,
            line(title, left=0.45, top=0.16),
            line("Về việc ban hành Quy chế văn thư", left=0.35, top=0.18),
            line("Căn cứ Luật Lưu trữ số 33/2024/QH15;", top=0.28),
            line("Ban hành kèm theo Quyết định này Quy chế công tác văn thư, giao các cơ quan", top=0.4),
        ]
    )


def _following(number: int, *, signed: bool = False) -> PageText:
    text = "thực hiện các nhiệm vụ được giao trong năm nay."
    lines = [line(str(number), left=0.5, top=0.04), line(text, top=0.1)]
    if signed:
        lines += [
            line("Nơi nhận:", top=0.6),
            line("TM. ỦY BAN NHÂN DÂN", left=0.6, top=0.6),
            line("- Lưu: VT.", top=0.62),
            line("CHỦ TỊCH", left=0.65, top=0.62),
            line("Lê Thị Minh Nguyệt", left=0.62, top=0.72),
        ]
    return page(lines)


def _annex(number: str) -> PageText:
    return page(
        [
            line("PHỤ LỤC", left=0.45, top=0.06),
            line(f"(Ban hành kèm theo Quyết định số {number} ngày 05 tháng 3 năm 2026)", left=0.2, top=0.08),
            line("Danh mục nhiệm vụ của các cơ quan.", top=0.15),
        ]
    )


def _parts(*pages: PageText) -> list[tuple[int, int]]:
    stack = [replace(each, number=at) for at, each in enumerate(pages, start=1)]
    return [(part.first, part.last) for part in propose(stack)]


def test_documents_with_their_annexes_and_blank_pages() -> None:
    parts = _parts(
        _first("12/QĐ-UBND"),
        _following(2, signed=True),
        _annex("12/QĐ-UBND"),
        BLANK,
        _first("13/QĐ-UBND"),
        _following(2, signed=True),
        _first("14/KH-UBND", title="KẾ HOẠCH"),
    )
    assert parts == [(1, 4), (5, 6), (7, 7)]


def test_an_annexed_text_with_a_letterhead_stays() -> None:
    """`QUY CHẾ … (Ban hành kèm theo Quyết định số …)` under the issuer's name and the national title."""
    head = letterhead(["ỦY BAN NHÂN DÂN", "TỈNH SÔNG LAM"], "x", STATE, "x")[:-1]
    attached = page(
        [
            *head,
            line("QUY CHẾ", left=0.46, top=0.16),
            line("(Kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 3 năm 2026)", left=0.2, top=0.18),
            line("Điều 1. Phạm vi điều chỉnh", top=0.25),
        ]
    )
    assert _parts(_first("12/QĐ-UBND"), _following(2, signed=True), attached) == [(1, 3)]


def test_a_sentence_about_annexing_is_no_annex() -> None:
    assert _parts(_first("12/QĐ-UBND"), _first("13/QĐ-UBND")) == [(1, 1), (2, 2)]


def test_the_reasons_are_told() -> None:
    second = propose([_following(3, signed=True), replace(_first("13/QĐ-UBND"), number=2)])[1]
    assert {Sign.LETTERHEAD, Sign.NUMBER_LINE, Sign.SIGNED_BEFORE} <= set(second.why)
    assert second.probability > 0.9
    assert all(words_of(sign) for sign in Sign)


@pytest.mark.parametrize("pages", [[], [BLANK], [BLANK, BLANK]])
def test_nothing_to_take_apart(pages: list[PageText]) -> None:
    assert len(propose(pages)) <= 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["first", "following", "signed", "annex", "blank"]), max_size=8))
def test_parts_cover_the_stack_once(kinds: list[str]) -> None:
    made = {
        "first": _first("12/QĐ-UBND"),
        "following": _following(2),
        "signed": _following(2, signed=True),
        "annex": _annex("12/QĐ-UBND"),
        "blank": BLANK,
    }
    parts = propose([replace(made[kind], number=at) for at, kind in enumerate(kinds, start=1)])
    covered = [place for part in parts for place in range(part.first, part.last + 1)]
    assert covered == list(range(1, len(kinds) + 1))
    assert all(0 <= part.probability <= 1 for part in parts)
