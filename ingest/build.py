"""Puts the room together from the services below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from access.accounts import AccountService
from access.audit import AuditTrail
from access.units import UnitService
from ingest.composing.finishing import Compositions
from ingest.composing.service import Composing
from ingest.intake import Intake
from ingest.jobs import JobStore
from ingest.page_work import WorkSettings
from ingest.quarantine import Quarantine
from ingest.refusal import Refusals
from ingest.runner import VERSION, Runner
from ingest.service import IngestService
from ingest.spool import Spool, SpoolLimits
from ingest.tools import IndexesDocuments, Reading, Tools
from ingest.workers import WorkerPool
from ocr.page import PageText
from records.archive_copies import ArchiveCopies
from records.catalogue import Catalogue
from records.files import FileStore
from records.likeness.service import Likeness
from records.system import SystemReads
from vanthu.db import Database
from vanthu.settings import Settings

DOCUMENTS_PER_WORKER = 2
"""Documents in work at once, per page worker: while one is indexed, the pages of another are read."""


def build_ingest(
    settings: Settings,
    db: Database,
    files: FileStore,
    indexer: IndexesDocuments,
    *,
    read_fields: Callable[[Sequence[PageText]], Reading],
    version: str = VERSION,
    tesseract: str = "tesseract",
    networks: str = "",
    independent_lan: Callable[[], bool] = lambda: False,
    grant_uploader: Callable[[int, int], object] = lambda _document_id, _account_id: None,
) -> IngestService:
    """The ingest service of one data folder; nothing runs before its `start`."""
    spool = Spool(settings.spool)
    jobs, audit, catalogue = JobStore(db), AuditTrail(db), Catalogue(db, files)
    settings.temporary.mkdir(parents=True, exist_ok=True)
    work = WorkSettings(
        spool=str(spool.folder),
        keys=str(spool.keys),
        max_pages=settings.max_pages,
        max_image_pixels=settings.max_image_pixels,
        languages=settings.ocr_languages,
        page_timeout_s=settings.ocr_page_timeout_s,
        tesseract=tesseract,
        archive_form=settings.archive_form,
        second_engine=settings.ocr_second_engine,
        networks=networks,
    )
    accounts, pool = AccountService(db), WorkerPool(work, settings.ocr_workers, settings.temporary)
    refusals = Refusals(jobs, spool, accounts, audit, pool.forget)
    quarantine = Quarantine(
        db,
        jobs=jobs,
        spool=spool,
        audit=audit,
        refusals=refusals,
        lasts=timedelta(hours=settings.quarantine_hours),
    )
    tools = Tools(
        jobs=jobs,
        spool=spool,
        pool=pool,
        accounts=accounts,
        refusals=refusals,
        quarantine=quarantine,
        files=files,
        catalogue=catalogue,
        archives=ArchiveCopies(db, files),
        system_reads=SystemReads(db, files),
        indexer=indexer,
        read_fields=read_fields,
        compositions=Compositions(db),
        likeness=Likeness(db),
        page_timeout_s=settings.ocr_page_timeout_s,
        independent_lan=independent_lan,
        grant_uploader=grant_uploader,
    )
    limits = SpoolLimits(settings.max_upload_bytes, settings.min_free_bytes)
    intake = Intake(
        spool,
        limits,
        settings.max_unpacked_bytes,
        jobs=jobs,
        catalogue=catalogue,
        audit=audit,
        independent_lan=independent_lan,
    )
    runner = Runner(settings.jobs_url, settings.ocr_workers * DOCUMENTS_PER_WORKER, version)
    return IngestService(intake, tools, UnitService(db), runner, Composing(db, tools))
