"""Parts of Số hoá beside the desk: quality passes, dossiers, figures, page work."""

from __future__ import annotations

import pytest

from access.principal import Principal
from access.roles import Role
from records.dossiers.types import DossierCard, Retention
from records.quality.types import Finding
from records.types import DocumentStatus, FieldName
from tests.ui.web_pages import text

PASSWORD = "con mèo trèo cây cau"


@pytest.fixture
def keeper(house) -> Principal:
    return house.services.accounts.add(
        "giu", "Trần Văn Giữ", house.clerk.unit_code, [Role.CLERK, Role.CUSTODIAN], PASSWORD
    )[0]


@pytest.fixture
def document(house) -> int:
    return ready(house, "a.pdf", "1/KH-VP", "Kế hoạch thử")


def ready(house, name: str, number: str, subject: str) -> int:
    document_id = house.add_document(house.clerk, name, number, subject)
    house.services.catalogue.set_status(document_id, DocumentStatus.READY)
    return document_id


def test_a_lot_is_opened_checked_and_waits_for_another(house, open_page, keeper, document):
    app = open_page(keeper, "digitise", muc="chat-luong")
    next(field for field in app.text_input if field.label == "Tên lô").set_value("Lô một")
    next(b for b in app.button if b.label == "Lập lô").click().run()
    assert "Lô một" in text(app)
    next(b for b in app.button if b.label == "Kiểm tra tiếp (1)").click().run()
    assert "Kế hoạch thử" in text(app)
    next(box for box in app.checkbox if box.key.endswith("-subject")).check().run()
    next(area for area in app.text_area if area.key.endswith("-subject")).set_value("Kế hoạch đúng")
    next(b for b in app.button if b.label == "Ghi kết quả, xem văn bản tiếp").click().run()
    assert not app.exception and not app.error
    said = text(app)
    assert "Chờ người khác kiểm tra" in said
    scope = house.services.acting(house.clerk).scope
    found = house.services.catalogue.document(document, scope).fields[FieldName.SUBJECT]
    assert (found.value, found.source) == ("Kế hoạch đúng", "person")


def test_a_clerk_checks_but_opens_no_lot(house, open_page, keeper, document):
    house.services.acting(keeper).inspecting.open("Lô", [document], sample_rate=1.0, limit=0.0)
    app = open_page(house.clerk, "digitise", muc="chat-luong")
    assert [b for b in app.button if b.label == "Lập lô"] == []
    assert [b for b in app.button if b.label == "Kiểm tra tiếp (1)"]
    assert "Số liệu" not in text(app)


def test_figures_tell_of_work_and_errors(house, open_page, keeper, document):
    lot = house.services.acting(keeper).inspecting.open("Lô", [document], sample_rate=1.0, limit=1.0)
    for person in (keeper, house.clerk):
        acts = house.services.acting(person).inspecting
        check = acts.take(lot)
        assert check is not None
        acts.record(check.id, Finding({FieldName.SUBJECT: f"Trích yếu của {person.username}"}))
    house.services.acting(house.clerk).desk.replace(document, "Kế hoạch", "Kế hoạch cũ")
    said = text(open_page(keeper, "digitise", muc="so-lieu"))
    assert "Trang đã số hoá" in said
    assert "Trích yếu" in said and "Người phụ trách" in said
    assert "Chữ không bị nghi ngờ mà người soát đã sửa: 1." in said
    refused = text(open_page(house.clerk, "digitise", muc="so-lieu"))
    assert "Trang đã số hoá" not in refused


def test_a_dossier_is_filled_put_in_order_and_closed(house, open_page, keeper, document):
    other = ready(house, "b.pdf", "2/KH-VP", "Báo cáo thử")
    filing = house.services.acting(keeper).filing
    dossier = filing.add(DossierCard("HS.1", "Hồ sơ thử", Retention.YEARS_10))
    filing.put(dossier, [document])
    app = open_page(keeper, "digitise", muc="ho-so", **{"ma-ho-so": str(dossier)})
    assert "Hồ sơ thử" in text(app) and "1. Kế hoạch thử" in text(app)
    app.text_input(key="filing-text").set_value("Báo cáo").run()
    app.multiselect[0].select(other).run()
    app.button(key="filing-put").click().run()
    assert "2. Báo cáo thử" in text(app)
    app.button(key=f"arrow_upward-{other}").click().run()
    assert "1. Báo cáo thử" in text(app)
    app.button(key="dossier-close").click().run()
    assert not app.exception and "Đã kết thúc" in text(app)
    assert not app.multiselect


def test_what_is_wrong_with_a_cover_is_said(house, open_page, keeper):
    house.services.acting(keeper).filing.add(DossierCard("HS.1", "Hồ sơ thử", Retention.YEARS_10))
    app = open_page(keeper, "digitise", muc="ho-so")
    fields = {field.label: field for field in [*app.text_input, *app.text_area]}
    fields["Mã hồ sơ"].set_value("HS.1")
    fields["Tiêu đề hồ sơ"].set_value("Hồ sơ khác")
    next(b for b in app.button if b.label == "Lập hồ sơ").click().run()
    assert "Đơn vị đã có hồ sơ mang mã này." in app.error[0].value


def test_page_work_offers_documents_of_ones_own_only(house, open_page, document):
    foreign = house.add_document(house.stranger, "la.pdf", "9/KH-VP", "Kế hoạch lạ")
    app = open_page(house.clerk, "digitise", muc="sap-xep")
    app.text_input(key="arrange-text-0").set_value("kế hoạch").run()
    keys = [b.key for b in app.button if b.key and b.key.startswith("arrange-add-")]
    assert keys == [f"arrange-add-{document}"]
    app = open_page(house.clerk, "digitise", muc="sap-xep", **{"van-ban": str(foreign)})
    assert not app.exception and "Kế hoạch lạ" not in text(app)


def test_two_sides_of_a_stack_are_offered_sheet_by_sheet(house, open_page, document):
    other = ready(house, "sau.pdf", "2/KH-VP", "Mặt sau")
    app = open_page(house.clerk, "digitise", muc="sap-xep", **{"van-ban": f"{document},{other}"})
    app.checkbox(key=f"sides-{document}-{other}").check().run()
    assert app.checkbox(key=f"turned-{document}-{other}").value
    assert not app.exception
