"""Who is asking, and for which unit: the one argument every service call starts from."""

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
    """The unit one acts for: one's own, or one that an assignment in force names."""
    unit_code: str
    unit_name: str
    unit_path: tuple[int, ...]
    """Ids of the unit and of every unit above it, own unit first; empty for a unit that was abolished."""
    roles: frozenset[Role]
    """In that unit."""
    inherited: frozenset[int] = frozenset()
    """Units that were merged into one of `unit_path`: their documents went with them."""
    granted: frozenset[int] = frozenset()
    """Documents one may read under a grant in force today, to this account or to this unit."""
    limits: frozenset[Action] = frozenset(Action)
    """What the way one came in allows: an API key may do less than its owner."""
    key_id: int | None = None
    """The API key one came in by."""

    def may(self, action: Action) -> bool:
        return action in self.limits and not self.roles.isdisjoint(MAY[action])

    def require(self, action: Action) -> None:
        """Raise `Forbidden` unless one of the roles may do `action`."""
        if not self.may(action):
            raise Forbidden
