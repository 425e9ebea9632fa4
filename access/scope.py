"""Scope: what may be read, as plain data. There is no value that means "everything"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from access.principal import Principal
from access.roles import Action


@dataclass(frozen=True, slots=True)
class Scope:
    """What one person may read at this moment.

    An ordinary document is inside when its owning unit is one of `unit_ids`: one reads what one's own unit
    holds and what the units above it have issued to those below. Any document is inside when it is one of
    `granted_ids`; sensitive and secret ones (Regulation 384-QĐ/TW, Art. 4.6) only so. An empty scope sees
    nothing. `records` renders it to SQL, `rag` to an index filter.
    """

    account_id: int
    unit_ids: frozenset[int]
    granted_ids: frozenset[int] = frozenset()
    unmasked: bool = False
    """Whether personal data in sensitive documents is shown as printed."""

    @property
    def sees_nothing(self) -> bool:
        return not self.unit_ids and not self.granted_ids

    def among(self, document_ids: Iterable[int]) -> Scope:
        """This Scope as far as these documents go: of many grants only theirs are carried to the database."""
        if not self.granted_ids:
            return self
        return replace(self, granted_ids=self.granted_ids.intersection(document_ids))

    def joined(self, other: Scope) -> Scope:
        """Two parts of one person's Scope (`among`) as one."""
        return replace(self, granted_ids=self.granted_ids | other.granted_ids)

    @staticmethod
    def of(principal: Principal) -> Scope:
        if not principal.may(Action.READ):
            return Scope(principal.account_id, frozenset())
        return Scope(
            principal.account_id,
            frozenset(principal.unit_path) | principal.inherited,
            principal.granted,
            principal.may(Action.READ_PERSONAL),
        )
