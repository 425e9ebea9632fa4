"""The arguments of `vanthu enrol` and `vanthu progress`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ui.cli.parts import ROLES, command, day, limit, whole
from vanthu.i18n import translate

STATES = ("overdue", "in_progress", "not_begun", "finished", "exempted")


def add_enrol(commands: Any) -> None:
    acts = commands.add_parser("enrol", help=translate("đợt học, ghi danh")).add_subparsers(
        metavar=translate("VIỆC"), required=True
    )
    new = _act(acts, "new", translate("lập đợt học, ghi danh ngay"), "new")
    new.add_argument("course", metavar="COURSE", help=translate("mã khoá học"))
    new.add_argument("--unit", metavar="CODE", help=translate("đơn vị và các đơn vị trực thuộc"))
    new.add_argument("--title", default="", metavar="TEXT", help=translate("tên đợt học"))
    new.add_argument("--role", action="append", choices=ROLES, help=translate("dùng nhiều lần được"))
    told = translate("chỉ tài khoản lập trong từng ấy ngày gần đây")
    new.add_argument("--new-within", type=whole, metavar="DAYS", help=told)
    told = translate("chỉ những người có trong tệp CSV, cột “Tên đăng nhập”")
    new.add_argument("--names", type=Path, metavar="FILE", help=told)
    new.add_argument("--voluntary", action="store_true", help=translate("không bắt buộc"))
    new.add_argument("--begins", type=day, metavar="DATE", help=translate("ngày bắt đầu, mặc định hôm nay"))
    due = new.add_mutually_exclusive_group()
    due.add_argument("--due", type=day, metavar="DATE", help=translate("hạn hoàn thành"))
    told = translate("hạn tính theo số ngày sau khi ghi danh")
    due.add_argument("--due-days", type=whole, metavar="DAYS", help=told)
    told = translate("học lại sau từng ấy tháng")
    new.add_argument("--every", type=whole, metavar="MONTHS", help=told)

    listed = _act(acts, "list", translate("các đợt học"), "requirements")
    listed.add_argument("--ended", action="store_true", help=translate("cả đợt học đã kết thúc"))
    names = _act(acts, "names", translate("ghi danh theo danh sách CSV"), "names")
    names.add_argument("requirement", type=whole, metavar="ID")
    names.add_argument("file", type=Path, metavar="FILE")
    ended = _act(acts, "end", translate("kết thúc một đợt học"), "end")
    ended.add_argument("requirement", type=whole, metavar="ID")
    exempted = _act(acts, "exempt", translate("miễn học cho một lượt ghi danh"), "exempt")
    exempted.add_argument("enrolment", type=whole, metavar="ID")
    exempted.add_argument("--reason", required=True, metavar="TEXT", help=translate("lý do miễn"))


def add_progress(commands: Any) -> None:
    told = translate("tiến độ học theo đơn vị")
    progress = command(commands, "progress", told, "organise", "progress", json=True, acting=True)
    progress.add_argument("--unit", metavar="CODE", help=translate("đơn vị, mặc định đơn vị của người hỏi"))
    progress.add_argument("--requirement", type=whole, metavar="ID", help=translate("chỉ đợt học này"))
    progress.add_argument("--course", metavar="COURSE", help=translate("chỉ khoá học này"))
    progress.add_argument("--due-from", type=day, metavar="DATE", help=translate("hạn từ ngày"))
    progress.add_argument("--due-until", type=day, metavar="DATE", help=translate("hạn đến ngày"))
    progress.add_argument("--people", action="store_true", help=translate("từng người"))
    progress.add_argument("--state", choices=STATES, help=translate("chỉ người có trạng thái này"))
    progress.add_argument("--limit", type=limit, default=50)
    told = translate("ghi ra tệp")
    out = progress.add_mutually_exclusive_group()
    out.add_argument("--xlsx", type=Path, metavar="FILE", help=told)
    out.add_argument("--csv", type=Path, metavar="FILE", help=told)


def _act(acts: Any, name: str, told: str, function: str) -> argparse.ArgumentParser:
    return command(acts, name, told, "organise", function, json=True, acting=True)
