"""The commands and their arguments (docs/command-line.md)."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from ui.cli.usage import Parser, speak
from vanthu.i18n import translate

LEVELS = ("none", "confidential", "secret", "top_secret")
ROLES = ("clerk", "official", "trainee", "trainer", "custodian", "auditor", "administrator")


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The chosen command as `run`, with its arguments; wrong usage ends the process with status 2."""
    speak()
    return _parser().parse_args(arguments)


def _lazily(module: str, name: str) -> Callable[[argparse.Namespace], int]:
    """The command function, imported only when it is the one to run."""

    def run(chosen: argparse.Namespace) -> int:
        return int(getattr(import_module(f"ui.cli.{module}"), name)(chosen))

    return run


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="vanthu", description=translate("Văn thư: số hoá, hỏi đáp, học tập."))
    commands = parser.add_subparsers(metavar=translate("LỆNH"), required=True)
    _serving(commands)
    _documents(commands)
    _upkeep(commands)
    return parser


def _serving(commands: Any) -> None:
    serve = _command(commands, "serve", translate("chạy máy chủ"), "serve", "serve")
    serve.add_argument("--port", type=_port, help=translate("cổng, mặc định 8501"))
    serve.add_argument("--host", help=translate("địa chỉ nghe, mặc định 127.0.0.1"))


def _documents(commands: Any) -> None:
    ingest = _command(
        commands, "ingest", translate("nhập tệp hoặc thư mục"), "take_in", "ingest", json=True, acting=True
    )
    ingest.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    ingest.add_argument(
        "--unit", metavar="CODE", help=translate("đơn vị giữ văn bản, mặc định đơn vị của người nhập")
    )
    ingest.add_argument("--secrecy", choices=LEVELS, default="none", help=translate("độ mật khai báo"))
    ingest.add_argument("--wait", action="store_true", help=translate("chờ xử lý xong"))
    _password(ingest)

    ocr = _command(
        commands,
        "ocr",
        translate("nhận dạng một tệp, không cần cơ sở dữ liệu"),
        "recognise",
        "ocr",
        json=True,
    )
    ocr.add_argument("file", type=Path, metavar="FILE")
    _password(ocr)

    search = _command(
        commands, "search", translate("tìm đoạn văn bản"), "read", "search", json=True, acting=True
    )
    search.add_argument("query", metavar="QUERY")
    search.add_argument("--limit", type=_limit, default=10)
    _on(search)

    ask = _command(
        commands, "ask", translate("hỏi, trả lời có dẫn nguồn"), "read", "ask", json=True, acting=True
    )
    ask.add_argument("question", metavar="QUESTION")
    _on(ask)

    show = _command(commands, "show", translate("xem một văn bản"), "read", "show", json=True, acting=True)
    show.add_argument("document", metavar="DOCUMENT", help=translate("mã số hoặc số, ký hiệu văn bản"))

    export = _command(
        commands,
        "export",
        translate("xuất PDF/A, văn bản và siêu dữ liệu"),
        "take_out",
        "export",
        json=True,
        acting=True,
    )
    what = export.add_mutually_exclusive_group(required=True)
    what.add_argument("document", nargs="?", metavar="DOCUMENT")
    what.add_argument("--all", action="store_true", help=translate("mọi văn bản được xem"))
    export.add_argument("folder", type=Path, metavar="DIR")

    jobs = _command(
        commands, "jobs", translate("tệp đã nhập và trạng thái"), "upkeep", "jobs", json=True, acting=True
    )
    jobs.add_argument("--retry", type=int, metavar="JOB", help=translate("chạy lại một tệp bị lỗi"))


def _upkeep(commands: Any) -> None:
    account = commands.add_parser("account", help=translate("tài khoản")).add_subparsers(
        metavar=translate("VIỆC"), required=True
    )
    add = _command(
        account, "add", translate("thêm tài khoản, in mật khẩu một lần"), "upkeep", "account_add", json=True
    )
    add.add_argument("username")
    add.add_argument("--name", default="", help=translate("họ tên"))
    add.add_argument("--unit", default="LOCAL", metavar="CODE")
    add.add_argument(
        "--role", action="append", choices=ROLES, required=True, help=translate("dùng nhiều lần được")
    )
    for name, told in (("reset", translate("cấp mật khẩu mới")), ("disable", translate("khoá tài khoản"))):
        one = _command(account, name, told, "upkeep", f"account_{name}", json=True)
        one.add_argument("username")
    _command(account, "list", translate("danh sách tài khoản"), "upkeep", "account_list", json=True)

    unit = commands.add_parser("unit", help=translate("đơn vị")).add_subparsers(
        metavar=translate("VIỆC"), required=True
    )
    add = _command(unit, "add", translate("thêm đơn vị"), "upkeep", "unit_add", json=True)
    add.add_argument("code")
    add.add_argument("name")
    add.add_argument("--parent", metavar="CODE", help=translate("đơn vị cấp trên, mặc định LOCAL"))
    _command(unit, "list", translate("danh sách đơn vị"), "upkeep", "unit_list", json=True)

    _command(commands, "reindex", translate("lập lại chỉ mục"), "upkeep", "reindex", json=True)
    _command(
        commands, "migrate", translate("đưa cơ sở dữ liệu về dạng mới nhất"), "upkeep", "migrate", json=True
    )
    _command(commands, "verify", translate("kiểm tra toàn vẹn"), "upkeep", "verify", json=True)
    backup = _command(commands, "backup", translate("sao lưu vào một tệp"), "upkeep", "backup", json=True)
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = _command(
        commands, "restore", translate("khôi phục từ một tệp sao lưu"), "upkeep", "restore", json=True
    )
    restore.add_argument("file", type=Path, metavar="FILE")


def _command(
    commands: Any,
    name: str,
    told: str,
    module: str,
    function: str,
    *,
    json: bool = False,
    acting: bool = False,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=told, description=told)
    parser.set_defaults(run=_lazily(module, function), as_user=None)
    if json:
        parser.add_argument("--json", action="store_true", help=translate("in một giá trị JSON"))
    if acting:
        parser.add_argument(
            "--as", dest="as_user", metavar="USER", help=translate("thấy đúng những gì tài khoản này thấy")
        )
    return parser


def _on(parser: argparse.ArgumentParser) -> None:
    told = translate("chỉ văn bản ban hành đến hết ngày này (YYYY-MM-DD)")
    parser.add_argument("--on", type=_day, metavar="DATE", help=told)


def _password(parser: argparse.ArgumentParser) -> None:
    told = translate("tệp chứa mật khẩu của PDF đặt mật khẩu")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help=told)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as fault:
        told = translate("“{value}” không phải là ngày; ghi theo dạng 2026-01-31").format(value=text)
        raise argparse.ArgumentTypeError(told) from fault


def _limit(text: str) -> int:
    return _between(text, 1, 100)


def _port(text: str) -> int:
    return _between(text, 1, 65535)


def _between(text: str, low: int, high: int) -> int:
    if text.isascii() and text.isdecimal() and low <= int(text) <= high:
        return int(text)
    told = translate("“{value}” không phải là số từ {low} đến {high}")
    raise argparse.ArgumentTypeError(told.format(value=text, low=low, high=high))
