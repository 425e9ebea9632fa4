"""The arguments of `vanthu course` and `vanthu statements`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ui.cli.parts import command, day
from vanthu.i18n import translate

FORMS = ("scorm12", "scorm2004")


def add_course(commands: Any) -> None:
    acts = commands.add_parser("course", help=translate("khoá học")).add_subparsers(
        metavar=translate("VIỆC"), required=True
    )
    told = translate("xuất khoá học thành gói SCORM cho hệ thống học tập khác")
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
