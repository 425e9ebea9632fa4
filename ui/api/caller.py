"""Who calls, as FastAPI dependencies: nobody reaches a service without a Principal."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import unquote

from fastapi import Depends, Request
from pydantic import AfterValidator

from access.audit_actions import Channel
from access.principal import Principal
from ui.door import AS_HEADER, LOCAL_MARK, bearer, require_same_origin, signed_in
from vanthu.acts import Acts
from vanthu.db import LARGEST_ID
from vanthu.errors import NotFound
from vanthu.services import Services


def _id(number: int) -> int:
    if not 0 < number <= LARGEST_ID:
        raise NotFound
    return number


Id = Annotated[int, AfterValidator(_id)]
"""An id in a request; one that cannot exist is answered as one that does not."""


async def services_of(request: Request) -> Services:
    found: Services = request.app.state.services
    return found


House = Annotated[Services, Depends(services_of)]


def acts_of(request: Request, services: House) -> Acts:
    """The caller's acts: the signed-in account, or on the Unix socket the operator or whom it names."""
    if request.scope.get(LOCAL_MARK):
        operator = services.accounts.local_operator()
        name = request.headers.get(AS_HEADER)
        if name is None:
            return services.acting(operator, channel=Channel.COMMAND)
        person = services.accounts.principal(unquote(name))
        return services.acting(person, through=operator, channel=Channel.COMMAND)
    if bearer(request.scope) is None:  # a browser sends no key by itself, as it sends cookies
        require_same_origin(request.scope)
    return services.acting(signed_in(request.scope, services, keys=True), channel=Channel.API)


Caller = Annotated[Acts, Depends(acts_of)]


async def principal_of(acts: Caller) -> Principal:
    return acts.principal


Person = Annotated[Principal, Depends(principal_of)]


async def operator_of(request: Request, acts: Caller) -> Acts:
    """Only the local operator, and only over the Unix socket; for everyone else the route is not there."""
    if not request.scope.get(LOCAL_MARK) or request.headers.get(AS_HEADER) is not None:
        raise NotFound
    return acts


Operator = Annotated[Acts, Depends(operator_of)]
