"""The installation's kind: shown, proposed, confirmed, withdrawn by administrators."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.encoders import jsonable_encoder
from pydantic import Field

from access.roles import Action
from ui.api.bodies import Body
from ui.api.caller import Caller

router = APIRouter(prefix="/installation", tags=["installation"])

Code = Annotated[str, Field(max_length=40)]
"""Of the second factor, typed anew."""


class Proposal(Body):
    mode: Literal["ordinary", "independent_lan"]
    reason: Annotated[str, Field(max_length=1000)]
    code: Code


class Decision(Body):
    code: Code


@router.get("")
def show(acts: Caller) -> Any:
    """What the installation is, what is proposed, and every change so far."""
    acts.principal.require(Action.ADMINISTER)
    return jsonable_encoder(acts.installing.state())


@router.post("/propose", status_code=201)
def propose(acts: Caller, new: Proposal) -> Any:
    return jsonable_encoder(acts.installing.propose(new.mode, new.reason, new.code))


@router.post("/confirm")
def confirm(acts: Caller, decision: Decision) -> Any:
    """By another administrator than the one who proposed."""
    return jsonable_encoder(acts.installing.confirm(decision.code))


@router.post("/withdraw")
def withdraw(acts: Caller, decision: Decision) -> Any:
    return jsonable_encoder(acts.installing.withdraw(decision.code))
