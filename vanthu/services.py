"""Builds the rooms once and wires them together. Each room is made when first asked for.

So a command that only lists accounts never loads the embedding model or the index.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from vanthu.services_school import SchoolServices
from vanthu.settings import Settings

if TYPE_CHECKING:
    from access.audit_actions import Channel
    from access.principal import Principal
    from ingest.quarantine import Quarantine
    from ingest.service import IngestService
    from rag.assistant import Assistant
    from rag.embed import Embedder
    from rag.index.port import PassageIndex
    from rag.indexer import Indexer
    from rag.passages import PassageStore
    from rag.rerank.port import Reranker
    from rag.search import SearchService
    from rag.sentence_vectors import SentenceVectors
    from rag.talks.feedback import Feedback
    from rag.talks.store import Talks
    from rag.talks.unanswered import UnansweredQuestions
    from rag.writer import Writer
    from records.archive_copies import ArchiveCopies
    from records.catalogue import Catalogue
    from records.desk.queue import DeskQueue
    from records.desk.service import Desk
    from records.dossiers.service import Dossiers
    from records.files import FileStore
    from records.likeness.service import Likeness
    from records.quality.service import Quality
    from records.register import Register
    from records.system import SystemReads
    from vanthu.acts import Acts
    from vanthu.administration import Administration
    from vanthu.answering import Answering
    from vanthu.audit_check import AuditCheck
    from vanthu.enrolling import Enrolling
    from vanthu.following import Following
    from vanthu.health import Health
    from vanthu.purging import Purge
    from vanthu.usage import Usage


class Services(SchoolServices):
    """Every service of the product, on one data folder."""

    def acting(
        self,
        principal: Principal,
        *,
        through: Principal | None = None,
        channel: Channel | None = None,
    ) -> Acts:
        """What `principal` does with documents: within the Scope, and recorded in the audit trail.

        `through` is the local operator when a command acts under another account (`--as`); `channel` is the
        way one came in by, a page if None.
        """
        from access.audit_actions import Channel
        from vanthu.acts import Acts

        return Acts(self, principal, through, channel or Channel.PAGE)

    @cached_property
    def audit_check(self) -> AuditCheck:
        from vanthu.audit_check import AuditCheck

        return AuditCheck(self.db, lambda: frozenset({self.seals.public_key()}))

    @cached_property
    def usage(self) -> Usage:
        from vanthu.usage import Usage

        return Usage(self.db)

    @cached_property
    def files(self) -> FileStore:
        from records.files import FileStore

        return FileStore(self.settings.files)

    @cached_property
    def catalogue(self) -> Catalogue:
        from records.catalogue import Catalogue

        return Catalogue(self.db, self.files)

    @cached_property
    def dossiers(self) -> Dossiers:
        from records.dossiers.service import Dossiers

        return Dossiers(self.db)

    @cached_property
    def likeness(self) -> Likeness:
        from records.likeness.service import Likeness

        return Likeness(self.db)

    @cached_property
    def quality(self) -> Quality:
        from records.quality.service import Quality

        return Quality(self.db)

    @cached_property
    def desk(self) -> Desk:
        from records.desk.service import Desk

        return Desk(self.db, self.files)

    @cached_property
    def desk_queue(self) -> DeskQueue:
        from records.desk.queue import DeskQueue

        return DeskQueue(self.db)

    @cached_property
    def enrolling(self) -> Enrolling:
        from vanthu.enrolling import Enrolling

        return Enrolling(self)

    @cached_property
    def following(self) -> Following:
        from vanthu.following import Following

        return Following(self)

    @cached_property
    def archive_copies(self) -> ArchiveCopies:
        from records.archive_copies import ArchiveCopies

        return ArchiveCopies(self.db, self.files)

    @cached_property
    def register(self) -> Register:
        from records.register import Register

        return Register(self.db)

    @cached_property
    def system_reads(self) -> SystemReads:
        from records.system import SystemReads

        return SystemReads(self.db, self.files)

    @cached_property
    def embedder(self) -> Embedder:
        from rag.embed import Embedder

        return Embedder(embedding_folder(self.settings))

    @cached_property
    def passages(self) -> PassageStore:
        from rag.passages import PassageStore

        return PassageStore(self.db)

    @cached_property
    def index(self) -> PassageIndex:
        if self.settings.qdrant_url:
            from qdrant_client import QdrantClient

            from rag.index.server import ServerIndex
            from vanthu import outbound

            key = self.settings.qdrant_api_key
            client = QdrantClient(
                self.settings.qdrant_url,
                api_key=key.get_secret_value() if key else None,
                check_compatibility=False,  # it would ask with a client of its own
                transport=outbound.CheckedTransport(self._own_network_only),
                trust_env=False,
            )
            return ServerIndex(client)
        from rag.index.edge import EdgeIndex

        return EdgeIndex(self.settings.index)

    @cached_property
    def indexer(self) -> Indexer:
        from rag.indexer import Indexer

        return Indexer(self.db, self.passages, self.index, self.embedder, self.system_reads)

    @cached_property
    def purge(self) -> Purge:
        from ingest.spool import Spool
        from vanthu.purging import Purge

        return Purge(self.db, self.files, self.indexer, Spool(self.settings.spool), self.audit)

    @cached_property
    def search(self) -> SearchService:
        from rag.search import SearchService

        return SearchService(self.passages, self.index, self.embedder, self.catalogue, self.reranker)

    @cached_property
    def reranker(self) -> Reranker:
        """The configured cross-encoder, else the one that needs no model."""
        if self.settings.reranker is None:
            from rag.rerank.standard import StandardReranker

            return StandardReranker()
        from rag.rerank.cross_encoder import CrossEncoderReranker

        return CrossEncoderReranker(self.settings.reranker)

    @cached_property
    def sentence_vectors(self) -> SentenceVectors:
        from rag.sentence_vectors import SentenceVectors

        return SentenceVectors(self.db, self.embedder)

    @cached_property
    def assistant(self) -> Assistant:
        from rag.assistant import Assistant

        return Assistant(
            self.search,
            self.passages,
            self.embedder,
            self.writer,
            pages=self.catalogue,
            records=self.catalogue,
            sentences=self.sentence_vectors,
            max_question_chars=self.settings.max_question_chars,
        )

    @cached_property
    def talks(self) -> Talks:
        from rag.talks.store import Talks

        return Talks(self.db)

    @cached_property
    def feedback(self) -> Feedback:
        from rag.talks.feedback import Feedback

        return Feedback(self.db)

    @cached_property
    def unanswered(self) -> UnansweredQuestions:
        from rag.talks.unanswered import UnansweredQuestions

        return UnansweredQuestions(self.db)

    @cached_property
    def answering(self) -> Answering:
        from vanthu.answering import Answering

        return Answering(self.talks)

    @cached_property
    def writer(self) -> Writer | None:
        """The language model that words answers, where one is configured; else answers are verbatim."""
        conf = self.settings
        if not conf.llm_url or not conf.llm_model:
            return None
        from rag.writer import Writer
        from vanthu import outbound

        key = conf.llm_key.get_secret_value() if conf.llm_key else ""
        client = outbound.client(self._own_network_only, timeout_s=conf.llm_timeout_s)
        return Writer(conf.llm_url, conf.llm_model, client, key=key)

    @cached_property
    def ingest(self) -> IngestService:
        from access.installation import INDEPENDENT_LAN
        from ingest.build import build_ingest
        from ingest.cataloguing import read_fields

        return build_ingest(
            self.settings,
            self.db,
            self.files,
            self.indexer,
            read_fields=read_fields,
            independent_lan=lambda: self.installation.mode() == INDEPENDENT_LAN,
            grant_uploader=self.grants.for_uploader,
        )

    @property
    def quarantine(self) -> Quarantine:
        return self.ingest.quarantine

    def administering(self, acts: Acts) -> Administration:
        """What an administrator does with accounts and units, recorded among these acts."""
        from vanthu.administration import Administration

        return Administration(self, acts)

    def health(self) -> Health:
        """Counts over the whole installation, for administrators; no document is read."""
        from vanthu.health import read_health

        return read_health(self.db)

    def built(self, name: str) -> bool:
        """Whether the room `name` has been made in this process."""
        return name in self.__dict__

    def close(self) -> None:
        """Stop what runs and let go of index and database; a room that was never made stays unmade."""
        if self.built("provisioning"):
            self.provisioning.stop()
        if self.built("ingest"):
            self.ingest.stop()
        if self.built("usage"):
            self.usage.flush()
        if self.built("index"):
            self.index.close()
        if self.built("db"):
            self.db.dispose()


def embedding_folder(settings: Settings) -> Path:
    """The folder of the embedding model: a path as given, else a folder among the model weights."""
    named = Path(settings.embedding_model)
    return named if named.is_absolute() else settings.models / named


_current: Services | None = None


def build(settings: Settings) -> Services:
    """The services on `settings.data`, whose database is brought to the newest form first."""
    from vanthu.migrate import upgrade

    services = Services(settings)
    services.folder.create()
    upgrade(settings.sqlalchemy_url)
    return services


def use(services: Services | None) -> None:
    """Make `services` the ones of this process, for surfaces that cannot be handed them (Streamlit)."""
    global _current  # noqa: PLW0603 - one process, one data folder, one set of services
    _current = services


def current() -> Services:
    """The services of this process."""
    if _current is None:
        raise RuntimeError("no services in this process: start it with `vanthu serve`, or call use()")
    return _current
