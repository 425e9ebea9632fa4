"""A conversation is there after a reload, is found by its words, and is gone when it was deleted."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import NARROW, Visit

QUESTION = "Công thức làm bánh chưng gồm những nguyên liệu gì?"


def test_a_conversation_is_kept_found_and_deleted(visit: Visit) -> None:
    page = visit("minh", NARROW)
    expect(page.get_by_role("heading", name="Hỏi đáp", exact=True)).to_be_visible()
    box = page.get_by_role("textbox", name="Hỏi về các văn bản bạn được xem")
    box.fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Chưa có câu trả lời.", exact=True)).to_be_visible()
    page.wait_for_url("**trao-doi=*")

    page.reload()
    asked = page.locator(".vt-question", has_text=QUESTION)
    expect(asked).to_be_visible()
    expect(page.get_by_text("Chưa có câu trả lời.", exact=True)).to_be_visible()

    page.get_by_role("button", name="Cuộc trao đổi mới").click()
    expect(asked).to_have_count(0)
    page.get_by_role("button", name="Lịch sử").click()
    drawer = page.locator(".st-key-history")
    drawer.get_by_role("textbox").fill("banh chung")
    drawer.get_by_role("textbox").press("Enter")
    drawer.get_by_role("button", name=QUESTION).click()
    expect(asked).to_be_visible()
    expect(drawer).to_have_count(0)

    page.get_by_role("button", name="Cuộc trao đổi này").click()
    page.get_by_role("button", name="Xoá cuộc trao đổi").click()
    expect(asked).to_have_count(0)
    page.get_by_role("button", name="Lịch sử").click()
    expect(drawer.get_by_text("Các cuộc trao đổi")).to_be_visible()
    expect(drawer.get_by_role("button", name=QUESTION)).to_have_count(0)
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
