"""The arguments of `vanthu certificate`."""

from __future__ import annotations

from typing import Any

from ui.cli.parts import command
from vanthu.i18n import translate


def add_certificate(commands: Any) -> None:
    told = translate("tra cứu, thu hồi chứng nhận đào tạo")
    acts = commands.add_parser("certificate", help=told).add_subparsers(
        metavar=translate("VIỆC"), required=True
    )
    told = translate("xem chứng nhận theo mã tra cứu")
    command(acts, "check", told, "certificate", "check", json=True).add_argument("code", metavar="CODE")
    told = translate("thu hồi một chứng nhận")
    revoke = command(acts, "revoke", told, "certificate", "revoke", json=True, acting=True)
    revoke.add_argument("code", metavar="CODE")
    revoke.add_argument("--reason", required=True, help=translate("lý do; người tra cứu chứng nhận đọc được"))
