"""The library's list and a document's page."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from records.dossiers.types import DossierCard, Retention
from records.types import FieldName, FieldValue, RelationFound, RelationKind
from tests.ui.web_pages import text

SUBJECT = "Về việc tăng cường công tác lưu trữ số"


@pytest.fixture
def document_id(house) -> int:
    return house.add_document(house.clerk, "cv12.pdf", "12/CV-ĐU", SUBJECT)


def titles(app: AppTest) -> list[str]:
    return [link.proto.label for link in app.get("page_link")]


def test_an_empty_library_says_what_to_do_first(house, open_page):
    app = open_page(house.clerk, "library")
    assert "Kho chưa có văn bản" in text(app)
    assert "Số hoá văn bản đầu tiên" in titles(app)
    assert titles(open_page(house.official, "library")) == []


def test_the_list_shows_only_what_one_may_see(house, open_page, document_id):
    house.add_document(house.stranger, "khac.pdf", "99/QĐ-ĐU", "Văn bản của xã khác")
    app = open_page(house.official, "library")
    assert titles(app) == [SUBJECT]
    assert "1 văn bản" in text(app)


def test_search_without_accents_and_clearing_it(house, open_page, document_id):
    house.add_document(house.clerk, "tb7.pdf", "7/TB-ĐU", "Thông báo lịch tiếp công dân")
    app = open_page(house.official, "library")
    app = app.text_input[0].set_value("luu tru so").run()
    assert titles(app) == [SUBJECT]
    app = app.text_input[0].set_value("không có gì như vậy").run()
    assert "Không có văn bản phù hợp" in text(app)
    app = app.button(key="clear-filters").click().run()
    assert len(titles(app)) == 2


def test_a_title_cannot_bring_markup(house, open_page):
    house.add_document(house.clerk, "x.pdf", "1/X", "<img src=x onerror=alert(1)> **đậm** [l](http://x)")
    app = open_page(house.official, "library")
    assert titles(app) == [r"\<img src=x onerror=alert(1)\> \*\*đậm\*\* \[l\](http\://x)"]


def test_a_document_names_its_dossier_and_leads_who_works_there(house, open_page, document_id):
    filing = house.services.acting(house.clerk).filing
    dossier = filing.add(DossierCard("H.01", "Hồ sơ lưu trữ năm 2026", Retention.YEARS_20))
    assert "Hồ sơ lưu trữ năm 2026" not in text(open_page(house.official, "document", id=str(document_id)))
    filing.put(dossier, [document_id])
    app = open_page(house.clerk, "document", id=str(document_id))
    assert "Hồ sơ lưu trữ năm 2026" in text(app) and "Xem hồ sơ này" in titles(app)
    app = open_page(house.official, "document", id=str(document_id))
    assert "Hồ sơ lưu trữ năm 2026" in text(app) and "Xem hồ sơ này" not in titles(app)


def test_a_document_shows_fields_relations_and_files(house, open_page, document_id):
    found = RelationFound(
        RelationKind.REPLACES, "3/QĐ-ĐU", None, "khoản 2 Điều 5", "thay thế Quyết định số 3/QĐ-ĐU", 1, None
    )
    house.services.catalogue.put_relations(document_id, [found])
    said = text(open_page(house.official, "document", id=str(document_id)))
    for expected in (
        SUBJECT,
        "12/CV-ĐU",
        "Chắc chắn",
        "Thay thế",
        "khoản 2 Điều 5",
        "Chưa xác định hiệu lực",
    ):
        assert expected in said
    assert f"/api/documents/{document_id}/original" in said
    assert f"/api/documents/{document_id}/archive" in said


def test_opening_is_recorded_once_however_often_one_clicks(house, open_page, document_id):
    app = open_page(house.official, "document", id=str(document_id))
    app.button(key="where-subject").click().run()
    views = [event for event in house.audited() if event[0] == "view"]
    assert views == [("view", house.official.account_id, document_id)]


@pytest.mark.parametrize("wanted", ["", "0", "999", "abc", "-1", "9" * 30])
def test_an_absent_document_is_not_found(house, open_page, wanted):
    assert "Không tìm thấy" in text(open_page(house.official, "document", id=wanted))


def test_anothers_document_is_not_found_either(house, open_page):
    hidden = house.add_document(house.stranger, "khac.pdf", "99/QĐ-ĐU", "Văn bản của xã khác")
    said = text(open_page(house.official, "document", id=str(hidden)))
    assert "Không tìm thấy" in said
    assert "xã khác" not in said


def test_a_clerk_corrects_a_field(house, open_page, document_id):
    app = open_page(house.clerk, "document", id=str(document_id))
    app = app.button(key="edit-issue_date").click().run()
    app.text_input(key="input-issue_date").set_value("31/02/2025")
    app = save(app)
    assert "ngày/tháng/năm" in text(app)
    app.text_input(key="input-issue_date").set_value("5/3/2025")
    app = save(app)
    assert "05/03/2025" in text(app)
    assert "Đã được người kiểm tra" in text(app)
    fields = house.services.catalogue.document(document_id, scope_of(house)).fields
    assert fields[FieldName.ISSUE_DATE].value == "2025-03-05"
    assert fields[FieldName.ISSUE_DATE].source == "person"


def test_a_clerk_confirms_what_was_read_and_says_what_the_document_lacks(house, open_page, document_id):
    read = [
        FieldValue(FieldName.REFERENCE_NUMBER, "12/CV-ĐU", 0.5, 1, (0.1, 0.1, 0.2, 0.2), "handwritten", True),
        FieldValue(FieldName.DOCUMENT_TYPE, "official_letter", 0.99),
        FieldValue(FieldName.ISSUING_BODY, "Đảng uỷ xã", 0.99),
        FieldValue(FieldName.SUBJECT, SUBJECT, 0.99),
    ]
    house.services.catalogue.put_fields(document_id, read, needs_review=True)
    app = open_page(house.clerk, "document", id=str(document_id))
    app = app.button(key="confirm-reference_number").click().run()
    assert "Có thông tin cần kiểm tra" in text(app)
    app = app.button(key="edit-issue_date").click().run()
    app = next(button for button in app.button if button.label == "Văn bản không ghi").click().run()
    assert "Văn bản không ghi" in text(app)
    assert "Có thông tin cần kiểm tra" not in text(app)
    fields = house.services.catalogue.document(document_id, scope_of(house)).fields
    assert fields[FieldName.REFERENCE_NUMBER].value == "12/CV-ĐU"
    assert {fields[name].source for name in (FieldName.REFERENCE_NUMBER, FieldName.ISSUE_DATE)} == {"person"}


def test_an_official_reads_but_does_not_correct(house, open_page, document_id):
    app = open_page(house.official, "document", id=str(document_id))
    assert [button.key for button in app.button if button.key.startswith("edit-")] == []
    assert [button.key for button in app.button if button.key.startswith("where-")] != []


def test_a_handwritten_number_is_marked_in_words(house, open_page, document_id):
    value = FieldValue(
        FieldName.REFERENCE_NUMBER, "12/CV-ĐU", 0.5, 1, (0.1, 0.1, 0.2, 0.2), "handwritten", True
    )
    house.services.catalogue.put_fields(document_id, [value], needs_review=True)
    said = text(open_page(house.official, "document", id=str(document_id)))
    assert "Chữ viết tay, cần kiểm tra" in said
    assert "Có thông tin cần kiểm tra" in said


def save(app: AppTest) -> AppTest:
    return next(button for button in app.button if button.label == "Lưu").click().run()


def scope_of(house):
    from access.scope import Scope

    return Scope.of(house.clerk)


SIGNS = [":material/delete:", ":smile:", ":red[x]", "[a](javascript:b)", "<b>", "$x$"]


@pytest.mark.parametrize("name", SIGNS)
def test_no_sign_of_markdown_survives_in_a_label(name):
    """Streamlit draws `:material/…:` and `:smile:` even where Markdown has the colon escaped."""
    from ui.web.markup import plain

    said = plain(f"Về việc {name}")
    assert not re.search(r":[a-z][a-z0-9_/+-]*:", said.replace("\\", ""))
    assert not re.search(r"(?<!\\)[\[\]<>$`*]", said)


def test_a_time_of_day_keeps_its_letters():
    from ui.web.markup import plain

    assert plain("14:30:00").replace("\\", "") == "14:30:00"
