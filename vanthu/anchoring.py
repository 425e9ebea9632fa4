"""What a trainer does about sources that have changed, and reads of how questions do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from access.audit_actions import AuditAction
from access.audit_detail import MOST_IDS
from access.roles import Action
from records.clean import storable
from training_modules.anchors.errors import NotToBeSeen
from training_modules.anchors.words import place_name
from training_modules.enrolment.tables import csv_of
from vanthu.errors import NotFound

if TYPE_CHECKING:
    from access.principal import Principal
    from training_modules.anchors.earned import EarnedOnOld
    from training_modules.anchors.views import ChangedSource, Compared, DroppedQuestion
    from training_modules.statistics.views import QuestionFigures
    from vanthu.edge import SecondCheck
    from vanthu.recording import Recorder
    from vanthu.services import Services


_DIGEST = re.compile(r"[0-9a-f]{64}")


class Anchoring:
    """The acts of one trainer. Of a changed document they see what they may read themselves."""

    def __init__(self, services: Services, principal: Principal, log: Recorder, second: SecondCheck) -> None:
        self._services = services
        self._principal = principal
        self._log = log
        self._second = second

    def waiting(self, *, again: bool = False) -> list[ChangedSource]:
        """Sources with undecided changes, old and new words side by side.

        Opening the list is recorded, reading it again on the same visit (`again`) is not.
        """
        with self._log.asking(AuditAction.SOURCES_VIEW):
            found = self._services.changed_sources.waiting(self._principal)
        refused = self._second.refused(i for each in found for i in each.documents)
        shown = [each.without(refused) for each in found]
        if not again:
            documents = sorted({i for each in shown for i in each.documents})
            self._log.record(AuditAction.SOURCES_VIEW, None, {"sources": len(shown), "documents": documents})
        return shown

    def still_right(self, compared: Sequence[Compared], reason: str) -> None:
        """What rests on the sources stays as it is: on one, or on all that show the same clause."""
        detail = self._judge(compared)
        with self._log.changing(AuditAction.SOURCE_DECIDE, None, detail):
            self._services.changed_sources.still_right(compared, storable(reason), self._principal)

    def drop_resting(self, compared: Sequence[Compared], reason: str) -> int:
        """Take every question that rests on the sources out of draws; how many."""
        detail = self._judge(compared)
        with self._log.changing(AuditAction.QUESTION_DROP, None, detail):
            return self._services.changed_sources.drop_resting(compared, storable(reason), self._principal)

    def _judge(self, compared: Sequence[Compared]) -> dict[str, object]:
        """What the trail holds of a decision about these, where it is one's own to make."""
        self._principal.require(Action.TEACH)
        asked = {each.source for each in compared}
        shown = [each for each in self.waiting(again=True) if each.compared.source in asked]
        if any(not each.decidable for each in shown):
            raise NotToBeSeen
        changes = sorted({change for each in compared for change in each.seen})
        return {"sources": len(asked), "changes": changes[:MOST_IDS]}

    def drop(self, course_id: str, digest: str, reason: str) -> None:
        """Take a question in this wording out of draws."""
        self._principal.require(Action.TEACH)
        with self._log.changing(AuditAction.QUESTION_DROP, None, {"wording": _hash(digest)}):
            self._services.changed_sources.drop(course_id, digest, storable(reason), self._principal)

    def take_back(self, course_id: str, digest: str) -> None:
        """A dropped question is drawn again."""
        self._principal.require(Action.TEACH)
        detail = {"wording": _hash(digest), "back": True}
        with self._log.changing(AuditAction.QUESTION_DROP, None, detail):
            self._services.changed_sources.take_back(course_id, digest, self._principal)

    def dropped(self) -> list[DroppedQuestion]:
        """Questions that trainers dropped; it shows no document, and is not recorded."""
        return self._services.changed_sources.dropped(self._principal)

    def figures(
        self, course_id: str, *, first_only: bool = True, again: bool = False
    ) -> list[QuestionFigures]:
        """How the questions of a course do; recorded unless read `again` on the same visit."""
        with self._log.asking(AuditAction.QUESTION_FIGURES):
            found = self._services.item_statistics.course(course_id, self._principal, first_only=first_only)
        if not again:
            self._log.record(AuditAction.QUESTION_FIGURES, None, {"questions": len(found)})
        return found

    def old_certificates(self, *, again: bool = False) -> list[EarnedOnOld]:
        """Certificates of the trainer's people that were earned on what has changed since."""
        with self._log.asking(AuditAction.OLD_CERTIFICATES):
            found = self._services.old_certificates.waiting(self._principal)
        if not again:
            told = [each.certificate.id for each in found][:MOST_IDS]
            self._log.record(AuditAction.OLD_CERTIFICATES, None, {"certificates": told})
        return found

    def old_certificates_table(self) -> bytes:
        """The same as CSV, to take along."""
        heads = ("Số", "Họ và tên", "Đơn vị", "Khoá học", "Bản", "Ngày cấp", "Căn cứ đã thay đổi")
        rows = (
            (
                each.certificate.number,
                each.certificate.holder,
                each.certificate.unit,
                each.certificate.title,
                each.certificate.edition,
                f"{each.certificate.issued_on:%d/%m/%Y}",
                "; ".join(place_name(source) for source in each.sources),
            )
            for each in self.old_certificates()
        )
        return csv_of(heads, rows)


def _hash(digest: str) -> str:
    """A digest as a request names it; what is none names no question."""
    if not _DIGEST.fullmatch(digest):
        raise NotFound
    return digest
