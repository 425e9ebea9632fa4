"""The port the server listens on. Light at import: a taken port is told before anything slow is loaded."""

from __future__ import annotations

import errno
import socket

from vanthu.folder_errors import PortForbidden, PortTaken


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on `host` and `port`; raises `PortTaken` or `PortForbidden`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as fault:
        listener.close()
        if fault.errno == errno.EADDRINUSE:
            raise PortTaken(port=port, other=port + 1) from fault
        if fault.errno in {errno.EACCES, errno.EADDRNOTAVAIL}:
            raise PortForbidden(host=host, port=port) from fault
        raise
    return listener
