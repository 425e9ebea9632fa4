"""What commands print: a JSON value or plain lines on standard output, all else on standard error."""

from __future__ import annotations

import json
import sys
from typing import Any


def put_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def put(text: str = "") -> None:
    print(text)


def note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Progress:
    """One line on a terminal, rewritten; on anything else a line per finished item only."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._shown = False

    def at(self, text: str) -> None:
        if self._live:
            print(f"\r\x1b[2K{text[:160]}", end="", file=sys.stderr, flush=True)
            self._shown = True

    def done(self, text: str) -> None:
        self.clear()
        note(text)

    def clear(self) -> None:
        if self._shown:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
            self._shown = False
