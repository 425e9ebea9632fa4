"""The arguments of `vanthu course` and `vanthu statements`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ui.cli.parts import command, day
from vanthu.i18n import translate

FORMS = ("scorm12", "scorm2004", "files")


def add_course(commands: Any) -> None:
    acts = commands.add_parser("course", help=translate("khoá học")).add_subparsers(
        metavar=translate("VIỆC"), required=True
    )
    told = translate("các khoá học với từng bản")
    command(acts, "list", told, "courses", "list_courses", json=True, acting=True)
    told = translate("kiểm tra một thư mục khoá học, nêu từng lỗi theo tệp và dòng")
    checked = command(acts, "check", told, "courses", "check", json=True)
    checked.add_argument("folder", type=Path, metavar="DIR")
    told = translate("công bố bản nháp của một khoá học")
    published = command(acts, "publish", told, "courses", "publish", json=True, acting=True)
    published.add_argument("course", metavar="COURSE", help=translate("mã khoá học"))
    published.add_argument("--note", default="", metavar="TEXT", help=translate("bản này có gì khác"))
    told = translate("xuất khoá học: gói SCORM cho hệ thống học tập khác, hoặc thư mục tệp (files)")
    export = command(acts, "export", told, "school", "export_course", json=True)
    export.add_argument("course", metavar="COURSE", help=translate("mã khoá học"))
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument("--format", choices=FORMS, default="scorm2004")
    told = translate("không kèm bài kiểm tra: gói có bài kiểm tra thì có cả đáp án")
    export.add_argument("--without-quiz", action="store_true", help=told)


def add_statements(commands: Any) -> None:
    told = translate("ghi nhận học tập theo chuẩn xAPI")
    acts = commands.add_parser("statements", help=told).add_subparsers(
        metavar=translate("VIỆC"), required=True
    )
    told = translate("đếm số ghi nhận đã lưu, đang chờ gửi và bị từ chối")
    command(acts, "status", told, "school", "count_statements", json=True)
    told = translate("xuất ghi nhận ra một tệp JSON, mỗi dòng một ghi nhận")
    export = command(acts, "export", told, "school", "export_statements", json=True)
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument("--from", dest="since", type=day, metavar="DATE", help=translate("từ ngày"))
