"""What only the local operator may do, over the Unix socket: index, check, backup."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from fastapi import APIRouter

from ui.api.bodies import Body
from ui.api.caller import House, Operator
from vanthu import upkeep
from vanthu.backup import backup as write_backup
from vanthu.errors import VanthuError

router = APIRouter(prefix="/operator", tags=["operator"])


class BackupTarget(Body):
    file: Path


class Against(Body):
    """What the audit trail is held against: seals carried off the machine, keys written down outside it."""

    checkpoints: Path | None = None
    public_keys: tuple[str, ...] = ()


class TargetUnwritable(VanthuError):
    code = "target_unwritable"
    message = "Không ghi được bản sao lưu vào tệp {file}."
    remedy = "Kiểm tra thư mục đích còn chỗ trống và cho phép ghi."


@router.post("/reindex")
def reindex(acts: Operator, services: House) -> dict[str, int]:
    """Build every document's passages and vectors anew."""
    count = upkeep.reindex(services)
    acts.operated("reindex", {"documents": count})
    return {"documents": count}


@router.post("/verify")
def verify(acts: Operator, services: House, against: Against | None = None) -> dict[str, Any]:
    told = against or Against()
    faults = upkeep.verify(services, told.checkpoints, told.public_keys)
    trail = sum(fault.part == "audit" for fault in faults)
    acts.operated("verify", {"faults": len(faults), "audit": trail})
    return {"faults": [asdict(fault) for fault in faults]}


@router.post("/backup")
def backup(acts: Operator, services: House, target: BackupTarget) -> dict[str, str]:
    """Write a whole backup to a file on this machine, while the server goes on."""
    acts.operated("backup")
    try:
        write_backup(services.settings, target.file)
    except OSError as fault:
        raise TargetUnwritable(file=target.file.name) from fault
    return {"file": str(target.file)}
