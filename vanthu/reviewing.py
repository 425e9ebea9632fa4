"""What a custodian does about answers: reads what was sent about documents they keep, and deals with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from access.audit_actions import AuditAction
from access.roles import Action
from records.clean import storable

if TYPE_CHECKING:
    from access.principal import Principal
    from rag.talks.types import Opinion, Unanswered
    from vanthu.recording import Recorder
    from vanthu.services import Services
    from vanthu.showing_again import ShowingAgain


class Reviewing:
    """The acts of one custodian. Of a sent answer they see what they may read themselves."""

    def __init__(
        self, services: Services, principal: Principal, log: Recorder, showing: ShowingAgain
    ) -> None:
        self._services = services
        self._principal = principal
        self._log = log
        self._showing = showing

    def opinions(self, *, handled: bool = False, again: bool = False) -> list[Opinion]:
        """What was sent about answers that cite documents of the unit.

        Opening the list is recorded, reading it again on the same visit (`again`) is not.
        """
        with self._log.asking(AuditAction.FEEDBACK_VIEW):
            self._principal.require(Action.KEEP)
            found = self._services.feedback.sent(self._principal, handled=handled)
        answers = self._showing.answers([each.answer for each in found])
        shown = [replace(each, answer=answer) for each, answer in zip(found, answers, strict=True)]
        if not again:
            self._log.record(AuditAction.FEEDBACK_VIEW, None, {"opinions": [each.id for each in shown]})
        return shown

    def handle_opinion(self, opinion_id: int, note: str) -> None:
        detail = {"opinion": opinion_id}
        with self._log.asking(AuditAction.FEEDBACK_HANDLE, None, detail):
            self._services.feedback.require(opinion_id, self._principal)
        with self._log.changing(AuditAction.FEEDBACK_HANDLE, None, detail):
            self._services.feedback.handle(opinion_id, storable(note), self._principal)

    def unanswered(self, *, handled: bool = False, again: bool = False) -> list[list[Unanswered]]:
        """Questions of the unit that the library did not answer, like ones together."""
        with self._log.asking(AuditAction.UNANSWERED_VIEW):
            self._principal.require(Action.KEEP)
            found = self._services.unanswered.groups(self._principal, handled=handled)
        if not again:
            self._log.record(AuditAction.UNANSWERED_VIEW, None, {"questions": sum(map(len, found))})
        return found

    def handle_unanswered(self, ids: Sequence[int], note: str) -> None:
        detail = {"questions": len(ids)}
        with self._log.asking(AuditAction.UNANSWERED_HANDLE, None, detail):
            self._services.unanswered.require(ids, self._principal)
        with self._log.changing(AuditAction.UNANSWERED_HANDLE, None, detail):
            self._services.unanswered.handle(ids, storable(note), self._principal)
