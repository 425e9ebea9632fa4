"""`vanthu serve`: takes the folder and the port first, then loads what is slow."""

from __future__ import annotations

import argparse

from ui.cli import OK, logs
from ui.cli.office import lock_unless_served
from ui.cli.say import note
from vanthu.data_folder import DataFolder
from vanthu.i18n import translate


def serve(chosen: argparse.Namespace) -> int:
    from ui.listening import listen
    from ui.memory import few_arenas, no_core_dumps
    from vanthu.folder_errors import ServerRunning
    from vanthu.settings import settings

    few_arenas()
    no_core_dumps()
    conf = settings()
    host, port = chosen.host or conf.host, chosen.port or conf.port
    folder = DataFolder(conf.data)
    lock = lock_unless_served(folder)
    if lock is None:
        raise ServerRunning(folder=str(folder.root))
    with lock, listen(host, port) as tcp:
        folder.empty_temporary()
        logs.begin(conf.log_level, "%(asctime)s %(levelname)s %(name)s: %(message)s")
        from ui import server

        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104
        bound = tcp.getsockname()[1]
        address = f"http://{shown}:{bound}"
        told = translate("Văn thư đang chạy tại {address}").format(address=address)
        server.serve(conf.model_copy(update={"port": bound}), tcp, folder.listen(), lambda: note(told))
    return OK
