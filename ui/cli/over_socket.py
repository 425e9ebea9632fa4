"""Requests to the running server, over the Unix socket in the data folder. Standard library only."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from typing import BinaryIO

from ui.cli.failure import CommandFailed
from ui.cli.office import Reply
from vanthu.data_folder import DataFolder
from vanthu.i18n import translate


class OverSocket:
    """A connection per request: commands make few, and a restarted server is met again."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder

    def carry(self, method: str, target: str, headers: Mapping[str, str], body: bytes | BinaryIO) -> Reply:
        connection = _Connection(self._folder)
        try:
            connection.request(method, target, body=body, headers=dict(headers))
            response = connection.getresponse()
            named = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, named, response.read())
        except (OSError, HTTPException) as fault:
            raise _gone(self._folder) from fault
        finally:
            connection.close()


class _Connection(HTTPConnection):
    def __init__(self, folder: DataFolder) -> None:
        super().__init__("vanthu.local")
        self._folder = folder

    def connect(self) -> None:
        connected: socket.socket | None = self._folder.connect()
        if connected is None:
            raise _gone(self._folder)
        self.sock = connected


def _gone(folder: DataFolder) -> CommandFailed:
    return CommandFailed(
        "server_gone",
        translate("Máy chủ trên thư mục dữ liệu {folder} đã dừng giữa chừng.").format(folder=folder.root),
        translate("Khởi động lại máy chủ rồi chạy lại lệnh; việc đã nhận không bị mất."),
    )
