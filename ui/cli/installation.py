"""`vanthu installation show|propose|confirm|withdraw`: the installation's kind, by two administrators."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import Any

from ui.cli import OK
from ui.cli.office import open_office
from ui.cli.say import put, put_json
from vanthu.i18n import translate


def show(chosen: argparse.Namespace) -> int:
    with open_office(chosen.as_user) as office:
        state = office.json("GET", "/installation")
    if chosen.json:
        put_json(state)
        return OK
    put(state["mode"])
    if state["pending"]:
        change = state["pending"]
        put(
            "\t".join(
                [translate("đang chờ xác nhận"), change["mode"], change["proposed_by_name"], change["reason"]]
            )
        )
    return OK


def propose(chosen: argparse.Namespace) -> int:
    return _decide(chosen, "propose", {"mode": chosen.mode, "reason": chosen.reason})


def confirm(chosen: argparse.Namespace) -> int:
    return _decide(chosen, "confirm", {})


def withdraw(chosen: argparse.Namespace) -> int:
    return _decide(chosen, "withdraw", {})


def _decide(chosen: argparse.Namespace, act: str, body: dict[str, Any]) -> int:
    with open_office(chosen.as_user) as office:
        change = office.json("POST", f"/installation/{act}", send={**body, "code": _code()})
    if chosen.json:
        put_json(change)
    else:
        put(change["mode"])
    return OK


def _code() -> str:
    """The code of the second factor: typed unseen, or the first line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    return getpass.getpass(translate("Mã xác thực hai bước: "))
