"""`vanthu course export` and `vanthu statements`: files for other systems."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import select

from access.roles import Role
from tests.conftest import ROOT
from tests.ui.conftest import House
from training_modules.enrolment.models import EnrolmentRow
from training_modules.enrolment.types import NewRequirement

COURSE = "phan-loai-truoc-khi-dan"


def test_a_course_goes_out_and_says_what_it_lacks(tmp_path: Path) -> None:
    environment = {**os.environ, "VANTHU_DATA": str(tmp_path / "data"), "OMP_THREAD_LIMIT": "1"}
    out = tmp_path / "out.zip"
    asked = ("course", "export", COURSE, str(out), "--format", "scorm12", "--without-quiz")
    command = [sys.executable, "-m", "ui.cli", *asked]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Kiểm tra cuối khoá" in done.stderr
    with zipfile.ZipFile(out) as package:
        assert b"<schemaversion>1.2<" in package.read("imsmanifest.xml")


def test_what_cannot_go_out_is_refused(house: House, local: TestClient, tmp_path: Path) -> None:
    for course, file in (("khong-co", "out.zip"), (COURSE, "nowhere/out.zip")):
        target = {"course": course, "file": str(tmp_path / file)}
        assert local.post("/operator/course-package", json=target).status_code in {400, 404}
    assert not list(tmp_path.glob("*.zip"))


def test_what_happened_goes_out_line_by_line(house: House, local: TestClient, tmp_path: Path) -> None:
    services = house.services
    an, _ = services.accounts.add("an", "Nguyễn Văn An", "XA-A", [Role.TRAINEE])
    trainer, _ = services.accounts.add("giang", "Lê Thị Giang", "XA-A", [Role.TRAINER])
    services.training.finish_lesson(COURSE, "mot-lan-dan", an)
    new = NewRequirement(course_id="ai-lam-duoc-gi", unit_code="XA-A")
    services.enrolments.make(new, "AI", trainer)
    with services.db.session() as session:
        mine = select(EnrolmentRow.id).where(EnrolmentRow.account_id == an.account_id)
        enrolment = session.scalars(mine).one()
    services.enrolments.exempt(enrolment, "Nghỉ chế độ", trainer)
    out = tmp_path / "out.jsonl"
    wanted = {"file": str(out), "since": "2026-01-01"}
    assert local.post("/operator/statements/export", json=wanted).json()["statements"] == 2
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    text = out.read_text("utf-8")
    told = [json.loads(line) for line in text.splitlines()]
    assert [each["verb"]["display"]["en"] for each in told] == ["completed", "waived"]
    assert not [word for word in ("Nguyễn", "giang", "Nghỉ", '"an"') if word in text]
    assert local.post("/operator/statements/export", json=wanted).status_code == 400
    assert local.get("/operator/statements").json() == {"kept": 2, "waiting": 2, "refused": 0}
