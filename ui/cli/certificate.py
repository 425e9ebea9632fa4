"""`vanthu certificate check|revoke`: by the check code."""

from __future__ import annotations

import argparse
from typing import Any
from urllib.parse import quote

from ui.cli.office import Office, open_office
from ui.cli.tell import report

COLUMNS = ("number", "holder", "unit", "title", "edition", "issued_on", "standing")


def check(chosen: argparse.Namespace) -> int:
    with open_office(chosen.as_user) as office:
        return report(chosen, _found(office, chosen.code), COLUMNS)


def revoke(chosen: argparse.Namespace) -> int:
    with open_office(chosen.as_user) as office:
        path = f"/certificates/{_found(office, chosen.code)['id']}/revocation"
        office.json("POST", path, send={"reason": chosen.reason})
        return report(chosen, _found(office, chosen.code), COLUMNS)


def _found(office: Office, code: str) -> Any:
    return office.json("GET", f"/certificates/checked/{quote(code, safe='')}")
