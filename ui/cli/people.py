"""`vanthu account` and `vanthu unit`."""

from __future__ import annotations

import argparse
import csv
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ui.cli import OK, REFUSED
from ui.cli.failure import CommandFailed
from ui.cli.office import open_office
from ui.cli.say import Progress, note
from ui.cli.tell import report, rows, tell
from vanthu.i18n import translate

PAGE = 1000
LOOK_AGAIN_S = 0.2
ERRORS_TOLD = 20
_BAR = 30
ACCOUNT = ("username", "display_name", "unit_code", "roles", "disabled")
ASSIGNMENT = ("id", "unit_code", "role", "from_day", "until_day", "state")
UNIT = ("code", "name", "agency_code", "parent", "abolished_on", "successor")


def account_add(chosen: argparse.Namespace) -> int:
    new = {
        "username": chosen.username,
        "display_name": chosen.name,
        "unit": chosen.unit,
        "roles": chosen.role,
        "activation": chosen.activation,
    }
    return tell(chosen, "POST", "/operator/accounts", ("username", _secret(chosen)), send=new)


def account_reset(chosen: argparse.Namespace) -> int:
    wanted = {"activation": chosen.activation}
    return tell(chosen, "POST", _of(chosen, "reset"), ("username", _secret(chosen)), send=wanted)


def account_change(chosen: argparse.Namespace) -> int:
    change = {"display_name": chosen.name, "unit": chosen.unit, "roles": chosen.role}
    return tell(chosen, "POST", _of(chosen, "change"), ("username", "display_name", "unit_code"), send=change)


def account_disable(chosen: argparse.Namespace) -> int:
    return tell(chosen, "POST", _of(chosen, "disable"), ("username",))


def account_reset_factor(chosen: argparse.Namespace) -> int:
    return tell(chosen, "POST", _of(chosen, "reset-factor"), ("username",))


def account_enable(chosen: argparse.Namespace) -> int:
    return tell(chosen, "POST", _of(chosen, "enable"), ("username",))


def account_list(chosen: argparse.Namespace) -> int:
    wanted = {"search": chosen.search, "unit": chosen.unit, "state": chosen.state, "limit": PAGE}
    found: list[Any] = []
    with open_office() as office:
        while len(found) % PAGE == 0:
            query = {**wanted, "offset": len(found)}
            part = office.json("GET", "/operator/accounts", query=query)
            found += part
            if not part:
                break
    return rows(chosen, found, ACCOUNT)


def account_assign(chosen: argparse.Namespace) -> int:
    new = {
        "unit": chosen.unit,
        "role": chosen.role,
        "from_day": chosen.from_day,
        "until_day": chosen.until_day,
    }
    return tell(chosen, "POST", _of(chosen, "assignments"), ASSIGNMENT, send=new)


def account_assignments(chosen: argparse.Namespace) -> int:
    with open_office() as office:
        found = office.json("GET", _of(chosen, "assignments"))
    return rows(chosen, found, ASSIGNMENT)


def account_end_assignment(chosen: argparse.Namespace) -> int:
    return tell(chosen, "POST", f"/operator/assignments/{chosen.assignment}/end", ASSIGNMENT)


def account_import(chosen: argparse.Namespace) -> int:
    """Watch the import to its end; a rerun of an interrupted one goes on where it was."""
    wanted = {"file": str(chosen.file.absolute()), "tokens": str(chosen.tokens.absolute())}
    progress = Progress()
    with open_office() as office:
        state = office.json("POST", "/operator/accounts/import", send=wanted)
        while state["running"]:
            progress.at(_bar(state))
            time.sleep(LOOK_AGAIN_S)
            state = office.json("GET", f"/operator/accounts/import/{state['id']}")
    progress.done(_bar(state))
    if state["fault"]:
        raise CommandFailed(**state["fault"])
    if state["failed"]:
        _tell_errors(Path(state["errors"]), state["failed"])
    told = {name: state[name] for name in ("rows", "created", "failed", "tokens", "errors")}
    report(chosen, told, ("rows", "created", "failed", "tokens"))
    return REFUSED if state["failed"] else OK


def unit_add(chosen: argparse.Namespace) -> int:
    new = {
        "code": chosen.code,
        "name": chosen.name,
        "parent": chosen.parent,
        "agency_code": chosen.agency_code,
    }
    return tell(chosen, "POST", "/operator/units", ("code", "name"), send=new)


def unit_list(chosen: argparse.Namespace) -> int:
    with open_office() as office:
        found = office.json("GET", "/operator/units", query={"on": chosen.on})
    return rows(chosen, found, UNIT)


def unit_history(chosen: argparse.Namespace) -> int:
    with open_office() as office:
        found = office.json("GET", f"/operator/units/{quote(chosen.code, safe='')}/history")
    return rows(chosen, found, ("from_day", "until_day", "name", "agency_code", "parent"))


def unit_rename(chosen: argparse.Namespace) -> int:
    return _unit(chosen, "rename", name=chosen.name, agency_code=chosen.agency_code, on=chosen.on)


def unit_move(chosen: argparse.Namespace) -> int:
    return _unit(chosen, "move", under=chosen.under, on=chosen.on)


def unit_merge(chosen: argparse.Namespace) -> int:
    return _unit(chosen, "merge", into=chosen.into, on=chosen.on)


def unit_abolish(chosen: argparse.Namespace) -> int:
    return _unit(chosen, "abolish", on=chosen.on)


def unit_keep(chosen: argparse.Namespace) -> int:
    return tell(chosen, "POST", f"/operator/units/{quote(chosen.code, safe='')}/keep", ("code", "name"))


def _unit(chosen: argparse.Namespace, act: str, **change: Any) -> int:
    path = f"/operator/units/{quote(chosen.code, safe='')}/{act}"
    return tell(chosen, "POST", path, ("code", "name"), send=change)


def _of(chosen: argparse.Namespace, act: str) -> str:
    return f"/operator/accounts/{quote(chosen.username, safe='')}/{act}"


def _secret(chosen: argparse.Namespace) -> str:
    return "activation" if chosen.activation else "password"


def _bar(state: dict[str, Any]) -> str:
    full = _BAR * state["done"] // max(1, state["rows"])
    told = translate("{done}/{rows} dòng, tạo {created}, lỗi {failed}").format(**state)
    return f"[{'█' * full}{'·' * (_BAR - full)}] {told}"


def _tell_errors(file: Path, count: int) -> None:
    """The first refused rows; all of them stand in the file."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        for number, row in enumerate(csv.reader(stream)):
            if 0 < number <= ERRORS_TOLD:
                note(
                    translate("Dòng {row}: {what}").format(
                        row=row[0], what=" ".join((row[1], *row[3:])).strip()
                    )
                )
    note(translate("{count} dòng lỗi, ghi tại {file}").format(count=count, file=file))
