"""What commands tell about what they did: JSON, or a line of columns each."""

from __future__ import annotations

import argparse
from typing import Any

from ui.cli import OK
from ui.cli.office import open_office
from ui.cli.say import put, put_json


def tell(chosen: argparse.Namespace, method: str, path: str, names: tuple[str, ...], send: Any = None) -> int:
    with open_office() as office:
        answer = office.json(method, path, send=send)
    return report(chosen, answer, names)


def report(chosen: argparse.Namespace, answer: Any, names: tuple[str, ...]) -> int:
    if chosen.json:
        put_json(answer)
    else:
        put("\t".join(str(answer[name]) for name in names))
    return OK


def rows(chosen: argparse.Namespace, found: Any, columns: tuple[str, ...]) -> int:
    if chosen.json:
        put_json(found)
        return OK
    for row in found:
        put("\t".join(_cell(row[column]) for column in columns))
    return OK


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value))
    return "-" if value is None or value is False else str(value)
