"""Corrections as functions of the page."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.layout import make_line
from ocr.page import Line, PageText, Word
from records.desk.corrections import retyped, shared, typed, typed_page, with_line
from tests.records.desk.drawn import LINES, TEXTS, pages


def line(*texts: str, doubtful: bool = False) -> Line:
    """Words of one tenth of the page each."""
    return make_line(
        [
            Word(t, (i / 10, 0.1, (i + 1) / 10, 0.12), 0.5, "tesseract", (), doubtful)
            for i, t in enumerate(texts)
        ]
    )


def texts(of: Line) -> list[str]:
    return [word.text for word in of.words]


@given(pages(), st.data(), TEXTS)
def test_a_correction_taken_back_gives_the_page_as_it_was(
    page: PageText, data: st.DataObject, text: str
) -> None:
    at = data.draw(st.integers(0, len(page.lines) - 1))
    old = page.lines[at]
    first = data.draw(st.integers(0, len(old.words) - 1))
    count = data.draw(st.integers(1, len(old.words) - first))
    new = retyped(old, first, count, typed(text), confirm=data.draw(st.booleans()))
    edited = with_line(page, at, new, page)
    assert [len(page.lines), page.number] == [len(edited.lines), edited.number]
    kept = Line.from_json(json.loads(json.dumps(old.as_json())))
    assert with_line(edited, at, kept, page).pack() == page.pack()


@given(LINES, st.data(), TEXTS)
def test_only_the_words_named_change_and_what_was_typed_stands_there(
    old: Line, data: st.DataObject, text: str
) -> None:
    first = data.draw(st.integers(0, len(old.words) - 1))
    count = data.draw(st.integers(1, len(old.words) - first))
    new = retyped(old, first, count, typed(text))
    end = len(new.words) - (len(old.words) - first - count)
    assert new.words[:first] == old.words[:first]
    assert new.words[end:] == old.words[first + count :]
    assert [word.text for word in new.words[first:end]] == typed(text).split()
    assert all((w.engine, w.confidence, w.doubtful) == ("person", 1.0, False) for w in new.words[first:end])
    assert new.text == " ".join(texts(new))
    assert new.box == old.box


@given(LINES, st.data(), st.lists(st.sampled_from(("một", "hai", "x")), min_size=1, max_size=6))
def test_new_words_stand_within_the_room_of_those_they_replace(
    old: Line, data: st.DataObject, wanted: list[str]
) -> None:
    first = data.draw(st.integers(0, len(old.words) - 1))
    count = data.draw(st.integers(1, len(old.words) - first))
    room = [word.box for word in old.words[first : first + count]]
    new = retyped(old, first, count, " ".join(wanted)).words[first : first + len(wanted)]
    for word in new:
        assert min(b[0] for b in room) - 1e-9 <= word.box[0] <= word.box[2] <= max(b[2] for b in room) + 1e-9
        assert min(b[1] for b in room) <= word.box[1] <= word.box[3] <= max(b[3] for b in room)


def test_a_split_shares_the_box_by_letters_and_blanks() -> None:
    new = retyped(line("sửađổi,", "bổ"), 0, 1, "sửa đổi,")
    assert texts(new) == ["sửa", "đổi,", "bổ"]
    first, second = new.words[0].box, new.words[1].box
    assert first == pytest.approx((0.0, 0.1, 0.0375, 0.12))
    assert second == pytest.approx((0.05, 0.1, 0.1, 0.12))
    assert new.words[2].box == (0.1, 0.1, 0.2, 0.12)


def test_joined_words_have_the_box_of_both_and_an_empty_text_removes() -> None:
    assert retyped(line("57-", "NQ/TW", "ngày"), 0, 2, "57-NQ/TW").words[0].box == (0.0, 0.1, 0.2, 0.12)
    assert texts(retyped(line("a", "|", "b"), 1, 1, "")) == ["a", "b"]
    emptied = retyped(line("|"), 0, 1, "")
    assert (emptied.words, emptied.text, emptied.box) == ((), "", (0.0, 0.1, 0.1, 0.12))


def test_words_that_stay_keep_their_boxes_when_one_more_is_typed_between_them() -> None:
    new = retyped(line("Bộ", "Khoa", "nghệ"), 0, 3, "Bộ Khoa học nghệ")
    assert texts(new) == ["Bộ", "Khoa", "học", "nghệ"]
    assert new.words[0].box == (0.0, 0.1, 0.1, 0.12)
    assert new.words[1].box == (0.1, 0.1, 0.2, 0.12)
    assert new.words[2].box[0] == 0.2 and new.words[3].box[2] == pytest.approx(0.3)


def test_replacing_vouches_for_nothing_but_what_changed() -> None:
    new = retyped(line("khoản", "cũ", "này", doubtful=True), 0, 3, "khoản mới này", confirm=False)
    assert [word.engine for word in new.words] == ["tesseract", "person", "tesseract"]
    assert [word.doubtful for word in new.words] == [True, False, True]


@pytest.mark.parametrize(("first", "count"), [(0, 4), (3, 1), (-1, 1), (1, 0)])
def test_words_that_are_not_there_are_not_replaced(first: int, count: int) -> None:
    with pytest.raises(IndexError):
        retyped(line("a", "b", "c"), first, count, "x")


@given(st.text(max_size=40))
def test_what_was_typed_has_single_blanks_and_nothing_unseen(text: str) -> None:
    kept = typed(text)
    assert kept == typed(kept) == " ".join(kept.split())
    assert not any(c in kept for c in "\0\n\t\u200b\u202e")


def test_a_typed_page_has_its_lines_from_top_to_bottom() -> None:
    page = typed_page(3, "QUYẾT ĐỊNH\n\n về việc khen thưởng ", (1240, 1754))
    assert page.text == "QUYẾT ĐỊNH\nvề việc khen thưởng"
    assert (page.number, page.engine, page.width) == (3, "person", 1240)
    assert page.lines[0].box[3] <= page.lines[1].box[1]
    assert all(0 <= edge <= 1 for word in page.lines[1].words for edge in word.box)
    assert typed_page(3, "  \n", (0, 0)).source == "blank"


@given(st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=9))
def test_shared_boxes_follow_each_other(words: list[str]) -> None:
    boxes = shared((0.2, 0.1, 0.7, 0.2), words)
    edges = [edge for box in boxes for edge in (box[0], box[2])]
    assert edges == sorted(edges)
    assert edges[0] == 0.2 and edges[-1] == pytest.approx(0.7)
