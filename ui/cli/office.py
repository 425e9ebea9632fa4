"""Where a command is carried out: by the server that holds the data folder, else in this process.

Both ways speak the API, so a command behaves the same whether or not a server runs.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol
from urllib.parse import quote, urlencode

from ui.cli.failure import CommandFailed
from ui.cli.say import note
from vanthu.data_folder import DataFolder, FolderLock, location
from vanthu.i18n import current_language, translate

START_WAIT_S = 180.0
"""How long a command waits for a server that is starting, or for another command to finish."""
LOOK_AGAIN_S = 0.1
SAY_AFTER_S = 2.0

Query = Mapping[str, "str | int | float | list[int] | None"]


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


class Carrier(Protocol):
    """Brings one request to the API and its reply back."""

    def carry(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | BinaryIO
    ) -> Reply: ...


class Office:
    """The API as commands call it."""

    def __init__(self, carrier: Carrier, as_user: str | None, *, served: bool) -> None:
        self._carrier = carrier
        self._as_user = as_user
        self.served = served
        """Whether a running server does the work; else this process does, and must see it through."""

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        send: Any = None,
        stream: BinaryIO | None = None,
        headers: Mapping[str, str] | None = None,
        room: str = "/api",
    ) -> Reply:
        """The reply, whose status is below 400; anything else ends the command."""
        sent = {"accept-language": current_language(), **(headers or {})}
        if self._as_user is not None:
            sent["x-vanthu-as"] = quote(self._as_user, safe="")
        body: bytes | BinaryIO = stream or b""
        if send is not None:
            body, sent["content-type"] = json.dumps(send).encode(), "application/json"
        asked = {name: value for name, value in (query or {}).items() if value is not None}
        target = f"{room}{path}?{urlencode(asked, doseq=True)}" if asked else f"{room}{path}"
        reply = self._carrier.carry(method, target, sent, body)
        if reply.status >= 400:
            raise _failure(reply)
        return reply

    def json(self, method: str, path: str, **named: Any) -> Any:
        return json.loads(self.call(method, path, **named).body)


def _failure(reply: Reply) -> CommandFailed:
    try:
        said = json.loads(reply.body)
        return CommandFailed(said["code"], said["message"], said["remedy"])
    except (ValueError, KeyError, TypeError):
        return CommandFailed("error", f"HTTP {reply.status}")


@contextmanager
def open_office(as_user: str | None = None) -> Iterator[Office]:
    """The server of the data folder, waited for while it starts; else this process, holding the folder."""
    folder = DataFolder(location())
    lock = lock_unless_served(folder)
    if lock is None:
        from ui.cli.over_socket import OverSocket

        yield Office(OverSocket(folder), as_user, served=True)
        return
    from ui.cli.in_process import InProcess

    with lock, InProcess() as carrier:
        yield Office(carrier, as_user, served=False)


@contextmanager
def hold_folder() -> Iterator[DataFolder]:
    """The data folder for this process alone; a running server ends the command."""
    folder = DataFolder(location())
    lock = lock_unless_served(folder)
    if lock is None:
        raise CommandFailed(
            "server_running",
            translate("Máy chủ Văn thư đang chạy trên thư mục dữ liệu {folder}.").format(folder=folder.root),
            translate("Dừng máy chủ trước khi làm việc này."),
        )
    with lock:
        folder.empty_temporary()
        yield folder


def lock_unless_served(folder: DataFolder) -> FolderLock | None:
    """The folder's lock, or None where a server answers. Waits while neither can be had."""
    began = time.monotonic()
    told = False
    while (waited := time.monotonic() - began) < START_WAIT_S:
        if folder.root.is_dir() and (connection := folder.connect()):
            connection.close()
            return None
        if lock := folder.hold():
            return lock
        if waited > SAY_AFTER_S and not told:
            note(translate("Đang chờ máy chủ khởi động hoặc một lệnh khác xong…"))
            told = True
        time.sleep(LOOK_AGAIN_S)
    raise CommandFailed(
        "folder_busy",
        translate("Thư mục dữ liệu {folder} đang do một lệnh khác sử dụng.").format(folder=folder.root),
        translate("Chờ lệnh kia xong rồi thử lại."),
    )
