"""`vanthu review list|settle|replace|undo|history`: what is in doubt, and corrections of documents' text."""

from __future__ import annotations

import argparse
from typing import Any
from urllib.parse import quote

from records.desk.errors import ItemSettled
from ui.cli import OK
from ui.cli.office import Office, open_office
from ui.cli.say import put, put_json
from vanthu.i18n import translate


def waiting(chosen: argparse.Namespace) -> int:
    """One item a line: its id, the document, the page, how sure it is, the reading and the alternatives."""
    with open_office(chosen.as_user) as office:
        asked = {"limit": chosen.limit, "after": chosen.after, "document_id": chosen.document}
        found = office.json("GET", "/desk/queue", query=asked)
    if chosen.json:
        put_json(found["items"])
        return OK
    for item in found["items"]:
        told = "|".join([item["reading"], *item["alternatives"]]).replace("\n", " / ")
        page = item["page"] or ""
        put(f"{item['id']}\t{item['document_id']}\t{page}\t{item['confidence']:.2f}\t{told}")
    return OK


def settle(chosen: argparse.Namespace) -> int:
    """Accept the reading, or put what is printed in its place."""
    path = f"/desk/items/{quote(chosen.item, safe='')}"
    with open_office(chosen.as_user) as office:
        item = office.json("GET", path)["item"]
        if item is None:
            raise ItemSettled
        text = item["reading"] if chosen.text is None else chosen.text
        office.json("POST", path, send={"text": text, "revision": item["revision"]})
    if chosen.json:
        put_json({"id": chosen.item, "text": text})
    return OK


def replace(chosen: argparse.Namespace) -> int:
    """Find and replace across a document; `--dry-run` shows the places only."""
    asked = {
        "text": chosen.find,
        "replacement": chosen.replacement,
        "match_case": not chosen.any_case,
        "whole_word": not chosen.within_words,
        "fold": chosen.any_marks,
    }
    with open_office(chosen.as_user) as office:
        path = f"/desk/documents/{chosen.document}"
        if chosen.dry_run:
            found = office.json("POST", f"{path}/find", send=asked)["found"]
            return _told(chosen, found, [f"{f['page']}\t{f['reading']}\t{f['replaced']}" for f in found])
        return _step(chosen, office, "POST", f"{path}/replace", asked)


def undo(chosen: argparse.Namespace) -> int:
    """Take back one's own latest step in the document."""
    with open_office(chosen.as_user) as office:
        return _step(chosen, office, "POST", f"/desk/documents/{chosen.document}/undo", None)


def history(chosen: argparse.Namespace) -> int:
    """Who corrected what, newest first."""
    with open_office(chosen.as_user) as office:
        steps = office.json("GET", f"/desk/documents/{chosen.document}/history")["steps"]
    return _told(chosen, steps, [_line(step) for step in steps])


def _step(chosen: argparse.Namespace, office: Office, method: str, path: str, send: Any) -> int:
    step = office.json(method, path, send=send)["step"]
    return _told(chosen, step, [_line(step)] if step else [])


def _line(step: dict[str, Any]) -> str:
    undone = translate("đã hoàn tác") if step["undone"] else ""
    place = step["field"] or step["page"]
    parts = (step["at"], step["by"], place, step["before"], step["after"], undone)
    return "\t".join(str(part).replace("\n", " / ") for part in parts)


def _told(chosen: argparse.Namespace, value: Any, lines: list[str]) -> int:
    if chosen.json:
        put_json(value)
    else:
        for line in lines:
            put(line)
    return OK
