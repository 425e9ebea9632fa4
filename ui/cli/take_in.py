"""`vanthu ingest`: files and folders handed in one by one; a bad one never stops the rest."""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ui import forms
from ui.cli import OK, REFUSED
from ui.cli.failure import CommandFailed
from ui.cli.office import Office, open_office
from ui.cli.say import Progress, note, put, put_json
from vanthu.i18n import translate

WAIT_S = 2.0
"""How long the server may hold back one answer about running jobs."""
ASKED_AT_ONCE = 100
FINISHED = {"done", "failed", "refused", "duplicate", "quarantined"}
"""Nothing is waited for any more; in quarantine it is a person's turn."""
BAD = {"failed", "refused", "quarantined"}


def ingest(chosen: argparse.Namespace) -> int:
    password = read_password(chosen.password_file)
    with open_office(chosen.as_user) as office:
        taken = [_hand_in(office, path, chosen, password) for path in _files(chosen.paths)]
        if chosen.wait or not office.served:
            wait(office, taken)
        items = outcomes(office, taken)
    for item, each in zip(items, taken, strict=True):
        if item["status"] in BAD and "message" in item:
            said = [item["message"], each.get("remedy"), f"({item['code']})"]
            note(f"{item['filename']}: {' '.join(part for part in said if part)}")
    if chosen.json:
        put_json(items)
    else:
        for item in items:
            put(f"{item['status']}\t{item.get('id', '-')}\t{item['filename']}")
    return REFUSED if any(item["status"] in BAD for item in items) else OK


def read_password(file: Path | None) -> str | None:
    """The first line of the password file."""
    if file is None:
        return None
    try:
        return file.read_text(encoding="utf-8").partition("\n")[0]
    except (OSError, UnicodeError) as fault:
        told = translate("Không đọc được tệp mật khẩu {file}.").format(file=file)
        raise CommandFailed("unreadable", told) from fault


def _files(paths: list[Path]) -> Iterator[Path]:
    """Every named file, and every file below a named folder except hidden ones, in order of name."""
    for path in paths:
        if path.is_dir():
            for entry in sorted(path.iterdir(), key=lambda each: each.name):
                if not entry.name.startswith(".") and not (entry.is_symlink() and entry.is_dir()):
                    yield from _files([entry])
        else:
            yield path


def _hand_in(office: Office, path: Path, chosen: argparse.Namespace, password: str | None) -> dict[str, Any]:
    """A job, or the form of a file that could not even be read."""
    filename = file_name(path)
    query = {"unit": chosen.unit, "secrecy": chosen.secrecy, "sensitive": int(chosen.sensitive)}
    headers = {"content-type": "application/octet-stream", "x-vanthu-filename": quote(filename, safe="")}
    if password is not None:
        headers["x-vanthu-password"] = quote(password, safe="")
    try:
        with path.open("rb") as stream:
            (job,) = office.json("PUT", "/uploads", query=query, stream=stream, headers=headers)
    except OSError as fault:
        missing = isinstance(fault, FileNotFoundError)
        code = "file_missing" if missing else "file_unreadable"
        message = translate("Không có tệp này.") if missing else translate("Không đọc được tệp này.")
        return {"item": forms.failed(filename, "failed", code, message)}
    except CommandFailed as failure:
        if failure.form["code"] in {"server_gone", "forbidden", "account_unknown"}:
            raise
        item = forms.failed(filename, "failed", failure.form["code"], failure.form["message"])
        return {"item": item, "remedy": failure.form["remedy"]}
    return {"id": int(job["id"]), "filename": filename, "state": job["state"], "remedy": job["remedy"]}


def file_name(path: Path) -> str:
    """The name as Unicode text; bytes that are none become the replacement character."""
    return unicodedata.normalize(
        "NFC", path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    )


def wait(office: Office, taken: list[dict[str, Any]]) -> None:
    """Until every job has finished, telling how far they are."""
    running = {each["id"]: each for each in taken if "id" in each and each["state"] not in FINISHED}
    progress, total = Progress(), len(taken)
    while running:
        ids = list(running)[:ASKED_AT_ONCE]
        for job in office.json("GET", "/jobs/wait", query={"ids": ids, "timeout": WAIT_S}):
            name, state = running[job["id"]]["filename"], job["state"]
            if state in FINISHED:
                running.pop(job["id"])["remedy"] = job["remedy"]
                progress.done(f"[{total - len(running)}/{total}] {name}: {state}")
            elif job["page_count"]:
                progress.at(f"{name}: {state} {job['page']}/{job['page_count']}")
            else:
                progress.at(f"{name}: {state}")
    progress.clear()


def outcomes(office: Office, taken: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items of the list that `ingest` prints, in the order the files were named."""
    ids = [each["id"] for each in taken if "id" in each]
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(ids), ASKED_AT_ONCE):
        part = ids[start : start + ASKED_AT_ONCE]
        found |= zip(part, office.json("GET", "/jobs/outcomes", query={"ids": part}), strict=True)
    items = []
    for each in taken:
        item = each["item"] if "item" in each else found[each["id"]]
        # A refused file's name is not kept by the server; here it was named by the caller.
        items.append({**item, "filename": item["filename"] or each["filename"]})
    return items
