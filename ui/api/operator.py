"""What only the local operator may do, over the Unix socket: accounts, index, check, backup."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from fastapi.encoders import jsonable_encoder

from access.roles import Role
from ui.api.bodies import Body
from ui.api.caller import House, Operator
from vanthu import upkeep
from vanthu.backup import backup as write_backup
from vanthu.errors import VanthuError

router = APIRouter(prefix="/operator", tags=["operator"])


class NewAccount(Body):
    username: str
    display_name: str = ""
    unit: str
    roles: list[Role]


class NewUnit(Body):
    code: str
    name: str
    parent: str | None = None


class BackupTarget(Body):
    file: Path


class TargetUnwritable(VanthuError):
    code = "target_unwritable"
    message = "Không ghi được bản sao lưu vào tệp {file}."
    remedy = "Kiểm tra thư mục đích còn chỗ trống và cho phép ghi."


@router.get("/accounts")
def list_accounts(_acts: Operator, services: House) -> Any:
    return jsonable_encoder(services.accounts.list())


@router.post("/accounts", status_code=201)
def add_account(acts: Operator, services: House, new: NewAccount) -> dict[str, str]:
    """The password is made up and told this once."""
    added, password = services.accounts.add(new.username, new.display_name, new.unit, new.roles)
    acts.operated("account_add", {"account": added.account_id})
    return {"username": added.username, "password": password}


@router.post("/accounts/{username}/reset")
def reset_account(acts: Operator, services: House, username: str) -> dict[str, str]:
    password = services.accounts.reset(username)
    account = services.accounts.principal(username)
    acts.operated("account_reset", {"account": account.account_id})
    return {"username": account.username, "password": password}


@router.post("/accounts/{username}/disable")
def disable_account(acts: Operator, services: House, username: str) -> dict[str, str]:
    account = services.accounts.principal(username)
    services.accounts.disable(username)
    acts.operated("account_disable", {"account": account.account_id})
    return {"username": account.username}


@router.get("/units")
def list_units(_acts: Operator, services: House) -> list[dict[str, Any]]:
    return [{"code": unit.code, "name": unit.name} for unit in services.units.list()]


@router.post("/units", status_code=201)
def add_unit(acts: Operator, services: House, new: NewUnit) -> dict[str, str]:
    unit = services.units.add(new.code, new.name, new.parent)
    acts.operated("unit_add", {"unit": unit.id})
    return {"code": unit.code, "name": unit.name}


@router.post("/reindex")
def reindex(acts: Operator, services: House) -> dict[str, int]:
    """Build every document's passages and vectors anew."""
    count = upkeep.reindex(services)
    acts.operated("reindex", {"documents": count})
    return {"documents": count}


@router.post("/verify")
def verify(acts: Operator, services: House) -> dict[str, Any]:
    faults = upkeep.verify(services)
    acts.operated("verify", {"faults": len(faults)})
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
