"""The desk in a browser, without a mouse: the queue from first to last, and a page's words put right."""

from __future__ import annotations

import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, House, Visit
from tests.browser.desk_house import plant
from tests.browser.test_way import no_sideways_scroll
from tests.chromium import PATIENCE_MS


@pytest.fixture
def document_id(house: House) -> int:
    return plant(house.server.data, "tam")


def asked(page: Page, path: str) -> Any:
    """The API as the page's own session sees it."""
    reply = page.request.get(f"{page.url.split('/', 3)[0]}//{page.url.split('/', 3)[2]}/api/{path}")
    assert reply.ok, reply.text()
    return reply.json()


def words_of(page: Page, document_id: int) -> list[str]:
    return [line["text"] for line in asked(page, f"documents/{document_id}/pages/1/text")["lines"]]


def line_comes_to(page: Page, document_id: int, line: int, text: str) -> None:
    """What the page shows at once the server has a moment later."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while words_of(page, document_id)[line] != text and time.monotonic() < until:
        page.wait_for_timeout(100)
    assert words_of(page, document_id)[line] == text


def at(page: Page, name: str, reading: str) -> None:
    """The item in front, with its picture cut."""
    expect(page.locator(".name")).to_have_text(name)
    expect(page.locator(".reading")).to_have_value(reading)
    expect(page.locator(".reading")).to_be_focused()


def test_the_queue_from_first_to_last_without_a_mouse(visit: Visit, document_id: int) -> None:
    page = visit("tam", WIDE, f"/so-hoa%3Fmuc%3Dban-soat%26van-ban%3D{document_id}")
    keys = page.keyboard
    at(page, "Số, ký hiệu", "116/NQ-CP")
    expect(page.locator(".cut canvas")).to_be_visible()
    expect(page.locator(".line")).to_have_text("Số: 115/NQ-CP")
    keys.press("Alt+1")  # digits may be typed here, so a digit alone picks nothing
    at(page, "Ngày ban hành", "29/04/2026")
    keys.type("31/02/2026")
    keys.press("Enter")
    expect(page.locator(".work .trouble")).to_contain_text("05/03/2025")
    keys.press("Escape")
    keys.type("30/4/2026")
    keys.press("Enter")
    at(page, "Tên loại", "Quyết định")
    keys.type("nghi quyet")
    keys.press("Enter")

    expect(page.locator(".name")).to_have_text("Từ chưa chắc chắn")
    expect(page.locator(".saved")).to_have_text("cloud_doneĐã lưu")

    # Without a connection nothing is lost, and nothing is said to be saved.
    page.context.set_offline(True)
    settled: list[str] = []
    while len(settled) < 5:
        reading = page.locator(".reading").input_value()
        settled.append(reading)
        match reading:
            case "Bô" | "eơ":
                keys.press("1")
            case "oOo":
                keys.press("Backspace")
                keys.press("Backspace")
            case "các":
                keys.type("mọi")
                keys.press("Enter")
            case _:
                keys.press("Enter")
        if len(settled) < 5:
            expect(page.locator(".reading")).not_to_have_value(reading)
    assert sorted(settled) == ["Bô", "Bộ", "các", "eơ", "oOo"]
    expect(page.locator(".saved")).to_contain_text("Chưa lưu được 5 mục")
    page.context.set_offline(False)
    expect(page.locator(".saved")).to_have_text("cloud_doneĐã lưu")
    expect(page.locator(".rest")).to_contain_text("Đã soát hết")

    fields = asked(page, f"documents/{document_id}")
    assert (fields["reference_number"], fields["issue_date"]) == ("115/NQ-CP", "2026-04-30")
    assert fields["document_type"] == "resolution"
    assert words_of(page, document_id)[2:] == [
        "Theo đề nghị của Bộ trưởng Bộ Tài chính",
        "Giao mọi cơ quan thi hành Nghị quyết này",
    ]


def test_what_was_settled_is_taken_back(visit: Visit, document_id: int) -> None:
    page = visit("tam", NARROW, f"/so-hoa%3Fmuc%3Dban-soat%26van-ban%3D{document_id}")
    at(page, "Số, ký hiệu", "116/NQ-CP")
    no_sideways_scroll(page)
    for key in ("Enter", "Tab", "ArrowRight"):  # what an input method is at work with is its own
        page.locator(".reading").dispatch_event("keydown", {"key": key, "isComposing": True})
    at(page, "Số, ký hiệu", "116/NQ-CP")
    page.keyboard.press("Tab")  # left for later
    at(page, "Ngày ban hành", "29/04/2026")
    page.keyboard.press("Enter")
    at(page, "Tên loại", "Quyết định")
    expect(page.locator(".saved")).to_have_text("cloud_doneĐã lưu")
    page.keyboard.press("Control+z")
    at(page, "Ngày ban hành", "29/04/2026")
    assert asked(page, f"documents/{document_id}")["fields"]["issue_date"]["source"] == "printed"


def test_words_are_put_right_beside_the_page(visit: Visit, document_id: int) -> None:
    page = visit("tam", WIDE, f"/van-ban%3Fid%3D{document_id}")
    page.get_by_role("tab", name="Chữ nhận dạng").click()
    expect(page.locator(".word.doubt-much")).to_have_count(5)
    expect(page.locator(".mark.doubt-much")).to_have_count(5)
    expect(page.locator(".mark.region")).to_contain_text("Con dấu")
    page.keyboard.press("F8")
    box = page.locator(".edit input")
    expect(box).to_have_value("Bộ")
    page.keyboard.press("F8")
    expect(box).to_have_value("Bô")
    expect(page.locator(".mark.line")).to_have_count(1)
    page.keyboard.press("1")
    expect(page.locator(".word.by-person")).to_have_text("Bộ")
    line_comes_to(page, document_id, 2, "Theo đề nghị của Bộ trưởng Bộ Tài chính")
    page.keyboard.press("Control+z")
    expect(page.locator(".note")).to_contain_text("Đã hoàn tác: Bộ → Bô")
    line_comes_to(page, document_id, 2, "Theo đề nghị của Bộ trưởng Bô Tài chính")

    page.keyboard.press("Control+h")
    page.keyboard.type("Nghị quyết")
    expect(page.locator(".found")).to_contain_text("1/1 chỗ, trang 1")
    page.get_by_label("Thay bằng").fill("Quyết định")
    expect(page.locator(".sample ins")).to_have_text("Quyết định")
    page.keyboard.press("Enter")
    expect(page.locator(".found")).to_have_text("Không có trong văn bản này.")
    line_comes_to(page, document_id, 3, "Giao các eơ quan oOo thi hành Quyết định này")
    page.get_by_role("button", name="Lịch sử sửa").click()
    expect(page.locator(".history li")).to_have_count(2)
    expect(page.locator(".history li").nth(1)).to_contain_text("đã hoàn tác")
    no_sideways_scroll(page)
