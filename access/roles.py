"""Roles and the one table that says which role may do what. Code and tests read this table."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    CLERK = "clerk"
    OFFICIAL = "official"
    TRAINEE = "trainee"
    TRAINER = "trainer"
    CUSTODIAN = "custodian"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    READ = "read"
    """Search, ask, open and download documents within the Scope."""
    DIGITISE = "digitise"
    """Upload, follow jobs, correct fields."""
    LEARN = "learn"
    TEACH = "teach"
    ADMINISTER = "administer"
    AUDIT = "audit"


MAY: dict[Action, frozenset[Role]] = {
    Action.READ: frozenset({Role.CLERK, Role.OFFICIAL, Role.TRAINEE, Role.TRAINER, Role.CUSTODIAN}),
    Action.DIGITISE: frozenset({Role.CLERK, Role.CUSTODIAN}),
    Action.LEARN: frozenset(Role) - {Role.AUDITOR},
    Action.TEACH: frozenset({Role.TRAINER}),
    Action.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
    Action.AUDIT: frozenset({Role.AUDITOR}),
}
