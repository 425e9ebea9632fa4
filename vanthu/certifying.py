"""What one does about certificates: one's own, and as trainer those of one's people. Changes are recorded."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import TYPE_CHECKING

from access.audit_actions import AuditAction
from access.roles import Action
from vanthu.answer_files.types import AnswerFile

if TYPE_CHECKING:
    from access.principal import Principal
    from training_modules.certificates.views import Certificate, CertificateLine
    from vanthu.recording import Recorder
    from vanthu.services import Services


class CertificateForm(StrEnum):
    PDF = "pdf"
    JSON = "json"
    """The record as anyone may check it."""
    JWT = "jwt"
    """The badge (Open Badges 3.0), signed."""


class Certifying:
    """The acts of one person."""

    def __init__(self, services: Services, principal: Principal, log: Recorder) -> None:
        self._services = services
        self._principal = principal
        self._log = log

    def mine(self) -> list[Certificate]:
        return self._services.certificates.mine(self._principal)

    def claim(self, course_id: str) -> Certificate:
        """The certificate of a course that was finished before there were any."""
        return self._services.certificates.claim(course_id, self._principal)

    def check(self, code: str) -> Certificate:
        """By its code, as anyone may on the check page."""
        self._principal.require(Action.LEARN)
        return self._services.certificates.check(code)

    def file(self, certificate_id: int, form: CertificateForm) -> AnswerFile:
        """One's own, to take along."""
        told = self._services.certificates.own(certificate_id, self._principal)
        name = f"chung-nhan-{told.number.replace('/', '-')}.{form}"
        home = self._services.settings.home
        match form:
            case CertificateForm.PDF:
                from vanthu.certificate_files.paper import paper  # noqa: PLC0415 - loads the typesetter

                return AnswerFile(name, "application/pdf", paper(told, home))
            case CertificateForm.JWT:
                from vanthu.certificate_files.badge import signed  # noqa: PLC0415

                token = signed(told, home, self._services.badge_key)
                return AnswerFile(name, "application/jwt", token.encode())
        text = json.dumps(told.as_json(), ensure_ascii=False, indent=1)
        return AnswerFile(name, "application/json", text.encode())

    def issued(self, course_id: str | None = None) -> list[CertificateLine]:
        """Of the people of the trainer's unit and the units below, newest first."""
        return self._services.certificates.of_my_people(self._principal, course_id)

    def revoke(self, certificate_id: int, reason: str) -> None:
        with self._changing(AuditAction.CERTIFICATE_REVOKE, certificate_id):
            self._services.certificates.revoke(certificate_id, reason, self._principal)

    def correct(self, certificate_id: int) -> int:
        """With the holder's name and unit as they are now, in place of the old one; the new one's id."""
        with self._changing(AuditAction.CERTIFICATE_CORRECT, certificate_id):
            return self._services.certificates.correct(certificate_id, self._principal)

    def _changing(self, action: AuditAction, certificate_id: int) -> AbstractContextManager[None]:
        with self._log.asking(action, None, {"certificate": certificate_id}):
            self._services.certificates.require_taught(certificate_id, self._principal)
        return self._log.changing(action, None, {"certificate": certificate_id})
