"""`python -m benchmarks scale`: searching 300,000 passages with made-up vectors: time, memory, disk.

The installation of `python -m benchmarks scope`, of more passages; random vectors and words change no time,
for every vector is compared. A search is the product's own, from the question read to the hits confirmed in
the database, less the embedding (which does not depend on the library): for a person who may see everything,
which is the dearest, and for an ordinary one. What a million takes is worked out from it, in proportion.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sqlalchemy import select

from access.accounts import AccountService
from access.models import AccountRow, UnitRow
from access.scope import Scope
from benchmarks.library import KEPT
from benchmarks.scope import WORDS_OF_QUERY, build_house, random_vector, random_words
from rag.index.edge import EdgeIndex
from rag.index.port import Field, QueryVectors
from rag.passages import PassageStore
from rag.search import SearchService
from rag.understand.question import Question
from records.catalogue import Catalogue
from records.files import FileStore
from vanthu.db import Database

PASSAGES = 300_000
QUERIES = 200
QUESTION = "Thời hạn gửi báo cáo tháng về văn phòng và trách nhiệm của đơn vị gửi chậm được quy định thế nào?"
LEAST_FREE = 8 * 2**30
"""Bytes left free on the disk that the installation is made on."""
MIB = 2**20


class NoModel:
    """The embedding is not what is measured."""

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        return np.zeros((len(texts), 384), np.float32)


class MadeUpSearch(SearchService):
    """The product's search, asked with random vectors and words."""

    random = np.random.default_rng(1)

    def _vectors(self, question: Question) -> QueryVectors:
        words = random_words(self.random, WORDS_OF_QUERY)
        return {Field.DENSE: random_vector(self.random), Field.EXACT: words, Field.FOLDED: words}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks scale", description=__doc__)
    parser.add_argument("--passages", type=int, default=PASSAGES)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.folder:
        return _measure(options.folder, options.passages)
    KEPT.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(KEPT).free < LEAST_FREE:
        print("too little disk is free")
        return 1
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        began = time.perf_counter()
        house = build_house(Path(folder), options.passages)
        house.index.close()
        house.db.dispose()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        took = time.perf_counter() - began
        print(f"{options.passages:,} passages made and sealed in {took:.0f} s, peak {peak:.0f} MiB of memory")
        # A process of its own: what building took is not what serving takes.
        again = ["scale", "--folder", folder, "--passages", str(options.passages)]
        return subprocess.run([sys.executable, "-m", "benchmarks", *again], check=False).returncode


def _measure(folder: Path, passages: int) -> int:
    db = Database(f"sqlite:///{folder / 'library.sqlite'}")
    accounts = AccountService(db)
    index, store, catalogue = EdgeIndex(folder / "index"), PassageStore(db), Catalogue(db, FileStore(folder))
    search = MadeUpSearch(store, index, NoModel(), catalogue)
    before = _resident()
    began = time.perf_counter()
    index.count()
    print(f"index opened in {time.perf_counter() - began:.1f} s")
    with db.session() as session:
        ordinary = session.scalars(select(AccountRow.id).where(AccountRow.username == "ordinary")).one()
        units = frozenset(session.scalars(select(UnitRow.id)))
    scopes = {
        "everything": Scope(0, units),
        "an ordinary person": Scope.of(accounts.principal_by_id(ordinary)),
    }
    for name, scope in scopes.items():
        _report(name, *_times(search, scope))
    for kind, held in _resident().items():
        print(f"memory, {kind}: {(held - before[kind]) / MIB:.0f} MiB more than before the index was opened")
    for name in ("index", "library.sqlite"):
        size = _size(folder / name)
        print(f"disk, {name}: {size / MIB:.0f} MiB, {size / passages * 1e6 / 2**30:.2f} GiB per million")
    index.close()
    db.dispose()
    return 0


def _times(search: SearchService, scope: Scope) -> tuple[list[float], list[float]]:
    clock, processor = [], []
    for number in range(QUERIES + 5):
        began, busy = time.perf_counter(), time.process_time()
        search.look(QUESTION, scope, limit=10)
        if number >= 5:
            clock.append(1000 * (time.perf_counter() - began))
            processor.append(1000 * (time.process_time() - busy))
    return clock, processor


def _report(name: str, clock: list[float], processor: list[float]) -> None:
    figures = [
        f"{what} p50 {statistics.median(times):.0f} ms, p95 {statistics.quantiles(times, n=20)[-1]:.0f} ms"
        for what, times in (("by the clock", clock), ("of the processor", processor))
    ]
    print(f"a search of {name}: {'; '.join(figures)}")


def _resident() -> dict[str, int]:
    """Bytes in memory: the process's own, and pages of files, which the system may take back."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    found = dict(line.split(":", 1) for line in lines if line.startswith("Rss"))
    return {
        "own": 1024 * int(found["RssAnon"].split()[0]),
        "of files": 1024 * int(found["RssFile"].split()[0]),
    }


def _size(path: Path) -> int:
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return sum(each.stat().st_blocks * 512 for each in files)
