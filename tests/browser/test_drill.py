"""A drill that is written, on a telephone and by keyboard: kept while typed, there after a reload, graded."""

from __future__ import annotations

from playwright.sync_api import Response, expect

from tests.browser.conftest import NARROW, Visit
from tests.browser.test_way import no_sideways_scroll
from tests.training_modules.conftest import COURSES
from training_modules.content import read_course

COURSE = "soan-thao-co-nguon"
TASK = next(a for a in read_course(COURSES / COURSE).activities if a.kind == "drill").items[1]
ROWS_AT_FIRST = 3


def test_a_cited_summary_is_written_kept_and_graded_thing_by_thing(visit: Visit) -> None:
    rows = [each.partition("=") for each in TASK.detail["model"]]

    def holds_all(reply: Response) -> bool:
        sent = reply.request.post_data_json or {}
        return "/answers/" in reply.url and sent.get("answer") == TASK.detail["model"]

    page = visit("ha", NARROW, f"/hoc-tap%3Fkhoa%3D{COURSE}%26bai%3Dluyen-tap")
    page.get_by_test_id("stMain").get_by_role("button", name="Bắt đầu làm bài").click()
    page.get_by_role("button", name="Câu 2, chưa trả lời").click()
    expect(page.get_by_label("Câu 1", exact=True)).to_be_focused()
    with page.expect_response(holds_all) as reply:
        for number, (clause, _, sentence) in enumerate(rows, 1):
            if number > ROWS_AT_FIRST:
                page.get_by_role("button", name="Thêm câu").press("Enter")
                expect(page.get_by_label(f"Câu {number}", exact=True)).to_be_focused()
            page.get_by_label(f"Nguồn của câu {number}").select_option(clause)
            page.get_by_label(f"Câu {number}", exact=True).fill(sentence)
    assert reply.value.ok
    no_sideways_scroll(page)

    page.reload()
    page.get_by_role("button", name="Câu 2, đã trả lời").click()
    expect(page.get_by_label("Câu 7", exact=True)).to_have_value(rows[-1][2])
    page.get_by_role("button", name="Nộp bài").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Nộp bài").click()
    expect(page.get_by_role("heading", name="Kết quả")).to_be_visible()
    expect(page.get_by_text("1/2 câu đúng")).to_be_visible()
    expect(page.get_by_text("Đúng 9/9 tiêu chí")).to_be_visible()
    expect(page.get_by_text("Đã chọn:")).to_have_count(0)
