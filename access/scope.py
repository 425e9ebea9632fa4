"""Scope: what may be read, as plain data. There is no value that means "everything"."""

from __future__ import annotations

from dataclasses import dataclass

from access.principal import Principal
from access.roles import Action


@dataclass(frozen=True, slots=True)
class Scope:
    """A document is inside when its owning unit is one of `unit_ids`.

    One reads what one's own unit holds and what the units above it have issued to those below.
    An empty scope sees nothing. `records` renders it to SQL, `rag` to an index filter.
    """

    account_id: int
    unit_ids: frozenset[int]

    @staticmethod
    def of(principal: Principal) -> Scope:
        units = frozenset(principal.unit_path) if principal.may(Action.READ) else frozenset[int]()
        return Scope(principal.account_id, units)
