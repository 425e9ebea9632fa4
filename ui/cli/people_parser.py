"""The arguments of `vanthu account` and `vanthu unit`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ui.cli.parts import ROLES, command, day, whole
from vanthu.i18n import translate

STATES = ("active", "waiting", "disabled")


def add_account(commands: Any) -> None:
    account = commands.add_parser("account", help=translate("tài khoản")).add_subparsers(
        metavar=translate("VIỆC"), required=True
    )
    add = _named(account, "add", translate("thêm tài khoản, in mật khẩu một lần"))
    add.add_argument("--name", default="", help=translate("họ tên"))
    add.add_argument("--unit", default="LOCAL", metavar="CODE")
    add.add_argument(
        "--role", action="append", choices=ROLES, required=True, help=translate("dùng nhiều lần được")
    )
    _activation(add)
    change = _named(account, "change", translate("đổi họ tên, đơn vị, vai trò"))
    change.add_argument("--name", help=translate("họ tên"))
    change.add_argument("--unit", metavar="CODE")
    change.add_argument("--role", action="append", choices=ROLES, help=translate("dùng nhiều lần được"))
    _activation(_named(account, "reset", translate("cấp mật khẩu mới")))
    _named(account, "disable", translate("khoá tài khoản"))
    _named(account, "enable", translate("mở khoá tài khoản"))
    _named(account, "reset-factor", translate("bỏ xác thực hai bước để người dùng thiết lập lại"))
    listed = _command(account, "list", translate("danh sách tài khoản"), "account_list")
    listed.add_argument("--search", metavar="TEXT", help=translate("tên có các từ này, có dấu hay không"))
    listed.add_argument("--unit", metavar="CODE")
    listed.add_argument("--state", choices=STATES, help=translate("trạng thái"))
    _assignments(account)
    taken_in = _command(account, "import", translate("nhập danh sách tài khoản từ CSV"), "account_import")
    taken_in.add_argument("file", type=Path, metavar="FILE")
    taken_in.add_argument(
        "--tokens", type=Path, required=True, metavar="FILE", help=translate("tệp ghi mã kích hoạt")
    )


def add_unit(commands: Any) -> None:
    unit = commands.add_parser("unit", help=translate("đơn vị")).add_subparsers(
        metavar=translate("VIỆC"), required=True
    )
    add = _coded(unit, "add", translate("thêm đơn vị"))
    add.add_argument("name")
    add.add_argument("--parent", metavar="CODE", help=translate("đơn vị cấp trên, mặc định LOCAL"))
    _agency_code(add)
    _on(_command(unit, "list", translate("danh sách đơn vị"), "unit_list"))
    _coded(unit, "history", translate("lịch sử đơn vị"))
    rename = _coded(unit, "rename", translate("đổi tên, mã định danh"))
    rename.add_argument("name")
    _agency_code(rename)
    _on(rename)
    move = _coded(unit, "move", translate("chuyển sang đơn vị cấp trên khác"))
    move.add_argument("--under", required=True, metavar="CODE")
    _on(move)
    merge = _coded(unit, "merge", translate("sáp nhập vào đơn vị khác"))
    merge.add_argument("--into", required=True, metavar="CODE")
    _on(merge)
    _on(_coded(unit, "abolish", translate("giải thể")))
    _coded(unit, "keep", translate("huỷ việc sáp nhập, giải thể chưa đến ngày"))


def _assignments(account: Any) -> None:
    assign = _named(account, "assign", translate("phân công ở đơn vị khác"))
    assign.add_argument("--unit", required=True, metavar="CODE")
    assign.add_argument("--role", required=True, choices=ROLES)
    for option, name in (("--from", "from_day"), ("--until", "until_day")):
        assign.add_argument(option, dest=name, type=day, metavar="DATE")
    _named(account, "assignments", translate("các phân công của tài khoản"))
    end = _command(account, "end-assignment", translate("kết thúc phân công"), "account_end_assignment")
    end.add_argument("assignment", type=whole, metavar="ID")


def _command(commands: Any, name: str, told: str, function: str) -> argparse.ArgumentParser:
    return command(commands, name, told, "people", function, json=True)


def _named(account: Any, name: str, told: str) -> argparse.ArgumentParser:
    one = _command(account, name, told, f"account_{name.replace('-', '_')}")
    one.add_argument("username")
    return one


def _coded(unit: Any, name: str, told: str) -> argparse.ArgumentParser:
    one = _command(unit, name, told, f"unit_{name}")
    one.add_argument("code")
    return one


def _activation(parser: argparse.ArgumentParser) -> None:
    told = translate("cấp mã kích hoạt dùng một lần thay cho mật khẩu")
    parser.add_argument("--activation", action="store_true", help=told)


def _agency_code(parser: argparse.ArgumentParser) -> None:
    told = translate("mã định danh điện tử theo Quyết định 20/2020/QĐ-TTg")
    parser.add_argument("--agency-code", metavar="CODE", help=told)


def _on(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--on", type=day, metavar="DATE", help=translate("từ ngày (YYYY-MM-DD), mặc định hôm nay")
    )
