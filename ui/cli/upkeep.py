"""`vanthu jobs`, `reindex`, `migrate`, `verify`, `backup`, `restore`."""

from __future__ import annotations

import argparse

from ui.cli import OK, REFUSED
from ui.cli.office import hold_folder, open_office
from ui.cli.say import note, put, put_json
from ui.cli.tell import report, rows, tell
from vanthu.i18n import translate


def jobs(chosen: argparse.Namespace) -> int:
    columns = ("id", "state", "page", "page_count", "filename", "message")
    if chosen.retry is None:
        with open_office(chosen.as_user) as office:
            found = office.json("GET", "/jobs")
    else:
        with open_office(chosen.as_user) as office:
            found = [office.json("POST", f"/jobs/{chosen.retry}/retry")]
            while not office.served and found[0]["state"] not in {"done", "failed", "refused", "duplicate"}:
                found = office.json("GET", "/jobs/wait", query={"ids": [chosen.retry], "timeout": 2.0})
    if not found and not chosen.json:
        put(translate("Chưa có tệp nào."))
    return rows(chosen, found, columns)


def reindex(chosen: argparse.Namespace) -> int:
    return tell(chosen, "POST", "/operator/reindex", ("documents",))


def migrate(chosen: argparse.Namespace) -> int:
    """Every command migrates first, and so does a server when it starts: being answered is being migrated."""
    return tell(chosen, "GET", "/health", ("status",))


def verify(chosen: argparse.Namespace) -> int:
    folder = str(chosen.checkpoints.absolute()) if chosen.checkpoints else None
    against = {"checkpoints": folder, "public_keys": chosen.public_key or []}
    with open_office() as office:
        answer = office.json("POST", "/operator/verify", send=against)
    if chosen.json:
        put_json(answer)
    for fault in answer["faults"]:
        note("\t".join(str(part) for part in fault.values()))
    if not answer["faults"] and not chosen.json:
        put(translate("Không phát hiện sai lệch."))
    return REFUSED if answer["faults"] else OK


def backup(chosen: argparse.Namespace) -> int:
    return tell(chosen, "POST", "/operator/backup", ("file",), send={"file": str(chosen.file.absolute())})


def restore(chosen: argparse.Namespace) -> int:
    """Into an empty data folder, which no server may hold meanwhile."""
    from vanthu.backup import restore as read_backup
    from vanthu.settings import settings

    with hold_folder():
        read_backup(settings(), chosen.file.absolute())
    note(translate("Đã khôi phục. Chỉ mục tìm kiếm được lập lại khi máy chủ hoặc lệnh kế tiếp khởi động."))
    return report(chosen, {"file": str(chosen.file)}, ("file",))
