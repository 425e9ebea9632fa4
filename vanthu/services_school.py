"""The part of the services that is the school: courses, and whatever is kept of what happens there."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from vanthu.services_access import AccessServices
from vanthu.settings import ROOT

if TYPE_CHECKING:
    from rag.passages import PassageStore
    from records.catalogue import Catalogue
    from training_modules.events import Listener
    from training_modules.service import TrainingService

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

        return TrainingService(self.db, COURSES, self.catalogue, self.passages, self.school_listeners)

    @cached_property
    def school_listeners(self) -> tuple[Listener, ...]:
        """Who is told, in this order, inside the transaction of what happened."""
        return ()
