"""`python -m benchmarks ingest`: a scanned PDF from upload to indexed, with the whole product's own services.

Core-seconds are what the work costs; pages a second also say what else the machine was doing (see its load).
"""

from __future__ import annotations

import argparse
import itertools
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import img2pdf

import rag.vectors
from access.principal import Principal
from ingest.service import IngestService
from ingest.types import JobState, JobView
from vanthu.services import build
from vanthu.settings import ROOT, Settings, settings

SCANS = ROOT.parent / "shared" / "data" / "scans" / "pages"
SCAN_DPI = 200
"""Of these scans, as their pages are A4; the files do not say."""
WARM_UP = "qd_707_ttg_p2.png"
TARGET = 1.0
"""Pages a second, two cores."""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks ingest")
    parser.add_argument("--pages", type=int, default=24)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    if not SCANS.is_dir():
        print(f"no scans under {SCANS}")
        return 1
    _embed_every_passage()
    with tempfile.TemporaryDirectory(prefix="vanthu-bench-") as folder:
        services = build(
            Settings(data=Path(folder) / "data", models=settings().models, ocr_workers=options.workers)
        )
        scan = scanned_pdf(Path(folder), options.pages)
        me = services.accounts.local_operator()
        services.ingest.start()
        try:
            # The first document also pays for loading the model; a server pays that once.
            _watch(services.ingest, services.ingest.submit(SCANS / WARM_UP, WARM_UP, me), me)
            before, began = os.times(), time.perf_counter()
            moments, job = _watch(services.ingest, services.ingest.submit(scan, scan.name, me), me)
            after = os.times()
        finally:
            services.close()
        _report(job, began, moments, options.workers)
        ended = os.times()
        server = after.user + after.system - before.user - before.system
        # Page workers are counted when they end; the page of the first document is among theirs.
        workers = ended.children_user + ended.children_system - before.children_user - before.children_system
        print(
            f"core-seconds a page: {server / options.pages:.2f} in the server, "
            f"{workers / (options.pages + 1):.2f} in page workers"
        )
    return 0 if job.state is JobState.DONE else 1


def scanned_pdf(folder: Path, pages: int) -> Path:
    """A scanned PDF of so many pages, the real scans again and again."""
    pictures = itertools.islice(itertools.cycle(sorted(SCANS.glob("*.png"))), pages)
    size = img2pdf.get_fixed_dpi_layout_fun((SCAN_DPI, SCAN_DPI))
    scan = folder / "scan.pdf"
    engine = img2pdf.Engine.pikepdf
    scan.write_bytes(img2pdf.convert([str(path) for path in pictures], engine=engine, layout_fun=size))
    return scan


def _watch(ingest: IngestService, job: JobView, me: Principal) -> tuple[dict[JobState, float], JobView]:
    """When each state was first seen, until the end."""
    moments: dict[JobState, float] = {}
    while not job.state.finished:
        moments.setdefault(job.state, time.perf_counter())
        time.sleep(0.2)
        job = ingest.job(job.id, me)
    moments[job.state] = time.perf_counter()
    return moments, job


def _embed_every_passage() -> None:
    """The same few pages come several times: their vectors are computed each time all the same."""
    count = itertools.count()

    def never_seen(*_named: object) -> str:
        return f"{next(count):064x}"

    hashing: Any = rag.vectors
    hashing.text_hash = never_seen


def _report(job: JobView, began: float, moments: dict[JobState, float], workers: int) -> None:
    pages = job.page_count or 0
    indexed = moments.get(JobState.ARCHIVING, moments[job.state]) - began
    whole = moments[job.state] - began
    print(
        f"{pages} scanned pages, {workers} workers, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    print(f"{'upload to indexed':28}{indexed:8.1f} s{pages / indexed:8.2f} pages/s   (to reach: {TARGET})")
    print(f"{'and to searchable PDF':28}{whole:8.1f} s{pages / whole:8.2f} pages/s")
    states = [state for state in JobState if state in moments]
    for state, following in itertools.pairwise(states):
        print(f"  {state.value:26}{moments[following] - moments[state]:8.1f} s")
    if job.state is not JobState.DONE or job.failed_pages:
        print(f"ended {job.state.value}: {job.code}, {job.failed_pages} pages failed")
