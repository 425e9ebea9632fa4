"""Worker processes: small, single-minded, and gone when their parent is."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.about import About, put_about
from ingest.errors import PageTimedOut, PageWorkerDied, UploadGone
from ingest.page_work import WorkSettings
from ingest.spool import ORIGINAL, Spool
from ingest.workers import PoolStopped, WorkerPool
from tests.ingest.conftest import page_picture, png

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool")


@pytest.fixture
def pool(spool: Spool, tmp_path: Path) -> Iterator[WorkerPool]:
    settings = WorkSettings(str(spool.folder), str(spool.keys), 100, 10_000_000, "vie", 60.0)
    pool = WorkerPool(settings, 1, tmp_path)
    pool.start()
    yield pool
    pool.stop()


def children(parent: int) -> list[int]:
    """Living child processes, from /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(") ", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def until(true: Callable[[], object], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def workers() -> list[int]:
    return [
        pid for pid in children(os.getpid()) if b"ingest.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def upload(spool: Spool) -> str:
    name = spool.new()
    spool.put(name, ORIGINAL, png(page_picture("Trang")))
    put_about(spool, name, About("trang.png", "image/png"))
    return name


def test_what_is_destroyed_leaves_the_workers_memory(pool: WorkerPool, spool: Spool) -> None:
    name, other = upload(spool), upload(spool)
    assert pool.submit("inspect", priority=0, limit_s=60, upload=name).result(60) == 1
    (held,) = workers()
    os.kill(held, signal.SIGSTOP)
    under_way = pool.submit("recognise", priority=1, limit_s=60, upload=name, number=1)
    waiting = pool.submit("inspect", priority=2, limit_s=60, upload=name)
    spool.destroy(name)
    pool.forget(name)
    for task in (under_way, waiting):
        with pytest.raises(UploadGone):
            task.result(20)
    until(lambda: held not in workers())
    assert pool.submit("inspect", priority=0, limit_s=60, upload=other).result(60) == 1
    idle = workers()
    pool.forget(other)
    until(lambda: not set(idle) & set(workers()))


def test_no_memory_of_a_worker_is_written_to_disk(pool: WorkerPool, spool: Spool) -> None:
    pool.submit("inspect", priority=0, limit_s=60, upload=upload(spool)).result(60)
    (worker,) = workers()
    limits = Path(f"/proc/{worker}/limits").read_text()
    assert re.search(r"^Max core file size +0 +0 ", limits, re.MULTILINE)
    # Who is not "dumpable" has its files in /proc owned by root, whoever runs it.
    assert Path(f"/proc/{worker}/fd").stat().st_uid == 0


def test_it_answers_and_reports(pool: WorkerPool, spool: Spool) -> None:
    name = upload(spool)
    task = pool.submit("inspect", priority=0, limit_s=60, upload=name)
    assert task.result(60) == 1
    with pytest.raises(UploadGone):
        pool.submit("inspect", priority=0, limit_s=60, upload="0" * 32).result(60)


def test_it_is_light_and_yields_to_others(pool: WorkerPool, spool: Spool) -> None:
    pool.submit("recognise", priority=0, limit_s=60, upload=upload(spool), number=1).result(60)
    (worker,) = workers()
    maps = Path(f"/proc/{worker}/maps").read_text()
    assert not any(name in maps for name in ("torch", "streamlit", "pandas", "pyarrow", "tokenizers"))
    resident = next(
        line for line in Path(f"/proc/{worker}/status").read_text().splitlines() if "VmRSS" in line
    )
    assert int(resident.split()[1]) < 250_000
    assert os.getpriority(os.PRIO_PROCESS, worker) > os.getpriority(os.PRIO_PROCESS, 0)


def test_a_dead_worker_is_replaced_and_the_task_tried_again(pool: WorkerPool, spool: Spool) -> None:
    name = upload(spool)
    pool.submit("let_go", priority=0, limit_s=60).result(60)
    (first,) = workers()
    os.kill(first, signal.SIGKILL)
    assert pool.submit("inspect", priority=0, limit_s=60, upload=name).result(60) == 1
    assert workers() != [first]


def test_a_worker_that_keeps_dying_fails_its_task_only(
    pool: WorkerPool, spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = upload(spool)
    monkeypatch.setattr(pool, "_settings", object.__new__(_Unusable))
    with pytest.raises(PageWorkerDied):
        pool.submit("inspect", priority=0, limit_s=60, upload=name).result(60)
    monkeypatch.undo()
    assert pool.submit("inspect", priority=0, limit_s=60, upload=name).result(60) == 1


class _Unusable(WorkSettings):
    """Settings no worker can start with."""

    __slots__ = ()

    def __getattribute__(self, name: str) -> object:
        return (
            None
            if name in {"spool", "keys"}
            else 1
            if not name.startswith("__")
            else super().__getattribute__(name)
        )


def test_a_hung_worker_is_given_up(pool: WorkerPool, spool: Spool) -> None:
    name = upload(spool)
    pool.submit("let_go", priority=0, limit_s=60).result(60)
    (worker,) = workers()
    os.kill(worker, signal.SIGSTOP)
    with pytest.raises(PageTimedOut):
        pool.submit("inspect", priority=0, limit_s=1, upload=name).result(60)
    assert pool.submit("inspect", priority=0, limit_s=60, upload=name).result(60) == 1


def test_low_page_numbers_go_first(pool: WorkerPool, spool: Spool) -> None:
    done: list[int] = []
    tasks = []
    for page in (5, 9, 2, 7):
        task = pool.submit("let_go", priority=page, limit_s=60)
        task.add_done_callback(lambda _task, page=page: done.append(page))
        tasks.append(task)
    for task in tasks:
        task.result(60)
    assert done[1:] == sorted(done[1:])


def test_stopping_ends_workers_and_frees_who_waits(spool: Spool, tmp_path: Path) -> None:
    settings = WorkSettings(str(spool.folder), str(spool.keys), 100, 10_000_000, "vie", 60.0)
    pool = WorkerPool(settings, 1, tmp_path)
    pool.start()
    tasks = [
        pool.submit("recognise", priority=n, limit_s=60, upload=upload(spool), number=1) for n in range(5)
    ]
    until(workers)
    pool.stop()
    assert workers() == []
    assert all(isinstance(task.exception(), PoolStopped) for task in tasks[1:])
    with pytest.raises(PoolStopped):
        pool.submit("let_go", priority=0, limit_s=1).result(1)


PARENT = """
import sys, time
from pathlib import Path
from ingest.page_work import WorkSettings
from ingest.workers import WorkerPool
folder = sys.argv[1]
pool = WorkerPool(WorkSettings(folder + "/spool", folder + "/keys", 9, 10**7, "vie", 60.0), 2, Path(folder))
pool.start()
for number in range(2):
    pool.submit("let_go", priority=0, limit_s=60)
time.sleep(100)
"""


def test_workers_die_with_their_parent(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path)], env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    try:
        until(lambda: len(children(parent.pid)) == 2)
        orphans = children(parent.pid)
        time.sleep(1.0)  # long enough for one to be at work
    finally:
        parent.kill()
        parent.wait()
    until(lambda: not any(Path(f"/proc/{pid}/stat").exists() and not _zombie(pid) for pid in orphans))


def _zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] == "Z"
    except (FileNotFoundError, IndexError):
        return True
