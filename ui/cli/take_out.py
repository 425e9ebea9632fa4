"""`vanthu export`: documents and dossiers as files, in the form asked for."""

from __future__ import annotations

import argparse
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import unquote

from ui.cli import OK, REFUSED
from ui.cli.failure import CommandFailed
from ui.cli.office import Office, Reply, open_office
from ui.cli.read import find
from ui.cli.say import note, put, put_json
from vanthu.i18n import translate

ROWS = 200
SECRETS = ("confidential", "secret")
OF_DOSSIERS = ("sip", "csv", "xlsx")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One reply to fetch."""

    what: dict[str, Any]
    """How it is told: `id` of a document, or `dossier` by its code."""
    address: str
    form: str | None
    prefix: str = ""
    """Before the file's name, where that alone could be another's."""


def export(chosen: argparse.Namespace) -> int:
    chosen.folder.mkdir(parents=True, exist_ok=True)
    items: list[dict[str, Any]] = []
    with open_office(chosen.as_user) as office:
        for wanted in _wanted(office, chosen):
            query = {"form": wanted.form} if wanted.form else None
            try:
                reply = office.call("GET", wanted.address, query=query)
            except CommandFailed as failure:
                told = next(iter(wanted.what.values()))
                note(f"{told}: {failure.form['message']} ({failure.form['code']})")
                items.append({**wanted.what, "status": "failed", **failure.form})
                continue
            files = (
                _unpacked(reply, chosen.folder)
                if wanted.form is None
                else _kept(reply, wanted, chosen.folder)
            )
            items.append({**wanted.what, "status": "exported", "files": files})
    if chosen.json:
        put_json(items)
    else:
        for item in items:
            for name in item.get("files", []):
                put(name)
    return REFUSED if any(item["status"] == "failed" for item in items) else OK


def _wanted(office: Office, chosen: argparse.Namespace) -> Iterator[_Wanted]:
    if chosen.dossier:
        form = chosen.form or "sip"
        if form not in OF_DOSSIERS:
            told = translate("Hồ sơ xuất được ở các dạng: {forms}.").format(forms=", ".join(OF_DOSSIERS))
            raise CommandFailed("form_unknown", told)
        for code in chosen.dossier:
            number = _dossier(office, code)
            yield _Wanted({"dossier": code}, f"/outputs/dossiers/{number}", form)
        return
    for number in _all(office) if chosen.all else iter([find(office, chosen.document)]):
        if chosen.form is None:
            yield _Wanted({"id": number}, f"/documents/{number}/export", None)
        else:
            prefix = f"{number:06d}-" if chosen.form == "pdf" else ""
            yield _Wanted({"id": number}, f"/outputs/documents/{number}", chosen.form, prefix)


def _dossier(office: Office, code: str) -> int:
    """The unit's dossier of exactly this code."""
    offset = 0
    while True:
        query = {"text": code, "offset": offset, "limit": ROWS}
        rows = office.json("GET", "/dossiers", query=query)["items"]
        for row in rows:
            if row["card"]["code"] == code:
                return int(row["id"])
        if len(rows) < ROWS:
            raise CommandFailed("not_found", translate("Không có hồ sơ mã {code}.").format(code=code))
        offset += ROWS


def _unpacked(reply: Reply, folder: Path) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(reply.body)) as archive:
        archive.extractall(folder)
        return [str(folder / name) for name in archive.namelist()]


def _kept(reply: Reply, wanted: _Wanted, folder: Path) -> list[str]:
    said = reply.headers["content-disposition"].rpartition("UTF-8''")[2]
    path = folder / (wanted.prefix + PurePath(unquote(said)).name)
    path.write_bytes(reply.body)
    return [str(path)]


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
