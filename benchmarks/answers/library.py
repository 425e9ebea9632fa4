"""The documents that are asked: the samples and the Party documents beside the repository, taken in once.

They go through the product's own intake, scans and all, into a folder under `var/bench`; a later run keeps
what was read and cuts and indexes it anew, so that a change of either shows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from access.scope import Scope
from benchmarks.library import KEPT
from benchmarks.retrieval import DATA
from ingest.types import JobState
from samples.library import UNIT_CODE, sample_files
from vanthu import services as wiring
from vanthu.services import Services
from vanthu.settings import Settings, settings

FOLDER = KEPT / "answers"
POLL_S = 2.0


@contextmanager
def asked_library(folder: Path = FOLDER) -> Iterator[Services]:
    """The services on the library, everything in it indexed as of today's code."""
    folder.mkdir(parents=True, exist_ok=True)
    services = wiring.build(Settings(data=folder, models=settings().models))
    try:
        _take_in(services, [*sample_files(), *party_documents()])
        operator = services.accounts.local_operator()
        for document_id in services.catalogue.visible_ids(Scope.of(operator)):
            services.indexer.index(document_id)
        yield services
    finally:
        services.close()


def party_documents() -> list[Path]:
    """Those that lie beside the repository; none where it stands alone."""
    return sorted((DATA / "party_documents").glob("*.*")) if DATA.is_dir() else []


def _take_in(services: Services, files: list[Path]) -> None:
    operator = services.accounts.local_operator()
    missing = [path for path in files if not _is_in(services, path)]
    if not missing:
        return
    services.ingest.start()
    jobs = [services.ingest.submit(path, path.name, operator, unit_code=UNIT_CODE) for path in missing]
    while not all(job.state.finished for job in jobs):
        jobs = services.ingest.wait([job.id for job in jobs], operator, POLL_S)
    for job in jobs:
        if job.state not in {JobState.DONE, JobState.DUPLICATE}:
            print(f"not taken in: {job.filename}: {job.state.value} {job.message}")


def _is_in(services: Services, path: Path) -> bool:
    operator = services.accounts.local_operator()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return services.catalogue.find_duplicate(operator.unit_id, digest, Scope.of(operator)) is not None
