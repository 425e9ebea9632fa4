"""A worker process: opens untrusted files and recognises pages, apart from the server.

Started by `ingest.workers` as `python -m ingest.worker <settings as JSON>`. It answers one request at a time
and writes results sealed into the spool; only numbers and error codes travel back. It imports
no model and no web framework.
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import resource
import signal
import sys
import threading
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from vanthu.errors import VanthuError

if TYPE_CHECKING:
    from ingest.page_work import PageWork

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4
_PARENT_GONE = signal.SIGUSR1

log = logging.getLogger(__name__)


def main(started_with: str) -> None:
    start = json.loads(started_with)
    _die_with_parent(start["parent"])
    os.nice(start["nice"])
    resource.setrlimit(resource.RLIMIT_AS, (start["memory"], start["memory"]))
    _say_nothing_of_what_is_read()
    work = _work(start["work"])
    with Connection(start["line"]) as line:
        while True:
            try:
                request = json.loads(line.recv_bytes())
            except EOFError:
                return
            line.send_bytes(json.dumps(_answer(work, request)).encode())


def _say_nothing_of_what_is_read() -> None:
    """No memory of this process on disk; no complaint of a file library, which may quote, in a log."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    ours = os.fdopen(os.dup(2), "w", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    logging.basicConfig(stream=ours, level=logging.CRITICAL, format="%(levelname)s %(name)s: %(message)s")
    log.setLevel(logging.WARNING)


def _work(settings: dict[str, Any]) -> PageWork:
    # pytesseract loads it wherever it is installed, and each worker would hold it for nothing.
    sys.modules["pandas"] = None  # type: ignore[assignment]
    from ingest.page_work import PageWork, WorkSettings  # noqa: PLC0415

    return PageWork(WorkSettings(**settings))


def _answer(work: PageWork, request: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"value": work.do(request.pop("task"), request)}
    except VanthuError as error:
        return {"code": error.code, "facts": error.facts}
    except OSError as error:
        return {"errno": error.errno or 0}
    except Exception as error:
        # The type only: messages of file libraries may quote what they read.
        log.error("%s in a worker", type(error).__name__)
        return {"code": "page_worker_died", "facts": {}}


def _die_with_parent(parent: int) -> None:
    """When the server dies, however it dies, the kernel says so; the engines we started go with us."""
    os.setpgid(0, 0)
    signal.pthread_sigmask(signal.SIG_BLOCK, {_PARENT_GONE})
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(_PARENT_GONE), 0, 0, 0)
    if os.getppid() != parent:
        sys.exit()
    threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    signal.sigwait({_PARENT_GONE})
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1])
