"""`vanthu audit seal|key|export`."""

from __future__ import annotations

import argparse

from ui.cli import OK
from ui.cli.office import open_office
from ui.cli.say import put
from ui.cli.tell import report, rows, tell
from vanthu.i18n import translate


def seal(chosen: argparse.Namespace) -> int:
    with open_office() as office:
        found = office.json("POST", "/operator/audit/seal")
    if not found and not chosen.json:
        put(translate("Mọi ngày đã qua đều đã niêm phong."))
        return OK
    return rows(chosen, found, ("day", "sequence", "hash"))


def key(chosen: argparse.Namespace) -> int:
    return tell(chosen, "GET", "/operator/audit/key", ("public_key",))


def export(chosen: argparse.Namespace) -> int:
    wanted = {
        "file": str(chosen.file.absolute()),
        "format": chosen.format,
        "since": chosen.since,
        "until": chosen.until,
        "account": chosen.account,
        "document": chosen.document,
        "actions": chosen.action or [],
    }
    with open_office() as office:
        answer = office.json("POST", "/operator/audit/export", send=wanted)
    return report(chosen, answer, ("file",))
