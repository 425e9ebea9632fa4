"""The desk's screens: who comes to them, and what they are given to show."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ocr.layout import make_line
from ocr.page import PageText, Region, Word
from records.types import FieldName, FieldValue
from tests.ui.conftest import signed_in_client
from tests.ui.web_pages import text

SUBJECT = "Về việc thử bàn soát"


@pytest.fixture
def document_id(house) -> int:
    """With a number in doubt and one word in doubt on its page."""
    found = house.add_document(house.clerk, "a.pdf", "116/NQ-CP", SUBJECT)
    catalogue = house.services.catalogue
    words = [
        Word("Giao", (0.1, 0.1, 0.2, 0.12), 0.98, "both"),
        Word("eơ", (0.2, 0.1, 0.3, 0.12), 0.4, "trueocr", ("cơ",), True),
        Word("quan", (0.3, 0.1, 0.4, 0.12), 0.98, "both"),
    ]
    page = PageText(
        1, 1240, 1754, 150, "test", "scan", 0.9, (make_line(words),), regions=(Region("seal", (0, 0, 1, 1)),)
    )
    catalogue.put_page(found, page, None)
    number = FieldValue(
        FieldName.REFERENCE_NUMBER,
        "116/NQ-CP",
        0.3,
        1,
        (0.1, 0.1, 0.2, 0.2),
        doubtful=True,
        alternatives=("115/NQ-CP",),
        evidence="Số: 115/NQ-CP",
    )
    subject = FieldValue(FieldName.SUBJECT, SUBJECT, 0.99, 1, (0.1, 0.1, 0.2, 0.2))
    catalogue.put_fields(found, [number, subject], needs_review=False)
    return found


def drawn(app: AppTest, name: str) -> list[dict[str, Any]]:
    """What each component of this name was given."""
    found = [each.proto for each in app.get("bidi_component")]
    return [json.loads(proto.json) for proto in found if proto.component_name.endswith(name)]


def places(app: AppTest) -> list[str]:
    return [link.proto.query_string for link in app.get("page_link")]


def test_parts_have_addresses_and_the_first_is_where_none_is_named(house, open_page):
    first, named, unknown = (
        open_page(house.clerk, "digitise", **q) for q in ({}, {"muc": "tai-len"}, {"muc": "<b>"})
    )
    assert text(first) == text(named) == text(unknown)
    assert places(first)[:2] == ["muc=tai-len", "muc=ban-soat"]
    assert drawn(first, "uploader")
    assert not drawn(first, "desk_queue")


def test_the_beginning_says_what_waits_and_leads_there(house, open_page, document_id):
    app = open_page(house.clerk, "digitise")
    assert "2 mục chờ soát trong 1 văn bản" in text(app)
    assert "Bắt đầu soát" in text(app)
    assert "không còn mục nào chờ" in text(open_page(house.stranger, "digitise"))


def test_the_desk_is_for_who_digitises(house, open_page):
    assert drawn(open_page(house.clerk, "digitise", muc="ban-soat"), "desk_queue")
    refused = open_page(house.official, "digitise", muc="ban-soat")
    assert not drawn(refused, "desk_queue")
    assert "không được giao việc này" in text(refused)


def test_the_desk_of_one_document(house, open_page, document_id):
    mine = {"muc": "ban-soat", "van-ban": str(document_id)}
    app = open_page(house.clerk, "digitise", **mine)
    assert f"Chỉ soát văn bản: {SUBJECT}" in text(app)
    assert drawn(app, "desk_queue")[0]["document_id"] == document_id
    for wrong in ("0", "٣", "9" * 19, str(document_id + 1)):
        assert not drawn(open_page(house.clerk, "digitise", **{**mine, "van-ban": wrong}), "desk_queue")
    assert not drawn(open_page(house.stranger, "digitise", **mine), "desk_queue")


def test_who_may_correct_gets_the_editor_and_others_the_text(house, open_page, document_id):
    clerk = open_page(house.clerk, "document", id=str(document_id))
    assert (len(drawn(clerk, "page_editor")), len(drawn(clerk, "page_text"))) == (1, 0)
    official = open_page(house.official, "document", id=str(document_id))
    assert (len(drawn(official, "page_editor")), len(drawn(official, "page_text"))) == (0, 1)


def test_items_tell_all_that_is_needed_to_judge_them(house, document_id):
    client = signed_in_client(house, house.clerk)
    answer = client.get("/desk/queue").json()
    assert answer["state"] == {"items": 2, "documents": 1, "done_today": 0}
    number, word = answer["items"]
    assert number["id"] == f"field:{document_id}:reference_number"
    assert (number["field"], number["reading"], number["alternatives"]) == (
        "reference_number", "116/NQ-CP", ["115/NQ-CP"],
    )  # fmt: skip
    assert number["evidence"] == "Số: 115/NQ-CP"
    assert (word["kind"], word["before"], word["reading"], word["after"]) == ("word", "Giao", "eơ", "quan")
    assert word["box"] == [0.2, 0.1, 0.3, 0.12]
    assert signed_in_client(house, house.stranger).get("/desk/queue").json()["items"] == []


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": "x" * 501}, {"text": "x", "replacement": 1}])
def test_what_is_looked_for_has_a_length(house, document_id, body):
    client = signed_in_client(house, house.clerk)
    assert client.post(f"/desk/documents/{document_id}/find", json=body).status_code == 422
