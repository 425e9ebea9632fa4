"""Editions over the API, and a course folder checked from the command line."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from access.roles import Role
from tests.ui.conftest import PASSWORD, House, signed_in_client
from training_modules.editions.writing import mark_of
from ui.cli.parser import parse
from vanthu.services_school import COURSES

COURSE = "phan-loai-truoc-khi-dan"
BANK = "ngan-hang-cau-hoi.yaml"


def test_a_draft_is_checked_sent_and_published_by_another(house: House) -> None:
    add = house.services.accounts.add
    giang = add("giang", "Vũ Giang", "XA-A", [Role.TRAINER], PASSWORD)[0]
    hai = add("hai", "Đỗ Hai", "XA-A", [Role.TRAINER], PASSWORD)[0]
    workshop = house.services.editions
    draft = workshop.draft(COURSE, giang)
    bank = workshop.edition(draft, giang).files[BANK]
    workshop.save(draft, BANK, bank.replace("key: [d]", "key: []", 1), giang, seen=mark_of(bank))
    with signed_in_client(house, giang) as first, signed_in_client(house, hai) as second:
        path = f"/training/editions/{draft}"
        (fault,) = first.get(f"{path}/faults").json()
        assert (fault["file"], fault["line"]) == (BANK, 1 + bank.split("\n").index("  - id: q01"))
        refused = first.post(f"{path}/review", json={})
        assert (refused.status_code, refused.json()["code"]) == (409, "course_not_sound")
        broken = workshop.edition(draft, giang).files[BANK]
        workshop.save(draft, BANK, bank, giang, seen=mark_of(broken))
        assert first.post(f"{path}/review", json={"note": "Sửa"}).status_code == 204
        refused = first.post(f"{path}/publication")
        assert (refused.status_code, refused.json()["code"]) == (409, "second_trainer_needed")
        number = second.post(f"{path}/publication").json()["number"]
        course = next(each for each in second.get("/training/editions").json() if each["id"] == COURSE)
        newest = course["editions"][0]
        assert (newest["number"], newest["state"], newest["note"]) == (number, "published", "Sửa")
        packed = second.get(f"{path}/files")
        with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
            assert archive.read(f"{COURSE}/{BANK}").decode() == bank
    acts = {event[0] for event in house.audited()}
    assert acts >= {"course_review", "course_publish", "course_export"}


def test_a_folder_is_checked_by_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(shutil.copytree(COURSES / COURSE, tmp_path / COURSE))
    chosen = parse(["course", "check", str(folder)])
    assert chosen.run(chosen) == 0
    lesson = folder / "1-mot-lan-dan.md"
    lesson.write_text(lesson.read_text("utf-8").replace("kind: lesson", "kind lesson"), "utf-8")
    (folder / BANK).unlink()
    capsys.readouterr()
    assert chosen.run(chosen) == 1
    told = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in told] == [f"{COURSE}/1-mot-lan-dan.md:3", f"{COURSE}/{BANK}:"]
