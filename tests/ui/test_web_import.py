"""A table of metadata taken in on the page: shown first, written once confirmed."""

from __future__ import annotations

from typing import Any

import pytest

from records.outputs.tables import csv_of, xlsx_of
from records.types import FieldName
from tests.ui.web_pages import text

PLACE = {"muc": "nhap-bang"}


@pytest.fixture
def document(house) -> int:
    return house.add_document(house.clerk, "qd.pdf", "12-QĐ/ĐU", "Về khen thưỡng")


def upload(app: Any, content: bytes, name: str = "bang.csv") -> Any:
    return app.file_uploader[0].set_value((name, content, "text/csv")).run()


def subject(house, document: int) -> str:
    return house.services.acting(house.clerk).document(document).summary.subject


def test_a_table_is_shown_then_written_and_what_fits_nothing_is_told(house, open_page, document):
    theirs = house.add_document(house.stranger, "kl.pdf", "1-KL/ĐU", "Của xã khác")
    other = house.add_document(house.clerk, "kh.pdf", "3-KH/ĐU", "Kế hoạch")
    rows = [
        {"docId": str(document), "subject": "Về <b>khen</b> thưởng", "issuedDate": "02/01/2026"},
        {"docId": str(theirs), "subject": "Đổi"},
        {"docId": "", "subject": "Không mã"},
        {"docId": str(other), "issuedDate": "31/02/2026"},
    ]
    app = upload(open_page(house.clerk, "digitise", **PLACE), xlsx_of(rows), "bang.xlsx")
    said = text(app)
    assert not app.exception
    assert "Về khen thưỡng" in said and "Về &lt;b&gt;khen&lt;/b&gt; thưởng" in said
    assert "Dòng không khớp văn bản nào" in said and "Của xã khác" not in said
    assert "<b>Dòng 5</b> Ngày ban hành: giá trị không hợp lệ." in said
    assert subject(house, document) == "Về khen thưỡng"
    write = app.button(key="import-write")
    assert write.label == "Ghi 2 thay đổi" and write.disabled

    app = app.checkbox[0].check().run()
    app = app.button(key="import-write").click().run()
    assert [each.value for each in app.success] == ["Đã ghi 2 thay đổi ở 1 văn bản."]
    assert "Dòng không khớp văn bản nào" in text(app), "what was not taken stays in sight"
    assert subject(house, document) == "Về <b>khen</b> thưởng"
    assert ("correct", house.clerk.account_id, document) in house.audited()
    assert all(of != theirs for act, _, of in house.audited() if act == "correct")


def test_what_changed_since_the_look_is_shown_again_before_anything_is_written(house, open_page, document):
    table = csv_of([{"docId": str(document), "subject": "Từ bảng"}])
    app = upload(open_page(house.clerk, "digitise", **PLACE), table)
    house.services.catalogue.correct_field(document, FieldName.SUBJECT, "Người khác sửa", house.clerk)
    app = app.checkbox[0].check().run()
    app = app.button(key="import-write").click().run()
    assert "Có văn bản vừa được sửa." in app.warning[0].value
    assert "Người khác sửa" in text(app)
    assert subject(house, document) == "Người khác sửa"


def test_an_error_while_writing_keeps_the_table_and_shows_what_is_left(
    house, open_page, document, monkeypatch
):
    from records.errors import FieldInvalid

    table = csv_of([{"docId": str(document), "subject": "Từ bảng", "issuedDate": "02/01/2026"}])
    app = upload(open_page(house.clerk, "digitise", **PLACE), table).checkbox[0].check().run()
    catalogue = house.services.catalogue
    write = catalogue.correct_field

    def fail(of: int, name: FieldName, *rest: Any, **more: Any) -> Any:
        if name is FieldName.ISSUE_DATE:
            raise FieldInvalid(name=name.value)
        return write(of, name, *rest, **more)

    monkeypatch.setattr(catalogue, "correct_field", fail)
    app = app.button(key="import-write").click().run()
    assert len(app.error) == 1 and "Chưa ghi hết." in app.warning[0].value
    assert subject(house, document) == "Từ bảng"
    assert app.button(key="import-write").label == "Ghi 1 thay đổi"


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PK\x03\x04 broken", "số;tên\n".encode("utf-16")])
def test_what_is_no_such_table_is_refused_in_words(house, open_page, content):
    app = upload(open_page(house.clerk, "digitise", **PLACE), content)
    assert not app.exception
    assert not any(button.key == "import-write" for button in app.button)
