"""The pool of worker processes. A crash, a hang, a shortage of memory costs the page at hand, no more."""

from __future__ import annotations

import contextlib
import errno
import itertools
import json
import logging
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ingest.errors import (
    JobBroken,
    NoSpaceLeft,
    PageTimedOut,
    PageWorkerDied,
    StorageBusy,
    UploadGone,
    error_of,
)
from ingest.page_work import WorkSettings
from vanthu.errors import VanthuError

log = logging.getLogger(__name__)

TASKS_PER_PROCESS = 200
"""A worker is replaced after this many tasks, so that what leaks in file libraries does not gather."""
MEMORY_BYTES = 4 * 2**30
"""Address space of one worker; beyond it the page fails, not the machine."""
NICE = 5
LOOK_UP_S = 1.0
"""How often an idle worker is looked at: whether what it holds open has been destroyed."""
CRASHES_ALLOWED = 1
"""How often a task is given to a fresh worker after its worker died: it may have died of another's hunger."""

_ROOT = Path(__file__).resolve().parent.parent
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class PoolStopped(Exception):
    """The pool was stopped while the task waited or ran; the task has no outcome."""


@dataclass(order=True)
class _Task:
    priority: int
    order: int
    request: dict[str, Any] = field(compare=False)
    limit_s: float = field(compare=False)
    future: Future[int] = field(compare=False)


class WorkerPool:
    """`size` processes, each served by a thread that outlives it (it dies with the thread that made it)."""

    def __init__(self, settings: WorkSettings, size: int, temporary: Path) -> None:
        self._settings = settings
        self._temporary = temporary
        self._tasks: queue.PriorityQueue[_Task] = queue.PriorityQueue()
        self._order = itertools.count()
        self._stopping = threading.Event()
        self._destroyed: set[str] = set()
        self._lanes = [
            threading.Thread(target=self._lane, name=f"pages-{n}", daemon=True) for n in range(size)
        ]

    def start(self) -> None:
        for lane in self._lanes:
            lane.start()

    @property
    def working(self) -> bool:
        """Whether a task that is submitted now will be begun."""
        return not self._stopping.is_set() and any(lane.is_alive() for lane in self._lanes)

    def submit(self, task: str, *, priority: int, limit_s: float, **arguments: Any) -> Future[int]:
        """Lower priorities first; `limit_s` seconds after it begins the task is given up."""
        future: Future[int] = Future()
        request = {"task": task, **arguments}
        self._tasks.put(_Task(priority, next(self._order), request, limit_s, future))
        if self._stopping.is_set():
            self._drain()
        return future

    def forget(self, upload: str) -> None:
        """The upload is destroyed: end the workers that have it in memory, give up what waits for it."""
        self._destroyed.add(upload)

    def stop(self) -> None:
        """End every worker at once; tasks without an outcome raise `PoolStopped`."""
        self._stopping.set()
        for _ in self._lanes:
            self._tasks.put(_Task(-1, next(self._order), {}, 0.0, Future()))
        for lane in self._lanes:
            if lane.is_alive():
                lane.join()
        self._drain()

    def _drain(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                self._tasks.get_nowait().future.set_exception(PoolStopped())

    def _lane(self) -> None:
        worker: _Worker | None = None
        while not self._stopping.is_set():
            try:
                task = self._tasks.get(timeout=LOOK_UP_S)
            except queue.Empty:
                if worker is not None and worker.upload in self._destroyed:
                    _end(worker)
                    worker = None
                continue
            if not task.request:
                break
            if task.request.get("upload") in self._destroyed:
                task.future.set_exception(UploadGone())
                continue
            for attempt in range(CRASHES_ALLOWED + 1):
                if worker is None or worker.spent:
                    worker = self._fresh(worker)
                try:
                    task.future.set_result(worker.ask(task.request, task.limit_s, self._given_up))
                    break
                except UploadGone as error:
                    _end(worker)
                    worker = None
                    task.future.set_exception(error)
                    break
                except PageWorkerDied as error:
                    _end(worker)
                    worker = None
                    if attempt == CRASHES_ALLOWED:
                        task.future.set_exception(error)
                except PageTimedOut as error:
                    _end(worker)
                    worker = None
                    task.future.set_exception(error)
                    break
                except Exception as error:
                    task.future.set_exception(error)
                    break
        _end(worker)

    def _given_up(self, upload: str | None) -> None:
        """Raise if what the worker is doing is wanted no more."""
        if self._stopping.is_set():
            raise PoolStopped
        if upload in self._destroyed:
            raise UploadGone

    def _fresh(self, old: _Worker | None) -> _Worker:
        _end(old)
        return _Worker(self._settings, self._temporary)


class _Worker:
    """One process and the line to it."""

    def __init__(self, settings: WorkSettings, temporary: Path) -> None:
        ours, theirs = socket.socketpair()
        start = {
            "parent": os.getpid(),
            "line": theirs.fileno(),
            "nice": NICE,
            "memory": MEMORY_BYTES,
            "work": asdict(settings),
        }
        environment = {**os.environ, **_ONE_THREAD, "TMPDIR": str(temporary), "PYTHONPATH": str(_ROOT)}
        command = [sys.executable, "-m", "ingest.worker", json.dumps(start)]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  (our own interpreter and module)
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env=environment
            )
        self._line = Connection(ours.detach())
        self._done = 0
        self.upload: str | None = None
        """What it worked on last, and holds open."""

    @property
    def spent(self) -> bool:
        return self._done >= TASKS_PER_PROCESS

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, request: dict[str, Any], limit_s: float, given_up: Callable[[str | None], None]) -> int:
        """The worker's answer; raises what it reported, or how it failed to report."""
        self.upload = request.get("upload")
        try:
            self._line.send_bytes(json.dumps(request).encode())
            answer = self._wait(limit_s, given_up)
        except (EOFError, OSError) as fault:
            raise PageWorkerDied from fault
        self._done += 1
        if "value" in answer:
            return int(answer["value"])
        if "errno" in answer:
            raise _storage_fault(answer["errno"])
        raise error_of(answer["code"], answer["facts"])

    def _wait(self, limit_s: float, given_up: Callable[[str | None], None]) -> dict[str, Any]:
        waited = 0.0
        while not self._line.poll(0.5):
            waited += 0.5
            given_up(self.upload)
            if waited >= limit_s:
                raise PageTimedOut
        answer: dict[str, Any] = json.loads(self._line.recv_bytes())
        return answer

    def end(self) -> None:
        """Kill it and whatever it started."""
        self._line.close()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()


def _storage_fault(number: int) -> VanthuError:
    if number in {errno.ENOSPC, errno.EDQUOT}:
        return NoSpaceLeft()
    return StorageBusy() if number in {errno.EROFS, errno.EACCES, errno.EPERM} else JobBroken()


def _end(worker: _Worker | None) -> None:
    if worker is not None:
        worker.end()
