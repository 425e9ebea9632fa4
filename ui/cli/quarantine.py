"""`vanthu quarantine list|release|destroy`: a custodian's decisions on uploads that may be secret."""

from __future__ import annotations

import argparse

from ui.cli import OK
from ui.cli.office import open_office
from ui.cli.say import put, put_json

_DONE = {"release": "released", "destroy": "destroyed"}


def waiting(chosen: argparse.Namespace) -> int:
    with open_office(chosen.as_user) as office:
        items = office.json("GET", "/quarantine")
    if chosen.json:
        put_json(items)
        return OK
    for item in items:
        doubts = ",".join(f"{doubt['kind']}:{doubt['page']}" for doubt in item["doubts"])
        put(f"{item['job_id']}\t{item['expires_at']}\t{item['unit']['code']}\t{item['uploader']}\t{doubts}")
    return OK


def release(chosen: argparse.Namespace) -> int:
    return _decide(chosen, "release")


def destroy(chosen: argparse.Namespace) -> int:
    return _decide(chosen, "destroy")


def _decide(chosen: argparse.Namespace, act: str) -> int:
    with open_office(chosen.as_user) as office:
        office.call("POST", f"/quarantine/{chosen.job}/{act}")
    if chosen.json:
        put_json({"job_id": chosen.job, "decision": _DONE[act]})
    return OK
