"""What people learn with holds WCAG 2.2 AA, as far as axe can tell."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, House, Visit

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
COURSE = "khoa=phan-loai-truoc-khi-dan"


def violations(page: Page) -> list[str]:
    expect(page.locator(".stApp[data-test-script-state=notRunning]")).to_be_visible()
    return of_the_page(page)


def of_the_page(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response
    assert found["passes"], "axe looked at nothing"
    return [f"{each['id']}: {node['html'][:200]}" for each in found["violations"] for node in each["nodes"]]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_learner_meets_no_barrier(house: House, visit: Visit, size: tuple[int, int]) -> None:
    page = visit("yen", size, "/hoc-tap")
    places = {
        "": ".st-key-reading h1",
        f"?{COURSE}": ".st-key-rows",
        f"?{COURSE}&bai=ba-cau-hoi": ".st-key-lesson .vt-drawing",
        f"?{COURSE}&bai=kiem-tra": ".st-key-start-attempt button, .options input",
    }
    narrow = slice(2, None) if size == NARROW else slice(None)
    for query, ready in [*places.items()][narrow]:
        page.goto(f"{house.server.address}/hoc-tap{query}")
        expect(page.locator(ready).first).to_be_visible()
        assert violations(page) == [], query
    begin = page.locator(".st-key-start-attempt button")
    if begin.count():
        begin.click()
    expect(page.locator(".options input").first).to_be_visible()
    assert violations(page) == [], "a question"


def test_a_trainer_meets_no_barrier(house: House, visit: Visit) -> None:
    page = visit("day", WIDE, "/giang-day")
    expect(page.locator("h1")).to_be_visible()
    assert violations(page) == []


def test_who_checks_a_certificate_meets_no_barrier(house: House, visit: Visit) -> None:
    page = visit("ha", NARROW, "/hoc-tap")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{house.server.address}/chung-chi/x")
        expect(page.get_by_role("alert")).to_be_visible()
        assert of_the_page(page) == [], scheme
