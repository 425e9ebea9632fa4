"""The arguments of `vanthu installation`."""

from __future__ import annotations

from typing import Any

from ui.cli.parts import command
from vanthu.i18n import translate

MODES = ("ordinary", "independent_lan")


def add_installation(commands: Any) -> None:
    kind = commands.add_parser("installation", help=translate("loại cài đặt")).add_subparsers(
        metavar=translate("VIỆC"), required=True
    )
    acts = {
        "show": translate("xem loại cài đặt và đề nghị đang chờ"),
        "propose": translate("đề nghị đổi loại cài đặt"),
        "confirm": translate("xác nhận đề nghị của quản trị viên khác"),
        "withdraw": translate("rút hoặc bác đề nghị"),
    }
    made = {
        name: command(kind, name, told, "installation", name, json=True, acting=True)
        for name, told in acts.items()
    }
    made["propose"].add_argument("mode", choices=MODES)
    made["propose"].add_argument("--reason", required=True, help=translate("lý do"))
