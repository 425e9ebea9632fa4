"""Takes page work in: new documents are put together and go the ordinary way in; undone on request.

Only ordinary documents of one's own unit: who may read the pages must not change by moving them about.
"""

from __future__ import annotations

import hashlib
import io
import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from access.principal import Principal
from access.roles import Action
from access.scope import Scope
from ingest.about import About, put_about
from ingest.composing.errors import (
    NoPagesOfItsOwn,
    OrdinaryOnly,
    PagesAtWork,
    PagesMovedOn,
    PagesNotNow,
    RecipeInvalid,
    WorkNotDone,
)
from ingest.composing.finishing import DONE, UNDONE, WORKING
from ingest.composing.models import CompositionRow
from ingest.composing.recipe import MOST_PAGES, TURNS, Recipe, as_json, from_json
from ingest.jobs import RUNNING
from ingest.media import MediaType
from ingest.models import JobRow
from ingest.page_items import source_item
from ingest.spool import ORIGINAL
from ingest.tools import Tools
from ingest.types import JobState
from ingest.workers import PoolStopped
from records import withdrawing
from records.types import DataClass, Document, DocumentStatus, SecrecyLevel
from vanthu.db import Database, now
from vanthu.errors import Forbidden, NotFound

LIMIT_S = 120.0
LIMIT_PER_PAGE_S = 1.0
STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class PageWorkDone:
    """One act of page work, as the person who did it sees it."""

    work: str
    at: datetime
    sources: tuple[int, ...]
    documents: tuple[int, ...]
    """The new documents, as far as they are in the library and one may see them."""
    state: str
    """`working`, `done`, `undone`, or `stopped` where some document could not be made."""


class Composing:
    """Page work of one unit at a time."""

    def __init__(self, db: Database, tools: Tools) -> None:
        self._db = db
        self._tools = tools
        self.go_on: Callable[[int], None] = lambda _job_id: None
        """Begins a job that waits; set by the service."""

    def compose(
        self, recipes: Sequence[Recipe], principal: Principal, *, withdraw: Sequence[int] = ()
    ) -> list[int]:
        """Jobs of the new documents, one for each recipe.

        Documents of `withdraw` leave the library once every new one is in it. Raises `NotFound` for what one
        may not see, `Forbidden` for what is another unit's, and the errors of `ingest.composing.errors`.
        """
        sources = self.check(recipes, principal, withdraw=withdraw)
        if not self._tools.pool.working:
            raise PagesNotNow
        work = secrets.token_hex(16)
        names = _filenames(recipes, sources)
        uploads: list[str] = []
        try:
            for recipe, name in zip(recipes, names, strict=True):
                uploads.append(self._made(recipe, sources, name))
            jobs = self._enter(uploads, recipes, work, principal, sources=sources, withdraw=withdraw)
        except BaseException:
            for upload in uploads:
                self._tools.spool.destroy(upload)
            raise
        for job_id in jobs:
            self.go_on(job_id)
        return jobs

    def check(
        self, recipes: Sequence[Recipe], principal: Principal, *, withdraw: Sequence[int] = ()
    ) -> dict[int, Document]:
        """The documents that `compose` would take from; raises as it does, and changes nothing."""
        principal.require(Action.DIGITISE)
        if not recipes or any(not recipe or len(recipe) > MOST_PAGES for recipe in recipes):
            raise RecipeInvalid
        named = {page.document_id for recipe in recipes for page in recipe}
        sources = {number: self._usable(number, principal) for number in {*named, *withdraw}}
        for page in (page for recipe in recipes for page in recipe):
            if page.turn not in TURNS or not 1 <= page.page <= sources[page.document_id].summary.page_count:
                raise RecipeInvalid
        with self._db.session() as session:
            _require_idle(session, sources, principal.unit_id)
        return sources

    def recent(self, principal: Principal, *, limit: int = 20) -> list[PageWorkDone]:
        """One's own page work, newest first."""
        principal.require(Action.DIGITISE)
        with self._db.session() as session:
            rows = session.execute(
                select(CompositionRow, JobRow.document_id, JobRow.state)
                .join(JobRow, JobRow.id == CompositionRow.job_id)
                .where(CompositionRow.account_id == principal.account_id)
                .where(CompositionRow.unit_id == principal.unit_id)
                .order_by(CompositionRow.job_id.desc())
                .limit(limit * 20)
            ).all()
        made_now = sorted({document_id for _, document_id, _ in rows if document_id is not None})
        seen = self._tools.catalogue.summaries(made_now, Scope.of(principal))
        jobs: dict[str, list[str]] = defaultdict(list)
        for row, _, job in rows:
            jobs[row.work].append(job)
        works: dict[str, PageWorkDone] = {}
        for row, document_id, _ in rows:
            before = works.get(row.work)
            made = (document_id,) if document_id is not None and document_id in seen else ()
            sources = tuple(dict.fromkeys(page.document_id for page in from_json(row.pages)))
            works[row.work] = PageWorkDone(
                row.work,
                row.created_at,
                tuple(dict.fromkeys((*sources, *(before.sources if before else ())))),
                (*made, *(before.documents if before else ())),
                STOPPED if _stopped(row.state, jobs[row.work]) else row.state,
            )
        return list(works.values())[:limit]

    def undo(self, work: str, principal: Principal) -> tuple[list[int], list[int]]:
        """Take one's page work back: the new documents leave, the old ones return; (returned, left)."""
        principal.require(Action.DIGITISE)
        with self._db.session() as session:
            rows = session.execute(
                select(CompositionRow, JobRow.document_id, JobRow.state)
                .join(JobRow, JobRow.id == CompositionRow.job_id)
                .where(CompositionRow.work == work, CompositionRow.account_id == principal.account_id)
                .where(CompositionRow.unit_id == principal.unit_id)
                .order_by(CompositionRow.job_id)
            ).all()
            made = {document_id for _, document_id, _ in rows if document_id is not None}
            moved_on = any(
                made & {*leaving} for leaving in session.scalars(_leaving(principal.unit_id, DONE))
            )
        if not rows:
            raise NotFound
        state = rows[0][0].state
        if state != DONE and not _stopped(state, [job for _, _, job in rows]):
            raise WorkNotDone
        if withdrawing.closed(self._db, made):
            raise WorkNotDone  # the old one would come back for everyone, with the same pages
        if moved_on:
            raise PagesMovedOn
        old = rows[0][0].withdraws
        new = [document_id for _, document_id, _ in rows if document_id is not None]
        # The old ones first: broken off, there is too much in the library, never too little.
        for document_id in old:
            if withdrawing.give_back(self._db, document_id):
                self._tools.indexer.index(document_id)
        for document_id in new:
            if len(new) == len(old) == 1:
                withdrawing.return_places(self._db, document_id, old[0])
            if withdrawing.withdraw(self._db, document_id):
                self._tools.indexer.remove(document_id)
        self._tools.compositions.mark(work, UNDONE)
        return old, new

    def _usable(self, document_id: int, principal: Principal) -> Document:
        document = self._tools.catalogue.document(document_id, Scope.of(principal))
        summary = document.summary
        if summary.unit_id != principal.unit_id:
            raise Forbidden
        if summary.data_class is not DataClass.ORDINARY or summary.status is not DocumentStatus.READY:
            raise OrdinaryOnly
        if not MediaType(document.media_type).has_pages:
            raise NoPagesOfItsOwn
        return document

    def _made(self, recipe: Recipe, sources: dict[int, Document], filename: str) -> str:
        """A new upload in the spool that holds the new PDF."""
        tools = self._tools
        upload = tools.spool.new()
        try:
            used = sorted({page.document_id for page in recipe})
            for document_id in used:
                source = tools.files.path(sources[document_id].sha256)
                tools.spool.copy(upload, source_item(document_id), source)
            tools.pool.submit(
                "compose",
                priority=0,
                limit_s=LIMIT_S + LIMIT_PER_PAGE_S * len(recipe),
                upload=upload,
                pages=as_json(recipe),
                kinds={str(number): sources[number].media_type for number in used},
                sizes={str(number): self._sizes(sources[number]) for number in used},
            ).result()
            for document_id in used:
                tools.spool.remove(upload, source_item(document_id))
            with tools.spool.reader(upload, ORIGINAL) as pdf:
                sha256 = hashlib.file_digest(pdf, "sha256").hexdigest()
                size = pdf.seek(0, io.SEEK_END)
            put_about(tools.spool, upload, About(filename, MediaType.PDF.value, sha256, size))
        except PoolStopped:
            tools.spool.destroy(upload)
            raise PagesNotNow from None
        except BaseException:
            tools.spool.destroy(upload)
            raise
        return upload

    def _sizes(self, document: Document) -> list[list[int]]:
        """Number, width, height and dpi of an image file's frames, for their size on paper."""
        if document.media_type == MediaType.PDF:
            return []
        pages = self._tools.system_reads.page_texts(document.summary.id)
        return [[page.number, page.width, page.height, page.dpi] for page in pages]

    def _enter(
        self,
        uploads: Sequence[str],
        recipes: Sequence[Recipe],
        work: str,
        principal: Principal,
        *,
        sources: Collection[int],
        withdraw: Sequence[int],
    ) -> list[int]:
        """All jobs of one act at once: none may be done before it is known what belongs to it.

        What `check` found is asked again of the locked documents: the new PDFs took a while to make.
        """
        at = now()
        who = {"account_id": principal.account_id, "unit_id": principal.unit_id, "created_at": at}
        jobs: list[int] = []
        with self._db.session() as session:
            if not withdrawing.hold(session, sources, principal.unit_id):
                raise PagesAtWork
            _require_idle(session, sources, principal.unit_id)
            for upload, recipe in zip(uploads, recipes, strict=True):
                job = JobRow(
                    **who,
                    upload=upload,
                    filename="",
                    secrecy=SecrecyLevel.NONE.value,
                    state=JobState.QUEUED.value,
                    updated_at=at,
                )
                session.add(job)
                session.flush()
                jobs.append(job.id)
                leaving = sorted(set(withdraw))
                session.add(
                    CompositionRow(**who, job_id=job.id, work=work, pages=as_json(recipe), withdraws=leaving)
                )
        return jobs


def _leaving(unit_id: int, state: str) -> Select[list[int]]:
    """Documents that page work of the unit takes the place of, and has not given up, or that it took."""
    found = select(CompositionRow.withdraws).where(
        CompositionRow.unit_id == unit_id, CompositionRow.state == state
    )
    if state == WORKING:
        found = found.join(JobRow, JobRow.id == CompositionRow.job_id).where(JobRow.state.in_(RUNNING))
    return found


def _require_idle(session: Session, document_ids: Collection[int], unit_id: int) -> None:
    """Raises `PagesAtWork` where unfinished page work takes the place of one of these."""
    for leaving in session.scalars(_leaving(unit_id, WORKING)):
        if not set(leaving).isdisjoint(document_ids):
            raise PagesAtWork


def _stopped(state: str, jobs: Iterable[str]) -> bool:
    """Whether some of it could not be made, so that nothing was withdrawn and nothing more will happen."""
    return state == WORKING and not any(JobState(job).worked_on for job in jobs)


def _filenames(recipes: Sequence[Recipe], sources: dict[int, Document]) -> list[str]:
    """Named after the first document used; numbered where one act makes several."""
    stems = [
        PurePath(sources[recipe[0].document_id].summary.filename).stem or "van-ban" for recipe in recipes
    ]
    if len(recipes) == 1:
        return [f"{stems[0]}.pdf"]
    return [f"{stem} ({number}).pdf" for number, stem in enumerate(stems, 1)]
