"""What is taken from the found passages as evidence that they answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.evidence import NAMES, Held, names_other_law
from rag.lexical.terms import Spelling
from rag.refusal import judged, load
from rag.search import Evidence, Found
from rag.types import Hit
from rag.understand.question import understand

HIT = Hit(
    1, 1, "a.docx", None, "Luật Chăn nuôi", "Điều 5. Chiến lược", "5", "1", 1, "Chu kỳ 10 năm.", 1.0, ()
)


@pytest.mark.parametrize("spelling", list(Spelling))
def test_words_that_only_look_like_asking_without_their_marks_count(spelling: Spelling) -> None:
    held = Held("cơ quan bảo hiểm của hội đầu tư trồng trọt ở đâu", spelling)
    assert held.shares(["cơ quan bảo hiểm hội đầu tư trồng trọt"])[0] == pytest.approx(1.0)
    assert held.shares(["quan hiểm tư trọt"])[0] < 0.7


def test_a_question_of_frames_alone_is_judged_by_them() -> None:
    assert Held("là gì", Spelling.EXACT).shares(["là gì"]) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Theo Luật Trồng trọt, chiến lược được xây dựng cho chu kỳ nào?", True),
        ("Theo Luật Chăn nuôi, chiến lược được xây dựng cho chu kỳ nào?", False),
        ("Luật này quy định chiến lược thế nào?", False),
        ("Pháp luật trồng trọt quy định gì?", False),
    ],
)
def test_a_law_is_named_that_nothing_found_is_of(question: str, other: bool) -> None:
    assert names_other_law(question, [HIT]) is other


def test_what_stands_in_an_article_is_judged_by_weights_of_its_own() -> None:
    asked = understand("Chiến lược có chu kỳ mấy năm?")
    bare = understand("Chien luoc co chu ky may nam?")
    assert asked is not None and bare is not None
    loose = replace(HIT, article=None)
    looked = [(asked, [HIT, loose]), (asked, [loose, HIT]), (bare, [HIT]), (bare, [loose])]
    found = [judged(Found(hits, Evidence((0.9,), (9.0,))), question) for question, hits in looked]
    assert len({one.model for one in found}) == 4
    assert {one.model for one in found} < load().keys()
    assert all(len(one.evidence) == len(NAMES) == len(load()[one.model].weights) for one in found)
