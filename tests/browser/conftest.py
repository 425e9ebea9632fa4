"""A real server with people, and Debian's Chromium at the widths people have."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.ui import server_process
from tests.ui.server_process import Server
from vanthu.settings import Settings

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE_MS = 60_000
WIDE, NARROW = (1440, 900), (390, 844)
PEOPLE = {
    "lan": ("Nguyễn Thị Lan", "clerk"),
    "minh": ("Trần Văn Minh", "official"),
    "ha": ("Lê Hà", "trainee"),
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


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server on a data folder of its own, with one account per kind of work."""
    if not (Settings().models / "multilingual-e5-small").is_dir():
        pytest.skip("the embedding model is not set up (./run --setup-only)")
    data = tmp_path_factory.mktemp("house") / "data"
    env = server_process.environment(data)
    passwords = {
        name: server_process.run_json(
            env, "account", "add", name, "--name", shown, "--unit", "LOCAL", "--role", role
        )["password"]
        for name, (shown, role) in PEOPLE.items()
    }
    with server_process.serving(data) as server:
        yield House(server, passwords)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed (Debian: apt install chromium)")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        running.close()


Visit = Callable[..., Page]


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
        page.wait_for_selector(".st-key-topbar")
        return page

    yield open_window
    for window in windows:
        window.close()
