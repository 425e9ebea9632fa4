# ruff: noqa: E501
"""Runs every regular expression of the product over hostile text. A program of its own: `-m` this module.

Each search may use so much processor time (not time of day, so that a busy machine changes nothing) on a text
on which a sound expression needs about a thousandth of it. What needs more backtracks without bound; its name
is printed.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

PACKAGES = ("access", "ingest", "ocr", "rag", "records", "training_modules", "ui", "vanthu")
PROGRAMS = ("ui.web.app", "ui.cli.__main__", "vanthu.migrations")
LENGTH, FEW_LENGTH = 20_000, 8_000
SECONDS, FEW_SECONDS = 1.0, 0.25
UNITS = (
    "a", " ", ".", "0", "A", "(", "\n", "[1", ", ", "a ", "a-", "0/", ";", "A ", "_", "【",
    "ă", "\t", ",", "-", "/", "[", "*", "|", "&", ":", "?", "\u00a0", "\u0301", "0.", "1,", "- ", "A-",
    "Ă ", "* ", "| ", "(a", "<br", "1. ", "a)", ".a", "\n ", "Điều 1", "Khoản 1 ", "số 1", "số ",
    "ngày 1 tháng 1 ", "và ", "của ", "Số: 1/", "QĐ-", "a.b@", "09 ", "http://a", "[1,", "(nguồn 1", "mật ", "M Ậ T ", "MẬT",
    "T U Y Ệ T ", "tỷ đồng 1 ",
)  # fmt: skip
BOUNDED = {
    # A question has a limit of its own, and its blanks are squeezed: no run of them is long.
    "rag.understand.conversation._CLOSES": 2_000,
}
"""Expressions that only ever see text of a bounded length."""
FEW = 16
"""How many of these the short run takes."""
ENDS = ("\x00", "Z9\n")


class TooMuch(Exception):
    pass


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for package in PACKAGES:
        for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if found.name.startswith(PROGRAMS):
                continue
            module = importlib.import_module(found.name)
            for name, value in list(vars(module).items()):
                for pattern in _within(value):
                    yield f"{found.name}.{name}", pattern


def _within(value: Any, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 3 and isinstance(value, dict):
        for each in (*value.keys(), *value.values()):
            yield from _within(each, depth + 1)
    elif depth < 3 and isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _within(each, depth + 1)
    elif depth < 3 and is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _within(getattr(value, field.name, None), depth + 1)


@cache
def sources() -> str:
    root = Path(__file__).resolve().parents[2]
    return "\n".join(
        path.read_text(encoding="utf-8") for name in PACKAGES for path in (root / name).rglob("*.py")
    )


@cache
def ways(name: str) -> frozenset[str]:
    """How the product applies the expression: anchored at a place only, or anywhere in the text."""
    called = re.findall(
        rf"\b{re.escape(name)}\.(match|fullmatch|search|sub|split|findall|finditer)\b", sources()
    )
    return frozenset(called) or frozenset({"finditer"})


def too_slow(
    name: str, pattern: re.Pattern[str], unit: str, length: int = LENGTH, seconds: float = SECONDS
) -> bool:
    """Whether some hostile text made of `unit` keeps the pattern busy."""
    body = unit * (min(length, BOUNDED.get(name, length)) // len(unit))
    applied = ways(name.rsplit(".", 1)[1])
    try:
        for end in ENDS:
            signal.setitimer(signal.ITIMER_PROF, seconds)
            text = body + end
            if applied - {"match", "fullmatch"}:
                for _ in pattern.finditer(text):
                    pass
            if "match" in applied:
                pattern.match(text)
            if "fullmatch" in applied:
                pattern.fullmatch(text)
    except TooMuch:
        return True
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return False


def main(few: bool) -> int:
    units, length, seconds = (UNITS[:FEW], FEW_LENGTH, FEW_SECONDS) if few else (UNITS, LENGTH, SECONDS)

    def stop(*_: Any) -> None:
        raise TooMuch

    signal.signal(signal.SIGPROF, stop)
    seen: set[tuple[str, int]] = set()
    slow = 0
    for name, pattern in patterns():
        if not isinstance(pattern.pattern, str) or (pattern.pattern, pattern.flags) in seen:
            continue
        seen.add((pattern.pattern, pattern.flags))
        bad = next((unit for unit in units if too_slow(name, pattern, unit, length, seconds)), None)
        if bad is not None:
            slow += 1
            sys.stdout.write(f"{name} on {bad!r}: {pattern.pattern}\n")
    sys.stdout.write(f"{len(seen)} expressions tried, {slow} too slow\n")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main(few="--few" in sys.argv))
