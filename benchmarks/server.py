"""`python -m benchmarks server`: a real server with 100,000 passages: questions, memory, start of commands.

6,915 passages are the laws', the others made up. Questions go over the server's own socket, so what is
timed is what a person waits for, less the browser. "At once" are 20 people who each ask one question at
the same moment; "while ingesting" is a scanned PDF being taken in.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import update

from benchmarks.ingest import SCANS, scanned_pdf
from benchmarks.library import Library
from benchmarks.retrieval import DATA, laws
from records.models import DocumentRow
from ui.cli.office import Office, open_office
from vanthu.data_folder import DataFolder, location
from vanthu.services import build
from vanthu.settings import Settings, settings

ASKED, WARMING = 100, 5
PASSAGES = 100_000
TOGETHER, ROUNDS = 20, 5
"""People who ask at the same moment, and how often they do."""
COMMANDS = 10
SCANNED_PAGES = 80
"""Enough to be still at work when the questions are over."""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks server", description=__doc__)
    parser.add_argument("--passages", type=int, default=PASSAGES)
    parser.add_argument("--data", type=Path, help="a folder that is filled once and used again")
    options = parser.parse_args(arguments)
    if not SCANS.is_dir():
        print(f"no scans under {SCANS}")
        return 1
    lines = (DATA / "questions" / "law_articles_dev.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    with tempfile.TemporaryDirectory(prefix="vanthu-bench-") as folder:
        data = options.data or Path(folder) / "data"
        if not data.exists():
            _fill(data, options.passages)
        os.environ["VANTHU_DATA"] = str(data)
        with _server() as pid, open_office() as office:
            print(f"{options.passages} passages")
            every = len(questions) // ASKED
            _ask(office, questions[1 : 1 + WARMING])
            with _reported("idle", pid) as times:
                times.extend(_ask(office, questions[::every][:ASKED]))
            with _reported(f"{TOGETHER} at once", pid) as times:
                times.extend(_ask_together(questions[2::every]))
            _commands()
            scan = scanned_pdf(Path(folder), SCANNED_PAGES)
            with scan.open("rb") as stream:
                job = office.json(
                    "PUT",
                    "/uploads",
                    query={"secrecy": "none", "sensitive": 0},
                    headers={"x-vanthu-filename": quote(scan.name)},
                    stream=stream,
                )[0]
            with _reported("while ingesting", pid) as times:
                times.extend(_ask(office, questions[3::every][:ASKED]))
            now = office.json("GET", f"/jobs/{job['id']}")
            print(f"ingesting meanwhile: {now['state']}, page {now['page']} of {now['page_count']}")
    return 0


def _fill(data: Path, passages: int) -> None:
    build(Settings(data=data, models=settings().models)).close()
    library = Library(data, database="vanthu.sqlite")
    library.add(laws(), sentences=True)
    library.pad(passages - sum(len(entry.texts) for entry in library.entries))
    with library.db.session() as session:
        session.execute(update(DocumentRow).values(indexed_revision=DocumentRow.revision))
    library.index.optimise()
    library.close()


@contextmanager
def _server() -> Iterator[int]:
    """`vanthu serve` on a free port, ready; gives its process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "ui.cli", "serve", "--port", port]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            while (connection := DataFolder(location()).connect()) is None:
                if server.poll() is not None:
                    raise SystemExit("the server did not start")
                time.sleep(0.2)
            connection.close()
            yield server.pid
        finally:
            server.send_signal(signal.SIGTERM)


def _ask(office: Office, questions: Sequence[str]) -> list[float]:
    """Milliseconds from question to whole answer, each."""
    times = []
    for question in questions:
        began = time.perf_counter()
        office.json("POST", "/ask", send={"question": question})
        times.append((time.perf_counter() - began) * 1000)
    return times


def _ask_together(questions: Sequence[str]) -> list[float]:
    """The same, of people who all ask at one moment, several times; a question that fails ends the run."""
    together = threading.Barrier(TOGETHER)

    def person(number: int) -> list[float]:
        times = []
        with open_office() as office:
            for turn in range(ROUNDS):
                together.wait()
                times.extend(_ask(office, [questions[(number * ROUNDS + turn) % len(questions)]]))
        return times

    with ThreadPoolExecutor(TOGETHER) as people:
        return [each for times in people.map(person, range(TOGETHER)) for each in times]


@contextmanager
def _reported(label: str, pid: int) -> Iterator[list[float]]:
    """Prints the times that are put into the list, and what the server's processor time came to."""
    times: list[float] = []
    before = _processor_s(pid)
    yield times
    busy = 1000 * (_processor_s(pid) - before) / len(times)
    p95 = statistics.quantiles(times, n=20)[-1]
    server, workers = _memory(pid)
    print(
        f"{label:16} p50 {statistics.median(times):.0f} ms, p95 {p95:.0f} ms; {busy:.0f} ms of the server's "
        f"processor each; "
        f"memory {server / 2**20:.2f} GiB, with page workers {(server + workers) / 2**20:.2f} GiB; "
        f"load {os.getloadavg()[0]:.1f}"
    )


def _processor_s(pid: int) -> float:
    """Processor time of the process so far, all threads, seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> tuple[int, int]:
    """Resident KiB of the server, and of the processes below it."""
    below, found = [pid], []
    while below:
        tasks = Path(f"/proc/{below.pop(0)}/task").glob("*/children")
        children = [int(child) for listed in tasks for child in listed.read_text().split()]
        below += children
        found += children
    return _resident(pid), sum(map(_resident, found))


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def _commands() -> None:
    """Start-up cost of a command beside the server."""
    times = []
    for _ in itertools.repeat(None, COMMANDS):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "ui.cli", "account", "list"], check=True, stdout=subprocess.DEVNULL
        )
        times.append(time.perf_counter() - began)
    print(f"a command beside the server: median {statistics.median(times):.2f} s, most {max(times):.2f} s")
