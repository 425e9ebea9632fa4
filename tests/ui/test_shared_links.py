"""A link to a document or a place in it opens for whoever may see it, and leads nowhere for all others."""

from __future__ import annotations

import ast

import pytest

from tests.conftest import ROOT
from tests.ui.web_pages import text
from ui.web import links

SUBJECT = "Lịch tiếp công dân của xã khác"
ABSENT = "2000000000"


@pytest.fixture
def hidden(house) -> int:
    return house.add_document(house.stranger, "khac.pdf", "99/QĐ-ĐU", SUBJECT)


@pytest.fixture
def own(house) -> int:
    return house.add_document(house.clerk, "cv12.pdf", "12/CV-ĐU", "Về lưu trữ số")


def test_a_link_opens_for_who_may_see_it(house, open_page, hidden):
    assert SUBJECT in text(open_page(house.stranger, "document", id=str(hidden)))


def test_for_others_it_leads_nowhere(house, open_page, hidden):
    shown = text(open_page(house.official, "document", id=str(hidden)))
    assert shown == text(open_page(house.official, "document", id=ABSENT))
    assert SUBJECT not in shown and "99/QĐ-ĐU" not in shown


def test_a_place_of_a_hidden_document_is_as_no_place(house, open_page, own, hidden):
    from rag.types import Segment

    (passage,) = house.services.passages.replace(
        hidden, [Segment(0, (), None, None, None, SUBJECT, ((0, 4, 1, (0.1, 0.1, 0.2, 0.2)),))], ["x"]
    )
    asked = {"id": str(own)}
    plain = text(open_page(house.official, "document", **asked))
    assert text(open_page(house.official, "document", **asked, **{links.PASSAGE: str(passage)})) == plain
    assert text(open_page(house.official, "document", **asked, **{links.PASSAGE: ABSENT})) == plain


def test_the_title_of_a_page_names_no_document():
    """A link's preview shows the page's title to whoever it is sent to."""
    titles = [
        keyword.value
        for path in (ROOT / "ui" / "web").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("set_page_config")
        for keyword in node.keywords
        if keyword.arg == "page_title"
    ]
    assert [ast.unparse(title) for title in titles] == ["translate('Văn thư')"]
    pages = [*(ROOT / "ui").rglob("*.html")]
    assert not any("og:" in page.read_text("utf-8") for page in pages)
