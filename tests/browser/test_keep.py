"""The custodian's page in a browser: its tabs, and removing a document that turned out to be secret."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import NARROW, House, Visit
from tests.browser.test_way import no_sideways_scroll

WORDS = "ĐẢNG UỶ XÃ A\nSố 318-QĐ/ĐU\n\nQUYẾT ĐỊNH\nvề việc kiểm kê kho\n\nĐiều 1. Kiểm kê kho lưu trữ.\n"


def test_a_custodian_removes_a_document(house: House, visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "kiem-ke.txt").write_text(WORDS)
    taken = house.server.vanthu("ingest", str(tmp_path / "kiem-ke.txt"), "--wait")
    assert taken.returncode == 0, taken.stderr
    page = visit("hoa", NARROW, "/quan-ly-du-lieu")
    for tab in ("Cách ly", "Quyền xem", "Phân loại", "Gỡ bỏ"):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tabpanel", name=tab).locator("p").first).to_be_visible()
        no_sideways_scroll(page)
    panel = page.get_by_role("tabpanel", name="Gỡ bỏ")
    panel.get_by_role("textbox").fill("318-QĐ/ĐU")
    page.keyboard.press("Enter")
    panel.get_by_role("button", name="Chọn", exact=True).click()
    expect(panel.get_by_text("không hoàn tác được")).to_be_visible()
    panel.get_by_text("Tối mật", exact=True).click()
    confirm = panel.get_by_role("textbox", name="để xác nhận")
    told = panel.get_by_text("để xác nhận").first.inner_text()
    confirm.fill(told[told.index("(") + 1 : told.index(")")])
    panel.get_by_role("button", name="Gỡ bỏ tài liệu mật").click()
    expect(panel.get_by_text("Đã gỡ bỏ văn bản.")).to_be_visible()
    expect(panel.get_by_role("button", name="Chọn", exact=True)).to_have_count(0)
    sought = house.server.vanthu("show", "318-QĐ/ĐU")
    assert sought.returncode == 1
