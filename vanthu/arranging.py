"""What one does with the pages of documents: puts them in order, splits, joins, turns; recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from access.audit_actions import AuditAction
from access.roles import Action
from ingest.composing.recipe import Recipe
from ingest.splitting import Part, propose
from vanthu.errors import NotFound

if TYPE_CHECKING:
    from access.principal import Principal
    from access.scope import Scope
    from ingest.composing.service import PageWorkDone
    from ingest.types import JobView
    from vanthu.edge import SecondCheck
    from vanthu.recording import Recorder
    from vanthu.services import Services


class Arranging:
    """The acts of one person. A document one may not see is `NotFound`."""

    def __init__(
        self, services: Services, principal: Principal, log: Recorder, scope: Scope, second: SecondCheck
    ) -> None:
        self._services = services
        self._principal = principal
        self._log = log
        self._scope = scope
        self._second = second

    def parts(self, document_id: int) -> list[Part]:
        """Where a stack scanned as one file seems to fall into documents; one part where it does not."""
        with self._log.asking(AuditAction.PAGE_WORK, document_id):
            self._principal.require(Action.DIGITISE)
            pages = self._services.catalogue.page_texts(document_id, self._scope)
            self._require([document_id])
        return propose(pages)

    def compose(self, recipes: Sequence[Recipe], *, withdraw: Sequence[int] = ()) -> list[JobView]:
        """Make new documents of stored pages; `withdraw` leave the library once the new ones are in it."""
        named = sorted({page.document_id for recipe in recipes for page in recipe} | set(withdraw))
        detail = {"documents": named, "withdrawn": sorted(set(withdraw)), "parts": len(recipes)}
        with self._log.asking(AuditAction.PAGE_WORK, None, detail):
            self._services.ingest.composing.check(recipes, self._principal, withdraw=withdraw)
            self._require(named)
        with self._log.changing(AuditAction.PAGE_WORK, None, detail):
            jobs = self._services.ingest.composing.compose(recipes, self._principal, withdraw=withdraw)
        return [self._services.ingest.job(job_id, self._principal) for job_id in jobs]

    def recent(self) -> list[PageWorkDone]:
        """One's own page work, newest first."""
        return self._services.ingest.composing.recent(self._principal)

    def undo(self, work: str) -> None:
        """Take one's own page work back."""
        composing = self._services.ingest.composing
        with self._log.asking(AuditAction.PAGE_WORK_UNDO):
            self._principal.require(Action.DIGITISE)
            found = [each for each in composing.recent(self._principal) if each.work == work]
        detail = {"documents": list(found[0].sources) if found else []}
        with self._log.changing(AuditAction.PAGE_WORK_UNDO, None, detail):
            composing.undo(work, self._principal)

    def _require(self, document_ids: Sequence[int]) -> None:
        """The second check: refused is as absent."""
        if self._second.refused(document_ids):
            raise NotFound
