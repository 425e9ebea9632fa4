"""`vanthu export`: the searchable PDF/A, the text and the metadata of documents, as files."""

from __future__ import annotations

import argparse
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from ui.cli import OK, REFUSED
from ui.cli.failure import CommandFailed
from ui.cli.office import Office, open_office
from ui.cli.read import find
from ui.cli.say import note, put, put_json

ROWS = 200
SECRETS = ("confidential", "secret")


def export(chosen: argparse.Namespace) -> int:
    chosen.folder.mkdir(parents=True, exist_ok=True)
    items: list[dict[str, Any]] = []
    with open_office(chosen.as_user) as office:
        ids = _all(office) if chosen.all else iter([find(office, chosen.document)])
        for document_id in ids:
            try:
                reply = office.call("GET", f"/documents/{document_id}/export")
            except CommandFailed as failure:
                note(f"{document_id}: {failure.form['message']} ({failure.form['code']})")
                items.append({"id": document_id, "status": "failed", **failure.form})
                continue
            with zipfile.ZipFile(io.BytesIO(reply.body)) as archive:
                archive.extractall(chosen.folder)
                files = [str(chosen.folder / name) for name in archive.namelist()]
            items.append({"id": document_id, "status": "exported", "files": files})
    if chosen.json:
        put_json(items)
    else:
        for item in items:
            for name in item.get("files", []):
                put(name)
    return REFUSED if any(item["status"] == "failed" for item in items) else OK


def _all(office: Office) -> Iterator[int]:
    """Ids of every document the caller may see, in the order they came in; state secrets one by one only."""
    offset = 0
    while True:
        query = {"sort": "created_at", "offset": offset, "limit": ROWS}
        rows = office.json("GET", "/documents", query=query)["items"]
        yield from (int(row["id"]) for row in rows if row["data_class"] not in SECRETS)
        if len(rows) < ROWS:
            return
        offset += ROWS
