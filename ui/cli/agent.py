"""`vanthu mcp`: the Model Context Protocol on standard input and output, for an agent on this machine.

Each message is carried to where commands are carried out: the server that holds the data folder, else this
process, which then holds the folder for the length of the message only.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from ui.cli import OK
from ui.cli.failure import CommandFailed
from ui.cli.office import open_office

PARSE_ERROR, INTERNAL_ERROR = -32700, -32603
ACCEPT = {"accept": "application/json"}


def mcp(chosen: argparse.Namespace) -> int:
    with open_office(chosen.as_user) as office:
        office.json("GET", "/me")  # an account that is not there is told before the agent begins
    for line in sys.stdin.buffer:
        if line.strip() and (reply := _replied(line, chosen.as_user)):
            sys.stdout.buffer.write(reply.strip() + b"\n")
            sys.stdout.buffer.flush()
    return OK


def _replied(line: bytes, as_user: str | None) -> bytes:
    """The reply to one message; nothing to a notification."""
    try:
        message = json.loads(line)
    except ValueError:
        return _error(None, PARSE_ERROR, "Parse error")
    if isinstance(message, dict) and "id" not in message:
        return b""
    try:
        with open_office(as_user) as office:
            return office.call("POST", "/mcp", send=message, headers=ACCEPT, room="").body
    except CommandFailed as fault:
        asked = message.get("id") if isinstance(message, dict) else None
        return _error(
            asked, INTERNAL_ERROR, " ".join(filter(None, (fault.form["message"], fault.form["remedy"])))
        )


def _error(request_id: Any, code: int, message: str) -> bytes:
    told = {"jsonrpc": "2.0", "id": request_id, "error": {"code": code, "message": message}}
    return json.dumps(told, ensure_ascii=False).encode()
