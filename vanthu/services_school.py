"""The part of the services that is the school: courses, and whatever is kept of what happens there."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from vanthu.services_access import AccessServices
from vanthu.settings import ROOT

if TYPE_CHECKING:
    from rag.passages import PassageStore
    from records.catalogue import Catalogue
    from training_modules.anchors.earned import OldCertificates
    from training_modules.anchors.queue import ChangedSources
    from training_modules.anchors.watcher import Watcher
    from training_modules.certificates.service import Certificates
    from training_modules.editions.workshop import Workshop
    from training_modules.enrolment.duties import Duties
    from training_modules.enrolment.reports import ProgressReports
    from training_modules.enrolment.service import EnrolmentService
    from training_modules.events import Listener
    from training_modules.library import CourseLibrary
    from training_modules.proposals.service import ProposalService
    from training_modules.review.service import ReviewService
    from training_modules.service import TrainingService
    from training_modules.statements.sender import Sender
    from training_modules.statements.store import Statements
    from training_modules.statistics.reading import ItemStatistics
    from vanthu.certificate_files.keys import BadgeKey

COURSES = ROOT / "training_modules" / "courses"


class SchoolServices(AccessServices):
    """Every service of the school, each made when first asked for."""

    if TYPE_CHECKING:

        @property
        def catalogue(self) -> Catalogue: ...

        @property
        def passages(self) -> PassageStore: ...

    @cached_property
    def training(self) -> TrainingService:
        from training_modules.service import TrainingService

        return TrainingService(
            self.db, self.course_library, self.catalogue, self.passages, self.school_listeners
        )

    @cached_property
    def editions(self) -> Workshop:
        from training_modules.editions.workshop import Workshop

        conf = self.settings
        return Workshop(self.db, self.course_library, conf.courses_folder, conf.course_four_eyes)

    @cached_property
    def course_library(self) -> CourseLibrary:
        from training_modules.library import CourseLibrary

        return CourseLibrary(self.db, COURSES, self.settings.courses_folder)

    @cached_property
    def school_listeners(self) -> tuple[Listener, ...]:
        """Who is told, in this order, inside the transaction of what happened."""
        from training_modules.enrolment.listening import note
        from training_modules.review.cards import keep_cards

        return (keep_cards, self.certificates.issuing, self.statements.hear, note)

    @cached_property
    def certificates(self) -> Certificates:
        from training_modules.certificates.service import Certificates

        return Certificates(self.db, self.course_library)

    @cached_property
    def enrolments(self) -> EnrolmentService:
        """Who is to learn what: requirements, and the rules that enrol people."""
        from training_modules.enrolment.service import EnrolmentService
        from training_modules.statements.exemptions import ToldExemptions

        # Made before any transaction is open: both may have to write, the first time.
        statements, library = self.statements, self.course_library
        library.ready()
        return EnrolmentService(self.db, told=ToldExemptions(statements, library))

    @cached_property
    def duties(self) -> Duties:
        """What one is to learn oneself."""
        from training_modules.enrolment.duties import Duties

        return Duties(self.db)

    @cached_property
    def progress_reports(self) -> ProgressReports:
        from training_modules.enrolment.reports import ProgressReports

        return ProgressReports(self.db)

    @cached_property
    def badge_key(self) -> BadgeKey:
        from vanthu.certificate_files.keys import badge_key

        return badge_key(self.settings.data)

    @cached_property
    def proposals(self) -> ProposalService:
        from training_modules.proposals.service import ProposalService

        return ProposalService(self.db, self.catalogue, self.passages)

    @cached_property
    def reviews(self) -> ReviewService:
        from training_modules.review.service import ReviewService

        return ReviewService(self.db, self.training.library.all, self.catalogue, self.passages)

    @cached_property
    def anchors(self) -> Watcher:
        """Notes what happens to the clauses that courses rest on."""
        from training_modules.anchors.watcher import Watcher

        return Watcher(self.db, self.training.library.all)

    @cached_property
    def changed_sources(self) -> ChangedSources:
        """What waits for trainers because its source has changed."""
        from training_modules.anchors.queue import ChangedSources

        return ChangedSources(self.db, self.training.library.all, self.catalogue)

    @cached_property
    def old_certificates(self) -> OldCertificates:
        """Certificates earned on what has changed since."""
        from training_modules.anchors.earned import OldCertificates

        return OldCertificates(self.db, self.training.library.all)

    @cached_property
    def item_statistics(self) -> ItemStatistics:
        """How questions do; nobody is named."""
        from training_modules.statistics.reading import ItemStatistics

        return ItemStatistics(self.db, self.training.library.all)

    @cached_property
    def statements(self) -> Statements:
        """What learners did, as xAPI statements in which nobody is named."""
        from training_modules.statements.forms import Forms
        from training_modules.statements.store import Statements, learner_key

        return Statements(self.db, Forms(self.settings.home, learner_key(self.db)))

    @cached_property
    def statement_sender(self) -> Sender | None:
        """To the record store, where one is configured."""
        conf = self.settings
        if not conf.lrs_url:
            return None
        from training_modules.statements.sender import Sender
        from vanthu import outbound

        client = outbound.client(self._own_network_only, timeout_s=conf.lrs_timeout_s)
        secret = conf.lrs_secret.get_secret_value() if conf.lrs_secret else ""
        return Sender(self.db, client, conf.lrs_url, conf.lrs_key, secret)
