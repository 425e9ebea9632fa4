"""The commands and their arguments (docs/command-line.md)."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ui.cli.audit_parser import add_audit
from ui.cli.certificate_parser import add_certificate
from ui.cli.grant_parser import add_grant
from ui.cli.installation_parser import add_installation
from ui.cli.organise_parser import add_enrol, add_progress
from ui.cli.parts import command as _command
from ui.cli.parts import day, limit, port, whole
from ui.cli.people_parser import add_account, add_unit
from ui.cli.quarantine_parser import add_quarantine
from ui.cli.review_parser import add_review
from ui.cli.school_parser import add_course, add_statements
from ui.cli.usage import Parser, speak
from vanthu.i18n import translate

FORMS = ("pdf", "txt", "hocr", "alto", "json", "csv", "xlsx", "sip")
LEVELS = ("none", "confidential", "secret", "top_secret")


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The chosen command as `run`, with its arguments; wrong usage ends the process with status 2."""
    speak()
    return _parser().parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="vanthu", description=translate("Văn thư: số hoá, hỏi đáp, học tập."))
    commands = parser.add_subparsers(metavar=translate("LỆNH"), required=True)
    _serving(commands)
    _documents(commands)
    _upkeep(commands)
    add_quarantine(commands)
    add_review(commands)
    add_certificate(commands)
    add_grant(commands)
    _purge(commands)
    _questions(commands)
    add_course(commands)
    add_statements(commands)
    add_enrol(commands)
    add_progress(commands)
    return parser


def _serving(commands: Any) -> None:
    serve = _command(commands, "serve", translate("chạy máy chủ"), "serve", "serve")
    serve.add_argument("--port", type=port, help=translate("cổng, mặc định 8501"))
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
    told = translate("có dữ liệu cá nhân hoặc dữ liệu nhạy cảm khác: chỉ người được cấp quyền xem")
    ingest.add_argument("--sensitive", action="store_true", help=told)
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
    search.add_argument("--limit", type=limit, default=10)
    _on(search)

    ask = _command(
        commands, "ask", translate("hỏi, trả lời có dẫn nguồn"), "read", "ask", json=True, acting=True
    )
    ask.add_argument("question", metavar="QUESTION")
    _on(ask)
    kept = ask.add_mutually_exclusive_group()
    kept.add_argument("--keep", action="store_true", help=translate("lưu vào một cuộc trao đổi mới"))
    told = translate("hỏi tiếp trong cuộc trao đổi đã lưu")
    kept.add_argument("--continue", dest="conversation", type=whole, metavar="ID", help=told)

    told = translate("cho trợ lý AI trên máy này dùng kho văn bản (giao thức MCP)")
    _command(commands, "mcp", told, "agent", "mcp", acting=True)

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
    told = translate("hồ sơ của đơn vị, theo mã; dùng được nhiều lần")
    what.add_argument("--dossier", action="append", metavar="CODE", help=told)
    export.add_argument("--form", choices=FORMS, help=translate("dạng xuất, mặc định PDF/A, TXT và JSON"))
    export.add_argument("folder", type=Path, metavar="DIR")

    bring = _command(
        commands,
        "import",
        translate("nhập bảng siêu dữ liệu hoặc gói hồ sơ nộp lưu"),
        "bring_in",
        "bring_in",
        json=True,
        acting=True,
    )
    bring.add_argument("file", type=Path, metavar="FILE")
    bring.add_argument(
        "--apply", action="store_true", help=translate("ghi các thay đổi; không có thì chỉ xem trước")
    )
    bring.add_argument(
        "--unit", metavar="CODE", help=translate("đơn vị giữ văn bản, mặc định đơn vị của người nhập")
    )
    bring.add_argument("--secrecy", choices=LEVELS, default="none", help=translate("độ mật khai báo"))
    told = translate("có dữ liệu cá nhân hoặc dữ liệu nhạy cảm khác: chỉ người được cấp quyền xem")
    bring.add_argument("--sensitive", action="store_true", help=told)

    jobs = _command(
        commands, "jobs", translate("tệp đã nhập và trạng thái"), "upkeep", "jobs", json=True, acting=True
    )
    jobs.add_argument("--retry", type=int, metavar="JOB", help=translate("chạy lại một tệp bị lỗi"))


def _upkeep(commands: Any) -> None:
    add_account(commands)
    add_unit(commands)
    add_installation(commands)
    _command(commands, "reindex", translate("lập lại chỉ mục"), "upkeep", "reindex", json=True)
    _command(
        commands, "migrate", translate("đưa cơ sở dữ liệu về dạng mới nhất"), "upkeep", "migrate", json=True
    )
    add_audit(commands)
    backup = _command(commands, "backup", translate("sao lưu vào một tệp"), "upkeep", "backup", json=True)
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = _command(
        commands, "restore", translate("khôi phục từ một tệp sao lưu"), "upkeep", "restore", json=True
    )
    restore.add_argument("file", type=Path, metavar="FILE")


def _purge(commands: Any) -> None:
    told = translate("gỡ bỏ hẳn một văn bản hoá ra có độ mật; không hoàn tác được")
    purge = _command(commands, "purge", told, "purge", "purge", json=True, acting=True)
    purge.add_argument("document", type=whole, metavar="DOCUMENT", help=translate("mã số văn bản"))
    purge.add_argument("--level", choices=LEVELS[1:], required=True, help=translate("độ mật của văn bản"))
    reasons = translate(
        "vì sao: có dấu mật (marked), được xác định mật sau khi nhập (classified), theo yêu cầu của cơ quan "
        "có thẩm quyền (ordered)"
    )
    purge.add_argument("--reason", choices=("marked", "classified", "ordered"), required=True, help=reasons)


def _questions(commands: Any) -> None:
    bank = commands.add_parser("questions", help=translate("ngân hàng câu hỏi")).add_subparsers(
        metavar=translate("VIỆC"), required=True
    )
    told = translate("chuyển câu hỏi giữa GIFT, Moodle XML, QTI và YAML của khoá học")
    convert = _command(bank, "convert", told, "questions", "convert", json=True)
    convert.add_argument("file", type=Path, metavar="FILE")
    convert.add_argument("out", type=Path, metavar="OUT")


def _on(parser: argparse.ArgumentParser) -> None:
    told = translate("chỉ văn bản ban hành đến hết ngày này (YYYY-MM-DD)")
    parser.add_argument("--on", type=day, metavar="DATE", help=told)


def _password(parser: argparse.ArgumentParser) -> None:
    told = translate("tệp chứa mật khẩu của PDF đặt mật khẩu")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help=told)
