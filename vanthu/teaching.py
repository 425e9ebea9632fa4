"""What one does as trainer with courses: editions are written, reviewed, published, retired; recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from access.audit_actions import AuditAction
from access.roles import Action
from training_modules.scorm.package import left_out, scorm_package

if TYPE_CHECKING:
    from access.principal import Principal
    from training_modules.editions.bank_text import Entry
    from training_modules.editions.check import FileFault
    from training_modules.editions.difference import FileDifference
    from training_modules.editions.head_fields import HeadFault
    from training_modules.editions.views import BroughtQuestions, CourseLine, EditionWhole
    from training_modules.scorm.package import Edition as ScormEdition
    from training_modules.scorm.package import LeftOut
    from vanthu.recording import Recorder
    from vanthu.services import Services


class Teaching:
    """The acts of one trainer. The trail holds which edition, never what is written in it."""

    def __init__(self, services: Services, principal: Principal, log: Recorder) -> None:
        self._workshop = services.editions
        self._principal = principal
        self._log = log

    def courses(self) -> list[CourseLine]:
        return self._workshop.courses(self._principal)

    def edition(self, edition_id: int) -> EditionWhole:
        return self._workshop.edition(edition_id, self._principal)

    def check(self, edition_id: int) -> list[FileFault]:
        return self._workshop.check(edition_id, self._principal)

    def difference(self, edition_id: int) -> list[FileDifference]:
        return self._workshop.difference(edition_id, self._principal)

    def questions(self, edition_id: int, file: str) -> list[Entry]:
        return self._workshop.questions(edition_id, file, self._principal)

    def export(self, edition_id: int) -> bytes:
        """The course's files as a ZIP."""
        with self._doing(AuditAction.COURSE_EXPORT, edition_id):
            return self._workshop.export(edition_id, self._principal)

    def package_lacks(self, edition_id: int, *, with_quiz: bool) -> tuple[LeftOut, ...]:
        """What of the edition a package for other systems does not have."""
        return left_out(self._workshop.read(edition_id, self._principal), with_quiz=with_quiz)

    def package(self, edition_id: int, form: ScormEdition, *, with_quiz: bool) -> bytes:
        """A SCORM package. With the quiz it holds the keys, as that is graded where it is taken."""
        with self._doing(AuditAction.COURSE_EXPORT, edition_id):
            return scorm_package(self._workshop.read(edition_id, self._principal), form, with_quiz=with_quiz)

    def create(self, course_id: str, title: str) -> int:
        with self._doing(AuditAction.COURSE_EDIT):
            return self._workshop.create(course_id, title, self._principal)

    def draft(self, course_id: str) -> int:
        with self._doing(AuditAction.COURSE_EDIT):
            return self._workshop.draft(course_id, self._principal)

    def save(self, edition_id: int, file: str, text: str, *, seen: str | None) -> None:
        with self._doing(AuditAction.COURSE_EDIT, edition_id):
            self._workshop.save(edition_id, file, text, self._principal, seen=seen)

    def remove(self, edition_id: int, file: str, *, seen: str) -> None:
        with self._doing(AuditAction.COURSE_EDIT, edition_id):
            self._workshop.remove(edition_id, file, self._principal, seen=seen)

    def add_lesson(self, edition_id: int, title: str) -> str:
        with self._doing(AuditAction.COURSE_EDIT, edition_id):
            return self._workshop.add_lesson(edition_id, title, self._principal)

    def course_names(self) -> dict[str, str]:
        return self._workshop.course_names(self._principal)

    def head_faults(self, edition_id: int, file: str, told: Mapping[str, Any]) -> list[HeadFault]:
        return self._workshop.head_faults(edition_id, file, told, self._principal)

    def put_head(
        self, edition_id: int, file: str, told: Mapping[str, Any], *, opened: Mapping[str, Any]
    ) -> None:
        with self._doing(AuditAction.COURSE_EDIT, edition_id):
            self._workshop.put_head(edition_id, file, told, self._principal, opened=opened)

    def order(self, edition_id: int, names: Sequence[str], *, seen: Sequence[str]) -> None:
        with self._doing(AuditAction.COURSE_EDIT, edition_id):
            self._workshop.order(edition_id, names, self._principal, seen=seen)

    def put_source(
        self,
        edition_id: int,
        told: Mapping[str, Any],
        *,
        key: str | None = None,
        opened: Mapping[str, Any] | None = None,
    ) -> None:
        with self._doing(AuditAction.COURSE_EDIT, edition_id):
            self._workshop.put_source(edition_id, told, self._principal, key=key, opened=opened)

    def remove_source(self, edition_id: int, key: str, *, opened: Mapping[str, Any]) -> None:
        with self._doing(AuditAction.COURSE_EDIT, edition_id):
            self._workshop.remove_source(edition_id, key, self._principal, opened=opened)

    def put_question(
        self, edition_id: int, file: str, values: Mapping[str, Any], replacing: Mapping[str, Any] | None
    ) -> None:
        with self._doing(AuditAction.COURSE_EDIT, edition_id):
            self._workshop.put_question(edition_id, file, values, self._principal, replacing=replacing)

    def remove_question(self, edition_id: int, file: str, values: Mapping[str, Any]) -> None:
        with self._doing(AuditAction.COURSE_EDIT, edition_id):
            self._workshop.remove_question(edition_id, file, values, self._principal)

    def bring_questions(self, edition_id: int, file: str, form: str, data: bytes) -> BroughtQuestions:
        with self._doing(AuditAction.COURSE_EDIT, edition_id):
            return self._workshop.bring_questions(edition_id, file, form, data, self._principal)

    def send(self, edition_id: int, note: str) -> None:
        with self._doing(AuditAction.COURSE_REVIEW, edition_id):
            self._workshop.send(edition_id, note, self._principal)

    def take_back(self, edition_id: int) -> None:
        with self._doing(AuditAction.COURSE_EDIT, edition_id):
            self._workshop.take_back(edition_id, self._principal)

    def publish(self, edition_id: int) -> int:
        with self._doing(AuditAction.COURSE_PUBLISH, edition_id):
            return self._workshop.publish(edition_id, self._principal)

    def give_up(self, edition_id: int) -> None:
        with self._doing(AuditAction.COURSE_RETIRE, edition_id):
            self._workshop.give_up(edition_id, self._principal)

    def retire(self, edition_id: int) -> None:
        """Retire the course this edition is of."""
        with self._doing(AuditAction.COURSE_RETIRE, edition_id):
            self._workshop.retire(
                self._workshop.edition(edition_id, self._principal).course_id, self._principal
            )

    def _doing(self, action: AuditAction, edition_id: int | None = None) -> AbstractContextManager[None]:
        detail = {"edition": edition_id} if edition_id is not None else {}
        with self._log.asking(action, None, detail):
            self._principal.require(Action.TEACH)
        return self._log.changing(action, None, detail)
