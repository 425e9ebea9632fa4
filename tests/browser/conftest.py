"""A real server with people, and Debian's Chromium at the widths people have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.chromium import PATIENCE_MS
from tests.ui import server_process
from tests.ui.server_process import Server
from tests.ui.signing_in import Factor, shown_secret
from vanthu.services import build
from vanthu.settings import Settings

WIDE, NARROW = (1440, 900), (390, 844)
PEOPLE = {
    "lan": ("Nguyễn Thị Lan", "clerk"),
    "minh": ("Trần Văn Minh", "official"),
    "ha": ("Lê Hà", "trainee"),
    "quantri": ("Đỗ Văn Nam", "administrator"),
    "hoa": ("Lê Thị Hoa", "custodian"),
    "tam": ("Vũ Thị Tâm", "clerk"),
    "day": ("Phạm Văn Dạy", "trainer"),
    "yen": ("Mai Thị Yến", "trainee"),
}
SHARED = (pytest.mark.browser, pytest.mark.xdist_group("browser"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here drives a browser, and all share one server: one worker runs them."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            for mark in SHARED:
                item.add_marker(mark)


@dataclass
class House:
    server: Server
    passwords: dict[str, str]
    factors: dict[str, Factor] = field(default_factory=dict)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server on a data folder of its own, with one account per kind of work."""
    if not (Settings().models / "multilingual-e5-small").is_dir():
        pytest.skip("the embedding model is not set up (./run --setup-only)")
    data = tmp_path_factory.mktemp("house") / "data"
    services = build(Settings(data=data))
    passwords = {
        name: services.accounts.add(name, shown, "LOCAL", [role])[1] for name, (shown, role) in PEOPLE.items()
    }
    services.close()
    with server_process.serving(data) as server:
        yield House(server, passwords)


Visit = Callable[..., Page]


def second_factor(page: Page, factor: Factor) -> None:
    """Show a second factor where one is asked for; who has none yet sets it up and keeps the codes."""
    page.wait_for_selector("input[name=code], .st-key-topbar")
    if "/sign-in/enrol" in page.url:
        factor.secret = shown_secret(page.content())
        page.fill("input[name=code]", factor.code())
        page.click("button[type=submit]")
        page.wait_for_selector(".codes code")  # the list is read at once, wherever the page then is
        factor.recovery = page.locator(".codes code").all_inner_texts()
        page.click("a.button")
    elif "/sign-in/code" in page.url:
        page.click("a[href*=recovery]")
        page.wait_for_url("**recovery=1**")
        page.fill("input[name=code]", factor.recovery.pop())
        page.click("button[type=submit]")


@pytest.fixture
def visit(house: House, browser: Browser) -> Iterator[Visit]:
    """`visit("lan", width)` signs the person in, in a window of their own."""
    windows = []

    def open_window(username: str, size: tuple[int, int] = WIDE, path: str = "/") -> Page:
        width, height = size
        window = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
        windows.append(window)
        page = window.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{house.server.address}/sign-in?next={path}")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", house.passwords[username])
        page.click("button[type=submit]")
        second_factor(page, house.factors.setdefault(username, Factor()))
        page.wait_for_selector(".st-key-topbar")
        return page

    yield open_window
    for window in windows:
        window.close()
