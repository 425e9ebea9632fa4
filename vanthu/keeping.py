"""What a custodian does about who may read a document, what class it is of, and who copied it; recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from access.audit_actions import AuditAction
from access.audit_detail import MOST_IDS
from access.roles import Action
from records.removal import Why
from records.types import DataClass, SecrecyLevel
from vanthu.purging import LevelMissing, PurgeUnconfirmed

if TYPE_CHECKING:
    from access.copies import Copy
    from access.grant_views import GrantView, Holder
    from access.principal import Principal
    from records.register import ClassChange, RegisterEntry, RegisterPage
    from vanthu.recording import Recorder
    from vanthu.services import Services


class Keeping:
    """The acts of one custodian. A document of another unit is `NotFound`."""

    def __init__(self, services: Services, principal: Principal, log: Recorder) -> None:
        self._services = services
        self._principal = principal
        self._log = log

    def grant(
        self,
        document_id: int,
        *,
        account_id: int | None = None,
        unit_id: int | None = None,
        from_day: date | None = None,
        until_day: date,
        reason: str,
    ) -> GrantView:
        """Give leave to read, from today if no day is said; for a state secret, ask another custodian."""
        from_day = from_day or self._services.grants.today()
        days = {"from_day": from_day.isoformat(), "until_day": until_day.isoformat()}
        detail: dict[str, Any] = {"account": account_id, "unit": unit_id, **days}
        with self._log.asking(AuditAction.GRANT, document_id, detail):
            self._services.register.entry(document_id, self._principal)
        with self._log.changing(AuditAction.GRANT, document_id, detail):
            return self._services.grants.grant(
                document_id,
                account_id=account_id,
                unit_id=unit_id,
                from_day=from_day,
                until_day=until_day,
                reason=reason,
                principal=self._principal,
            )

    def approve(self, grant_id: int) -> GrantView:
        """Put into force what another custodian asked for."""
        detail = {"grant": grant_id}
        with self._log.asking(AuditAction.GRANT_APPROVE, None, detail):
            document_id = self._services.grants.get(grant_id, self._principal).document_id
        with self._log.changing(AuditAction.GRANT_APPROVE, document_id, detail):
            return self._services.grants.approve(grant_id, self._principal)

    def revoke(self, grant_id: int) -> GrantView:
        """End a grant at once, or turn down one that was asked for."""
        detail = {"grant": grant_id}
        with self._log.asking(AuditAction.GRANT_REVOKE, None, detail):
            document_id = self._services.grants.get(grant_id, self._principal).document_id
        with self._log.changing(AuditAction.GRANT_REVOKE, document_id, detail):
            return self._services.grants.revoke(grant_id, self._principal)

    def grants_of(self, document_id: int) -> list[GrantView]:
        """Who may read one document of the unit, who might, and who no longer may."""
        return self._services.grants.of_document(document_id, self._principal)

    def grants_to(self, *, account_id: int | None = None, unit_id: int | None = None) -> list[GrantView]:
        """What one person or unit may read of the custodian's unit."""
        found: list[GrantView] = []
        if account_id is not None:
            found = self._services.grants.of_account(account_id, self._principal)
        elif unit_id is not None:
            found = self._services.grants.of_unit(unit_id, self._principal)
        detail = {"account": account_id, "unit": unit_id, "grants": len(found)}
        self._log.record(AuditAction.GRANT_VIEW, None, detail)
        return found

    def open_grants(self) -> list[GrantView]:
        """Grants to the unit's documents that count, will count, or wait for approval."""
        return self._services.grants.of_kept(self._principal)

    def holders(self, text: str) -> list[Holder]:
        """People and units to give leave to."""
        return self._services.grants.holders(text, self._principal)

    def register(self, *, offset: int = 0, limit: int = 50) -> RegisterPage:
        """The unit's documents that need grants."""
        return self._services.register.under_grants(self._principal, offset=offset, limit=limit)

    def find(self, text: str) -> list[RegisterEntry]:
        """The unit's documents of this id or reference number."""
        return self._services.register.find(text, self._principal)

    def entries(self, document_ids: Sequence[int]) -> dict[int, RegisterEntry]:
        return self._services.register.entries(document_ids, self._principal)

    def entry(self, document_id: int) -> RegisterEntry:
        return self._services.register.entry(document_id, self._principal)

    def classify(self, document_id: int, data_class: DataClass, reason: str) -> None:
        """Change a document's class between ordinary and sensitive."""
        detail = {"data_class": data_class.value}
        with self._log.asking(AuditAction.CLASSIFY, document_id, detail):
            before = self._services.register.entry(document_id, self._principal).data_class
        detail["class_before"] = before.value
        with self._log.changing(AuditAction.CLASSIFY, document_id, detail):
            self._services.register.classify(document_id, data_class, reason, self._principal)

    def purge(self, document_id: int, level: SecrecyLevel, why: Why, confirmed: str) -> list[int]:
        """Remove a document that turned out to be a state secret, for good; nothing of it stays.

        It cannot be undone: `confirmed` is the document's id, written once more. Returns the unit's other
        documents with the same file or pages, of which the same may have to be done; those of other units
        stand in the audit trail only.
        """
        detail: dict[str, Any] = {"level": level.value, "why": why.value}
        with self._log.asking(AuditAction.PURGE, document_id, detail):
            self._services.register.entry(document_id, self._principal)
        if level is SecrecyLevel.NONE:
            raise LevelMissing
        if confirmed.strip() != str(document_id):
            raise PurgeUnconfirmed
        same = self._services.purge.check(document_id)
        with self._log.changing(AuditAction.PURGE, document_id, {**detail, "same": same[:MOST_IDS]}):
            self._services.purge.remove(document_id)
        self._log.record(AuditAction.PURGE, document_id, {"finished": True})
        return sorted(self._services.register.entries(same, self._principal))

    def class_changes(self, document_id: int) -> Sequence[ClassChange]:
        return self._services.register.changes(document_id, self._principal)

    def copies(self) -> list[Copy]:
        """The copy register; for custodians and auditors."""
        return self._services.copies.lines(self._principal)

    def own_grant(self, document_id: int) -> GrantView | None:
        """The grant under which one reads a document oneself."""
        return self._services.grants.own(document_id, self._principal)

    def enter_copy(self, document_id: int, form: str, data_class: DataClass) -> None:
        """Put the copy about to be handed out into the register, where it is one of a state secret."""
        if data_class.is_state_secret:
            number = self._services.copies.enter(document_id, form, self._principal)
            self._log.record(AuditAction.SECRET_COPY, document_id, {"copy": number, "form": form})

    @property
    def allowed(self) -> bool:
        """Whether the person keeps data at all."""
        return self._principal.may(Action.KEEP)
