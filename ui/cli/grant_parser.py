"""The arguments of `vanthu grant`."""

from __future__ import annotations

from typing import Any

from ui.cli.parts import command, day, whole
from vanthu.i18n import translate


def add_grant(commands: Any) -> None:
    kept = commands.add_parser("grant", help=translate("quyền xem văn bản phải cấp quyền")).add_subparsers(
        metavar=translate("VIỆC"), required=True
    )

    def act(name: str, told: str, function: str) -> Any:
        return command(kept, name, told, "grants", function, json=True, acting=True)

    add = act("add", translate("cấp hoặc đề nghị quyền xem"), "add")
    add.add_argument("document", type=whole, metavar="DOCUMENT", help=translate("mã số văn bản"))
    to = add.add_mutually_exclusive_group(required=True)
    to.add_argument("--account", metavar="USER", help=translate("tên đăng nhập của người được xem"))
    to.add_argument("--unit", metavar="CODE", help=translate("mã đơn vị được xem"))
    add.add_argument("--from", dest="from_day", type=day, metavar="DATE", help=translate("mặc định hôm nay"))
    add.add_argument("--until", type=day, required=True, metavar="DATE", help=translate("ngày cuối cùng"))
    add.add_argument("--reason", required=True, help=translate("lý do"))
    listed = act("list", translate("ai được xem một văn bản"), "listed")
    listed.add_argument("document", type=whole, metavar="DOCUMENT", help=translate("mã số văn bản"))
    for name, told in {
        "approve": translate("duyệt đề nghị của người phụ trách khác"),
        "revoke": translate("thu hồi quyền xem, hoặc không duyệt đề nghị"),
    }.items():
        act(name, told, name).add_argument("grant", type=whole, metavar="GRANT")
