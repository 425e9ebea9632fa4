"""The whole way in a browser: scan in, recognised, asked about, seen on the page; a quiz taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Position, expect

from tests.browser.conftest import NARROW, WIDE, Visit
from tests.chromium import PATIENCE_MS

DIGITISED_WITHIN_MS = 240_000
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
SCANS = {WIDE: "pdf/nq_115_ba_vi.pdf", NARROW: "pages/qd_707_ttg_p1.png"}


def no_sideways_scroll(page: Page) -> None:
    """Nothing is wider than the window, once the page has settled."""
    page.wait_for_function(
        "() => { const box = document.querySelector('[data-testid=stMain]');"
        " return box && box.scrollWidth - box.clientWidth <= 1; }"
    )


def declare_ordinary(page: Page) -> None:
    """Neither question has an answer beforehand; no file can be chosen before both have one."""
    expect(page.locator("input[type=file]")).to_be_disabled()
    page.get_by_text("Không mật", exact=True).click()
    page.get_by_text("Không", exact=True).click()
    expect(page.locator("input[type=file]")).to_be_enabled()


def job_of(page: Page, filename: str) -> Locator:
    return page.locator("[class*='st-key-job-']", has_text=filename).first


def open_scan(visit: Visit) -> Page:
    """The document of two pages that was uploaded first."""
    page = visit("lan", path="/kho-van-ban")
    address = page.url.split("/kho-van-ban")[0]
    found = page.request.get(f"{address}/api/documents").json()["items"]
    (document_id,) = (each["id"] for each in found if each["filename"] == Path(SCANS[WIDE]).name)
    page.goto(f"{address}/van-ban?id={document_id}")
    return page


@pytest.mark.shared
@SIZES
def test_a_scan_is_uploaded_recognised_and_read_beside_its_image(
    visit: Visit, shared_data: Path, size: tuple[int, int]
) -> None:
    scan = shared_data / "scans" / SCANS[size]
    page = visit("lan", size, "/so-hoa")
    expect(page.get_by_role("heading", name="Số hoá", exact=True)).to_be_visible()
    declare_ordinary(page)
    page.locator("input[type=file]").set_input_files(scan)
    job = job_of(page, scan.name)
    expect(job).to_be_visible()
    expect(job).to_contain_text("Hoàn thành", timeout=DIGITISED_WITHIN_MS)
    no_sideways_scroll(page)

    job.get_by_text("Mở văn bản").click()
    image = page.locator(".sheet img")
    expect(image).to_be_visible()
    page.get_by_role("tab", name="Chữ nhận dạng").click()
    page.locator(".word").nth(12).click()
    expect(page.locator(".edit input")).to_be_focused()
    expect(page.locator(".mark.line")).to_have_count(1)
    page.keyboard.press("Escape")
    no_sideways_scroll(page)

    page.get_by_role("tab", name="Thông tin").click()
    page.get_by_role("button", name="Xem vị trí").first.click()
    expect(page.locator(".mark.strong")).not_to_have_count(0)


@pytest.mark.shared
def test_a_click_on_the_image_opens_its_word(visit: Visit) -> None:
    page = open_scan(visit)
    page.get_by_role("tab", name="Chữ nhận dạng").click()
    page.locator(".word").nth(20).click()
    box, mark = page.locator(".edit input"), page.locator(".mark.line")
    expect(box).to_be_focused()
    expect(mark).to_have_count(1)
    reading = box.input_value()
    place, sheet = mark.bounding_box(), page.locator(".sheet").bounding_box()
    assert place is not None
    assert sheet is not None
    middle = Position(
        x=place["x"] - sheet["x"] + place["width"] / 2, y=place["y"] - sheet["y"] + place["height"] / 2
    )
    page.keyboard.press("Escape")
    page.locator(".word").nth(0).click()
    page.locator(".sheet").click(position=middle)
    expect(page.locator(".word").nth(0)).to_be_visible()
    expect(box).to_have_value(reading)


@pytest.mark.shared
@SIZES
def test_an_answer_shows_its_words_on_the_page(visit: Visit, size: tuple[int, int]) -> None:
    page = visit("minh", size)
    expect(page.get_by_role("heading", name="Hỏi đáp", exact=True)).to_be_visible()
    page.get_by_role("textbox").fill("Vườn quốc gia Ba Vì được chuyển giao về cơ quan nào quản lý?")
    page.keyboard.press("Enter")
    chip = page.locator(".chip").first
    expect(chip).to_be_visible()
    chip.click()
    mark = page.locator(".mark.strong").first
    expect(mark).to_be_visible()
    expect(mark).to_be_in_viewport()
    no_sideways_scroll(page)

    page.get_by_role("button", name="Đóng").click()
    expect(page.locator(".sheet")).to_have_count(0)
    page.get_by_role("textbox").fill("Công thức nấu phở bò gồm những nguyên liệu gì?")
    page.keyboard.press("Enter")
    expect(page.locator(".vt-not-answer")).to_be_visible()
    if size == WIDE:
        nearest = page.locator("[class*='st-key-nearest-'] .sources button")
        for place in (0, 1, 0):  # the third time the browser has the image already
            nearest.nth(place).click()
            expect(nearest.nth(place)).to_have_attribute("aria-pressed", "true")
            expect(page.locator(".mark").first).to_be_in_viewport()


@SIZES
def test_a_quiz_is_taken_to_its_result(visit: Visit, size: tuple[int, int]) -> None:
    page = visit("ha", size, "/hoc-tap%3Fkhoa%3Dphan-loai-truoc-khi-dan%26bai%3Dkiem-tra")
    page.get_by_test_id("stMain").get_by_role("button", name="Bắt đầu làm bài").or_(
        page.get_by_role("button", name="Làm lại")
    ).click()
    page.wait_for_selector(".player")
    for number in range(1, 11):
        expect(page.locator(".where")).to_contain_text(f"Câu {number}/10")
        option = page.locator(".options label").first
        with page.expect_response(lambda reply: "/answers/" in reply.url) as saved:
            option.click()
        assert saved.value.ok
        if number < 10:
            page.get_by_role("button", name="Câu sau").click()
    no_sideways_scroll(page)
    page.get_by_role("button", name="Nộp bài").click()
    expect(page.get_by_role("heading", name="Kết quả")).to_be_visible()
    expect(page.get_by_text("câu đúng, cần đúng từ")).to_be_visible()
    expect(page.locator("[class*='st-key-item-']")).to_have_count(10)


def test_a_result_follows_when_another_window_has_handed_in(visit: Visit) -> None:
    page = visit("ha", path="/hoc-tap%3Fkhoa%3Dphan-loai-truoc-khi-dan%26bai%3Dkiem-tra")
    page.get_by_test_id("stMain").get_by_role("button", name="Bắt đầu làm bài").or_(
        page.get_by_role("button", name="Làm lại")
    ).click()
    page.wait_for_selector(".player")
    address = page.url.split("/hoc-tap")[0]
    attempts = page.request.get(f"{address}/api/training/attempts").json()
    done = page.request.post(
        f"{address}/api/training/attempts/{attempts[0]['id']}/submission", headers={"Origin": address}
    )
    assert done.ok
    page.locator(".options label").first.click()
    result = page.get_by_role("heading", name="Kết quả")
    expect(result).to_be_visible()

    main = page.get_by_test_id("stMain")
    main.get_by_role("link", name="Làm lại").click()
    main.get_by_role("button", name="Làm lại").click()
    page.locator(".options label").first.click()
    expect(page.locator(".where")).to_contain_text("đã trả lời 1")
    page.get_by_role("button", name="Nộp bài").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Nộp bài").click()
    expect(result).to_be_visible()
    begun = page.request.get(f"{address}/api/training/attempts").json()
    assert begun[1]["id"] == attempts[0]["id"]
    assert begun[0]["submitted_at"]


def test_back_leads_to_where_one_came_from(visit: Visit) -> None:
    page = visit("ha", path="/hoc-tap%3Fkhoa%3Dphan-loai-truoc-khi-dan")
    expect(page.get_by_role("heading", name="Phân loại trước khi dán")).to_be_visible()
    page.locator(".st-key-nav").get_by_role("link", name="Kho văn bản").click()
    expect(page.get_by_role("heading", name="Kho văn bản")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Phân loại trước khi dán")).to_be_visible()
    assert page.url.endswith("/hoc-tap?khoa=phan-loai-truoc-khi-dan")


def test_answers_given_are_there_after_a_reload_and_after_a_lost_connection(visit: Visit) -> None:
    page = visit("ha", path="/hoc-tap%3Fkhoa%3Dphan-loai-truoc-khi-dan%26bai%3Dluyen-tap")
    page.get_by_role("button", name="Bắt đầu làm bài").click()
    with page.expect_response(lambda reply: "/answers/" in reply.url):
        page.locator(".options label").nth(2).click()
    page.reload()
    expect(page.locator(".where")).to_contain_text("Câu 2/20, đã trả lời 1")
    page.get_by_role("button", name="Câu 1, đã trả lời").click()
    expect(page.locator(".options input").nth(2)).to_be_checked()

    page.context.set_offline(True)
    for _ in range(2):
        page.get_by_role("button", name="Câu sau").click()
        page.locator(".options label").nth(1).click()
        expect(page.get_by_role("alert").filter(has_text="Chưa lưu được")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".trouble")).to_be_hidden()
    address = page.url.split("/hoc-tap")[0]
    part = f"{address}/api/training/courses/phan-loai-truoc-khi-dan/activities/luyen-tap/attempts"
    attempt = page.request.post(part, headers={"Origin": address}).json()
    chosen = [attempt["answers"].get(item["id"]) for item in attempt["items"][:3]]
    assert chosen == [[attempt["items"][n]["options"][place][0]] for n, place in enumerate((2, 1, 1))]


def test_an_unusable_file_says_why_and_the_batch_goes_on(visit: Visit, tmp_path: Path) -> None:
    empty, note = tmp_path / "trống.pdf", tmp_path / 'ghi chú "số" 1 😀.txt'
    empty.write_bytes(b"")
    note.write_text("Thông báo lịch trực Tết của cơ quan: mỗi ngày hai người.", encoding="utf-8")
    page = visit("lan", path="/so-hoa")
    declare_ordinary(page)
    page.locator("input[type=file]").set_input_files([empty, note])
    expect(job_of(page, "trống.pdf")).to_contain_text("Tệp rỗng")
    expect(job_of(page, "ghi chú")).to_contain_text("Hoàn thành", timeout=DIGITISED_WITHIN_MS)


def test_the_keyboard_turns_and_enlarges_pages(visit: Visit) -> None:
    page = open_scan(visit)
    desk = page.locator(".desk")
    expect(page.locator(".sheet img")).to_be_visible()
    desk.focus()
    page.keyboard.press("PageDown")
    expect(page.locator(".viewer .where")).to_contain_text("Trang 2/2")
    page.keyboard.press("+")
    expect(page.locator(".fit")).to_have_text("125%")
    page.keyboard.press("Home")
    expect(page.locator(".viewer .where")).to_contain_text("Trang 1/2")


def test_signing_out_ends_the_session(visit: Visit) -> None:
    page = visit("minh")
    page.get_by_role("button", name="Trần Văn Minh").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/sign-in*", timeout=PATIENCE_MS)
    page.goto(page.url.split("/sign-in")[0] + "/kho-van-ban")
    expect(page.locator("input[name=password]")).to_be_visible()
