"""`vanthu import`: a table of metadata (told first, then applied), or a submission package."""

from __future__ import annotations

import argparse
import csv
import io
from datetime import datetime
from typing import Any

from ui.cli import OK, REFUSED
from ui.cli.failure import CommandFailed
from ui.cli.office import Office, open_office
from ui.cli.say import note, put, put_json
from ui.cli.take_in import BAD, outcomes, wait
from vanthu.i18n import translate


def bring_in(chosen: argparse.Namespace) -> int:
    with open_office(chosen.as_user) as office:
        package = chosen.file.suffix.lower() == ".zip"
        told, bad = _package(office, chosen) if package else _metadata(office, chosen)
    if chosen.json:
        put_json(told)
    return REFUSED if bad else OK


def _metadata(office: Office, chosen: argparse.Namespace) -> tuple[Any, bool]:
    found = _send(office, chosen, "/outputs/metadata", {"dry_run": int(not chosen.apply)})
    _tell(found, chosen)
    if not chosen.json and found["dry_run"] and found["changes"]:
        put(translate("Chưa thay đổi gì; thêm --apply để ghi."))
    return found, bool(found["faults"])


def _package(office: Office, chosen: argparse.Namespace) -> tuple[Any, bool]:
    query = {"secrecy": chosen.secrecy, "sensitive": int(chosen.sensitive), "unit": chosen.unit}
    found = _send(office, chosen, "/outputs/packages", query)
    taken = [
        {"id": int(each["job"]["id"]), "filename": each["job"]["filename"], "state": each["job"]["state"]}
        for each in found["documents"]
    ]
    wait(office, taken)
    items = outcomes(office, taken)
    rows = [
        {**each["row"], "docId": str(item["id"])}
        for each, item in zip(found["documents"], items, strict=True)
        if item["status"] not in {*BAD, "duplicate"} and "id" in item
    ]
    applied = _apply(office, rows) if rows else None
    if applied is not None:
        _tell(applied, chosen)
    if found["dossier"] and rows and len(rows) == len(items):
        _file(office, found["dossier"], [int(row["docId"]) for row in rows])
    for item in items:
        if item["status"] in BAD:
            note(f"{item['filename']}: {item.get('message', item['status'])}")
        elif not chosen.json:
            put(f"{item['status']}\t{item.get('id', '-')}\t{item['filename']}")
    return items, any(item["status"] in BAD for item in items)


def _send(office: Office, chosen: argparse.Namespace, address: str, query: dict[str, Any]) -> Any:
    try:
        with chosen.file.open("rb") as stream:
            headers = {"content-type": "application/octet-stream"}
            return office.json("POST", address, query=query, stream=stream, headers=headers)
    except OSError as fault:
        told = translate("Không đọc được tệp {file}.").format(file=chosen.file)
        raise CommandFailed("file_unreadable", told) from fault


def _apply(office: Office, rows: list[dict[str, str]]) -> Any:
    """The package's own metadata, as a table of the documents it has become."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    table = csv.DictWriter(out, names, restval="")
    table.writeheader()
    table.writerows(rows)
    stream = io.BytesIO(out.getvalue().encode())
    headers = {"content-type": "text/csv"}
    return office.json("POST", "/outputs/metadata", query={"dry_run": 0}, stream=stream, headers=headers)


def _file(office: Office, dossier: dict[str, str], document_ids: list[int]) -> None:
    """A dossier like the package's; where its code is taken the documents stay unfiled, and that is said."""
    card = {
        "code": dossier.get("arcFileCode", ""),
        "title": dossier.get("title", ""),
        "retention": dossier.get("maintenance", ""),
        "access_mode": dossier.get("mode") or "01",
        "start_date": _iso(dossier.get("startDate")),
        "end_date": _iso(dossier.get("endDate")),
        "keyword": dossier.get("keyword") or None,
        "information_sign": dossier.get("inforSign") or None,
        "physical_state": dossier.get("format") or None,
        "origin": dossier.get("confidenceLevel") or "02",
        "paper_code": dossier.get("paperFileCode") or None,
        "backed_up": dossier.get("riskRecovery") == "1",
        "description": dossier.get("description") or None,
    }
    try:
        made = office.json("POST", "/dossiers", send=card)["id"]
        office.call("POST", f"/dossiers/{made}/documents", send={"document_ids": document_ids})
    except CommandFailed as failure:
        note(f"{card['code']}: {failure.form['message']}")


def _iso(told: str | None) -> str | None:
    try:
        return datetime.strptime(told or "", "%d/%m/%Y").date().isoformat()
    except ValueError:
        return None


def _tell(found: Any, chosen: argparse.Namespace) -> None:
    if not chosen.json:
        for change in found["changes"]:
            put(f"{change['document_id']}\t{change['field']}\t{change['before']} → {change['after']}")
    for fault in found["faults"]:
        said = translate("Dòng {row}: {message}").format(row=fault["row"], message=fault["message"])
        note(said)
