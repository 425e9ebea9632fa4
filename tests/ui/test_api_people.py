"""Accounts and units over the Unix socket: what the command line is made of."""

from __future__ import annotations

import io
import time

import pytest

from access.roles import Role
from tests.ui.conftest import PASSWORD
from vanthu.errors import Forbidden


def test_an_account_from_its_token_to_its_end(house, local):
    new = {"username": "tuan", "unit": "XA-A", "roles": ["clerk"], "activation": True}
    token = local.post("/operator/accounts", json=new).json()["activation"]
    assert house.services.accounts.activate(token, PASSWORD).username == "tuan"
    changed = local.post("/operator/accounts/tuan/change", json={"unit": "XA-B", "roles": ["trainer"]}).json()
    assert (changed["unit_code"], changed["roles"]) == ("XA-B", ["trainer"])
    assert (
        local.post("/operator/accounts/tuan/change", json={"roles": ["trainer", "auditor"]}).status_code
        == 409
    )
    assert local.post("/operator/accounts/tuan/change", json={"disabled_at": None}).status_code == 422
    again = local.post("/operator/accounts/tuan/reset", json={"activation": True}).json()
    assert set(again) == {"username", "activation"}
    assert local.post("/operator/accounts/tuan/disable").status_code == 200
    (row,) = local.get("/operator/accounts", params={"search": "TUAN", "state": "disabled"}).json()
    assert row["username"] == "tuan"
    assert local.post("/operator/accounts/tuan/enable").status_code == 200
    done = [action for action, *_ in house.audited()]
    wanted = {"account_add", "account_change", "account_activation", "account_disable", "account_enable"}
    assert wanted <= set(done)


def test_an_assignment(house, local):
    new = {"unit": "XA-B", "role": "trainer", "from_day": "2020-01-01", "until_day": "2099-01-01"}
    given = local.post("/operator/accounts/lan/assignments", json=new).json()
    assert local.get("/operator/accounts/lan/assignments").json() == [given]
    unit = house.services.units.by_code("XA-B")
    acting = house.services.accounts.principal_by_id(house.clerk.account_id, unit_id=unit.id)
    assert acting.roles == {Role.TRAINER}
    assert local.post(f"/operator/assignments/{given['id']}/end").json()["state"] == "over"
    assert local.post(f"/operator/assignments/{given['id']}/end").status_code == 404


def test_units_over_time(local):
    local.post("/operator/units", json={"code": "XA-C", "name": "Xã C", "agency_code": "A26.03"})
    assert local.post("/operator/units/XA-C/move", json={"under": "XA-C"}).status_code == 409
    assert (
        local.post("/operator/units/XA-C/move", json={"under": "XA-A", "on": "2099-05-01"}).status_code == 200
    )
    assert (
        local.post("/operator/units/XA-A/merge", json={"into": "XA-C", "on": "2099-06-01"}).status_code == 409
    )
    merged = local.post("/operator/units/XA-B/merge", json={"into": "XA-A", "on": "2099-06-01"}).json()
    assert (merged["successor"], merged["abolished_on"]) == ("XA-A", "2099-06-01")
    assert local.post("/operator/units/XA-B/keep").json()["successor"] is None
    spans = local.get("/operator/units/XA-C/history").json()
    assert [(span["from_day"], span["parent"]) for span in spans] == [(None, "LOCAL"), ("2099-05-01", "XA-A")]
    listed = {unit["code"]: unit for unit in local.get("/operator/units", params={"on": "2099-05-01"}).json()}
    assert listed["XA-C"]["parent"] == "XA-A"


def test_a_list_taken_in(house, local, tmp_path):
    source, tokens = tmp_path / "ds.csv", tmp_path / "tokens.csv"
    source.write_text("username,unit,roles\nhoa.moi,XA-A,clerk\nlan,XA-A,clerk\n")
    wanted = {"file": str(source), "tokens": str(tokens)}
    state = local.post("/operator/accounts/import", json=wanted).json()
    while state["running"]:
        time.sleep(0.02)
        state = local.get(f"/operator/accounts/import/{state['id']}").json()
    assert (state["created"], state["failed"], state["finished"], state["fault"]) == (1, 1, True, None)
    assert local.get("/operator/accounts/import/99").status_code == 404
    assert local.post("/operator/accounts/import", json={**wanted, "file": "/none"}).status_code == 400
    assert "account_import" in {action for action, *_ in house.audited()}
    assert house.services.accounts.view("hoa.moi").activation_until is not None


def test_nothing_is_handed_in_for_a_unit_that_is_no_more(house):
    house.services.units.merge("XA-B", "XA-A")
    with pytest.raises(Forbidden):
        house.services.acting(house.clerk).submit(io.BytesIO(b"x"), "a.txt", unit_code="XA-B")
