"""A kept answer is the answer that was given."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rag.talks.answer_data import documents_of, packed, unpacked
from rag.talks.types import Unanswered
from rag.talks.unanswered import grouped
from rag.types import (
    Answer,
    AnswerCell,
    AnswerForm,
    AnswerSentence,
    AnswerTable,
    Citation,
    Filter,
    FilterKind,
    Hit,
    PageBox,
    Standing,
    Understood,
)
from records.types import DataClass, Validity

WORDS, IDS = st.text(max_size=20), st.integers(1, 9)
DAYS, MAYBE = st.none() | st.dates(), st.none() | WORDS
SHARE = st.floats(0, 1)
BOXES = st.lists(st.builds(PageBox, IDS, st.tuples(SHARE, SHARE, SHARE, SHARE)), max_size=2).map(tuple)
NUMBERS = st.lists(IDS, max_size=2).map(tuple)


def several(one: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(one, max_size=2).map(tuple)


CITATIONS = st.builds(
    Citation, IDS, IDS, IDS, WORDS, MAYBE, WORDS, WORDS, MAYBE, IDS, WORDS, BOXES, BOXES,
    st.sampled_from(DataClass),
)  # fmt: skip
HITS = st.builds(
    Hit, IDS, IDS, WORDS, MAYBE, WORDS, WORDS, st.none(), MAYBE, IDS, WORDS, SHARE, BOXES,
    DAYS, MAYBE, st.sampled_from(DataClass),
)  # fmt: skip
FILTERS = st.builds(Filter, st.sampled_from(FilterKind), WORDS, WORDS, st.booleans())
STANDINGS = st.builds(
    Standing,
    IDS,
    st.builds(Validity, st.sampled_from(["valid", "unknown"]), st.dates(), DAYS, DAYS, several(WORDS)),
    several(st.tuples(IDS, WORDS)),
)
ANSWERS = st.builds(
    Answer,
    WORDS,
    st.booleans(),
    st.none() | WORDS,
    several(st.builds(AnswerSentence, WORDS, NUMBERS)),
    several(CITATIONS),
    several(HITS),
    understood=st.none() | st.builds(Understood, WORDS, several(FILTERS)),
    form=st.sampled_from(AnswerForm),
    verdict=st.sampled_from(["yes", "no", None]),
    table=st.none()
    | st.builds(
        AnswerTable, several(WORDS), several(several(st.builds(AnswerCell, WORDS, NUMBERS)))
    ),
    as_of=DAYS,
    standings=several(STANDINGS),
    ask_whom=st.none() | WORDS,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(answer=ANSWERS)
def test_an_answer_comes_back_as_it_was(answer: Answer) -> None:
    assert unpacked(json.loads(json.dumps(packed(answer)))) == answer
    assert {cited.document_id for cited in answer.citations} <= documents_of(answer)


def test_an_answer_of_another_version_is_read_as_far_as_it_is_known() -> None:
    data = {**packed(Answer("Chữ", False, None)), "mood": "good"}
    del data["standings"]
    assert unpacked(data) == Answer("Chữ", False, None)


def test_like_questions_stand_together_the_most_asked_first() -> None:
    asked = [
        "Giá vàng hôm nay bao nhiêu?",
        "gia vang hom nay",
        "Thời hạn nộp báo cáo chuyển đổi số là khi nào?",
        "thoi han nop bao cao chuyen doi so khi nao",
        "Khi nào là thời hạn nộp báo cáo chuyển đổi số",
    ]
    groups = grouped([Unanswered(n, date(2026, 1, 1), text) for n, text in enumerate(asked)])
    assert [[each.id for each in group] for group in groups] == [[2, 3, 4], [0, 1]]
