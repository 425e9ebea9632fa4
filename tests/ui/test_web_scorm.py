"""Giảng dạy gives a course out as a SCORM package, and says what is not in it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from threading import Thread

from streamlit.testing.v1 import AppTest

from access.audit_actions import AuditAction
from access.roles import Role
from tests.conftest import ROOT
from tests.ui.conftest import House
from vanthu.services import Services


def _edition(services: Services, course_id: str) -> int:
    trainer = services.accounts.principal("giang")
    lines = services.editions.courses(trainer)
    return next(line.editions[0].id for line in lines if line.id == course_id)


def test_what_a_package_lacks_is_said_before_it_is_made(
    house: House, open_page: Callable[..., AppTest]
) -> None:
    trainer, _ = house.services.accounts.add("giang", "Lê Thị Giang", "XA-A", [Role.TRAINER])
    page = open_page(trainer, "teach", ban=str(_edition(house.services, "bat-loi-trich-dan")))
    told = " ".join(each.body for each in page.get("html"))
    assert "Tìm lời dẫn sai cài trong bản tham mưu" in told
    assert "đáp án của ngân hàng câu hỏi" in told


def test_a_package_is_made_outside_a_page_and_recorded(house: House) -> None:
    trainer, _ = house.services.accounts.add("giang", "Lê Thị Giang", "XA-A", [Role.TRAINER])
    teaching = house.services.acting(trainer).teaching
    made: list[bytes] = []
    number = _edition(house.services, "phan-loai-truoc-khi-dan")
    work = Thread(target=lambda: made.append(teaching.package(number, "scorm12", with_quiz=True)))
    work.start()
    work.join()
    with zipfile.ZipFile(io.BytesIO(made[0])) as package:
        assert "imsmanifest.xml" in package.namelist()
    assert house.audited()[-1][0] == AuditAction.COURSE_EXPORT


def test_no_download_asks_the_page_when_its_file_is_made() -> None:
    """Streamlit makes it in a thread that knows no page and no person."""
    for path in (ROOT / "ui" / "web").rglob("*.py"):
        assert not re.search(r"data=lambda: context\.", path.read_text(encoding="utf-8")), path
