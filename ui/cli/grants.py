"""`vanthu grant add|list|approve|revoke`: a custodian's leave to read, for the documents of the own unit."""

from __future__ import annotations

import argparse
from typing import Any

from ui.cli import OK
from ui.cli.failure import CommandFailed
from ui.cli.office import Office, open_office
from ui.cli.say import put, put_json
from vanthu.i18n import translate


def add(chosen: argparse.Namespace) -> int:
    with open_office(chosen.as_user) as office:
        body = {
            **_holder(office, chosen),
            "from_day": chosen.from_day,
            "until_day": chosen.until,
            "reason": chosen.reason[:500],
        }
        made = office.json("POST", f"/documents/{chosen.document}/grants", send=body)
    return _told(chosen, made)


def listed(chosen: argparse.Namespace) -> int:
    with open_office(chosen.as_user) as office:
        found = office.json("GET", f"/documents/{chosen.document}/grants")
    if chosen.json:
        put_json(found)
    else:
        for each in found:
            put(_line(each))
    return OK


def approve(chosen: argparse.Namespace) -> int:
    return _decide(chosen, "approve")


def revoke(chosen: argparse.Namespace) -> int:
    return _decide(chosen, "revoke")


def _decide(chosen: argparse.Namespace, act: str) -> int:
    with open_office(chosen.as_user) as office:
        return _told(chosen, office.json("POST", f"/grants/{chosen.grant}/{act}"))


def _told(chosen: argparse.Namespace, grant: dict[str, Any]) -> int:
    if chosen.json:
        put_json(grant)
    else:
        put(_line(grant))
    return OK


def _line(grant: dict[str, Any]) -> str:
    span = f"{grant['from_day']}\t{grant['until_day']}"
    return f"{grant['id']}\t{grant['state']}\t{grant['holder_code']}\t{span}\t{grant['reason']}"


def _holder(office: Office, chosen: argparse.Namespace) -> dict[str, int]:
    """Exactly the account or unit of this name or code, not one that is like it."""
    kind, code = ("account_id", chosen.account) if chosen.account else ("unit_id", chosen.unit)
    for each in office.json("GET", "/holders", query={"text": code[:100]}):
        if each[kind] is not None and each["code"].casefold() == code.casefold():
            return {kind: int(each[kind])}
    told = translate("Không có người hoặc đơn vị mang mã “{code}”.").format(code=code)
    raise CommandFailed("grant_holder_unknown", told)
