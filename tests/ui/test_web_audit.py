"""The auditor's page: filters, timelines, unusual patterns, the state of the trail."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from access.audit_actions import AuditAction, Result
from access.principal import Principal
from access.roles import Role
from tests.ui.conftest import House
from tests.ui.web_pages import text
from ui.web.screens.audit import PART

Opener = Callable[..., AppTest]
SCREEN = "audit"


@pytest.fixture
def auditor(house: House) -> Principal:
    person, _ = house.services.accounts.add("kiem", "Phạm Thị Kiểm", "XA-A", [Role.AUDITOR])
    return person


@pytest.fixture
def trail(house: House) -> Iterator[int]:
    """A document that two people opened and a third was denied."""
    document_id = house.add_document(house.clerk, "qd-12.pdf", "12/QĐ-UBND", "Về việc không ai được thấy")
    house.services.acting(house.clerk).view(document_id)
    house.services.acting(house.official).view(document_id)
    record = house.services.audit.record
    for _ in range(9):
        record(house.stranger, AuditAction.VIEW, document_id=document_id, result=Result.DENIED)
    yield document_id


def test_events_name_people_and_ids_and_no_title(trail: int, auditor: Principal, open_page: Opener) -> None:
    shown = text(open_page(auditor, SCREEN))
    assert "Trần Văn Minh" in shown
    assert f"document={trail}" in shown
    assert "không ai được thấy" not in shown
    assert "12/QĐ" not in shown


def test_a_timeline_of_one_account(house: House, trail: int, auditor: Principal, open_page: Opener) -> None:
    shown = text(open_page(auditor, SCREEN, account=str(house.official.account_id)))
    assert "Trần Văn Minh" in shown
    assert "Lê Thị Hoa" not in shown


@pytest.mark.parametrize("asked", ["x", "99999999999999", "-1", "0"])
def test_an_address_made_by_hand_shows_everything(
    trail: int, auditor: Principal, open_page: Opener, asked: str
) -> None:
    shown = text(open_page(auditor, SCREEN, document=asked, action="'; DROP TABLE", result="x"))
    assert "Trần Văn Minh" in shown


def test_repeated_denials_are_pointed_out(trail: int, auditor: Principal, open_page: Opener) -> None:
    page = open_page(auditor, SCREEN)
    page.segmented_control(key=PART).set_value("Bất thường").run()
    shown = text(page)
    assert "Bị từ chối 9 lần trong một giờ" in shown
    assert "Lê Thị Hoa" in shown


def test_the_whole_trail_is_verified_on_request(
    house: House, trail: int, auditor: Principal, open_page: Opener
) -> None:
    page = open_page(auditor, SCREEN)
    page.segmented_control(key=PART).set_value("Tình trạng").run()
    assert "chưa được kiểm tra lần nào" in text(page)
    page.button(key="audit-verify").click().run()
    house.services.audit_check.wait()
    page.run()
    assert "không phát hiện sai lệch" in text(page)


def test_the_page_is_the_auditors(house: House, open_page: Opener) -> None:
    page = open_page(house.clerk, SCREEN)
    assert "không được giao việc này" in text(page)
