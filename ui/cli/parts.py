"""What the arguments of commands are made of."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

from vanthu.i18n import translate

ROLES = ("clerk", "official", "trainee", "trainer", "custodian", "auditor", "administrator")
LARGEST_ID = 2**31 - 1


def command(
    commands: Any,
    name: str,
    told: str,
    module: str,
    function: str,
    *,
    json: bool = False,
    acting: bool = False,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=told, description=told)
    parser.set_defaults(run=_lazily(module, function), as_user=None)
    if json:
        parser.add_argument("--json", action="store_true", help=translate("in một giá trị JSON"))
    if acting:
        parser.add_argument(
            "--as", dest="as_user", metavar="USER", help=translate("thấy đúng những gì tài khoản này thấy")
        )
    return parser


def _lazily(module: str, name: str) -> Callable[[argparse.Namespace], int]:
    """The command function, imported only when it is the one to run."""

    def run(chosen: argparse.Namespace) -> int:
        return int(getattr(import_module(f"ui.cli.{module}"), name)(chosen))

    return run


def day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as fault:
        told = translate("“{value}” không phải là ngày; ghi theo dạng 2026-01-31").format(value=text)
        raise argparse.ArgumentTypeError(told) from fault


def limit(text: str) -> int:
    return _between(text, 1, 100)


def whole(text: str) -> int:
    return _between(text, 1, LARGEST_ID)


def port(text: str) -> int:
    return _between(text, 1, 65535)


def _between(text: str, low: int, high: int) -> int:
    if text.isascii() and text.isdecimal() and low <= int(text) <= high:
        return int(text)
    told = translate("“{value}” không phải là số từ {low} đến {high}")
    raise argparse.ArgumentTypeError(told.format(value=text, low=low, high=high))
