"""Arguments of `vanthu audit` and of `vanthu verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ui.cli.parts import command, day, whole
from vanthu.i18n import translate

FORMATS = ("jsonl", "csv")


def add_audit(commands: Any) -> None:
    audit = commands.add_parser("audit", help=translate("nhật ký")).add_subparsers(
        metavar=translate("VIỆC"), required=True
    )
    command(audit, "seal", translate("niêm phong các ngày đã qua"), "audit", "seal", json=True)
    command(audit, "key", translate("in khoá công khai của niêm phong"), "audit", "key", json=True)
    export = command(audit, "export", translate("xuất nhật ký ra một tệp"), "audit", "export", json=True)
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument("--from", dest="since", type=day, metavar="DATE", help=translate("từ ngày"))
    export.add_argument("--to", dest="until", type=day, metavar="DATE", help=translate("đến hết ngày"))
    export.add_argument("--format", choices=FORMATS, default="jsonl")
    export.add_argument("--account", metavar="USER", help=translate("chỉ của tài khoản này"))
    export.add_argument("--document", type=whole, metavar="ID", help=translate("chỉ về văn bản này"))
    export.add_argument("--action", action="append", metavar="ACTION", help=translate("dùng nhiều lần được"))

    verify = command(commands, "verify", translate("kiểm tra toàn vẹn"), "upkeep", "verify", json=True)
    verify.add_argument(
        "--checkpoints",
        type=Path,
        metavar="DIR",
        help=translate("thư mục các điểm niêm phong đã mang ra ngoài"),
    )
    verify.add_argument(
        "--public-key",
        action="append",
        metavar="HEX",
        help=translate("khoá công khai đã ghi lại ngoài máy chủ; dùng nhiều lần được"),
    )
