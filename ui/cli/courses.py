"""`vanthu course list|check|publish`, and a course's files as a ZIP, from the command line."""

from __future__ import annotations

import argparse
from typing import Any

from training_modules.editions.check import faults_of
from training_modules.errors import CourseDamaged
from training_modules.files import FolderFiles, KeptFiles
from ui.cli import OK, REFUSED
from ui.cli.failure import CommandFailed
from ui.cli.office import Office, open_office
from ui.cli.say import note, put, put_json
from vanthu.i18n import translate
from vanthu.whole_file import written_whole


def list_courses(chosen: argparse.Namespace) -> int:
    """One edition a line: course, number, state, people in it who have not finished, title."""
    with open_office(chosen.as_user) as office:
        courses = office.json("GET", "/training/editions")
    if chosen.json:
        put_json(courses)
        return OK
    for course in courses:
        for each in course["editions"]:
            parts = (course["id"], each["number"], each["state"], each["inside"], course["title"])
            put("\t".join(str(part) for part in parts))
        for fault in course["faults"]:
            note(f"{course['id']}: {fault['message']}")
    return OK


def check(chosen: argparse.Namespace) -> int:
    """A folder on this machine; no database is needed. Every fault is named by file and line."""
    folder = chosen.folder.absolute()
    if not folder.is_dir():
        told = translate("Không có thư mục {folder}.").format(folder=chosen.folder)
        raise CommandFailed("folder_missing", told, translate("Kiểm tra lại đường dẫn."))
    try:
        faults = faults_of(KeptFiles(folder.name, FolderFiles(folder).all()))
    except CourseDamaged as error:
        raise CommandFailed(error.code, error.say(), error.say_remedy()) from error
    if chosen.json:
        put_json([{"file": each.file, "line": each.line, "message": each.message} for each in faults])
        return REFUSED if faults else OK
    for each in faults:
        put(f"{folder.name}/{each.file}:{each.line or ''}: {each.message}")
    if not faults:
        put(translate("Khoá học không có lỗi."))
    return REFUSED if faults else OK


def publish(chosen: argparse.Namespace) -> int:
    """Publish the course's draft; the same rule of the second trainer holds as on the page."""
    with open_office(chosen.as_user) as office:
        draft = _edition(office, chosen.course, {"draft", "review"})
        path = f"/training/editions/{draft['id']}"
        if draft["state"] == "draft":
            office.call("POST", f"{path}/review", send={"note": chosen.note})
        number = office.json("POST", f"{path}/publication")["number"]
    if chosen.json:
        put_json({"course": chosen.course, "number": number})
    else:
        put(translate("Đã công bố bản {number}.").format(number=number))
    return OK


def export_files(chosen: argparse.Namespace) -> int:
    """The edition on offer as a ZIP of its folder."""
    with open_office() as office:
        offered = _edition(office, chosen.course, {"published"})
        data = office.call("GET", f"/training/editions/{offered['id']}/files").body
    with written_whole(chosen.file) as sink:
        sink.write(data)
    if chosen.json:
        put_json({"file": str(chosen.file.absolute()), "number": offered["number"]})
    return OK


def _edition(office: Office, course_id: str, states: set[str]) -> dict[str, Any]:
    """The newest edition of the course that is in one of these states."""
    for course in office.json("GET", "/training/editions"):
        for each in course["editions"]:
            if course["id"] == course_id and each["state"] in states:
                return dict(each)
    told = translate("Khoá học {course} không có bản nào như vậy.").format(course=course_id)
    raise CommandFailed("edition_missing", told, translate("Xem danh sách bằng lệnh vanthu course list."))
