"""The arguments of `vanthu review`."""

from __future__ import annotations

from typing import Any

from ui.cli.parts import command, limit, whole
from vanthu.i18n import translate


def add_review(commands: Any) -> None:
    acts = commands.add_parser("review", help=translate("soát chữ và thông tin còn nghi ngờ")).add_subparsers(
        metavar=translate("VIỆC"), required=True
    )
    listed = _act(acts, "list", translate("những chỗ đang chờ soát"), "waiting")
    listed.add_argument("--document", type=whole, metavar="DOCUMENT", help=translate("chỉ văn bản này"))
    listed.add_argument("--limit", type=limit, default=30)
    listed.add_argument("--after", metavar="ITEM", help=translate("tiếp sau mục này"))

    settled = _act(acts, "settle", translate("xác nhận hoặc sửa một chỗ"), "settle")
    settled.add_argument("item", metavar="ITEM")
    settled.add_argument(
        "text", nargs="?", metavar="TEXT", help=translate("chữ đúng; bỏ trống: giữ chữ đã đọc")
    )

    replaced = _act(acts, "replace", translate("tìm và thay trong cả văn bản"), "replace")
    replaced.add_argument("document", type=whole, metavar="DOCUMENT")
    replaced.add_argument("find", metavar="FIND")
    replaced.add_argument("replacement", metavar="REPLACEMENT")
    replaced.add_argument(
        "--any-case", action="store_true", help=translate("không phân biệt chữ hoa, chữ thường")
    )
    replaced.add_argument("--any-marks", action="store_true", help=translate("không phân biệt dấu"))
    replaced.add_argument("--within-words", action="store_true", help=translate("cả khi nằm trong một từ"))
    replaced.add_argument("--dry-run", action="store_true", help=translate("chỉ cho xem những chỗ sẽ thay"))

    for name, told in (
        ("undo", translate("hoàn tác lần sửa gần nhất của mình")),
        ("history", translate("ai đã sửa gì")),
    ):
        _act(acts, name, told, name).add_argument("document", type=whole, metavar="DOCUMENT")


def _act(acts: Any, name: str, told: str, function: str) -> Any:
    return command(acts, name, told, "review", function, json=True, acting=True)
