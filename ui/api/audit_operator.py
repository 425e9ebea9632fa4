"""The audit trail for whoever holds the data folder, over the Unix socket: seals, key, exports to a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from fastapi import APIRouter

from access.audit_actions import AuditAction, Channel
from access.audit_export import Format
from access.audit_read import EventFilter, span
from ui.api.bodies import Body
from ui.api.caller import House, Id, Operator
from ui.api.operator import TargetUnwritable
from vanthu.auditing import Auditing

router = APIRouter(prefix="/operator/audit", tags=["operator"])


class ExportTarget(Body):
    """Where to, and which events; days are Viet Nam's, both included."""

    file: Path
    format: Format = Format.JSONL
    since: date | None = None
    until: date | None = None
    account: str | None = None
    """A user name."""
    document: Id | None = None
    actions: tuple[AuditAction, ...] = ()


@router.post("/seal")
def seal(_acts: Operator, services: House) -> list[dict[str, Any]]:
    """Seal every ended day that is not yet sealed."""
    return [checkpoint.as_json() for checkpoint in services.seals.seal()]


@router.get("/key")
def read_key(_acts: Operator, services: House) -> dict[str, str]:
    """The public key that seals are verified with."""
    return {"public_key": services.seals.public_key(), "checkpoints": str(services.settings.checkpoints)}


@router.post("/export")
def export(acts: Operator, services: House, target: ExportTarget) -> dict[str, Any]:
    """Write the events that fit into a file that must not be there yet."""
    account = services.accounts.principal(target.account).account_id if target.account else None
    begin, end = span(target.since, target.until)
    chosen = EventFilter(begin, end, account_id=account, document_id=target.document, actions=target.actions)
    auditing = Auditing(services, acts.principal, channel=Channel.COMMAND, operator=True)
    text = auditing.export(chosen, target.format)
    try:
        with target.file.open("x", encoding="utf-8", newline="") as stream:
            target.file.chmod(0o600)
            stream.writelines(text)
    except OSError as fault:
        raise TargetUnwritable(file=target.file.name) from fault
    return {"file": str(target.file)}
