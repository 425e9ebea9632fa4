"""The arguments of `vanthu quarantine`."""

from __future__ import annotations

from typing import Any

from ui.cli.parts import command
from vanthu.i18n import translate


def add_quarantine(commands: Any) -> None:
    kept = commands.add_parser("quarantine", help=translate("tệp nghi có độ mật")).add_subparsers(
        metavar=translate("VIỆC"), required=True
    )
    acts = {
        "list": ("waiting", translate("tệp đang chờ xem xét")),
        "release": ("release", translate("không phải bí mật: xử lý tiếp")),
        "destroy": ("destroy", translate("là bí mật: huỷ toàn bộ nội dung")),
    }
    for name, (function, told) in acts.items():
        made = command(kept, name, told, "quarantine", function, json=True, acting=True)
        if name != "list":
            made.add_argument("job", type=int, metavar="JOB")
