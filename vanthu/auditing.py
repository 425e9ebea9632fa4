"""What an auditor does with the trail: the role is checked, and each look into the trail is recorded in it.

An auditor sees who, what, when and ids; no act here opens a document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from access.audit_actions import AuditAction, Channel, Result
from access.audit_export import Format, lines
from access.audit_patterns import Finding, find_patterns
from access.audit_read import EventFilter, EventPage, EventView, Named
from access.roles import Action
from vanthu.recording import Recorder

if TYPE_CHECKING:
    from access.principal import Principal
    from vanthu.audit_check import CheckState
    from vanthu.services import Services


@dataclass(frozen=True, slots=True)
class TrailState:
    """How the trail stands."""

    events: int
    last_sealed_day: date | None
    last_sealed_at: datetime | None
    last_verified_at: datetime | None
    last_faults: int | None
    """At the last verification; None if there was none."""
    check: CheckState
    public_key: str


class Auditing:
    """The acts of one auditor; raises `Forbidden` for everyone else, the local operator apart."""

    def __init__(
        self,
        services: Services,
        principal: Principal,
        *,
        channel: Channel = Channel.PAGE,
        operator: bool = False,
    ) -> None:
        """`operator`: one who holds the data folder; exports and seals, without the role."""
        self._services = services
        self._reads = services.audit_reads
        self._log = Recorder(services.audit, services.usage, principal, channel=channel)
        if not operator:
            with self._log.asking(AuditAction.AUDIT_READ):
                principal.require(Action.AUDIT)

    def page(
        self, chosen: EventFilter, *, before: int | None = None, limit: int = 50, again: bool = False
    ) -> EventPage:
        """Events, newest first; `again` shows what was looked at a moment ago and is not recorded anew."""
        found = self._reads.page(chosen, before=before, limit=limit)
        if not again:
            self._log.record(AuditAction.AUDIT_READ, None, _told(chosen))
        return found

    def events(self, sequences: list[int]) -> list[EventView]:
        return self._reads.events(sequences)

    def patterns(self, since: datetime, until: datetime) -> list[Finding]:
        """What the rules point out between two moments."""
        found = find_patterns(self._services.db, since, until)
        self._log.record(AuditAction.AUDIT_READ, None, {"findings": len(found)})
        return found

    def export(self, chosen: EventFilter, form: Format) -> Iterator[str]:
        """The text of an export, as it is made; recorded before the first line."""
        self._log.record(AuditAction.AUDIT_EXPORT, None, {**_told(chosen), "form": form.value})
        return lines(self._reads.walk(chosen), self._reads.names(), form)

    def state(self) -> TrailState:
        seal = self._services.seals.last()
        verified = self._reads.last(AuditAction.AUDIT_VERIFY, AuditAction.VERIFY)
        return TrailState(
            events=self._reads.count(),
            last_sealed_day=seal.day if seal else None,
            last_sealed_at=seal.sealed_at if seal else None,
            last_verified_at=verified.at if verified else None,
            last_faults=verified.detail.get("audit", verified.detail.get("faults")) if verified else None,
            check=self._services.audit_check.state(),
            public_key=self._services.seals.public_key(),
        )

    def verify(self) -> bool:
        """Begin to verify the whole trail in the background; False where that is under way already."""
        return self._services.audit_check.start(self._verified)

    def find_accounts(self, words: str) -> list[Named]:
        return self._reads.find_accounts(words)

    def account(self, account_id: int) -> Named | None:
        return self._reads.account(account_id)

    def units(self) -> list[Named]:
        return self._reads.units()

    def _verified(self, faults: int) -> None:
        result = Result.DONE if not faults else Result.FAILED
        self._log.record(AuditAction.AUDIT_VERIFY, None, {"faults": faults}, result)


def _told(chosen: EventFilter) -> dict[str, Any]:
    """The filter as ids. The document in it is not what the event is about: nobody read it."""
    told: dict[str, Any] = {
        "account": chosen.account_id,
        "unit": chosen.unit_id,
        "document": chosen.document_id,
    }
    if chosen.since is not None:
        told["from_day"] = chosen.since.date().isoformat()
    if chosen.until is not None:
        told["until_day"] = chosen.until.date().isoformat()
    return {name: value for name, value in told.items() if value is not None}
