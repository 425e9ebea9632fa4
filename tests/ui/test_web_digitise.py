"""The list of uploads and the documents that need a look."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from ingest.batches.service import Batch
from ingest.types import JobState, JobView
from records.types import FieldName, FieldValue, SecrecyLevel
from tests.ui.web_pages import text

AT = datetime(2026, 3, 5, 8, 30, tzinfo=UTC)


class Queue:
    """An intake with jobs as the test wants them."""

    def __init__(self) -> None:
        self.rows: list[JobView] = []
        self.retried: list[tuple[int, str | None]] = []
        self.held: list[Batch] = []

    def add(self, state: JobState, **values: Any) -> None:
        plain = {
            "page": 0, "page_count": None, "document_id": None, "code": None, "message": None, "remedy": None,
            "failed_pages": 0, "created_at": AT, "updated_at": AT,
        }  # fmt: skip
        job_id = len(self.rows) + 1
        self.rows.append(JobView(id=job_id, state=state, **{**plain, "filename": f"t{job_id}.pdf", **values}))

    def jobs(self, _person: Any, *, limit: int) -> list[JobView]:
        return self.rows[:limit]

    def job(self, job_id: int, _person: Any) -> JobView:
        return self.rows[job_id - 1]

    def retry(self, job_id: int, _person: Any, *, password: str | None = None) -> JobView:
        self.retried.append((job_id, password))
        return self.rows[job_id - 1]

    def stop(self) -> None:
        """Nothing runs."""

    @property
    def batches(self) -> Queue:
        return self

    def list(self, _person: Any) -> list[Batch]:
        return self.held


@pytest.fixture
def queue(house) -> Queue:
    house.services.ingest = Queue()
    return house.services.ingest


def test_only_who_digitises_may_come_here(house, open_page, queue):
    assert "không được giao việc này" in text(open_page(house.official, "digitise"))


def test_an_empty_list_says_what_to_do_first(house, open_page, queue):
    said = text(open_page(house.clerk, "digitise"))
    assert "Chưa có tệp nào" in said
    assert "Không có văn bản nào chờ kiểm tra." in said


@pytest.mark.parametrize("state", JobState)
def test_every_state_has_words(house, open_page, queue, state):
    from ui.web.words import JOB_STATES

    queue.add(state, page=3, page_count=12)
    app = open_page(house.clerk, "digitise")
    assert not app.exception
    assert JOB_STATES[state][0] in text(app)


def test_pages_done_and_time_left(house, open_page, queue):
    queue.add(JobState.RECOGNISING, page=3, page_count=12, seconds_left=130.0)
    said = text(open_page(house.clerk, "digitise"))
    assert "trang 3/12" in said
    assert "còn khoảng 3 phút" in said


def test_a_failure_says_why_what_to_do_and_can_be_retried(house, open_page, queue):
    queue.add(JobState.FAILED, code="tesseract_timeout", message="Nhận dạng quá lâu.", remedy="Thử lại sau.")
    app = open_page(house.clerk, "digitise")
    assert "Nhận dạng quá lâu. Thử lại sau." in text(app)
    app.button(key="retry-1").click().run()
    assert queue.retried == [(1, None)]


@pytest.mark.parametrize("code", ["empty_file", "pdf_damaged", "unpacks_too_large"])
def test_a_file_that_no_second_try_can_read_offers_none(house, open_page, queue, code):
    queue.add(JobState.FAILED, code=code, message="Tệp rỗng.", remedy="Gửi lại.")
    assert [b for b in open_page(house.clerk, "digitise").button if b.key == "retry-1"] == []


def test_what_is_worked_on_comes_first_and_what_failed_can_be_shown_alone(house, open_page, queue):
    for state in (JobState.DONE, JobState.FAILED, JobState.QUEUED, JobState.QUEUED, JobState.RECOGNISING):
        queue.add(state)
    app = open_page(house.clerk, "digitise")
    said = text(app)
    places = [said.index(f"t{number}.pdf") for number in (5, 4, 3, 1, 2)]
    assert places == sorted(places)
    app = app.toggle(key="jobs-unread").set_value(True).run()
    assert "t2.pdf" in text(app)
    assert "t5.pdf" in text(app)
    assert "t1.pdf" not in text(app)


def test_a_locked_pdf_asks_for_its_password(house, open_page, queue):
    queue.add(JobState.FAILED, code="pdf_encrypted", message="Tệp có mật khẩu.", remedy="Nhập mật khẩu.")
    app = open_page(house.clerk, "digitise")
    app.text_input(key="password-1").set_value("mở ra")
    next(b for b in app.button if b.label == "Mở và xử lý").click().run()
    assert queue.retried == [(1, "mở ra")]


def test_a_done_job_leads_to_its_document(house, open_page, queue):
    document_id = house.add_document(house.clerk, "a.pdf", "1/A", "Văn bản A")
    queue.add(JobState.DONE, document_id=document_id, failed_pages=2)
    app = open_page(house.clerk, "digitise")
    assert "2 trang không nhận dạng được" in text(app)
    assert f"id={document_id}" in [link.proto.query_string for link in app.get("page_link")]


def test_documents_to_check_are_listed(house, open_page, queue):
    document_id = house.add_document(house.clerk, "a.pdf", "1/A", "Văn bản A")
    value = FieldValue(FieldName.SUBJECT, "Văn bản cần xem", 0.4, doubtful=True)
    house.services.catalogue.put_fields(document_id, [value], needs_review=True)
    said = text(open_page(house.clerk, "digitise"))
    assert "Văn bản cần xem" in said
    assert "1 văn bản có thông tin nhận dạng chưa chắc chắn" in said


def test_a_level_that_may_not_be_held_closes_the_way(house, open_page, queue):
    app = open_page(house.clerk, "digitise")
    assert [radio.value for radio in app.radio] == [None, None]
    app.radio(key="declared-secrecy").set_value(SecrecyLevel.CONFIDENTIAL).run()
    (told,) = app.error
    assert "LAN độc lập" in told.value
    app.radio(key="declared-secrecy").set_value(SecrecyLevel.NONE).run()
    assert not app.error


def test_a_batch_under_way_can_be_held_and_let_go(house, open_page, queue):
    queue.held = [Batch(3, "12 tệp tải lên cùng lúc", AT, 12, {JobState.QUEUED: 5, JobState.DONE: 7}, 30, 20)]
    app = open_page(house.clerk, "digitise")
    assert "12 tệp tải lên cùng lúc" in text(app)
    assert {"pause-3", "cancel-3"} <= {button.key for button in app.button}
    queue.held = [Batch(3, "Đợt", AT, 2, {JobState.PAUSED: 1, JobState.FAILED: 1}, 2, 1)]
    keys = {button.key for button in open_page(house.clerk, "digitise").button}
    assert {"resume-3", "retry-batch-3"} <= keys and "pause-3" not in keys
    queue.held = [Batch(3, "Đợt đã xong", AT, 2, {JobState.DONE: 2}, 2, 2)]
    assert "Đợt đã xong" not in text(open_page(house.clerk, "digitise"))
