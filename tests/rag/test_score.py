"""Which sentences are looked at closely."""

from __future__ import annotations

from rag.answer import Source
from rag.answer.score import EMBEDDED, Asked, scores
from rag.answer.sources import units
from rag.embed import Embedder
from rag.types import Hit

ABOUT = "Cơ quan quản lý dữ liệu của ngành số {} công bố kế hoạch dữ liệu hằng năm."
BEST = "Cơ quan quản lý dữ liệu xây dựng cơ chế bán dữ liệu cho doanh nghiệp."
AFTER = "Việc đó dựa trên phân chia lợi ích."


def test_what_follows_the_best_sentence_is_looked_at_whatever_its_words(embedder: Embedder) -> None:
    text = " ".join([*(ABOUT.format(n) for n in range(2 * EMBEDDED)), BEST, AFTER])
    sources = [Source(Hit(1, 1, "a.docx", None, "", "", None, None, 1, text, 1.0, ()), ())]
    found = units(sources)
    asked = Asked("Cơ quan quản lý dữ liệu xây dựng cơ chế bán dữ liệu cho doanh nghiệp dựa trên gì?")
    scored = scores(asked, sources, found, embedder)
    best = max(scored, key=lambda i: scored[i])
    assert found[best].text == BEST
    assert best + 1 in scored and found[best + 1].text == AFTER
    assert EMBEDDED < len(scored) <= EMBEDDED + 2
