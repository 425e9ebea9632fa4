"""What only the local operator may do, over the Unix socket, with accounts and units."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.encoders import jsonable_encoder
from pydantic import Field

from access.account_list import AccountState
from access.assignments import Assignment
from access.roles import Role
from access.units import Unit
from ui.api.bodies import Body
from ui.api.caller import House, Id, Operator
from vanthu.administration import Administration
from vanthu.provisioning import Progress

MOST_ROWS = 1000
router = APIRouter(prefix="/operator", tags=["operator"])


class AccountsWanted(Body):
    search: str = ""
    unit: str | None = None
    state: AccountState | None = None
    limit: int = Field(default=MOST_ROWS, ge=1, le=MOST_ROWS)
    offset: int = Field(default=0, ge=0, le=10_000_000)


class NewAccount(Body):
    username: str
    display_name: str = ""
    unit: str
    roles: list[Role]
    activation: bool = False
    """A one-time activation token in place of a password."""


class AccountChange(Body):
    display_name: str | None = None
    unit: str | None = None
    roles: list[Role] | None = None


class Secret(Body):
    activation: bool = False


class NewAssignment(Body):
    unit: str
    role: Role
    from_day: date | None = None
    until_day: date | None = None


class AccountList(Body):
    file: Path
    tokens: Path


class NewUnit(Body):
    code: str
    name: str
    parent: str | None = None
    agency_code: str | None = None


class UnitChange(Body):
    """A new name and code, another parent, a successor; from a day on."""

    name: str = ""
    agency_code: str | None = None
    under: str = ""
    into: str = ""
    on: date | None = None


def _administration(acts: Operator, services: House) -> Administration:
    return services.administering(acts)


Admin = Annotated[Administration, Depends(_administration)]


@router.get("/accounts")
def list_accounts(admin: Admin, wanted: Annotated[AccountsWanted, Query()]) -> Any:
    rows, _ = admin.accounts(
        search=wanted.search,
        unit_code=wanted.unit,
        state=wanted.state,
        limit=wanted.limit,
        offset=wanted.offset,
    )
    return jsonable_encoder(rows)


@router.post("/accounts", status_code=201)
def add_account(admin: Admin, new: NewAccount) -> dict[str, str]:
    """The password, or the token, is made up and told this once."""
    added, secret = admin.add_account(
        new.username, new.display_name, new.unit, new.roles, activation=new.activation
    )
    return _secret(added.username, secret, new.activation)


@router.post("/accounts/import")
def import_accounts(admin: Admin, wanted: AccountList) -> dict[str, Any]:
    return _progress(admin.import_accounts(wanted.file, wanted.tokens))


@router.get("/accounts/import/{import_id}")
def import_progress(admin: Admin, import_id: Id) -> dict[str, Any]:
    return _progress(admin.import_progress(import_id))


@router.post("/accounts/{username}/change")
def change_account(admin: Admin, username: str, change: AccountChange) -> Any:
    return jsonable_encoder(
        admin.change_account(
            username, display_name=change.display_name, unit_code=change.unit, roles=change.roles
        )
    )


@router.post("/accounts/{username}/reset")
def reset_account(admin: Admin, username: str, wanted: Secret | None = None) -> dict[str, str]:
    activation = wanted is not None and wanted.activation
    account, secret = admin.reset_account(username, activation=activation)
    return _secret(account.username, secret, activation)


@router.post("/accounts/{username}/disable")
def disable_account(admin: Admin, username: str) -> dict[str, str]:
    return {"username": admin.disable_account(username).username}


@router.post("/accounts/{username}/reset-factor")
def reset_second_factor(admin: Admin, username: str) -> dict[str, str]:
    return {"username": admin.reset_second_factor(username).username}


@router.post("/accounts/{username}/enable")
def enable_account(admin: Admin, username: str) -> dict[str, str]:
    return {"username": admin.enable_account(username).username}


@router.get("/accounts/{username}/assignments")
def list_assignments(admin: Admin, username: str) -> list[dict[str, Any]]:
    return [_assignment(each) for each in admin.assignments(username)]


@router.post("/accounts/{username}/assignments", status_code=201)
def assign(admin: Admin, username: str, new: NewAssignment) -> dict[str, Any]:
    given = admin.assign(username, new.unit, new.role, from_day=new.from_day, until_day=new.until_day)
    return _assignment(given)


@router.post("/assignments/{assignment_id}/end")
def end_assignment(admin: Admin, assignment_id: Id) -> dict[str, Any]:
    return _assignment(admin.end_assignment(assignment_id))


@router.get("/units")
def list_units(admin: Admin, on: date | None = None) -> list[dict[str, Any]]:
    units = admin.units(on=on)
    codes = {unit.id: unit.code for unit in units}
    return [_unit(unit, codes) for unit in units]


@router.post("/units", status_code=201)
def add_unit(admin: Admin, new: NewUnit) -> dict[str, Any]:
    return _changed(admin, admin.add_unit(new.code, new.name, new.parent, agency_code=new.agency_code))


@router.get("/units/{code}/history")
def unit_history(admin: Admin, code: str) -> list[dict[str, Any]]:
    codes = {unit.id: unit.code for unit in admin.units()}
    return [
        {
            "from_day": span.from_day,
            "until_day": span.until_day,
            "name": span.name,
            "agency_code": span.agency_code,
            "parent": codes.get(span.parent_id or 0),
        }
        for span in admin.unit_history(code)
    ]


@router.post("/units/{code}/rename")
def rename_unit(admin: Admin, code: str, change: UnitChange) -> dict[str, Any]:
    return _changed(admin, admin.rename_unit(code, change.name, agency_code=change.agency_code, on=change.on))


@router.post("/units/{code}/move")
def move_unit(admin: Admin, code: str, change: UnitChange) -> dict[str, Any]:
    return _changed(admin, admin.move_unit(code, change.under, on=change.on))


@router.post("/units/{code}/merge")
def merge_unit(admin: Admin, code: str, change: UnitChange) -> dict[str, Any]:
    return _changed(admin, admin.merge_unit(code, change.into, on=change.on))


@router.post("/units/{code}/abolish")
def abolish_unit(admin: Admin, code: str, change: UnitChange) -> dict[str, Any]:
    return _changed(admin, admin.abolish_unit(code, on=change.on))


@router.post("/units/{code}/keep")
def keep_unit(admin: Admin, code: str) -> dict[str, Any]:
    return _changed(admin, admin.keep_unit(code))


def _changed(admin: Administration, unit: Unit) -> dict[str, Any]:
    return _unit(unit, {each.id: each.code for each in admin.units()})


def _unit(unit: Unit, codes: dict[int, str]) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name": unit.name,
        "agency_code": unit.agency_code,
        "parent": codes.get(unit.parent_id or 0),
        "abolished_on": unit.abolished_on,
        "successor": codes.get(unit.successor_id or 0),
    }


def _assignment(assignment: Assignment) -> dict[str, Any]:
    return {name: value for name, value in asdict(assignment).items() if name != "account_id"}


def _secret(username: str, secret: str, activation: bool) -> dict[str, str]:
    return {"username": username, "activation" if activation else "password": secret}


def _progress(progress: Progress) -> dict[str, Any]:
    view = progress.view
    return {
        "id": view.id,
        "rows": view.rows,
        "done": view.done,
        "created": view.created,
        "failed": view.failed,
        "finished": view.finished,
        "running": progress.running,
        "tokens": str(view.tokens),
        "errors": str(view.errors) if view.failed else None,
        "fault": progress.fault.as_json() if progress.fault else None,
    }
