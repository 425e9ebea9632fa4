"""Who is asking: the one argument every service call starts from."""

from __future__ import annotations

from dataclasses import dataclass

from access.roles import MAY, Action, Role
from vanthu.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Principal:
    account_id: int
    username: str
    display_name: str
    unit_id: int
    unit_code: str
    unit_name: str
    unit_path: tuple[int, ...]
    """Ids of the unit and of every unit above it, own unit first."""
    roles: frozenset[Role]

    def may(self, action: Action) -> bool:
        return not self.roles.isdisjoint(MAY[action])

    def require(self, action: Action) -> None:
        """Raise `Forbidden` unless one of the roles may do `action`."""
        if not self.may(action):
            raise Forbidden
