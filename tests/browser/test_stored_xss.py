# ruff: noqa: E501
"""Stored cross-site scripting: whatever people and documents say is shown as text, on every page, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from access.scope import Scope
from records.desk.types import WordPlace
from tests.browser.conftest import House
from tests.chromium import PATIENCE_MS
from tests.ui.server_process import Server
from training_modules.editions.templates import BANK
from training_modules.editions.writing import mark_of
from ui.door import SESSION_COOKIE
from ui.web.navigation_paths import ADMIN, KEEP
from vanthu.services import Services
from vanthu.settings import Settings

MARK = "Kiểm thử"
PAYLOAD = (
    "<img src=x onerror=window.__pwned=1><script>window.__pwned=2</script><svg onload=window.__pwned=3>"
    "\"'><iframe srcdoc='<script>parent.__pwned=4</script>'></iframe>[bấm](javascript:window.__pwned=5)"
    '![x](x" onerror="window.__pwned=6) <a href="javascript:window.__pwned=7">x</a> `${window.__pwned=8}` {{constructor}}'
    "<style>@import 'http://evil.example/x.css'</style><meta http-equiv=refresh content='0;url=http://evil.example'>"
)
PEOPLE = {
    "lan": "clerk",
    "ha": "trainee",
    "minh": "official",
    "quan": "administrator",
    "kho": "custodian",
    "kiem": "auditor",
    "giang": "trainer",
    "giao": "trainer",
}
HOSTILE = "khoa-doc-hai"
"""A course whose every text is a payload; on offer while these tests run."""
SHORT = "<img src=x onerror=window.__pwned=9>"
DOCUMENT = f"""# QUYẾT ĐỊNH {SHORT}

Số: 12/QĐ-UBND

**Về việc {PAYLOAD}**

Điều 1. Phạm vi {SHORT}

Kiểm thử kiểm soát: hồ sơ mười hai được lưu tại phòng số bảy. {PAYLOAD}

Điều 2. Thời hạn

Hồ sơ thử nghiệm lưu trong thời hạn 37 năm {SHORT}.
"""


@dataclass
class Planted:
    server: Server
    document: int
    edition: int


@pytest.fixture(scope="module")
def planted(house: House) -> Iterator[Planted]:
    """A unit whose names, files, texts and fields are all payloads, brought in by the ordinary ways."""
    services = Services(Settings(data=house.server.data))
    services.units.add("XSS", f"Đơn vị {PAYLOAD}"[:250])
    passwords = {
        name: services.accounts.add(f"xss.{name}", f"{MARK} {SHORT}{PAYLOAD}"[:250], "XSS", [role])[1]
        for name, role in PEOPLE.items()
    }
    services.close()
    clerk = house.server.sign_in("xss.lan", passwords["lan"])
    asked = {"secrecy": "none", "sensitive": "false"}
    for name, content in (
        (f"{MARK} {PAYLOAD}.md", DOCUMENT.encode()),
        (f"{SHORT}.exe", b"MZ\x00\x01"),
        (f"{SHORT}.docx", b"PK\x03\x04"),
    ):
        headers = {"X-Vanthu-Filename": quote(name)}
        reply = clerk.post("/api/uploads", params=asked, content=content, headers=headers)
        assert reply.status_code == 201, reply.text
    (job,) = (each for each in clerk.get("/api/jobs").json() if each["filename"].endswith(".md"))
    while job["state"] not in {"done", "failed", "refused", "quarantined"}:
        (job,) = clerk.get("/api/jobs/wait", params={"ids": job["id"], "timeout": 20}).json()
    assert job["state"] == "done", job
    fields = dict.fromkeys(
        ("subject", "issuing_body", "signer_name", "signer_title", "recipients"), f"{MARK} {PAYLOAD}"
    )
    changed = clerk.patch(f"/api/documents/{job['document_id']}", json={"fields": fields})
    assert changed.status_code == 200, changed.text
    clerk.close()
    doubt(house.server.data, int(job["document_id"]))
    edition = teach(house.server)
    yield Planted(house.server, int(job["document_id"]), edition)
    teach(house.server, retire=True)


def teach(server: Server, *, retire: bool = False) -> int:
    """A course written and published by two trainers, as any is; or taken off again."""
    services = Services(Settings(data=server.data))
    writer, reader = (services.accounts.principal(f"xss.{name}") for name in ("giang", "giao"))
    workshop, edition = services.editions, 0
    if retire:
        workshop.retire(HOSTILE, writer)
    else:
        edition = workshop.create(HOSTILE, f"{MARK} {PAYLOAD}", writer)
        lesson = workshop.edition(edition, writer).files["1-bai-mot.md"]
        outside = "![y](http://evil.example/y.png) [đi](http://evil.example/z)"
        words = f"{lesson}\n# {PAYLOAD}\n\n{PAYLOAD}\n\n- {PAYLOAD}\n\n> {outside}\n\n| {SHORT} |\n|---|\n| {SHORT} |\n"
        workshop.save(edition, "1-bai-mot.md", words, writer, seen=mark_of(lesson))
        (entry,) = workshop.questions(edition, BANK, writer)
        question = {
            **entry.values,
            **{
                "kind": "single",
                "key": ["a"],
                "stem": f"{MARK} {PAYLOAD}",
                "explanation": f"{MARK} {PAYLOAD}",
            },
            "options": {"a": f"{MARK} {PAYLOAD}", "b": SHORT},
        }
        workshop.put_question(edition, BANK, question, writer, replacing=entry.values)
        workshop.send(edition, PAYLOAD, writer)
        workshop.publish(edition, reader)
    token = services.sessions.begin(reader, second_factor=True)
    services.close()
    # A trainer who looks makes the server see what another process has published.
    seen = httpx.get(
        f"{server.address}/api/training/editions", cookies={SESSION_COOKIE: token}, trust_env=False
    )
    assert seen.status_code == 200, seen.text
    return edition


def doubt(data: Path, document_id: int) -> None:
    """Words of the first page read as payloads, in doubt, one of them put right once: what the desk shows."""
    services = Services(Settings(data=data))
    person = services.accounts.principal("xss.lan")
    page = services.catalogue.page_text(document_id, 1, Scope.of(person))
    words = [
        replace(word, text=SHORT, doubtful=True, alternatives=(SHORT + "1", PAYLOAD))
        for word in page.lines[0].words
    ]
    lines = (replace(page.lines[0], words=tuple(words)), *page.lines[1:])
    image = services.files.put(services.catalogue.page_image(document_id, 1, Scope.of(person)))
    services.catalogue.put_page(document_id, replace(page, lines=lines), image.sha256)
    acts = services.acting(person)
    acts.desk.edit(document_id, WordPlace(1, 0, 0), f"{SHORT}2", acts.document(document_id).revision)
    services.close()


@pytest.fixture
def window(planted: Planted, browser: Browser) -> Iterator[Page]:
    opened = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    page = opened.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield page
    opened.close()


def watch(page: Page, planted: Planted) -> list[str]:
    """Everything that would show that a payload ran, or that something outside was asked for."""
    seen: list[str] = []

    def dialog(found: object) -> None:
        seen.append("dialog")
        found.dismiss()  # type: ignore[attr-defined]

    def asked(request: object) -> None:
        address = str(request.url)  # type: ignore[attr-defined]
        if not address.startswith((planted.server.address, "data:", "blob:", "about:")):
            seen.append(address)

    page.on("dialog", dialog)
    page.on("request", asked)
    page.on("popup", lambda _: seen.append("popup"))
    return seen


def untouched(page: Page, seen: list[str]) -> None:
    assert page.evaluate("window.__pwned") is None
    assert all(frame.evaluate("window.__pwned ?? null") is None for frame in page.frames)
    assert seen == []
    planted_elements = "img[onerror], svg[onload], script:not([src]):not([type=module]), a[href^='javascript:'], iframe[srcdoc]"
    found = page.evaluate(
        """(selector) => {
            const all = [];
            const walk = (root) => {
                for (const element of root.querySelectorAll("*")) {
                    if (element.matches(selector) && element.outerHTML.includes("__pwned")) all.push(element.outerHTML);
                    if (element.shadowRoot) walk(element.shadowRoot);
                }
            };
            walk(document);
            return all;
        }""",
        planted_elements,
    )
    assert found == []


def enter(page: Page, planted: Planted, name: str, path: str) -> None:
    """With a session as after the second factor, which some of these people need."""
    services = Services(Settings(data=planted.server.data))
    token = services.sessions.begin(services.accounts.principal(f"xss.{name}"), second_factor=True)
    services.close()
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": planted.server.address}])
    page.goto(f"{planted.server.address}{path}")
    page.wait_for_selector(".st-key-topbar")


PAGES = [
    ("lan", "/so-hoa"),
    ("lan", "/kho-van-ban"),
    ("lan", "/van-ban?id={id}"),
    ("lan", "/so-hoa?muc=ban-soat&van-ban={id}"),
    ("minh", "/hoi-dap"),
    ("ha", f"/hoc-tap?khoa={HOSTILE}&bai=bai-mot"),
    ("quan", f"/{ADMIN}"),
    ("kho", f"/{KEEP}"),
    pytest.param("ha", f"/hoc-tap?khoa={HOSTILE}&bai=kiem-tra", marks=pytest.mark.long),
    pytest.param("giang", "/giang-day?ban={edition}", marks=pytest.mark.long),
    pytest.param("kiem", "/", marks=pytest.mark.long),
    pytest.param("ha", "/hoc-tap?khoa=" + quote(SHORT), marks=pytest.mark.long),
    pytest.param("lan", "/kho-van-ban?tim=" + quote(SHORT), marks=pytest.mark.long),
    pytest.param("lan", "/van-ban?id=" + quote(SHORT), marks=pytest.mark.long),
]


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_no_payload_runs_on_any_page(window: Page, planted: Planted, name: str, path: str) -> None:
    seen = watch(window, planted)
    enter(window, planted, name, path.format(id=planted.document, edition=planted.edition))
    window.wait_for_load_state("networkidle")
    main = window.get_by_test_id("stMain")
    expect(main).to_be_visible()
    if path.startswith("/van-ban?id={"):
        for tab in window.get_by_role("tab").all():
            tab.click()
            if tab.inner_text() == "Chữ nhận dạng":
                expect(window.locator(".word").first).to_have_text(re.compile("^<img"))
                window.locator(".past").click()
                expect(window.locator(".history li")).not_to_have_count(0)
                window.locator(".word.doubt").first.click()
                expect(window.locator(".edit .options button")).to_have_count(2)
            window.wait_for_timeout(300)
            untouched(window, seen)
        expect(window.locator(".sheet img")).to_be_visible()
    if path.startswith("/hoi-dap"):
        for question in (
            "Hồ sơ thử nghiệm lưu trong thời hạn bao nhiêu năm?",
            f"{SHORT} Hồ sơ mười hai lưu ở đâu?",
        ):
            window.get_by_role("textbox").fill(question)
            window.keyboard.press("Enter")
            expect(window.locator(".chip, .vt-not-answer, .vt-sentence").first).to_be_visible()
            window.wait_for_load_state("networkidle")
        chips = window.locator(".chip")
        if chips.count():
            chips.first.click()
            expect(window.locator(".mark").first).to_be_visible()
    if "ban-soat" in path:
        expect(window.locator(".name")).not_to_be_empty()
        while window.locator(".name").inner_text() != "Từ chưa chắc chắn":  # fields come first
            window.keyboard.press("Tab")
            expect(window.locator(".reading")).to_be_focused()
        expect(window.locator(".reading")).to_have_value(re.compile("^<img"))
        expect(window.locator(".choices button")).to_have_count(2)
        expect(window.locator(".cut canvas")).to_be_visible()
    if "bai=bai-mot" in path or "ban=" in path:
        expect(main.get_by_text("__pwned").first).to_be_visible()
    if "bai=kiem-tra" in path:
        main.get_by_role("button", name="Bắt đầu làm bài").click()
        expect(window.locator(".options label").first).to_contain_text("__pwned")
        untouched(window, seen)
        with window.expect_response(lambda reply: "/answers/" in reply.url):
            window.locator(".options label").first.click()
        window.get_by_role("button", name="Nộp bài").click()
        expect(window.get_by_role("heading", name="Kết quả")).to_be_visible()
        expect(main.get_by_text("__pwned").first).to_be_visible()
    if path.startswith("/kho-van-ban?") or "/kho-van-ban" in path:
        assert MARK in main.inner_text() or "tim=" in path, "the payload is really on this page"
    untouched(window, seen)
