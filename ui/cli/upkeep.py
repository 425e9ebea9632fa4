"""`vanthu account`, `unit`, `jobs`, `reindex`, `migrate`, `verify`, `backup`, `restore`."""

from __future__ import annotations

import argparse
from typing import Any
from urllib.parse import quote

from ui.cli import OK, REFUSED
from ui.cli.office import hold_folder, open_office
from ui.cli.say import note, put, put_json
from vanthu.i18n import translate


def account_add(chosen: argparse.Namespace) -> int:
    new = {
        "username": chosen.username,
        "display_name": chosen.name,
        "unit": chosen.unit,
        "roles": chosen.role,
    }
    return _password(chosen, "/operator/accounts", send=new)


def account_reset(chosen: argparse.Namespace) -> int:
    return _password(chosen, f"/operator/accounts/{quote(chosen.username, safe='')}/reset")


def account_disable(chosen: argparse.Namespace) -> int:
    return _tell(
        chosen, "POST", f"/operator/accounts/{quote(chosen.username, safe='')}/disable", ("username",)
    )


def account_list(chosen: argparse.Namespace) -> int:
    return _table(
        chosen, "/operator/accounts", ("username", "display_name", "unit_code", "roles", "disabled")
    )


def unit_add(chosen: argparse.Namespace) -> int:
    new = {"code": chosen.code, "name": chosen.name, "parent": chosen.parent}
    return _tell(chosen, "POST", "/operator/units", ("code", "name"), send=new)


def unit_list(chosen: argparse.Namespace) -> int:
    return _table(chosen, "/operator/units", ("code", "name"))


def jobs(chosen: argparse.Namespace) -> int:
    columns = ("id", "state", "page", "page_count", "filename", "message")
    if chosen.retry is None:
        with open_office(chosen.as_user) as office:
            rows = office.json("GET", "/jobs")
    else:
        with open_office(chosen.as_user) as office:
            rows = [office.json("POST", f"/jobs/{chosen.retry}/retry")]
            while not office.served and rows[0]["state"] not in {"done", "failed", "refused", "duplicate"}:
                rows = office.json("GET", "/jobs/wait", query={"ids": [chosen.retry], "timeout": 2.0})
    if not rows and not chosen.json:
        put(translate("Chưa có tệp nào."))
    return _rows(chosen, rows, columns)


def reindex(chosen: argparse.Namespace) -> int:
    return _tell(chosen, "POST", "/operator/reindex", ("documents",))


def migrate(chosen: argparse.Namespace) -> int:
    """Every command migrates first, and so does a server when it starts: being answered is being migrated."""
    return _tell(chosen, "GET", "/health", ("status",))


def verify(chosen: argparse.Namespace) -> int:
    with open_office() as office:
        report = office.json("POST", "/operator/verify")
    if chosen.json:
        put_json(report)
    for fault in report["faults"]:
        note("\t".join(str(part) for part in fault.values()))
    if not report["faults"] and not chosen.json:
        put(translate("Không phát hiện sai lệch."))
    return REFUSED if report["faults"] else OK


def backup(chosen: argparse.Namespace) -> int:
    return _tell(chosen, "POST", "/operator/backup", ("file",), send={"file": str(chosen.file.absolute())})


def restore(chosen: argparse.Namespace) -> int:
    """Into an empty data folder, which no server may hold meanwhile."""
    from vanthu.backup import restore as read_backup
    from vanthu.settings import settings

    with hold_folder():
        read_backup(settings(), chosen.file.absolute())
    note(translate("Đã khôi phục. Chỉ mục tìm kiếm được lập lại khi máy chủ hoặc lệnh kế tiếp khởi động."))
    return _report(chosen, {"file": str(chosen.file)}, ("file",))


def _password(chosen: argparse.Namespace, path: str, send: Any = None) -> int:
    return _tell(chosen, "POST", path, ("username", "password"), send=send)


def _tell(
    chosen: argparse.Namespace, method: str, path: str, names: tuple[str, ...], send: Any = None
) -> int:
    with open_office() as office:
        report = office.json(method, path, send=send)
    return _report(chosen, report, names)


def _report(chosen: argparse.Namespace, report: Any, names: tuple[str, ...]) -> int:
    if chosen.json:
        put_json(report)
    else:
        put("\t".join(str(report[name]) for name in names))
    return OK


def _table(chosen: argparse.Namespace, path: str, columns: tuple[str, ...]) -> int:
    with open_office() as office:
        rows = office.json("GET", path)
    return _rows(chosen, rows, columns)


def _rows(chosen: argparse.Namespace, rows: Any, columns: tuple[str, ...]) -> int:
    if chosen.json:
        put_json(rows)
        return OK
    for row in rows:
        put("\t".join(_cell(row[column]) for column in columns))
    return OK


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value))
    return "-" if value is None or value is False else str(value)
