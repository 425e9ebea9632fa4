"""What a trainer does with questions proposed from a document: looks, words them, takes them into a draft.

Nothing reaches learners by this: a draft has to be reviewed and published by people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from access.audit_actions import AuditAction
from access.roles import Action
from training_modules.proposals.checks import refused
from training_modules.proposals.errors import ProposalGone
from training_modules.proposals.making import Proposed
from training_modules.proposals.wording import reworded
from vanthu.errors import NotFound
from vanthu.text import nfc, squeeze

if TYPE_CHECKING:
    from access.principal import Principal
    from training_modules.items import Item
    from training_modules.proposals.service import Proposals
    from vanthu.edge import SecondCheck
    from vanthu.recording import Recorder
    from vanthu.services import Services


class Proposing:
    """The acts of one trainer, within what they may read."""

    def __init__(self, services: Services, principal: Principal, log: Recorder, second: SecondCheck) -> None:
        self._services = services
        self._principal = principal
        self._log = log
        self._second = second

    def proposals(self, document_id: int, edition_id: int, *, again: bool = False) -> Proposals:
        """What can be asked of the document in this draft. Recorded unless looked at `again`."""
        detail = {"edition": edition_id}
        with self._log.asking(AuditAction.QUESTIONS_PROPOSED, document_id, detail):
            found = self._found(document_id, edition_id)
        if not again:
            self._log.record(AuditAction.QUESTIONS_PROPOSED, document_id, detail)
        return found

    def reword(self, document_id: int, edition_id: int, digest: str) -> str | None:
        """The stem in a language model's words, if one is configured and they say the same."""
        writer = self._services.writer
        each = self._one(document_id, edition_id, digest)
        if writer is None:
            return None
        self._log.record(AuditAction.QUESTIONS_PROPOSED, document_id, {"edition": edition_id, "worded": True})
        return reworded(each.item.stem, writer)

    def take(self, document_id: int, edition_id: int, digest: str, stem: str | None = None) -> str:
        """Put it into the draft, in the words of `stem` where some are given; gives the question's id.

        Raises `ProposalGone` where it does not pass the checks in these words, or is asked by now.
        """
        each = self._one(document_id, edition_id, digest)
        if stem is not None:
            each = replace(each, item=replace(each.item, stem=squeeze(nfc(stem))))
            if refused(each, self._existing(edition_id)) is not None:
                raise ProposalGone
        with self._log.changing(AuditAction.QUESTION_TAKEN, document_id, {"edition": edition_id}):
            return self._services.editions.take_question(
                edition_id, self._bank(edition_id), each.item, each.source, self._principal
            )

    def set_aside(self, document_id: int, edition_id: int, digest: str) -> None:
        """Do not propose it again."""
        each = self._one(document_id, edition_id, digest)
        with self._log.changing(AuditAction.QUESTION_SET_ASIDE, document_id):
            self._services.proposals.set_aside(document_id, each.item, self._principal)

    def _one(self, document_id: int, edition_id: int, digest: str) -> Proposed:
        found = self._found(document_id, edition_id).proposed
        each = next((each for each in found if each.item.digest == digest), None)
        if each is None:
            raise ProposalGone
        return each

    def _found(self, document_id: int, edition_id: int) -> Proposals:
        self._principal.require(Action.TEACH)
        if self._second.refused([document_id]):
            raise NotFound
        return self._services.proposals.of_document(document_id, self._existing(edition_id), self._principal)

    def _existing(self, edition_id: int) -> Sequence[Item]:
        course = self._services.editions.read(edition_id, self._principal)
        return [item for activity in course.activities for item in activity.items]

    def _bank(self, edition_id: int) -> str:
        course = self._services.editions.read(edition_id, self._principal)
        bank = next((activity.bank for activity in course.activities if activity.bank), None)
        if bank is None:
            raise NotFound
        return bank
