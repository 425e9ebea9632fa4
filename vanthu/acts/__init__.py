"""What a person does, in one place: the role is checked, the Scope made, the act recorded.

The web, the API and the command line go through here, so that no surface forgets the audit trail.
The trail holds ids and numbers only, never what was asked or read. Whatever is given out has passed the
second check of `vanthu.edge`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from access.audit_actions import AuditAction, Channel, Result
from vanthu.acts.base import DocumentWhole, Exported
from vanthu.acts.desk import DeskActs
from vanthu.acts.learning import LearningActs
from vanthu.acts.reading import ReadingActs
from vanthu.acts.uploading import UploadingActs
from vanthu.anchoring import Anchoring
from vanthu.arranging import Arranging
from vanthu.batching import Batching
from vanthu.certifying import Certifying
from vanthu.enrolling import CHANGES
from vanthu.filing import Filing
from vanthu.handing_out import HandingOut
from vanthu.inspecting import Inspecting
from vanthu.installing import Installing
from vanthu.organising import Organising
from vanthu.proposing import Proposing
from vanthu.quarantining import Quarantining
from vanthu.recording import hidden_address
from vanthu.reviewing import Reviewing
from vanthu.showing_again import ShowingAgain
from vanthu.talking import Talking
from vanthu.teaching import Teaching

if TYPE_CHECKING:
    from vanthu.services import Services


class Acts(ReadingActs, UploadingActs, LearningActs):
    """The acts of one person. Anything outside the Scope is `NotFound`."""

    @cached_property
    def quarantine(self) -> Quarantining:
        """What waits for this custodian, because it may be secret."""
        return Quarantining(self._services, self.principal, self._log)

    @cached_property
    def proposing(self) -> Proposing:
        """What one does as trainer with questions proposed from the library."""
        return Proposing(self._services, self.principal, self._log, self._second)

    @cached_property
    def arranging(self) -> Arranging:
        """What one does with the pages of documents."""
        return Arranging(self._services, self.principal, self._log, self.scope, self._second)

    @cached_property
    def batching(self) -> Batching:
        """What one does with the files one handed in together."""
        return Batching(self._services, self.principal, self._log)

    @cached_property
    def filing(self) -> Filing:
        """What one does with the unit's dossiers."""
        return Filing(self._services, self.principal, self._log, self._second)

    @cached_property
    def outputs(self) -> HandingOut:
        """What one takes out of the library as tables and packages, and brings back."""
        return HandingOut(
            self._services,
            self.principal,
            self.scope,
            self._log,
            self._second,
            copied=self._copied,
            filing=self.filing,
        )

    @cached_property
    def desk(self) -> DeskActs:
        """The review desk: what is in doubt, and corrections."""
        return DeskActs(self._services, self.principal, self.scope, self._log, self._second)

    @cached_property
    def inspecting(self) -> Inspecting:
        """What one does about the quality of digitising."""
        return Inspecting(self._services, self.principal, self._log, self._second)

    @cached_property
    def talking(self) -> Talking:
        """One's own conversations."""
        return Talking(
            self._services,
            self.principal,
            self._log,
            self._second,
            self._showing,
            stream=self._stream,
            take_turn=self._take_turn,
        )

    @cached_property
    def reviewing(self) -> Reviewing:
        """What people sent about answers, for the custodian of what these cite."""
        return Reviewing(self._services, self.principal, self._log, self._showing)

    @cached_property
    def _showing(self) -> ShowingAgain:
        return ShowingAgain(self._services.catalogue, self.scope, self._second)

    @cached_property
    def organising(self) -> Organising:
        """What one does as organiser: who is to learn what, how far they are."""
        return Organising(self._services, self.principal, self._log)

    @cached_property
    def teaching(self) -> Teaching:
        """What one does as trainer with courses and their editions."""
        return Teaching(self._services, self.principal, self._log)

    @cached_property
    def anchoring(self) -> Anchoring:
        """What one does as trainer about sources that have changed, and how questions do."""
        return Anchoring(self._services, self.principal, self._log, self._second)

    @cached_property
    def certifying(self) -> Certifying:
        """One's own certificates, and as trainer those of one's people."""
        return Certifying(self._services, self.principal, self._log)

    @cached_property
    def installing(self) -> Installing:
        """What one does as administrator about the installation's kind."""
        return Installing(self._services, self.principal, self._log)

    def signed_in(self) -> None:
        self._record(AuditAction.SIGN_IN)

    def signed_out(self) -> None:
        self._record(AuditAction.SIGN_OUT)

    def operated(self, action: str, detail: dict[str, Any] | None = None) -> None:
        """Record an administrative act: `account_add`, `reindex`, `backup` and the like."""
        self._record(action, detail=detail)
        if action in CHANGES:
            self._services.enrolling.poke()


def note_failed_sign_in(
    services: Services, address: str | None = None, action: AuditAction = AuditAction.SIGN_IN_FAILED
) -> None:
    """Record that someone was turned away: not the name that was tried, and of the address a keyed hash."""
    detail = {"address": hidden_address(services.folder.secret(), address)} if address else None
    services.audit.record(None, action, detail=detail, result=Result.REFUSED, channel=Channel.PAGE)


__all__ = ["Acts", "DocumentWhole", "Exported", "note_failed_sign_in"]
